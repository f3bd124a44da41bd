// What do the queue listings of several servers have in common? A recipient that waits, and the reason that the server noted
// at its last try. Deliberately absent: the time of that try, which most listings leave out.
import { readReply } from '../../codes/reply.ts';
import type { Attempt } from '../../model/attempt.ts';
import { wordsIn } from '../postfixWords.ts';
import { attemptOf } from '../reading.ts';

/** Whose entry it is, as far as the listing tells. */
export interface Entry {
  readonly queueId: string | null;
  readonly sender: string | null;
  readonly held?: boolean;
}

/** @param reason as Postfix and others write it: `host mx.example[192.0.2.5] said: 450 4.2.0 try later (in reply to RCPT TO command)` */
export function waitingFor(writer: string, entry: Entry, recipient: string, reason: string): Attempt {
  const { start, end, phase, host } = wordsIn(reason, 0, reason.length);
  const said = readReply(reason, start, end);
  const words = {
    codes: said.codes,
    reply: said.reply,
    enhanced: said.enhanced,
    text: reason.slice(start, end),
    layers: said.layers.map((layer) => layer - start),
    start,
  };
  return attemptOf(writer, words, {
    outcome: entry.held ? 'held' : 'deferred',
    queueId: entry.queueId,
    sender: entry.sender,
    recipient,
    host,
    phase,
  });
}
