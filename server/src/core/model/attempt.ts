// What does one line state about one recipient? The nouns of mail that formats, reports, features and the command line share.
// Deliberately absent: how a line is read (formats/), what a reply means (verdict/).
import type { Permanence } from '../codes/code.ts';
import type { SaidCode } from '../codes/scan.ts';

/** How it ended for this recipient, as the program that wrote the line sees it. */
export type Outcome =
  | 'delivered' // a mailbox or another site took it
  | 'relayed' // our own next hop or filter took it; not counted in totals
  | 'deferred' // will be tried again
  | 'bounced' // given back to the sender
  | 'expired' // given up after temporary failures
  | 'rejected' // refused at our door, for now or for good
  | 'discarded'
  | 'held'
  | 'suppressed';

/** The step of the dialogue that a reply answers (RFC 5321 §4.1). */
export type Phase =
  | 'connect'
  | 'EHLO'
  | 'STARTTLS'
  | 'AUTH'
  | 'MAIL FROM'
  | 'RCPT TO'
  | 'DATA'
  | 'end of DATA'
  | 'QUIT';

/** `out`: another server, or our own delivery, answered us. `in`: we refused somebody. */
export type Direction = 'out' | 'in';

/** One recipient in one attempt, at the line that states the outcome. Offsets are UTF-16 units from the line's start. */
export interface Attempt {
  readonly queueId: string | null;
  /** Null where this line does not name the sender. The null sender of bounces is the empty string. */
  readonly sender: string | null;
  readonly recipient: string | null;
  /** Name of the server that answered, else its address, without port; of the refused client for `in`. */
  readonly host: string | null;
  readonly direction: Direction;
  readonly outcome: Outcome;
  readonly phase: Phase | null;
  /** `dsn=` or `Status:`, as the writing program put it. */
  readonly status: string | null;
  /** The three digits that `host` answered. */
  readonly reply: string | null;
  /** The code in that reply, else `status`. */
  readonly enhanced: string | null;
  /** Where the log says so itself, in words and not by a code (Exim's `temporarily rejected`). */
  readonly permanence?: Permanence;
  /** The server's words, or the program's own where no server spoke; on one line. */
  readonly text: string;
  /** Offsets in `text` where each quoted server's words begin (`Said.layers`). */
  readonly layers: readonly number[];
  /** Who wrote the line: the format's or report writer's id (`postfix`). */
  readonly writer: string;
}

/** One line that matters, read in full. */
export interface LogRecord {
  /** The format that claimed the line. */
  readonly format: string;
  /** Every code in the line, in order. Offsets from the line's start. */
  readonly codes: readonly SaidCode[];
  readonly attempts: readonly Attempt[];
  /** Where to point for the failure when there is no code: `Connection timed out`, `status=deferred`. Offsets from the line's start. */
  readonly at: { readonly start: number; readonly end: number };
  /** Words that failed or succeeded without an attempt (a warning that quotes a reply); the codes' verdict is asked with them. */
  readonly text: string | null;
  /** Its codes are explained, but counted at another line: a reply's first lines, a debug output that repeats it. */
  readonly again?: boolean;
  /** What these words answer, where the lines before tell and no attempt does. */
  readonly asked?: Pick<Attempt, 'phase' | 'host' | 'direction'>;
  /** This line names the sender of a queue id (Postfix qmgr, Exim `<=`). */
  readonly from?: { readonly queueId: string; readonly sender: string };
  /** The stamp as the log writes it, null where the line has none. */
  readonly stamp: string | null;
}
