// Forms of qmail-send and its kin, after their documentation; no release of it could be run here.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { asRow, deliveries, records } from '../../support/engine.ts';

const log = readFileSync(join(import.meta.dirname, '../../corpus/qmail/multilog.log'), 'utf8');

test('a multilog file, recipient by recipient', () => {
  const rows = deliveries(log).map(
    (found) =>
      `${found.attempt.recipient} ${found.attempt.host} ${asRow(found).split(' ').slice(0, 4).join(' ')}`,
  );
  expect(rows).toEqual([
    'dora.keller@example.net 198.51.100.11 out bounced 550 5.1.1',
    'info@example.net 198.51.100.11 out delivered 250 2.0.0',
    'lena.fischer82@bigmail.example 203.0.113.26 out bounced 550 5.1.1',
    'p.novak@example.net 198.51.100.11 out deferred 450 4.2.0',
    'boss@down.example.com null out deferred  4.4.1',
    'example.org-nobody.here@example.org null out bounced  5.1.1',
    'example.org-anna@example.org null out delivered  ',
    'hr@busy.example.com 198.51.100.53 out deferred 421 4.3.2',
    'trans@legacy.example.net 198.51.100.42 out bounced 554 ',
    'null null out expired  4.4.1',
    'nobody.here@example.org 198.51.100.61 in rejected  ',
    'null 203.0.113.199 in rejected 451 ',
  ]);
});

test('message, sender and phase come from the lines before', () => {
  const [{ attempt }] = deliveries(log);
  expect(attempt).toMatchObject({ queueId: '93869', sender: 'anna.berg@example.org', phase: 'RCPT TO' });
  expect(attempt.text).toBe(
    '550 5.1.1 <dora.keller@example.net>: Recipient address rejected: User unknown in virtual mailbox table',
  );
});

test('TAI64N stamps are told as times', () => {
  // 0x6a4f3c1f - 10 s behind 1970 (tai64nlocal), 0x1a2b3c4d ns
  const [{ record }] = records(log);
  expect(record.stamp).toBe('2026-07-09T06:13:41.439045Z');
});

test.each([
  [
    'splogger',
    'Nov  1 00:00:31 mail qmail: 1098000000.550123 delivery 5: deferral: 192.0.2.5_does_not_like_recipient./Remote_host_said:_451_4.3.0_later/',
  ],
  [
    'tai64nlocal',
    '2026-11-01 00:00:31.550123000 delivery 5: deferral: 192.0.2.5_does_not_like_recipient./Remote_host_said:_451_4.3.0_later/',
  ],
  ['bare', 'delivery 5: deferral: 192.0.2.5_does_not_like_recipient./Remote_host_said:_451_4.3.0_later/'],
])('%s', (_frame, line) => {
  expect(deliveries(line).map(({ attempt }) => `${attempt.reply} ${attempt.enhanced}`)).toEqual([
    '451 4.3.0',
  ]);
});

test('where the codes stand', () => {
  const line =
    'delivery 5: failure: 192.0.2.5_does_not_like_recipient./Remote_host_said:_550-5.1.1_no/550_5.1.1_such/Giving_up_on_192.0.2.5./';
  expect(records(line)[0].record.codes.map(({ start, end }) => line.slice(start, end))).toEqual([
    '550',
    '5.1.1',
    '550',
    '5.1.1',
  ]);
});
