// Which day does a date with slashes mean?
import { expect, test } from 'vitest';
import { type DateOrder, localDate } from '../../../server/src/core/formats/localDate.ts';

test.each([
  ['11/23/2026 10:55:24 PM', '2026-11-23 22:55:24'],
  ['11/23/2026 12:05:24 AM', '2026-11-23 00:05:24'],
  ['23/11/2026 22:55:24', '2026-11-23 22:55:24'],
  ['02.11.2026 08:04:33', '2026-11-02 08:04:33'],
  ['11/23/26 7:04', '2026-11-23 07:04:00'],
  ['5/5/2026 1:02:03', '2026-05-05 01:02:03'],
  ['02/11/2026 08:04:33', null],
  ['2026/11/02 10:55:24 PM', '2026-11-02 22:55:24'],
  ['2026-11-23 22:55:24', '2026-11-23 22:55:24'],
  ['yesterday', null],
])('%s', (written, iso) => {
  expect(localDate(written, {})).toBe(iso);
});

test('a log keeps to one order', () => {
  const known: DateOrder = {};
  expect(localDate('02/11/2026 08:04:33', known)).toBeNull();
  expect(localDate('23/11/2026 08:04:33', known)).toBe('2026-11-23 08:04:33');
  expect(localDate('02/11/2026 08:04:33', known)).toBe('2026-11-02 08:04:33');
});
