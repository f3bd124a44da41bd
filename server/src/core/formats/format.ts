// What is a log format? One file per format, listed in index.ts; each brings the lines that it was made from as samples
// (test/corpus/<format>) and reads one line at a time.
import type { LogRecord } from '../model/attempt.ts';
import type { Frame } from './frame.ts';

/** What a format remembers from line to line; plain data, so that a page's entry and exit states can be compared. */
export type FormatState = { [key: string]: unknown };

export interface Format {
  /** As `scan --format json` names it: `postfix`. */
  readonly id: string;
  /** The product's documentation of its log. */
  readonly documentation: string;
  /** Whether lines of this syslog program are this format's (`postfix/smtp`). Asked once per program and file. */
  claimsProgram?(program: string): boolean;
  /** Whether a line without a syslog frame is this format's. Cheap: asked of every such line. */
  claimsLine?(line: string, state: FormatState): boolean;
  /** The format whose memory this one uses too: an exception repeats what a dialogue has told. Its own id where not given. */
  readonly remembersWith?: string;
  /**
   * Reads a claimed line; null where it holds neither a code nor a failure nor anything to remember.
   * The first thing it does is to leave lines that do not matter (the pre-filter).
   */
  read(line: string, frame: Frame, state: FormatState): LogRecord | null;
}
