// Does no name and no password stay in the AUTH commands of a log, whoever speaks in between, and do the words beside them stay?
import { describe, expect, test } from 'vitest';
import { Redactor } from '../../../server/src/core/features/redact.ts';
import { LogRedactor } from '../../../server/src/core/features/redactLog.ts';
import { PagedText } from '../../../server/src/core/text/pagedText.ts';
import { engine, finish } from '../../support/engine.ts';

const redacted = (text: string): string =>
  new LogRedactor(new Redactor(engine().speech.catalog), engine().judge).redact(text);
const base64 = (text: string): string => Buffer.from(text, 'latin1').toString('base64');
const decoded = (line: string): string =>
  Buffer.from(/([A-Za-z0-9+/]+={0,2})(?:\\r\\n)?['"]?,?$/.exec(line)![1], 'base64').toString('latin1');

/** hMailServer: `"SMTPD"<tab>thread<tab>session<tab>"time"<tab>"address"<tab>"RECEIVED: …"` */
const line = (session: number, words: string): string =>
  `"SMTPD"\t2144\t${session}\t"2026-11-23 22:00:00.412"\t"198.51.100.61"\t"${words}"`;

describe('AUTH LOGIN', () => {
  const [user, password] = [base64('anna@example.org'), base64('hunter2!')];

  test('in hMailServer: the name is that of the same address elsewhere, the password is none', () => {
    const lines = redacted(
      [
        line(17, 'RECEIVED: AUTH LOGIN'),
        line(17, 'SENT: 334 VXNlcm5hbWU6'),
        line(17, `RECEIVED: ${user}`),
        line(17, 'SENT: 334 UGFzc3dvcmQ6'),
        line(17, `RECEIVED: ${password}`),
        line(17, 'SENT: 535 Authentication failed.'),
        line(17, 'RECEIVED: MAIL FROM:<anna@example.org>'),
      ].join('\n'),
    ).split('\n');
    expect(decoded(lines[2])).toBe('user1@host1.example');
    expect(decoded(lines[4])).toBe('secret1');
    expect(lines[6]).toContain('MAIL FROM:<user1@host1.example>');
    expect(lines[1]).toContain('"SENT: 334 VXNlcm5hbWU6"');
  });

  test('with the lines of other sessions in between', () => {
    const after = redacted(
      [
        line(17, 'RECEIVED: AUTH LOGIN'),
        line(17, 'SENT: 334 VXNlcm5hbWU6'),
        line(18, 'RECEIVED: QUIT'),
        line(18, 'SENT: 221 goodbye'),
        line(19, 'RECEIVED: AUTH LOGIN'),
        line(19, 'SENT: 334 VXNlcm5hbWU6'),
        line(17, `RECEIVED: ${user}`),
        line(19, `RECEIVED: ${base64('ben@example.net')}`),
        line(17, 'SENT: 334 UGFzc3dvcmQ6'),
        line(19, 'SENT: 334 UGFzc3dvcmQ6'),
        line(20, 'RECEIVED: EHLO pc.example.com'),
        line(19, `RECEIVED: ${base64('correct horse')}`),
        line(17, `RECEIVED: ${password}`),
      ].join('\n'),
    );
    for (const secret of ['anna@example.org', 'ben@example.net', 'hunter2!', 'correct horse'])
      expect(after).not.toContain(base64(secret));
    expect(after).toContain('"RECEIVED: QUIT"');
    expect(after.split('\n')[11]).toMatch(/"RECEIVED: [A-Za-z0-9+/]{8,}={0,2}"$/);
  });

  test('the same login is the same made-up one', () => {
    const both = [line(17, `RECEIVED: AUTH LOGIN ${user}`), line(18, `RECEIVED: AUTH LOGIN ${user}`)];
    const [first, second] = redacted(both.join('\n')).split('\n');
    expect(decoded(second)).toBe(decoded(first));
  });

  test('a copy that begins with the answer does not tell it', () => {
    const text = [line(17, 'SENT: 334 UGFzc3dvcmQ6'), line(17, `RECEIVED: ${password}`)].join('\n');
    const range = { start: { line: 1, character: 0 }, end: { line: 1, character: 400 } };
    expect(finish(engine().redact(PagedText.of(text), 'log', [range]))).not.toContain(password);
    const part = { start: { line: 1, character: text.split('\n')[1].indexOf('RECEIVED') }, end: range.end };
    expect(finish(engine().redact(PagedText.of(text), 'log', [part]))).not.toContain(password);
  });
});

describe('other mechanisms', () => {
  test.each([
    ['PLAIN', '\0anna\0hunter2!', '\0user1\0secret1'],
    ['PLAIN', 'boss@example.org\0anna@example.org\0x', 'user1@host1.example\0user2@host1.example\0secret1'],
    [
      'XOAUTH2',
      'user=anna@example.org\x01auth=Bearer ya29.vF9dft4qmTc2Nvb3RlckBhdHRhdmlzdGEuY29t\x01\x01',
      'user=user1@host1.example\x01auth=Bearer secret1\x01\x01',
    ],
  ])('%s in the command', (name, said, made) => {
    expect(decoded(redacted(`C: AUTH ${name} ${base64(said)}`))).toBe(made);
  });

  test('CRAM-MD5 answers a question', () => {
    const [, answered] = redacted(
      `S: 334 ${base64('<1896.697170952@mail.example.org>')}\nC: ${base64('anna b913a602c7eda7a495b4e6e7334d3890')}`,
    ).split('\n');
    expect(decoded(answered)).toBe('user1 secret1');
  });
});

test.each([
  '250-AUTH PLAIN LOGIN',
  '2026-11-27 01:50:58 SMTP ERROR: AUTH command failed: 535 5.7.8 no',
  'DEBUG SMTP: AUTH LOGIN command trace suppressed',
  'DEBUG SMTP: AUTH LOGIN failed',
  'S: 334 UGFzc3dvcmQ6\nC: QUIT',
])('words stay: %s', (words) => expect(redacted(words)).toBe(words));

test('the user whom Exchange names', () => {
  const after = redacted(
    '2026-11-23T22:12:06.266Z,EX1\\Default,08DA4F7C11473A60,6,192.0.2.25:25,198.51.100.61:53722,*,,Inbound authentication failed with error LogonDenied for User anna.berg',
  );
  expect(after).toMatch(/LogonDenied for User user1$/);
});
