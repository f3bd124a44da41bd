import { describe, expect, it } from 'vitest';
import { fileNamed, read, rows, told } from './support.ts';

const message = (
  head: string,
  body = 'Hello,\n\n550 5.1.1 <ben@example.net>: said: 421 4.7.0 could not be delivered\n',
) => `${head}\n\n${body}`;

describe('what is no bounce', () => {
  const letters: { readonly [name: string]: string } = {
    'a letter that quotes a bounce':
      'From: Anna <anna@example.org>\nTo: ben@example.net\nSubject: Re: Undelivered Mail Returned to Sender',
    'a letter to the postmaster':
      'Return-Path: <anna@example.org>\nFrom: anna@example.org\nTo: postmaster@example.net\nSubject: delivery failed',
    'a newsletter': 'From: Shop <no-reply@shop.example>\nSubject: Your parcel could not be delivered',
  };
  for (const [name, head] of Object.entries(letters)) {
    it(name, () =>
      expect(
        read(
          message(
            head,
            name === 'a newsletter' ? 'Your parcel 550 could not be delivered. Code: 5.1.1\n' : undefined,
          ),
        ),
      ).toMatchObject({ kinds: [], recipients: [], codes: [], leftOut: [] }),
    );
  }

  it('an auto-reply (RFC 3834), also by its subject', () => {
    expect(read(message('From: ben@example.net\nAuto-Submitted: auto-replied\nSubject: away'))).toMatchObject(
      {
        kinds: ['auto-reply'],
        recipients: [],
        codes: [],
        leftOut: [],
      },
    );
    expect(read(message('From: ben@example.net\nSubject: Out of office: back on Monday')).kinds).toEqual([
      'auto-reply',
    ]);
  });

  it('a complaint (ARF) and a receipt (MDN)', () => {
    const report = (type: string, part: string) =>
      message(
        `From: postmaster@example.net\nContent-Type: multipart/report; report-type=${type}; boundary=b`,
        `--b\n\n550 5.1.1\n--b\nContent-Type: ${part}\n\nVersion: 1\nStatus: 5.1.1\n\n--b--\n`,
      );
    expect(read(report('feedback-report', 'message/feedback-report'))).toMatchObject({
      kinds: ['arf'],
      recipients: [],
      codes: [],
      leftOut: [],
    });
    expect(read(report('disposition-notification', 'message/disposition-notification'))).toMatchObject({
      kinds: ['mdn'],
      recipients: [],
      codes: [],
      leftOut: [],
    });
  });

  it('a complaint that is a plain letter with the message attached (JMRP)', () => {
    const text = message(
      'From: staff@hotmail.com\nSubject: complaint about message from 192.0.2.7\nContent-Type: multipart/mixed; boundary=b',
      '--b\nContent-Type: message/rfc822\n\nFrom: ada@example.org\nSubject: 550 5.1.1 is no code here\n\nHello\n--b--\n',
    );
    expect(read(text)).toMatchObject({ kinds: ['arf'], recipients: [], codes: [], leftOut: [] });
    expect(read(text.replace('complaint about message from', 'a message from')).kinds).toEqual([]);
  });

  it('an empty file, blanks, and what is no message', () => {
    for (const text of ['', '\n', ' \r\n\r\n', '\0\0\0', 'just words\nin lines', ':', '--b\n'])
      expect(read(text).recipients).toEqual([]);
  });
});

