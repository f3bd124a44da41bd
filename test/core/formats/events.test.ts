// JSON events of sending providers, in their documented forms: one a line, in a log, over many lines.
import { describe, expect, test } from 'vitest';
import { initialState, readPage } from '../../../server/src/core/formats/readPage.ts';
import { records } from '../../support/engine.ts';
import { rowsIn, testSamples } from '../../support/samples.ts';

const samples: [sample: string, rows: string[]][] = [
  [
    'events/mailgun.jsonl',
    [
      '1 out bounced 550 5.1.1 - mx1.example.net dora.keller@example.net',
      '2 out deferred 450 4.2.0 - mx1.example.net p.novak@example.net',
      '3 out delivered 250 - end of DATA mx1.example.net info@example.net',
      '4 out suppressed - - - - old.subscriber@bigmail.example',
      '5 out deferred - - - - hr@nohost.example.com',
      '6 out bounced 550 5.1.1 - mx1.example.net dora.keller@example.net',
      '6 out deferred 450 4.2.0 - mx1.example.net p.novak@example.net',
    ],
  ],
  [
    'events/others.jsonl',
    [
      '1 out bounced 550 5.1.1 - - dora.keller@example.net',
      '2 out delivered 250 2.0.0 end of DATA - info@example.net',
      '4 out bounced 550 5.1.1 - - dora.keller@example.net',
      '4 out deferred 450 4.2.0 - - p.novak@example.net',
      '5 out bounced 550 5.1.1 - - dora.keller@example.net',
      '6 out delivered 250 2.0.0 end of DATA - info@example.net',
      '7 out suppressed - - - - old.subscriber@bigmail.example',
      '8 out bounced 550 5.1.1 - - dora.keller@example.net',
      '9 out expired 452 4.2.2 - - m.silva@example.net',
      '10 out bounced 550 5.1.1 - - dora.keller@example.net',
      '10 out deferred 450 4.2.0 - - p.novak@example.net',
    ],
  ],
  [
    'events/sendgrid.jsonl',
    [
      '1 out bounced 550 5.1.1 - - dora.keller@example.net',
      '1 out deferred 450 4.2.0 - - p.novak@example.net',
      '1 out delivered 250 2.0.0 end of DATA - info@example.net',
      '1 out suppressed - 5.0.0 - - old.subscriber@bigmail.example',
      '1 out bounced 554 5.7.1 - - invoices@example.net',
      '1 out bounced 500 5.0.0 - - fax@legacy.example.net',
      '2 out bounced 550 5.1.1 - - dora.keller@example.net',
    ],
  ],
  [
    'events/ses.jsonl',
    [
      '1 out bounced 550 5.1.1 - 198.51.100.11 dora.keller@example.net',
      '1 out bounced 550 5.1.1 - 198.51.100.11 lena.fischer82@bigmail.example',
      '2 out bounced 550 5.1.1 - 198.51.100.11 k.brandt@example.net',
      '3 out delivered 250 2.0.0 end of DATA 198.51.100.11 info@example.net',
      '3 out delivered 250 2.0.0 end of DATA 198.51.100.11 t.nguyen@example.net',
      '4 out deferred 450 4.2.0 - - p.novak@example.net',
      '5 out discarded - - - - invoices@example.net',
      '7 out suppressed - 5.1.1 - - retro99@yodel.example',
      '8 out expired 452 4.2.2 - 198.51.100.11 m.silva@example.net',
      '9 out bounced 550 5.1.1 - 198.51.100.11 dora.keller@example.net',
    ],
  ],
  ['events/mailgun-printed.log', ['28 out bounced 550 5.1.1 - mx1.example.net dora.keller@example.net']],
  [
    'events/sendgrid-printed.log',
    [
      '12 out bounced 550 5.1.1 - - dora.keller@example.net',
      '23 out deferred 450 4.2.0 - - p.novak@example.net',
      '33 out delivered 250 2.0.0 end of DATA - info@example.net',
      '41 out suppressed - - - - old.subscriber@bigmail.example',
      '50 out bounced 554 5.7.1 - - invoices@example.net',
      '61 out bounced 500 5.0.0 - - fax@legacy.example.net',
    ],
  ],
  [
    'events/ses-printed.log',
    [
      '11 out bounced 550 5.1.1 - - dora.keller@example.net',
      '17 out bounced 550 5.0.0 - - fax@legacy.example.net',
      '53 out delivered 250 2.0.0 end of DATA - info@example.net',
      '53 out delivered 250 2.0.0 end of DATA - t.nguyen@example.net',
    ],
  ],
];

