// What is asked of the judge about a line: one question per attempt, or one on words without an outcome.
import { readReply } from '../codes/reply.ts';
import type { Attempt, Direction, LogRecord, Outcome, Phase } from './attempt.ts';

/** What a verdict is asked about. An `Attempt` is one. */
export interface Question {
  readonly text: string;
  /** Offsets in `text` where each quoted server's words begin. */
  readonly layers: readonly number[];
  readonly reply: string | null;
  readonly enhanced: string | null;
  readonly status: string | null;
  readonly phase: Phase | null;
  readonly host: string | null;
  /** Null where nothing was logged but the words. */
  readonly outcome: Outcome | null;
  readonly direction: Direction;
  readonly writer: string | null;
}

/** Words on their own: what a person pasted, or a remark in a log. */
export function questionOn(text: string, writer: string | null = null, host: string | null = null): Question {
  const said = readReply(text, 0, text.length);
  return {
    text,
    layers: said.layers,
    reply: said.reply,
    enhanced: said.enhanced,
    status: null,
    phase: null,
    host,
    outcome: null,
    direction: 'out',
    writer,
  };
}

/** The questions that a record gives rise to; none where it only names a sender. */
export function questionsOf(record: LogRecord): readonly (Attempt | Question)[] {
  if (record.attempts.length > 0) return record.attempts;
  if (record.codes.length === 0 || record.text === null) return [];
  const question = questionOn(record.text, record.format);
  return [question.reply || question.enhanced ? question : { ...question, enhanced: record.codes[0].code }];
}
