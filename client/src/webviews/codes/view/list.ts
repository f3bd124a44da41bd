// Which rows, in which order? Sorting and filtering only; no page and no panel in here.
import type { Column, Row } from '../messages';

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

/**
 * Rows in which every word of the filter occurs.
 * @param ofAddress keys of the rows that belong to an address that was looked for; a word with `@` is satisfied by it
 */
export function filtered(
  rows: readonly Row[],
  filter: string,
  ofAddress: ReadonlySet<string> | null,
  permanenceWord: (row: Row) => string,
): Row[] {
  const wanted = filter.toLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter((row) => {
    const { code, title, reasonTitle, provider } = row;
    const text = [code, title, reasonTitle, provider ?? '', permanenceWord(row)].join('\n').toLowerCase();
    return wanted.every((word) => text.includes(word) || (word.includes('@') && !!ofAddress?.has(row.key)));
  });
}

/** The address in a filter, or the part of one: the first word with `@` and something beside it. */
export function addressIn(filter: string): string | null {
  return filter.split(/\s+/).find((word) => word.length > 2 && word.includes('@')) ?? null;
}

function rankOf({ permanence }: Row): number {
  return permanence ? rank[permanence] : 3;
}
