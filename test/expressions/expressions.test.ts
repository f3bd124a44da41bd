// Does every regular expression that ships run in time that grows with the text and no faster? recheck has proved it, or
// every repeat in it is bounded by a number, so that a start costs at most so much whatever follows.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { collectExpressions, hashOf } from './collect.mjs';

interface Checked {
  status: 'safe' | 'vulnerable' | 'unknown';
  complexity?: string;
}
const checked: { [hash: string]: Checked } = JSON.parse(
  readFileSync(path.join(import.meta.dirname, 'checked.json'), 'utf8'),
);
const { literals, made } = collectExpressions();

/** Looked at by a person: what makes it harmless although nothing proves it. */
const reviewed: { readonly [source: string]: string } = {
  '\\B(?=(?:\\d{3})+$)': 'runs over the digits of a number only, at most seventeen',
};

/** Expressions made of strings: their parts are literals of the same file. */
const reviewedCalls: { readonly [file: string]: string } = {
  'server/src/core/reports/sesEvents.ts': 'a field name of ours between fixed, bounded parts',
  'server/src/core/model/assemble.ts': 'the keys of messages as literals, every special character escaped',
  'server/src/core/features/linesOf.ts':
    'an address or a host as a literal, one character before and two behind',
  'server/src/core/features/workspaceSymbols.ts':
    'what a person typed as a literal, every special character escaped',
  'server/src/core/reports/words.ts': 'one quotation mark and a look at the next character',
};

/** No `*`, no `+`, no `{n,}` outside of classes: nothing repeats without a limit. */
function isBounded(source: string): boolean {
  const bare = source.replace(/\\./g, 'x').replace(/\[[^\]]*\]/g, 'x');
  return !/[*+]|\{\d+,\}/.test(bare);
}

test('there is something to check', () => expect(literals.length).toBeGreaterThan(200));

test('every expression has been checked; else run: node test/expressions/check.mjs', () => {
  expect(
    literals
      .filter((expression) => !checked[hashOf(expression)])
      .map(({ file, source }) => `${file}: ${source}`),
  ).toEqual([]);
});

test('each is proved linear, or bounded in every repeat, or reviewed', () => {
  const wrong = literals.filter((expression) => {
    const result = checked[hashOf(expression)];
    if (!result || result.status === 'safe') return false;
    return (
      result.complexity === 'exponential' || !(isBounded(expression.source) || expression.source in reviewed)
    );
  });
  expect(wrong.map(({ file, source }) => `${file}: ${source}`)).toEqual([]);
});

test('no expression is made of strings that nobody could check', () => {
  expect([...new Set(made)].filter((file) => !(file in reviewedCalls))).toEqual([]);
});

describe('the test itself', () => {
  test.each([
    ['a{1,3}b?', true],
    ['[*+]{2}\\+', true],
    ['a*', false],
    ['(?:ab)+', false],
    ['a{2,}', false],
  ])('%s', (source, bounded) => expect(isBounded(source)).toBe(bounded));
});
