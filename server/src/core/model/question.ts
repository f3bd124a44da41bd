// What is asked of the judge about a line: one question per attempt, or one on words without an outcome.
import type { Permanence } from '../codes/code.ts';
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
  /** As the log says in words; nothing where only codes tell. */
  readonly permanence?: Permanence;
}

/** What programs write of the step at which they were answered; compared in lower case. */
const steps: readonly (readonly [words: string, phase: Phase])[] = [
  ['does not like recipient', 'RCPT TO'], // 192.0.2.1 does not like recipient. Remote host said: 550 no
  ['after rcpt to', 'RCPT TO'], // SMTP error from remote mail server after RCPT TO:<u@d>: 550 no
  ['in reply to rcpt to', 'RCPT TO'], // (in reply to RCPT TO command)
  ['recipient was rejected', 'RCPT TO'],
  ['sender was rejected', 'MAIL FROM'], // Connected to 192.0.2.1 but sender was rejected.
  ['after mail from', 'MAIL FROM'],
  ['in reply to mail from', 'MAIL FROM'],
  ['after end of data', 'end of DATA'], // SMTP error from remote mail server after end of data: 550 no
  ['in reply to end of data', 'end of DATA'],
  ['failed after i sent the message', 'end of DATA'], // 192.0.2.1 failed after I sent the message.
  ['failed on data command', 'DATA'],
  ['in reply to data', 'DATA'],
  ['greeting failed', 'connect'], // Connected to 192.0.2.1 but greeting failed.
  ['after initial connection', 'connect'],
  ['refused to talk to me', 'connect'],
];

function stepIn(text: string): Phase | null {
  const words = text.slice(0, 2_000).toLowerCase();
  return steps.find(([step]) => words.includes(step))?.[1] ?? null;
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
    phase: stepIn(text),
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
  const question = { ...questionOn(record.text, record.format), ...record.asked };
  return [question.reply || question.enhanced ? question : { ...question, enhanced: record.codes[0].code }];
}
