// Which rows, in which order? Sorting and filtering only; no page and no panel in here.
import { type Column, longestWord, type Row } from '../messages';

const firstDown: ReadonlySet<Column> = new Set(['count', 'recipients']);
const rank = { permanent: 0, temporary: 1, success: 2 } as const;

/** Whether a column, chosen for the first time, starts with the largest. */
export function startsDown(column: Column): boolean {
  return firstDown.has(column);
}

/** Sorted copy; equal rows stay in order of their first line, so that a live list does not dance. */
export function sorted(rows: readonly Row[], column: Column, down: boolean, language: string): Row[] {
  const { compare: words } = new Intl.Collator(language, { numeric: true, sensitivity: 'base' });
  const order: { [column in Column]: (a: Row, b: Row) => number } = {
    code: (a, b) => words(a.code, b.code),
    title: (a, b) => words(a.title, b.title),
    reason: (a, b) => words(a.reasonTitle, b.reasonTitle),
    permanence: (a, b) => rankOf(a) - rankOf(b),
    count: (a, b) => a.count - b.count,
    recipients: (a, b) => a.recipients - b.recipients,
    first: (a, b) => a.first - b.first,
    last: (a, b) => a.last - b.last,
    provider: (a, b) => words(a.provider ?? '\uffff', b.provider ?? '\uffff'),
  };
  const sign = down ? -1 : 1;
  return [...rows].sort((a, b) => sign * order[column](a, b) || a.first - b.first || words(a.key, b.key));
}

/** A row as the reader sees it, in lower case. */
type TextOf = (row: Row) => string;

/**
 * Rows that have every word of the filter, in their own text or on the lines that they stand for.
 * @param onLines keys of the rows on whose lines a word stands, by word, as far as the file was asked
 */
export function filtered(
  rows: readonly Row[],
  filter: string,
  onLines: ReadonlyMap<string, ReadonlySet<string>>,
  textOf: TextOf,
): Row[] {
  const wanted = wordsOf(filter);
  return rows.filter((row) => {
    const text = textOf(row);
    return wanted.every((word) => text.includes(word) || onLines.get(word)?.has(row.key));
  });
}

/** Words of a filter that are to be looked for in the file: addresses, and what no row has. */
export function wordsForFile(rows: readonly Row[], filter: string, textOf: TextOf): string[] {
  return wordsOf(filter).filter(
    (word) =>
      word.length > 2 &&
      word.length <= longestWord &&
      (word.includes('@') || !rows.some((row) => textOf(row).includes(word))),
  );
}

function wordsOf(filter: string): string[] {
  return filter.toLowerCase().split(/\s+/).filter(Boolean);
}

function rankOf({ permanence }: Row): number {
  return permanence ? rank[permanence] : 3;
}
