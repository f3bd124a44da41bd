// What the list of codes and its panel say to each other. Both sides check what they are handed: a message is `unknown`
// until one of the guards below has looked at it. Types and guards only.
import type { CodeRow } from '../../../../server/src/lsp/protocol';

/** The words of the page, translated by the panel; `{0}` stands for a number or a name. */
export interface Words {
  title: string;
  filter: string;
  filterHint: string;
  columns: { [column in Column]: string };
  permanence: { permanent: string; temporary: string; success: string; unknown: string };
  outcomes: { [outcome: string]: string };
  shown: string;
  more: string;
  reading: string;
  empty: string;
  emptyHint: string;
  noMatch: string;
  unreachable: string;
  retry: string;
  next: string;
  all: string;
  explain: string;
  line: string;
  actions: string;
  inFile: string;
}

export const columns = [
  'code',
  'title',
  'reason',
  'permanence',
  'count',
  'recipients',
  'first',
  'last',
  'provider',
] as const;
export type Column = (typeof columns)[number];

/** A row as the page shows it; `key` names it towards the panel. */
export interface Row
  extends Pick<
    CodeRow,
    'code' | 'title' | 'reasonTitle' | 'permanence' | 'provider' | 'count' | 'recipients'
  > {
  key: string;
  /** Whether the reference has a page. */
  explained: boolean;
  /** Lines, from 1. */
  first: number;
  last: number;
}

/** As long as an address can be. */
export const longestWord = 320;

export type ToPage =
  | { type: 'words'; words: Words; uri: string; file: string }
  | {
      type: 'codes';
      rows: Row[];
      total: number;
      deliveries: { [outcome: string]: number };
      truncated: string | null;
      reading: boolean;
    }
  | { type: 'unreachable' }
  /** Keys of the rows on whose lines the word stands. */
  | { type: 'found'; word: string; keys: string[] };

export type ToPanel =
  | { type: 'ready' }
  | { type: 'refresh' }
  /** `first`: to the first place; `next`: to the one after the cursor. */
  | { type: 'go'; where: 'first' | 'last' | 'next'; key: string }
  | { type: 'all'; key: string }
  | { type: 'explain'; key: string }
  /** A word that the rows do not have: on the lines of which rows does it stand? */
  | { type: 'find'; word: string };

/** What the page keeps for itself over a reload of the window. */
export interface PageState {
  uri: string;
  filter: string;
  sort: { column: Column; down: boolean };
  selected: string | null;
  scroll: number;
}

export function isToPanel(message: unknown): message is ToPanel {
  const { type, key, where, word } = (message ?? {}) as { [field: string]: unknown };
  if (type === 'ready' || type === 'refresh') return true;
  if (type === 'find') return typeof word === 'string' && word.length <= longestWord;
  if (typeof key !== 'string') return false;
  return (
    type === 'all' || type === 'explain' || (type === 'go' && /^(?:first|last|next)$/.test(String(where)))
  );
}

export function isToPage(message: unknown): message is ToPage {
  const type = (message as { type?: unknown } | null)?.type;
  return type === 'words' || type === 'codes' || type === 'unreachable' || type === 'found';
}

/** @returns what was kept, made whole; null where it is not ours */
export function asPageState(kept: unknown): PageState | null {
  const { uri, filter, sort, selected, scroll } = (kept ?? {}) as { [field: string]: unknown };
  if (typeof uri !== 'string') return null;
  const { column, down } = (sort ?? {}) as { [field: string]: unknown };
  return {
    uri,
    filter: typeof filter === 'string' ? filter : '',
    sort: columns.includes(column as Column)
      ? { column: column as Column, down: down === true }
      : { column: 'count', down: true },
    selected: typeof selected === 'string' ? selected : null,
    scroll: typeof scroll === 'number' ? scroll : 0,
  };
}
