import { describe, expect, it } from 'vitest';
import { codes, fileNamed, read, rows } from './support.ts';

/** File → kinds, rows, the words of the first recipient. */
const reports: { readonly [file: string]: readonly [kinds: string, rows: readonly string[], words: string] } =
  {
    'qmail.eml': [
      'qmail',
      ['ben@example.net bounced 550 5.1.1 198.51.100.7 RCPT TO', 'carla@example.com bounced - 5.1.2 - -'],
      '550 5.1.1 <ben@example.net> is not a mailbox here',
    ],
    'exim.eml': [
      'exim',
      ['ben@example.net bounced 550 5.1.1 mx.example.net RCPT TO', 'dora@example.com bounced - - - -'],
      '550-5.1.1 There is no mailbox of that name. 550 5.1.1 More at https://help.example.net/550',
    ],
    'exim-delay.eml': [
      'exim',
      ['ben@example.net deferred 451 4.7.1 mx.example.net MAIL FROM'],
      '451 4.7.1 Greylisted, come back in five minutes',
    ],
    'sendmail.eml': [
      'rfc3464 sendmail',
      ['ben@example.net bounced 552 5.7.0 mx.example.net DATA'],
      '552-5.7.0 This message was blocked for its content. 552 5.7.0 See https://help.example.net/5.7.0',
    ],
    'sendmail-plain.eml': [
      'sendmail',
      ['ben@example.net bounced 550 - mx.example.net RCPT TO', 'dora@example.com bounced 550 - - -'],
      '550 No mailbox here by that name.',
    ],
    'courier.eml': [
      'rfc3464 courier',
      ['ben@example.net bounced 550 5.1.1 mx.example.net RCPT TO'],
      '550-5.1.1 No such user. 550 5.1.1 Ask the postmaster.',
    ],
    'opensmtpd.eml': [
      'rfc3464 opensmtpd',
      ['ben@example.net bounced 550 5.1.1 - -', 'carla@example.net bounced 552 5.2.2 - -'],
      '550 5.1.1 <ben@example.net>: no such user',
    ],
    'dma.eml': [
      'dma',
      ['ben@example.net bounced 550 5.1.1 mx.example.net RCPT TO'],
      '550 5.1.1 no such user',
    ],
    'nullmailer.eml': [
      'rfc3464 nullmailer',
      ['ben@example.net bounced 550 5.1.1 - -'],
      '550-5.1.1 no such 550-5.1.1 user in 550 5.1.1 this house',
    ],
    'exchange-online.eml': [
      'rfc3464 exchange-online',
      ['ben@example.net bounced 550 5.1.1 mx.example.net -'],
      '550 5.1.351 Remote server returned unknown recipient or mailbox unavailable -> 550 5.1.1 no such user',
    ],
    'exchange-german.eml': [
      'exchange',
      ['ben@beispiel.example bounced 550 5.2.2 mx2.beispiel.example -'],
      '550 5.2.2 STOREDRV.Deliver; mailbox full',
    ],
    'exchange-2003.eml': [
      'exchange',
      ['ben@example.net bounced 550 5.7.1 mail.example.net -'],
      '550 5.7.1 Relaying is not for you',
    ],
    'gmail-2012.eml': [
      'gmail',
      ['ben@example.net bounced 550 5.1.1 mx.example.net -'],
      '550 5.1.1 no such user',
    ],
    'yahoo.eml': [
      'yahoo',
      ['ben@example.net bounced 501 5.1.8 - MAIL FROM'],
      '501 5.1.8 Sender address rejected',
    ],
    'zoho.eml': [
      'zoho',
      ['ben@example.net bounced 550 5.1.1 - -'],
      '550 5.1.1 <ben@example.net>... no such user',
    ],
    'gmx.eml': [
      'gmx',
      ['ben@example.net bounced - 5.2.2 mx.example.net RCPT TO'],
      '5.2.2 <ben@example.net>... Mailbox full',
    ],
    'mdaemon.eml': ['mdaemon', ['ben@example.net bounced 550 5.1.1 - RCPT TO'], '550 5.1.1 no such user'],
    'mailenable.eml': ['mailenable', ['ben@example.net bounced 550 5.1.1 - -'], '550 5.1.1 no such user'],
    'domino.eml': [
      'domino',
      ['ben@example.net bounced - - - -'],
      'User ben (ben@example.net) not listed in Domino Directory',
    ],
    'ironport.eml': [
      'rfc3464 ironport',
      ['ben@example.net bounced 550 5.1.1 198.51.100.7 -'],
      "550-'5.1.1 no such user",
    ],
    'ses-event.eml': [
      'ses',
      ['ben@example.net bounced 550 5.1.1 - -', 'dora@example.com bounced 552 5.2.2 - -'],
      '550 5.1.1 no such user',
    ],
    'base64.eml': [
      'plain',
      ['ben@example.net bounced 550 5.1.1 mx.example.net RCPT TO'],
      '550 5.1.1 no such user',
    ],
    'mbox.mbox': [
      'qmail dma',
      [
        'ben@example.net bounced 550 5.1.1 198.51.100.7 RCPT TO',
        'carla@example.com bounced - 5.1.2 - -',
        'ben@example.net bounced 550 5.1.1 mx.example.net RCPT TO',
      ],
      '550 5.1.1 <ben@example.net> is not a mailbox here',
    ],
  };

