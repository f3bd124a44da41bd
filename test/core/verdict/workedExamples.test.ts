// Lines and reports whose answer is agreed on with everyone who reads our rows.
import { expect, test } from 'vitest';
import { readReport } from '../../../server/src/core/reports/readReport.ts';
import { asRow, deliveries, engine } from '../../support/engine.ts';

const log: [answer: string, text: string][] = [
  [
    'out bounced 552 4.2.2 permanent mailbox-full',
    'Nov  1 00:00:31 mail postfix/smtp[550]: 4A1B2C3D4E: to=<u@d.example>, relay=mx.x.example[192.0.2.5]:25, delay=1.1, delays=0.1/0/0.5/0.5, dsn=5.0.0, status=bounced (host mx.x.example[192.0.2.5] said: 552 4.2.2 User has full mailbox. (in reply to RCPT TO command))',
  ],
  [
    'out deferred 554 4.0.0 temporary reputation',
    "Nov  1 00:00:31 mail postfix/smtp[551]: 4A1B2C3D4F: to=<u@d.example>, relay=mx.x.example[192.0.2.5]:25, delay=1.1, delays=0.1/0/1/0, dsn=4.0.0, status=deferred (host mx.x.example[192.0.2.5] refused to talk to me: 554-mx.x.example 554 Your access to this mail system has been rejected due to the sending MTA's poor reputation.)",
  ],
  [
    'out deferred  4.4.1 temporary connection',
    'Nov  1 00:00:31 mail postfix/smtp[552]: 4A1B2C3D50: to=<u@d.example>, relay=none, delay=30, delays=0.1/0/30/0, dsn=4.4.1, status=deferred (connect to x.example[192.0.2.9]:25: Connection timed out)',
  ],
  [
    'in rejected 554 5.7.1 permanent relay-denied',
    'Nov  1 00:00:31 mail postfix/smtpd[553]: NOQUEUE: reject: RCPT from unknown[192.0.2.7]: 554 5.7.1 <a@b.example>: Relay access denied; from=<x@y.example> to=<a@b.example> proto=ESMTP helo=<z>',
  ],
  [
    'out deferred 450 4.1.1 temporary unknown-user',
    'Nov  1 00:00:31 mail postfix/smtp[554]: 4A1B2C3D51: to=<u@d.example>, relay=mx.x.example[192.0.2.5]:25, delay=1, delays=0/0/1/0, dsn=4.1.1, status=deferred (host mx.x.example[192.0.2.5] said: 450 4.1.1 <u@d.example>: Recipient address rejected: undeliverable address: host 10.0.0.5[10.0.0.5] said: 550 5.1.1 <u@d.example>: User unknown (in reply to RCPT TO command) (in reply to RCPT TO command))',
  ],
  [
    'out bounced 550  permanent unknown-user',
    'MAIL FROM:<s@e.example>\n250 ok\nRCPT TO:<u@d.example>\n550 no such user\n',
  ],
];

test.each(log)('%s', (answer, text) => {
  expect(deliveries(text).map(asRow)).toEqual([answer]);
});

const replies: [answer: string, text: string][] = [
  [
    '550 5.1.0 permanent unknown-user',
    '550 5.1.351 Remote server returned unknown recipient or mailbox unavailable -> 550 #5.1.0 Address rejected.',
  ],
  ['511  permanent unknown-user', '511 sorry, no mailbox here by that name'],
  ['550 5.7.26 permanent sender-auth', '550 5.7.26'],
  ['553  permanent unknown', '553'],
];

test.each(replies)('%s', (answer, text) => {
  const { reply, enhanced, permanence, reason } = engine().explain(text);
  expect([reply, enhanced, permanence, reason].join(' ')).toBe(answer);
});

test('a report whose Status is generic and whose Diagnostic-Code is precise', () => {
  const report = [
    'From: MAILER-DAEMON@mail.example.org',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
    '',
    '--b',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mail.example.org',
    '',
    'Final-Recipient: rfc822; u@d.example',
    'Action: failed',
    'Status: 5.0.0',
    'Diagnostic-Code: smtp; 552 5.2.3 Message size exceeds fixed maximum message size',
    '',
    '--b--',
    '',
  ].join('\r\n');
  const reading = readReport(report, engine().messageHost);
  const rows = reading.recipients.map(({ attempt }) =>
    asRow({ attempt, verdict: engine().judge.judge(attempt) }),
  );
  expect(rows).toEqual(['out bounced 552 5.2.3 permanent message-too-big']);
});
