// What became of what was deferred?
import { describe, expect, test } from 'vitest';
import type { Outcome } from '../../../server/src/core/model/attempt.ts';
import { DeferralCount, Deferrals, type SettledDeferral } from '../../../server/src/core/model/deferrals.ts';
import { PagedText } from '../../../server/src/core/text/pagedText.ts';
import { engine, finish } from '../../support/engine.ts';

type Told = readonly [id: string, recipient: string | null, outcome: Outcome, seconds: number];

function settledOf(told: readonly Told[], limit?: number) {
  const settled: SettledDeferral<number>[] = [];
  const deferrals = new Deferrals<number>((one) => settled.push(one), limit);
  told.forEach(([queueId, recipient, outcome, seconds], mark) => {
    deferrals.add({ queueId, recipient, outcome, direction: 'out' }, seconds * 1000, mark);
  });
  deferrals.finish();
  return { settled, dropped: deferrals.dropped };
}

describe('a deferral ends', () => {
  test.each<[string, readonly Told[], SettledDeferral<number>[]]>([
    [
      'with the delivery, counted from the first',
      [
        ['A', 'u@d', 'deferred', 0],
        ['A', 'u@d', 'deferred', 300],
        ['A', 'u@d', 'delivered', 720],
      ],
      [{ end: 'delivered', times: 2, seconds: 720, mark: 0 }],
    ],
    [
      'for each recipient by itself',
      [
        ['A', 'u@d', 'deferred', 0],
        ['A', 'v@d', 'deferred', 1],
        ['A', 'v@d', 'bounced', 61],
      ],
      [
        { end: 'bounced', times: 1, seconds: 60, mark: 1 },
        { end: 'waiting', times: 1, seconds: null, mark: 0 },
      ],
    ],
    [
      'with the end of the whole message',
      [
        ['A', 'u@d', 'deferred', 0],
        ['A', 'v@d', 'delivered', 1],
        ['B', 'u@d', 'deferred', 1],
        ['A', null, 'expired', 432_000],
      ],
      [
        { end: 'expired', times: 1, seconds: 432_000, mark: 0 },
        { end: 'waiting', times: 1, seconds: null, mark: 2 },
      ],
    ],
    ['never where none was', [['A', 'u@d', 'delivered', 0]], []],
  ])('%s', (_, told, wanted) => expect(settledOf(told).settled).toEqual(wanted));

  test('of a million open ones the oldest are let go, and counted', () => {
    const { settled, dropped } = settledOf(
      Array.from({ length: 1_000 }, (_, n) => [`A${n}`, 'u@d', 'deferred', n] as const),
      100,
    );
    expect(dropped).toBe(900);
    expect(settled.filter(({ end }) => end === 'unknown').map(({ mark }) => mark)).toEqual(
      Array.from({ length: 900 }, (_, n) => n),
    );
  });
});

test('the count: ends, and how long it took until it was sent', () => {
  const count = new DeferralCount();
  for (let n = 1; n <= 30_000; n++)
    count.add({ end: n % 3 === 0 ? 'bounced' : 'delivered', seconds: n % 1000 });
  const { ends, untilSent } = count.totals();
  expect(ends).toEqual({ bounced: 10_000, delivered: 20_000 });
  expect(untilSent!.longest).toBe(999);
  expect(untilSent!.median).toBeGreaterThan(450);
  expect(untilSent!.median).toBeLessThan(550);
  expect(untilSent!.p90).toBeGreaterThan(850);
});

test('of an open log', () => {
  const line = (clock: string, words: string) => `Nov  1 ${clock} mx postfix/${words}\n`;
  const to = (id: string, status: string) =>
    `smtp[9]: ${id}: to=<u@d.example>, relay=mx.d.example[192.0.2.5]:25, delay=1, delays=0/0/1/0, dsn=4.7.1, status=${status} (host mx.d.example[192.0.2.5] said: 451 4.7.1 later)`;
  const log = [
    line('00:00:00', to('283FEFC63F', 'deferred')),
    line('00:00:00', to('283FEFC640', 'deferred')),
    line('00:00:00', to('283FEFC641', 'deferred')),
    line('00:05:00', to('283FEFC63F', 'sent')),
    line('00:06:00', 'postsuper[9]: 283FEFC640: removed'),
  ].join('');
  const analysis = finish(engine().analyze(PagedText.of(log), 'log'));
  expect(finish(engine().deferralOutcomes(analysis))).toEqual({
    count: 3,
    ends: { delivered: 1, removed: 1, waiting: 1 },
    untilSent: { median: 300, p90: 300, longest: 300 },
  });
});
