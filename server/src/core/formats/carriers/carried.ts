// What is a line that another program carries: a container's runtime, the journal, a shipper of logs, a person's grep?
// Formats read the carried text; its offsets lead back to the line as it stands in the file, escapes included.
// Deliberately absent: which carriers there are (one file each), and who claims what they carry (claim.ts).
import type { LogRecord } from '../../model/attempt.ts';

/** A line within a line. */
export interface Carried {
  /** The program's own line, with a syslog frame, with only a tag (`postfix/smtp: …`), or bare. */
  readonly text: string;
  /** When the carrier says that it was written, as `Clock` reads it; null where it says nothing. */
  readonly stamp: string | null;
  /** Offset in the carrying line of each character of `text`, and of its end; one number where all are shifted alike. */
  readonly places: ArrayLike<number> | number;
}

/** The carried line begins at `from` and stands there as it is. */
export const shifted = (line: string, from: number, stamp: string | null): Carried => ({
  text: from === 0 ? line : line.slice(from),
  stamp,
  places: from,
});

/** Puts a program's name before a message that its carrier keeps in another field; the name has no place of its own. */
export function withTag({ text, stamp, places }: Carried, program: string): Carried {
  const tag = `${program}: `;
  const table = new Uint32Array(tag.length + text.length + 1);
  const start = placeIn(places, 0);
  table.fill(start, 0, tag.length);
  for (let at = 0; at <= text.length; at++) table[tag.length + at] = placeIn(places, at);
  return { text: tag + text, stamp, places: table };
}

/** What is carried by something that is itself carried. */
export function within(outer: Carried, inner: Carried): Carried {
  const stamp = inner.stamp ?? outer.stamp;
  if (typeof outer.places === 'number' && typeof inner.places === 'number')
    return { text: inner.text, stamp, places: outer.places + inner.places };
  const table = new Uint32Array(inner.text.length + 1);
  for (let at = 0; at < table.length; at++) table[at] = placeIn(outer.places, placeIn(inner.places, at));
  return { text: inner.text, stamp, places: table };
}

const placeIn = (places: Carried['places'], at: number): number =>
  typeof places === 'number' ? places + at : (places[Math.min(at, places.length - 1)] ?? 0);

/** `Nov  1 00:00:31`: names no year, so the carrier's stamp tells more. */
const yearless = /^[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d(?:\.\d{1,9})?$/;

/** A record of the carried text as one of the line that carries it. */
export function carriedRecord(record: LogRecord, { places, stamp }: Carried): LogRecord {
  const span = <T extends { readonly start: number; readonly end: number }>(one: T): T => ({
    ...one,
    start: placeIn(places, one.start),
    end: placeIn(places, one.end),
  });
  return {
    ...record,
    codes: record.codes.map(span),
    at: span(record.at),
    stamp: stampOfCarried(record.stamp, stamp),
  };
}

/** The program's own stamp, unless its carrier's says more. */
export const stampOfCarried = (own: string | null, carriers: string | null): string | null =>
  own === null || (carriers !== null && yearless.test(own)) ? (carriers ?? own) : own;
