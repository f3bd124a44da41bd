// What does a saved message report? The nouns that the message reader hands to features and to the command line.
import type { SaidCode } from '../codes/scan.ts';
import type { Attempt } from './attempt.ts';

/** A code in the message. Offsets are UTF-16 units from the start of the file; null where the code has no place of its own in the raw text. */
export interface ReportCode extends Omit<SaidCode, 'start' | 'end'> {
  readonly start: number | null;
  readonly end: number | null;
  /** Line (from 0) of the code, or of the part that holds it. */
  readonly line: number;
  /** Index into `ReportReading.recipients` of the delivery that it belongs to; null for none. */
  readonly recipient: number | null;
}

/** One reported recipient. */
export interface ReportedRecipient {
  readonly attempt: Attempt;
  /** ISO 8601 where the report states it. */
  readonly time: string | null;
  /** First line (from 0) of its block. */
  readonly line: number;
  /** Where to point: the reply, the status, else the address. Offsets from the start of the file. */
  readonly at: { readonly start: number; readonly end: number };
  /** `Will-Retry-Until`, as written. */
  readonly retryUntil: string | null;
}

/** One message of a file, and what it reports. */
export interface ReportedMessage {
  /** Offsets from the start of the file; the `From ` line of an mbox stands within. */
  readonly start: number;
  readonly end: number;
  /** As those of the reading. */
  readonly kinds: readonly string[];
  /** Its recipients are `ReportReading.recipients` from the first up to, and without, the one behind it. */
  readonly recipients: { readonly first: number; readonly behind: number };
}

/** What the message reader found in one file (one message, or several in an mbox). */
export interface ReportReading {
  /** Kinds of report and their writers: `rfc3464`, `arf`, `mdn`, `auto-reply`, `postfix`, `exim`, `exchange`, `gmail` … */
  readonly kinds: readonly string[];
  readonly recipients: readonly ReportedRecipient[];
  readonly codes: readonly ReportCode[];
  /** At least one; where there were too many, the first. */
  readonly messages: readonly ReportedMessage[];
  /** A sentence for each limit that was reached. */
  readonly leftOut: readonly string[];
}