testSamples(samples);

const bounce =
  '{"email":"u@d.example","event":"bounce","sg_event_id":"a","reason":"550 5.1.1 no such user","status":"5.1.1","timestamp":1795743850}';

describe('wherever an event stands', () => {
  test.each([
    ['behind a stamp and words', `2026-11-27 01:44:20,550 INFO webhook: ${bounce}`],
    ['in a syslog', `Nov 27 01:44:20 web hook[550]: ${bounce}`],
    [
      "in a container's log",
      JSON.stringify({ log: `${bounce}\n`, stream: 'stdout', time: '2026-11-27T01:44:20.550Z' }),
    ],
    [
      'twice wrapped',
      JSON.stringify({ Type: 'Notification', Message: JSON.stringify({ Records: [JSON.parse(bounce)] }) }),
    ],
  ])('%s', (_, line) => {
    expect(rowsIn(`${line}\n`)).toEqual(['1 out bounced 550 5.1.1 - - u@d.example']);
    for (const { record, text } of records(line))
      for (const { start, end, code } of record.codes) expect(text.slice(start, end)).toBe(code);
  });

  test('over a page border', () => {
    const lines = JSON.stringify([JSON.parse(bounce)], null, 2).split('\n');
    const { exit } = readPage(`${lines.slice(0, 4).join('\n')}\n`, false, initialState, () => {});
    const found: string[] = [];
    const end = readPage(`${lines.slice(4).join('\n')}\n`, false, exit, ({ attempts }) =>
      found.push(...attempts.map(({ recipient, enhanced }) => `${recipient} ${enhanced}`)),
    );
    expect(found).toEqual(['u@d.example 5.1.1']);
    expect(end.exit).toEqual({});
  });

  test('behind a line that was cut off', () => {
    expect(rowsIn(`${bounce.slice(0, 70)}\n${bounce}\n`)).toEqual([
      '2 out bounced 550 5.1.1 - - u@d.example',
    ]);
  });

  test('a delivery attempt of which nobody noted what the server said', () => {
    const attempt = { destination_ip: '198.51.100.11', ts: 1795743851, type: 'deferred' };
    const msg = { ts: 1795743851, email: 'p.novak@example.net', state: 'deferred', smtp_events: [attempt] };
    const event = JSON.stringify({ event: 'deferral', msg: { ...msg, bgtools_code: 10 } });
    expect(rowsIn(`${event}\n`)).toEqual(['1 out deferred - - - - p.novak@example.net']);
  });

  test('its time, as the event states it', () => {
    expect(records(bounce)[0].record.stamp).toBe('2026-11-27T01:44:10Z');
  });
});

describe('what is no event of a delivery', () => {
  test.each([
    ['another JSON', '{"event":"bounce","ball":"550 5.1.1","height":421}'],
    [
      'settings',
      '{\n  "port": 550,\n  "versions": ["5.1.1", "4.2.0"],\n  "reply": {\n    "code": 421\n  }\n}',
    ],
    [
      'a complaint',
      '{"notificationType":"Complaint","complaint":{"complainedRecipients":[{"emailAddress":"u@d.example"}]},"mail":{}}',
    ],
    ['an opening', '{"event":"open","email":"u@d.example","sg_event_id":"a","useragent":"550 5.1.1"}'],
    ['brackets in a log', '[550] {worker 421} started 5.1.1'],
  ])('%s', (name, text) => {
    expect(rowsIn(`${text}\n`)).toEqual([]);
    if (name !== 'another JSON') expect(records(text).flatMap(({ record }) => record.codes)).toEqual([]);
  });
});
