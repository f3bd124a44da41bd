import { describe, expect, test } from 'vitest';
import { asRow, deliveries, records } from '../../support/engine.ts';

const codesIn = (text: string): string[] =>
  records(text).flatMap(({ record }) => record.codes.map(({ code }) => code!));

describe('lines that no format claims but that prove to be mail', () => {
  test.each([
    ['2026-11-01 00:00:31 ERROR sending failed: 550 5.1.1 <u@d.example>: no such user', '550 5.1.1'],
    ["smtplib.SMTPRecipientsRefused: {'u@d.example': (550, b'5.1.1 no such user')}", '550 5.1.1'],
    ['com.sun.mail.smtp.SMTPAddressFailedException: 550 5.1.1 User unknown', '550 5.1.1'],
    ['550 5.7.1 Relaying denied', '550 5.7.1'],
    ['550 User unknown', '550'],
    ['Nov  1 00:00:31 web php[12]: SMTP error: 535 5.7.8 bad credentials', '535 5.7.8'],
    ['Nov  1 00:00:31 web app[550]: remote server said: 450 4.2.0 greylisted', '450 4.2.0'],
    ['"2026-11-27 01:44","u@d.example","550 5.1.1 <u@d.example>: no such user","3"', '550 5.1.1'],
    ['18,u@d.example,failed,550 User unknown', '550'],
    ['u@d.example\t550\t5.1.1\tNo such user', '550 5.1.1'],
    ['| 550 | 5.1.1 | mailbox unknown |', '550 5.1.1'],
    [
      'Ticket #55021: mail comes back with "550 5.7.1 Service unavailable; Client host [192.0.2.5] blocked"',
      '550 5.7.1',
    ],
    ['- [ ] check `451 4.7.1 Greylisting in action` from mx.example.net', '451 4.7.1'],
    ['> 550-5.7.26 This mail is unauthenticated', '550 5.7.26'],
    ['CRITICAL: SMTP check failed: 554 5.7.1 relay denied', '554 5.7.1'],
    ['SMTP CRITICAL - Invalid SMTP response received from host: 554 mx.example.net', '554'],
    ['The following SMTP error was encountered: 550 5.1.1 user unknown', '550 5.1.1'],
    ['mail failed smtp_code=550 smtp_msg="no such user"', '550'],
    ['Error: 550-5.1.1 The email account that you tried to reach does not exist', '550 5.1.1'],
  ])('%s', (line, codes) => {
    expect(codesIn(`${line}\n`).join(' ')).toBe(codes);
  });
});

describe('lines that hold numbers and no mail', () => {
  test.each([
    '127.0.0.1 - - [01/Nov/2026:00:00:31 +0000] "GET /mail/550 HTTP/1.1" 500 512',
    'Nov  1 00:00:31 host kernel: [  550.123456] usb 5-1.1: new device',
    'Nov  1 00:00:31 host sshd[550]: Failed password for root from 5.1.1.1 port 55022 ssh2',
    'Nov  1 00:00:31 host CRON[451]: (root) CMD (test -x /usr/sbin/anacron || run 550)',
    '550 rows in set (0.00 sec)',
    '404 Not Found',
    'version 5.1.1 released, 450 tests passed',
    'Call +44 550 511 571',
    'HTTP 550 5.1.1',
    '2026-11-27 01:44:05 backup: 550 5.1.1 GB',
    'disk 421 4.2.1 ok',
    'temp 450 4.5.1',
    'coordinates 550 5.1.12',
    'Your order 550-5.1.1 has shipped',
    '2026-11-01 00:00:31 INFO took 550 ms, size 450 kB',
    '',
  ])('%s', (line) => {
    expect(codesIn(`${line}\n`)).toEqual([]);
  });
});

test('a reply in quotation marks ends with them', () => {
  const [{ record }] = records('"u@d.example","550 5.1.1 no such user","3"\n');
  expect(record.text).toBe('550 5.1.1 no such user');
});

describe('dialogues', () => {
  const session = (lines: string[]) =>
    deliveries(`${lines.join('\n')}\n`).map(
      (row) => `${row.attempt.recipient} ${asRow(row)} ${row.attempt.phase}`,
    );

  test('one row per recipient: its refusal, else the answer to the end of the data', () => {
    expect(
      session([
        '220 mx.example ESMTP',
        'EHLO me.example',
        '250-mx.example',
        '250 SIZE 550',
        'MAIL FROM:<s@e.example>',
        '250 2.1.0 ok',
        'RCPT TO:<a@d.example>',
        '250 2.1.5 ok',
        'RCPT TO:<b@d.example>',
        '550-5.1.1 no such',
        '550 5.1.1 user',
        'DATA',
        '354 go ahead',
        'Subject: 550 5.1.1 is no code here',
        '',
        '550 nor is this',
        '.',
        '452 4.3.1 disk full',
        'QUIT',
        '221 bye',
      ]),
    ).toEqual([
      'b@d.example out bounced 550 5.1.1 permanent unknown-user RCPT TO',
      'a@d.example out deferred 452 4.3.1 temporary system end of DATA',
    ]);
  });

  test('swaks and its marks', () => {
    expect(
      session([
        '=== Connected to mx.example.',
        '<-  220 mx.example ESMTP',
        ' -> EHLO me',
        '<-  250 mx.example',
        ' -> MAIL FROM:<s@e.example>',
        '<-  250 ok',
        ' -> RCPT TO:<u@d.example>',
        '<** 450 4.7.1 greylisted, come back later',
        ' -> QUIT',
        '<-  221 bye',
      ]),
    ).toEqual(['u@d.example out deferred 450 4.7.1 temporary greylisting RCPT TO']);
  });

  test('commands sent at once are answered in order', () => {
    expect(
      session([
        'MAIL FROM:<s@e.example>',
        'RCPT TO:<a@d.example>',
        'RCPT TO:<b@d.example>',
        'DATA',
        '250 ok',
        '550 5.1.1 no such user',
        '250 ok',
        '354 go',
        '.',
        '250 2.0.0 queued',
      ]),
    ).toEqual([
      'a@d.example out bounced 550 5.1.1 permanent unknown-user RCPT TO',
      'b@d.example out delivered 250 2.0.0 success delivered end of DATA',
    ]);
  });
});
