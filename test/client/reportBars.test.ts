// Does the chart of the report keep every count when it puts bars together, at borders that people know?
import { describe, expect, test } from 'vitest';
import { inBars, lengthOf } from '../../client/src/webviews/report/view/bars.ts';

/** 2026-11-01T00:00, in minutes since 2000. */
const midnight = (Date.UTC(2026, 10, 1) - Date.UTC(2000, 0, 1)) / 60_000;
const timeline = (start: number, minutes: number, bars: number) => ({
  ...{ start, minutes, bars, without: 3 },
  series: {
    bounced: Array.from({ length: bars }, (_, bar) => bar % 3),
    delivered: Array.from({ length: bars }, () => 1),
  },
});
const sum = (counts: readonly number[] | undefined) =>
  (counts ?? []).reduce((total, count) => total + count, 0);

describe('bars', () => {
  test('that there is room for stay as they are', () => {
    const fine = timeline(midnight, 1, 60);
    expect(inBars(fine, 60)).toBe(fine);
    const none = { start: null, minutes: 1, bars: 0, without: 5, series: {} };
    expect(inBars(none, 10)).toBe(none);
  });

  test.each([
    [midnight, 1, 61, 60],
    [midnight + 7, 1, 1440, 80],
    [midnight + 55, 1, 12_000, 70],
    [midnight, 15, 200, 33],
    [midnight + 60, 60, 5_000, 100],
    [midnight, 1440, 9_000, 50],
    [midnight, 43_200, 900, 2],
  ])(
    'from minute %i, %i minutes each, %i of them, put into %i, lose nothing',
    (start, minutes, bars, most) => {
      const fine = timeline(start, minutes, bars);
      const joined = inBars(fine, most);
      expect(joined.bars).toBeLessThanOrEqual(most);
      expect(joined.minutes % minutes).toBe(0);
      expect(joined.start! % joined.minutes).toBe(0);
      expect(joined.start).toBeLessThanOrEqual(start);
      for (const outcome of ['bounced', 'delivered'] as const) {
        expect(joined.series[outcome]).toHaveLength(joined.bars);
        expect(sum(joined.series[outcome])).toBe(sum(fine.series[outcome]));
      }
      expect(joined.without).toBe(3);
    },
  );

  test('begin and end at what a clock shows', () => {
    const joined = inBars(timeline(midnight + 7, 1, 1440), 80);
    expect([joined.minutes, joined.start]).toEqual([30, midnight]);
    // From 00:00 to 00:29 there are 23 minutes of the log.
    expect(joined.series.delivered![0]).toBe(23);
  });

  test.each([
    [15, '15 minutes'],
    [60, '1 hour'],
    [2880, '2 days'],
  ])('of %i minutes are called %s', (minutes, name) => expect(lengthOf(minutes, 'en')).toBe(name));
});
