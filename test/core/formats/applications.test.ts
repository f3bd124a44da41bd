// What applications log when their mail library failed: recorded exceptions and documented ones, row by row.
import { describe, expect, test } from 'vitest';
import { asRow, deliveries, records } from '../../support/engine.ts';
import { placesIn, readSample } from '../../support/samples.ts';

/** `line direction outcome reply enhanced phase recipient`; what is not known is a hyphen. */
const rows = (text: string) =>
  deliveries(text).map(({ attempt: a, line }) =>
    [line + 1, a.direction, a.outcome, a.reply, a.enhanced, a.phase, a.recipient]
      .map((v) => v ?? '-')
      .join(' '),
  );

const samples: [sample: string, rows: string[]][] = [
  [
    'smtplib/tracebacks.log',
    [
      '1 out bounced 550 5.1.1 RCPT TO dora.keller@example.net',
      '1 out deferred 450 4.2.0 RCPT TO p.novak@example.net',
      '7 out bounced 554 5.7.1 - -',
      '13 out bounced 550 5.1.1 RCPT TO lena.fischer82@bigmail.example',
      '19 out bounced 550 5.1.1 RCPT TO k.brandt@example.net',
      '19 out deferred 452 4.2.2 RCPT TO m.silva@example.net',
      '29 out bounced 535 5.7.8 AUTH -',
    ],
  ],
  [
    'javamail/stack-traces.log',
    [
      '4 out bounced 550 5.1.1 RCPT TO dora.keller@example.net',
      '7 out deferred 450 4.2.0 RCPT TO p.novak@example.net',
      '32 out bounced 554 5.7.1 - -',
      '49 out bounced 550 5.1.1 RCPT TO -',
      '73 out bounced 550 5.1.1 RCPT TO k.brandt@example.net',
      '76 out deferred 452 4.2.2 RCPT TO m.silva@example.net',
      '101 out bounced 554 - connect -',
      '119 out bounced 535 5.7.8 AUTH -',
    ],
  ],
  [
    'nodemailer/errors.log',
    [
      '7 out bounced 550 5.1.1 RCPT TO dora.keller@example.net',
      '24 out deferred 450 4.2.0 RCPT TO p.novak@example.net',
      '41 out delivered 250 2.0.0 end of DATA info@example.net',
      '53 out bounced 554 5.7.1 end of DATA -',
      '89 out bounced 550 5.1.1 RCPT TO lena.fischer82@bigmail.example',
      '115 out deferred 452 4.2.2 RCPT TO m.silva@example.net',
      '128 out bounced 550 5.1.1 RCPT TO k.brandt@example.net',
      '161 out bounced 554 - connect -',
      '180 out bounced 535 5.7.8 AUTH -',
    ],
  ],
  [
    'php-mail/phpmailer.log',
    [
      '1 out bounced - - RCPT TO dora.keller@example.net',
      '2 out deferred - - RCPT TO p.novak@example.net',
      '5 out bounced - - RCPT TO lena.fischer82@bigmail.example',
      '9 out bounced - - RCPT TO k.brandt@example.net',
      '10 out bounced - - RCPT TO m.silva@example.net',
    ],
  ],
  [
    'php-mail/frameworks.log',
    [
      '1 out bounced 550 5.1.1 - dora.keller@example.net',
      '2 out deferred 450 4.2.0 - p.novak@example.net',
      '3 out bounced 554 5.7.1 - -',
      '5 out bounced 535 5.7.8 AUTH -',
      '7 out bounced 550 5.1.1 RCPT TO k.brandt@example.net',
      '8 out bounced 535 5.7.8 AUTH -',
      '10 out deferred 452 4.2.2 RCPT TO m.silva@example.net',
      '11 out bounced 554 5.7.1 end of DATA -',
      '12 out bounced 553 5.1.8 MAIL FROM -',
    ],
  ],
  [
    'ruby-mail/exceptions.log',
    [
      '1 out bounced 550 5.1.1 - dora.keller@example.net',
      '11 out bounced 554 5.7.1 - -',
      '19 out bounced 550 5.1.1 - -',
      '29 out bounced 550 5.1.1 - k.brandt@example.net',
      '39 out bounced 554 - - -',
    ],
  ],
  [
    'go-mail/programs.log',
    [
      '1 out bounced 550 5.1.1 - dora.keller@example.net',
      '2 out bounced 535 5.7.8 AUTH -',
      '3 out deferred 450 4.2.0 RCPT TO p.novak@example.net',
      '4 out bounced 554 5.7.1 end of DATA -',
      '5 out bounced 550 5.1.1 - k.brandt@example.net',
      '6 out deferred 452 4.2.2 - m.silva@example.net',
      '7 out bounced 550 5.1.1 RCPT TO -',
    ],
  ],
  [
    'dotnet-mail/traces.log',
    [
      '1 out bounced - 5.1.1 RCPT TO dora.keller@example.net',
      '4 out bounced - 5.7.1 - -',
      '7 out deferred - 4.2.2 RCPT TO m.silva@example.net',
      '9 out bounced - 5.7.57 - -',
      '10 out deferred - - - -',
      '11 out bounced - 5.1.1 - k.brandt@example.net',
      '12 out bounced 535 5.7.8 AUTH -',
    ],
  ],
];