describe('reports by writer', () => {
  for (const [file, [kinds, expected, words]] of Object.entries(reports)) {
    const text = fileNamed(`reports/${file}`);

    it(`${file} says what it says`, () => {
      const reading = read(text);
      expect(reading.kinds.join(' ')).toBe(kinds);
      expect(rows(reading)).toEqual(expected);
      expect(reading.recipients[0].attempt.text).toBe(words);
      expect(reading.leftOut).toEqual([]);
    });

    it(`${file} says the same with other line ends`, () => {
      for (const end of ['\n', '\r\n', '\r'])
        expect(rows(read(text.replace(/\r\n|\n/g, end)))).toEqual(expected);
    });

    it(`${file}: every code stands where it says, in the report`, () => {
      const returned = text.search(/^Received: by client/m);
      for (const code of read(text).codes) {
        if (code.start === null) continue;
        expect(text.slice(code.start, code.end!).replace(/=\r?\n|^#/g, '')).toBe(code.code);
        if (file.endsWith('.eml') && returned > 0) expect(code.start).toBeLessThan(returned);
        expect(text.slice(0, code.start).split('\n').length - 1).toBe(code.line);
      }
    });
  }
});

describe('codes in encoded parts', () => {
  it('quoted-printable: the range spans the soft line break', () => {
    const text = fileNamed('reports/gmail-2012.eml');
    expect(codes(text, read(text))).toEqual(['550@24=55=\n0', '5.1.1@25=5.1=\n.1']);
  });

  it('base64: the line of the part, no range', () => {
    const text = fileNamed('reports/base64.eml');
    const line = text.slice(0, text.indexOf('\n\n')).split('\n').length + 2;
    expect(codes(text, read(text))).toEqual([`550@${line}=?`, `5.1.1@${line}=?`]);
  });

  it('a nested reply of a wrapper is shown too', () => {
    const text = fileNamed('reports/exchange-online.eml');
    expect(read(text).codes.map((code) => code.code)).toEqual([
      '5.1.351',
      '550',
      '5.1.351',
      '550',
      '5.1.1',
      '550',
      '5.1.351',
      '550',
      '5.1.1',
    ]);
  });
});

describe('further fields', () => {
  it('names sender, time and writer', () => {
    const { attempt, time, line } = read(fileNamed('reports/sendmail.eml')).recipients[0];
    expect([attempt.sender, attempt.writer, attempt.status, attempt.direction]).toEqual([
      'anna@example.org',
      'sendmail',
      '5.0.0',
      'out',
    ]);
    expect(time).toBe('2026-03-02T11:00:04+01:00');
    expect(fileNamed('reports/sendmail.eml').split('\n')[line]).toBe(
      'Final-Recipient: RFC822; ben@example.net',
    );
  });
});
