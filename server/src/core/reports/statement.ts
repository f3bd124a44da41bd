// What does a report say about one recipient, as it is written there? Readers of the machine part (rfc3464.ts) and of the
// human part (one file per writer) answer with statements; assemble.ts joins them into one answer per recipient.
// Deliberately absent: the reply and its codes; they are read from the words, in one place.
import type { MappedText, RawSpan } from '../mime/mappedText.ts';
import type { Direction, Outcome, Phase } from '../model/attempt.ts';

/** An enhanced code in a field of its own, with its range in the file (null in an encoded part). */
export interface StatedStatus {
  readonly code: string;
  readonly span: RawSpan | null;
  /** Offset in the file of the code, or of the part that holds it. */
  readonly at: number;
}

export interface Statement {
  readonly recipient: string | null;
  /** Offset in the file of the first line of the recipient's block. */
  readonly at: number;
  /** The words of the server that answered, else the program's own, on one line. */
  readonly words: MappedText | null;
  /** What the Status field says in brackets; it counts where nobody else says anything. */
  readonly comment: MappedText | null;
  readonly status: StatedStatus | null;
  /** Null where the statement does not say how it ended. */
  readonly outcome: Outcome | null;
  /** The report is of an address that was only tried (`Action: undeliverable`): no mail of ours met this end. */
  readonly probe: boolean;
  /** The words begin with a number, but no server was reached: the program that gave up put its own there. */
  readonly unanswered: boolean;
  /** `in` where the report tells how its writer refused somebody. */
  readonly direction: Direction;
  readonly host: string | null;
  readonly phase: Phase | null;
  /** `Last-Attempt-Date` as written. */
  readonly time: string | null;
  readonly retryUntil: string | null;
}

/** A statement of which only the place is known yet. */
export function statementAt(at: number, said: Partial<Statement> = {}): Statement {
  return {
    recipient: null,
    at,
    words: null,
    comment: null,
    status: null,
    outcome: null,
    probe: false,
    unanswered: false,
    direction: 'out',
    host: null,
    phase: null,
    time: null,
    retryUntil: null,
    ...said,
  };
}