test.each(samples)('%s', (sample, expected) => {
  expect(rows(readSample(sample))).toEqual(expected);
});

test.each(samples)('%s: every code stands where it is said to', (sample) => {
  for (const [written, code] of placesIn(readSample(sample))) expect(written).toBe(code);
});

describe('single lines, as programs log them', () => {
  const said = (line: string) =>
    deliveries(`${line}\n`).map((row) => `${row.attempt.recipient} ${asRow(row)}`);
  test.each<[line: string, rows: string[]]>([
    [
      'Nov  1 00:00:31 web app[550]: org.springframework.mail.MailSendException: Failed messages: com.sun.mail.smtp.SMTPSendFailedException: 552 5.3.4 too big; message exceptions (1) are: Failed message 1: com.sun.mail.smtp.SMTPSendFailedException: 552 5.3.4 too big',
      ['null out bounced 552 5.3.4 permanent message-too-big'],
    ],
    [
      '2026-11-27 01:44:10,550 ERROR [main] c.e.App - org.eclipse.angus.mail.smtp.SMTPAddressFailedException: 550 5.1.1 <u@d.example>: no such user',
      ['u@d.example out bounced 550 5.1.1 permanent unknown-user'],
    ],
    [
      "[2026-11-27 01:44:10,550: ERROR/ForkPoolWorker-2] Task mail.send raised: SMTPSenderRefused(553, b\"5.1.8 Sender's address refused\", 's@e.example')",
      ['null out bounced 553 5.1.8 permanent sender-dns'],
    ],
    [
      "aiosmtplib.errors.SMTPRecipientsRefused: [SMTPRecipientRefused(550, '5.1.1 no such user', 'u@d.example')]",
      ['u@d.example out bounced 550 5.1.1 permanent unknown-user'],
    ],
    [
      "2026-11-27T01:44:10Z error: mail to u@d.example failed: Error: Can't send mail - all recipients were rejected: 550 5.1.1 <u@d.example>: no such user",
      ['u@d.example out bounced 550 5.1.1 permanent unknown-user'],
    ],
    [
      'E, [2026-11-27T01:44:10.550 #451] ERROR -- : Net::SMTPServerBusy (450 4.2.0 <u@d.example>: greylisted',
      ['u@d.example out deferred 450 4.2.0 temporary greylisting'],
    ],
  ])('%s', (line, expected) => {
    expect(said(line)).toEqual(expected);
  });

  test('the same failure on another line is another attempt', () => {
    const line = 'com.sun.mail.smtp.SMTPSendFailedException: 554 5.7.1 spam\n';
    expect(rows(line + line)).toHaveLength(2);
    expect(rows(`${line}Caused by: ${line}`)).toHaveLength(1);
  });

  test('what a dialogue told, its exception does not tell again; behind the next session it does', () => {
    const session =
      '220 mx.example ESMTP\nEHLO me\n250 ok\nRCPT TO:<u@d.example>\n550 5.1.1 no such user\nQUIT\n221 bye\n';
    const thrown = 'com.sun.mail.smtp.SMTPAddressFailedException: 550 5.1.1 no such user\n';
    expect(rows(session + thrown)).toHaveLength(1);
    expect(
      rows(`${session}${thrown}220 mx.example ESMTP\nEHLO me\n250 ok\nQUIT\n221 bye\n${thrown}`),
    ).toHaveLength(2);
  });

  test.each([
    'Expected response code 250 but got code "", with message ""',
    'java.io.IOException: 550 files could not be read',
    'org.example.HttpException: 503 Service Unavailable',
    "TypeError: expected (550, 'abc')",
    'System.Net.WebException: The remote server returned an error: (550) File unavailable',
    'level=error msg="failed to send request" err="unexpected status: 502 Bad Gateway"',
    'ERR send DATA: 550 bytes of 1200',
  ])('%s', (line) => {
    expect(records(`${line}\n`).flatMap(({ record }) => record.codes)).toEqual([]);
    expect(rows(`${line}\n`)).toEqual([]);
  });
});
