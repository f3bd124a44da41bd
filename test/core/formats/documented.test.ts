// Formats of products that could not be run here: samples in their documented form, read row by row.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { deliveries, records } from '../../support/engine.ts';

const read = (sample: string) => readFileSync(join(import.meta.dirname, '../../corpus', sample), 'utf8');

/** `direction outcome reply enhanced phase host recipient`; what is not known is a hyphen. */
const rows = (sample: string) =>
  deliveries(read(sample)).map(({ attempt: a }) =>
    [a.direction, a.outcome, a.reply, a.enhanced, a.phase, a.host, a.recipient]
      .map((v) => v ?? '-')
      .join(' '),
  );

const samples: [sample: string, rows: string[]][] = [
  [
    'kumomta/sample.jsonl',
    [
      'out bounced 550 5.1.1 RCPT TO mx.bigmail.example lena.fischer82@bigmail.example',
      'out deferred 450 4.2.0 RCPT TO mx1.example.net p.novak@example.net',
      'out delivered 250 2.0.0 end of DATA mx1.example.net p.novak@example.net',
      'out delivered 250 2.0.0 end of DATA mx1.example.net info@example.net',
      'out deferred - 4.4.2 - - hr@down.example.com',
      'out expired - 5.4.7 - - hr@down.example.com',
      'in rejected 550 5.7.1 RCPT TO 198.51.100.61 nobody.here@example.org',
    ],
  ],
  [
    'powermta/acct.csv',
    [
      'out delivered 250 2.0.0 end of DATA mx1.example.net info@example.net',
      'out bounced 550 5.1.1 - mx.bigmail.example lena.fischer82@bigmail.example',
      'out deferred 450 4.2.0 - mx1.example.net p.novak@example.net',
      'out expired 452 4.4.7 - - hr@down.example.com',
    ],
  ],
  [
    'exchange-tracking/MSGTRK20261123-1.LOG',
    [
      'out delivered 250 2.1.5 end of DATA mx1.example.net info@example.net',
      'out delivered 250 2.1.5 end of DATA mx1.example.net t.nguyen@example.net',
      'out bounced 550 5.1.1 - mx1.example.net dora.keller@example.net',
      'out deferred 441 4.4.1 - - boss@down.example.com',
      'out delivered - - - - anna.berg@example.org',
    ],
  ],
  [
    'exchange-protocol/SEND20261123-1.LOG',
    [
      'out bounced 550 5.1.1 RCPT TO mx1.example.net dora.keller@example.net',
      'out delivered 250 2.0.0 end of DATA mx1.example.net info@example.net',
    ],
  ],
  [
    'exchange-protocol/RECV20261123-1.LOG',
    [
      'in rejected 535 5.7.3 AUTH 198.51.100.61 -',
      'in rejected 550 5.7.54 RCPT TO 198.51.100.61 someone@bigmail.example',
    ],
  ],
  [
    'haraka/haraka.log',
    [
      'in rejected 550 5.7.1 RCPT TO - someone@bigmail.example',
      'out delivered - 2.0.0 end of DATA mx1.example.net -',
      'out deferred 450 4.2.0 - - p.novak@example.net',
      'out bounced 550 5.1.1 - - dora.keller@example.net',
    ],
  ],
  [
    'cisco/mail_logs.log',
    [
      'out bounced 550 5.1.1 - 203.0.113.26 lena.fischer82@bigmail.example',
      'out delivered - - - 203.0.113.26 mia.h@bigmail.example',
      'out deferred 452 4.2.2 - 198.51.100.11 m.silva@example.net',
    ],
  ],
  [
    'fortimail/event.log',
    [
      'out bounced 550 5.1.1 - mx1.example.net dora.keller@example.net',
      'out delivered - 2.0.0 - mx1.example.net info@example.net',
    ],
  ],
];

test.each(samples)('%s', (sample, expected) => {
  expect(rows(sample)).toEqual(expected);
});

test.each(samples)('%s: every code stands where it is said to', (sample) => {
  const found = records(read(sample)).flatMap(({ record, text }) =>
    record.codes.map((code) => text.slice(code.start, code.end)),
  );
  expect(found.length).toBeGreaterThan(1);
  for (const written of found) expect(written).toMatch(/^(?:[2-5]\d\d|[245]\.\d\.\d{1,3}|\{"class":\d.*\})$/);
});

test('an export of the tracking log, by the names in its first line', () => {
  const text =
    '"PSComputerName","RunspaceId","Timestamp","ClientIp","ServerHostname","Source","EventId","InternalMessageId","MessageId","Recipients","RecipientStatus","Sender"\n' +
    '"ex1","1","11/23/2026 10:55:24 PM","","EX1","DSN","FAIL","550","<1@example.org>","u@d.example","550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found","s@e.example"\n';
  expect(
    deliveries(text).map(({ attempt }) => [
      attempt.recipient,
      attempt.outcome,
      attempt.reply,
      attempt.enhanced,
    ]),
  ).toEqual([['u@d.example', 'bounced', '550', '5.1.10']]);
});

test('times as the log states them', () => {
  const first = (sample: string) =>
    records(read(sample)).find(({ record }) => record.attempts.length > 0)!.record.stamp;
  expect(first('kumomta/sample.jsonl')).toBe('2026-11-23T22:55:25Z');
  expect(first('cisco/mail_logs.log')).toBe('Nov 23 2026 22:55:25');
  expect(first('haraka/haraka.log')).toBe('2026-11-23T22:00:00.555Z');
});
