// What Dovecot wrote about real failures: Sieve, quotas, redirects to the sink, submissions.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { deliveries } from '../../support/engine.ts';

const log = readFileSync(join(import.meta.dirname, '../../corpus/dovecot/store/mail.log'), 'utf8');

test('the recorded log, row by row', () => {
  const rows = deliveries(log).map(({ attempt: a }) =>
    [a.recipient, a.host, a.outcome, a.reply, a.enhanced, a.phase].join(' '),
  );
  expect(rows).toEqual([
    'billing@example.org  bounced   ',
    'jobs@example.org  discarded   ',
    'dora.keller@example.net 198.51.100.11 bounced 550 5.1.1 RCPT TO',
    'info@example.net  relayed   ',
    'full.drawer@example.org  bounced   ',
    'full.drawer@example.org  bounced   ',
    'billing@example.org  bounced   ',
    'dora.keller@example.net 198.51.100.11 bounced 550 5.1.1 RCPT TO',
    '  relayed 250 2.0.0 end of DATA',
    '  bounced 554 5.7.1 end of DATA',
  ]);
});

test('its own file, without a host', () => {
  const line =
    'Nov 23 22:55:24 lmtp(web@example.org)<107><OOt2>: Error: sieve: msgid=<x@y>: failed to redirect message to <u@d.example>: smtp(127.0.0.1:25): DATA failed: 451 4.3.0 later (temporary failure)';
  const [{ attempt }] = deliveries(line);
  expect(attempt).toMatchObject({
    recipient: 'u@d.example',
    outcome: 'deferred',
    reply: '451',
    text: '451 4.3.0 later',
  });
});
