// What does a provider's event say of one recipient? The shape that the files of the providers give; absent here is any
// provider's name for it.
import type { Outcome, Phase } from '../../model/attempt.ts';

/** The fields of an event by path; a wrapper's name before them is left out. */
export type Fields = { readonly [path: string]: string | undefined };

/** One recipient's row, as far as the event says. */
export interface EventRow {
  /** Tells the rows of one event apart. */
  readonly key: string;
  readonly recipient: string;
  readonly outcome: Outcome;
  /** The path of the server's words; null where the event has none. */
  readonly words: string | null;
  /** Where the number stands apart from the words. */
  readonly code?: string | null;
  /** Words of the provider's own where no server spoke. */
  readonly own?: string;
  readonly status?: string | null;
  readonly host?: string | null;
  readonly sender?: string | null;
  readonly queueId?: string | null;
  readonly phase?: Phase | null;
}

export interface Provider {
  readonly id: string;
  readonly documentation: string;
  /** Names of objects that the event stands in: `event-data.`. */
  readonly wrapper?: string;
  /** Whether an object with these fields is an event of this provider; asked until it is, so an early field should do. */
  is(fields: Fields): boolean;
  /** Paths whose values are what servers said, or their codes; `*` is the number of an element. */
  readonly said: readonly string[];
  /** The rows that can be told. Once the object is complete, `complete` is true: what is missing will not come. */
  rows(fields: Fields, complete: boolean): EventRow[];
  /** Codes of the provider's own: no server answered. */
  readonly own?: RegExp;
  /** ISO 8601, or seconds since 1970. */
  stamp(fields: Fields): string | undefined;
}

/** Numbers of the elements that a list has: `0`, `1`, …; at most so many. */
export function elements(fields: Fields, list: string): string[] {
  const found: string[] = [];
  const prefix = `${list}.`;
  for (const path of Object.keys(fields)) {
    if (!path.startsWith(prefix)) continue;
    const number = path.slice(prefix.length).split('.')[0];
    if (!found.includes(number)) found.push(number);
  }
  return found;
}

/** Whether the words hold an enhanced code; if not, the event's own status is waited for. */
export const namesStatus = (words: string | undefined): boolean =>
  words !== undefined && /\b[245]\.\d\.\d/.test(words);
