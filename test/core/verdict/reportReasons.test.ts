// Why was it given back, where a report says several things: that the time was over, what was met before, at which step.
import { expect, test } from 'vitest';
import { readReport } from '../../../server/src/core/reports/readReport.ts';
import { engine } from '../../support/engine.ts';
import { host } from '../mime/support.ts';
import { withStatus } from '../reports/support.ts';

const given: [answer: string, fields: string][] = [
  [
    'expired 4.4.7 dns-routing', // the actual problem is known
    'Status: 4.4.7\nDiagnostic-Code: smtp; Deferred: Name server: mx.example.net.: host name lookup failure',
  ],
  [
    'expired 4.4.7 expired',
    'Status: 4.4.7\nDiagnostic-Code: smtp; Deferred: Connection refused by mx.example.net.',
  ],
  ['expired 4.4.1 expired', 'Status: 4.4.1\nDiagnostic-Code: smtp; 421 4.4.1 Connection timed out'],
  ['bounced 5.0.0 dns-routing', 'Status: 5.0.0 (mx.example.net: host name lookup failure)'],
  ['bounced 5.0.0 unknown', 'Status: 5.0.0 (permanent failure)'],
  ['bounced 5.2.2 mailbox-full', 'Status: 5.2.2'], // where nothing is said the code decides
  [
    'bounced 5.6.0 content-format', // `Recipient address rejected` says where, not why
    'Status: 5.6.0\nDiagnostic-Code: smtp; 550 5.6.0 <ben@example.net>: Recipient address rejected: Media error',
  ],
  [
    'bounced 5.3.2 policy',
    'Status: 5.3.2\nDiagnostic-Code: smtp; 550 5.3.2 <ben@example.net>: Recipient address rejected: Closed today',
  ],
];

test.each(given)('%s', (answer, fields) => {
  const report = withStatus(`Final-Recipient: rfc822; ben@example.net\nAction: failed\n${fields}`);
  const { attempt } = readReport(report, host).recipients[0];
  expect([attempt.outcome, attempt.enhanced, engine().judge.judge(attempt).reason].join(' ')).toBe(answer);
});

test('a server that never took the connection: the time was over before its mail is given back', () => {
  const gmail =
    'From: mailer-daemon@googlemail.com\nSubject: Delivery Status Notification (Failure)\n\nDelivery to the following recipient failed permanently:\n\n     ben@example.net\n\nTechnical details of permanent failure:\nThe recipient server did not accept our requests to connect. Learn more at https://support.example.net/7720\n[mx.example.net. 192.0.2.7: socket error]\n';
  const { attempt } = readReport(gmail, host).recipients[0];
  expect([attempt.outcome, attempt.reply, engine().judge.judge(attempt).reason]).toEqual([
    'expired',
    null,
    'expired',
  ]);
});

test('a hint that asks for a step holds only where the step is known', () => {
  const reason = (text: string) => engine().explain(text).reason;
  expect(reason('550 5.7.1 <ada@example.org>... Access denied (in reply to MAIL FROM command)')).toBe(
    'sender-rejected',
  );
  expect(reason('550 5.7.1 <ada@example.org>... Access denied')).toBe('policy');
  expect(reason('550 5.7.1 <ben@example.net>... Access denied (in reply to RCPT TO command)')).toBe('policy');
});