describe('what is a bounce though it hides', () => {
  it('as an attachment of a letter', () => {
    const text = `From: Anna <anna@example.org>\nSubject: what is this?\nContent-Type: multipart/mixed; boundary=outer\n\n--outer\n\nHelp! It says 421.\n--outer\nContent-Type: message/rfc822\n\n${fileNamed('reports/sendmail.eml')}\n--outer--\n`;
    const reading = read(text);
    expect(rows(reading)).toEqual(['ben@example.net bounced 552 5.7.0 mx.example.net DATA']);
    for (const code of reading.codes) expect(text.slice(code.start!, code.end!)).toBe(code.code);
  });

  it("as an attachment of a list manager's note", () => {
    const text = `Return-Path: <>\nFrom: list-bounces@example.org\nSubject: Uncaught bounce notification\nContent-Type: multipart/mixed; boundary=outer\n\n--outer\n\nThe attached message was received as a bounce.\n--outer\nContent-Type: message/rfc822\n\n${fileNamed('reports/qmail.eml')}\n--outer--\n`;
    expect(rows(read(text))).toEqual([
      'ben@example.net bounced 550 5.1.1 198.51.100.7 RCPT TO',
      'carla@example.com bounced - 5.1.2 - -',
    ]);
  });

  it('but not in the message that a bounce returns', () => {
    const text = fileNamed('reports/exim.eml').replace(
      /\n\nI once saw.*/s,
      `\nContent-Type: multipart/mixed; boundary=outer\n\n--outer\nContent-Type: message/rfc822\n\n${fileNamed('reports/qmail.eml')}\n--outer--\n`,
    );
    expect(read(text).kinds).toEqual(['exim']);
  });

  it("as a receipt, by Dovecot's words of refusal", () => {
    const refusal = (words: string, recipient: string) =>
      message(
        'From: Mail Delivery Subsystem <postmaster@example.net>\nSubject: Rejected: Hello\nAuto-Submitted: auto-replied (rejected)\nContent-Type: multipart/report; report-type=disposition-notification; boundary=b',
        `--b\nContent-Type: text/plain\n\n${words}\n\n--b\nContent-Type: message/disposition-notification\n\nReporting-UA: mx.example.net; Dovecot Mail Delivery Agent\nFinal-Recipient: rfc822; ${recipient}\nDisposition: automatic-action/MDN-sent-automatically; deleted\n\n--b--\n`,
      );
    const row = (text: string) => told(text).join(' | ');
    expect(
      row(refusal('Your message to <ben@example.net> was automatically rejected:\nQuota exceeded', 'ben')),
    ).toBe('dovecot | ben@example.net bounced - - mailbox-full');
    expect(
      row(
        refusal(
          'Your message was automatically rejected by Dovecot Mail Delivery Agent.\n\nThe following reason was given:\nPlease use the form on our site.',
          'ben@example.net',
        ),
      ),
    ).toBe('dovecot | ben@example.net bounced - - recipient-restricted');
    expect(row(refusal('Your message was deleted without being read.', 'ben@example.net'))).toBe('mdn');
  });

  it('by the failed recipients that its head names', () => {
    const text = message(
      'From: MAILER-DAEMON@example.org\nX-Failed-Recipients: ben@example.net, carla@example.net\nSubject: Mail failed',
      'The group may not exist, or you may not be allowed to post.\n',
    );
    expect(rows(read(text))).toEqual([
      'ben@example.net bounced - - - -',
      'carla@example.net bounced - - - -',
    ]);
    expect(read(text).recipients[1].attempt.text).toBe(
      'The group may not exist, or you may not be allowed to post.',
    );
  });

  it('as the transcript of a session at our own door', () => {
    const text = message(
      'From: MAILER-DAEMON@mail.example.org (Mail Delivery System)\nSubject: Postfix SMTP server: errors from client.example.net[192.0.2.7]',
      'Transcript of session follows.\n\n Out: 220 mail.example.org ESMTP\n In:  MAIL FROM:<a@example.net>\n Out: 250 2.1.0 Ok\n In:  RCPT TO:<ben@example.org>\n Out: 250 2.1.5 Ok\n In:  DATA\n Out: 354 End data\n Out: 451 4.3.0 Error: queue file write error\n',
    );
    expect(rows(read(text))).toEqual(['ben@example.org rejected 451 4.3.0 - end of DATA']);
    expect(read(text).recipients[0].attempt.direction).toBe('in');
  });
});
