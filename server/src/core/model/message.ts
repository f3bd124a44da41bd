// What is a message in a log? The lines that name it, found by its keys; and the keys that a line names.
// Deliberately absent: how keys are written (formats/keys.ts), how lines are found (assemble.ts), words for people (features/).
import type { LogRecord } from './attempt.ts';
import { Clock } from './time.ts';

/** The keys that one line names. */
export interface LineKeys {
  /** The queue id under which the line is written; null where it is written under none. */
  readonly own: string | null;
  /** The message-id, without its brackets. */
  readonly messageId: string | null;
  /** Ids under which the same message goes on, here or elsewhere: `queued as …`, `forwarded as …`. */
  readonly onward: readonly string[];
  /** Ids of other messages that have to do with it: its bounce, or what a bounce is about. */
  readonly related: readonly string[];
  /** The first line of an id: short ids are used again after some time. */
  readonly begins: boolean;
  /** The last line of an id: `removed`, `Completed`. */
  readonly ends: boolean;
  /** A number that a part of the way goes by: a delivery of qmail (`delivery 421`), a pass through amavis (`(00009-01)`). */
  readonly part: Part | null;
}

/** Such numbers are used again soon: what stands between a beginning and an end is one part. */
export interface Part {
  readonly key: string;
  readonly begins: boolean;
  readonly ends: boolean;
}

/** A line of a message. */
export interface MessageLine {
  /** Index of its file among those that were searched; 0 where it was one. */
  readonly file: number;
  /** From 0. */
  readonly line: number;
  /** Without its line end. */
  readonly text: string;
  readonly keys: LineKeys;
  /** What the line states; null where it states nothing of a delivery. */
  readonly record: LogRecord | null;
}

/** A message as one file or several tell it. */
export interface Message {
  /** The key that was asked for. */
  readonly key: string;
  /** Its queue ids in the order in which they appear: one per hop. */
  readonly ids: readonly string[];
  /** In order of the file; of several files in order of time (`inOrderOfTime`). */
  readonly lines: readonly MessageLine[];
  /** There are more lines, or more ids, than were followed. */
  readonly truncated: boolean;
}

/**
 * Seconds between stamps of one log, in the order of the file. Stamps without a year are taken to be of years that
 * follow each other.
 */
export class Timeline {
  readonly #clock: Clock;

  /** @param year of the first stamp that names none */
  constructor(year = 2000) {
    this.#clock = new Clock(year);
  }

  /** Milliseconds since a fixed moment that is the same for all stamps of this timeline; null where a stamp cannot be read. */
  at(stamp: string | null): number | null {
    const iso = this.#clock.iso(stamp);
    if (iso === null) return null;
    // 2026-11-01T00:00:31.443+0100   2026-11-01T00:00:31
    const zoned = /(?:Z|[+-]\d\d:\d\d)$/.test(iso)
      ? iso
      : /[+-]\d{4}$/.test(iso)
        ? `${iso.slice(0, -2)}:${iso.slice(-2)}`
        : `${iso}Z`;
    const time = Date.parse(zoned);
    return Number.isNaN(time) ? null : time;
  }
}
