// Does the list of codes keep the rows that a filter asks for, and ask the file only for what the rows cannot tell?
import { describe, expect, test } from 'vitest';
import type { Row } from '../../client/src/webviews/codes/messages.ts';
import { filtered, sorted, wordsForFile } from '../../client/src/webviews/codes/view/list.ts';

const row = (key: string, code: string, title: string, count: number, first: number): Row => ({
  ...{ key, code, title, count, first, last: first, recipients: 1, explained: true },
  ...{ reasonTitle: '', permanence: 'permanent', provider: null },
});
const rows = [
  row('a', '550 5.1.1', 'The mailbox does not exist', 3, 10),
  row('b', '552 5.2.2', 'The mailbox is full', 7, 2),
  row('c', '550 5.1.10', 'The domain takes no mail', 3, 4),
];
const textOf = ({ code, title }: Row) => `${code}\n${title}`.toLowerCase();
const nothing = new Map<string, ReadonlySet<string>>();
const keys = (list: readonly Row[]) => list.map(({ key }) => key).join('');

describe('a filter', () => {
  test.each([
    ['', 'abc'],
    ['550', 'ac'],
    ['mailbox FULL', 'b'],
    ['5.1.1', 'ac'],
    ['dora@example.net', ''],
  ])('“%s” leaves %s', (filter, left) => expect(keys(filtered(rows, filter, nothing, textOf))).toBe(left));

  test('a word that the file has on the lines of a row keeps that row', () => {
    const onLines = new Map([['dora', new Set(['b', 'c'])]]);
    expect(keys(filtered(rows, 'Dora', onLines, textOf))).toBe('bc');
    expect(keys(filtered(rows, 'dora 550', onLines, textOf))).toBe('c');
  });

  test('the file is asked for addresses and for what no row has', () => {
    expect(wordsForFile(rows, 'mailbox dora@x.example Keller 55 zz', textOf)).toEqual([
      'dora@x.example',
      'keller',
    ]);
  });
});

test('codes sort by their numbers, and equal rows by their first line', () => {
  expect(keys(sorted(rows, 'code', false, 'en'))).toBe('acb');
  expect(keys(sorted(rows, 'count', true, 'en'))).toBe('bca');
});
