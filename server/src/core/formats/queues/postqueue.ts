// Who waits in Postfix's queue, and why, as `postqueue -j` lists it: one JSON object a message?
// Deliberately absent: messages that nothing has happened to yet.

import { readReply } from '../../codes/reply.ts';
import type { SaidCode } from '../../codes/scan.ts';
import type { Attempt, LogRecord } from '../../model/attempt.ts';
import { type Leaf, readJson } from '../events/jsonUnits.ts';
import type { Format } from '../format.ts';
import { wordsIn } from '../postfixWords.ts';
import { waitingFor } from './waiting.ts';

export const postqueue: Format = {
  id: 'postqueue',
  documentation: 'https://www.postfix.org/postqueue.1.html',
  claimsLine: (line) =>
    line.charCodeAt(0) === 0x7b && /^\{ ?"queue_name": ?"/.test(line) && line.includes('"queue_id"'),
  read: (line) => (line.includes('"delay_reason"') ? readMessage(line) : null),
};

/** `{"queue_name": "deferred", "queue_id": "4T4D1F", "arrival_time": 1795743850, …, "sender": "s@e", "recipients": [{"address": "u@d", "delay_reason": "host … said: 450 …"}]}` */
function readMessage(line: string): LogRecord | null {
  const leaves = new Map<string, Leaf>();
  readJson(line, 0, {}, { leaf: (leaf) => void leaves.set(leaf.path, leaf), close: () => {} });
  const value = (path: string): string | null => leaves.get(path)?.value ?? null;
  const entry = { queueId: value('queue_id'), sender: value('sender'), held: value('queue_name') === 'hold' };
  const codes: SaidCode[] = [];
  const attempts: Attempt[] = [];
  let start = 0;
  for (let n = 0; leaves.has(`recipients.${n}.address`); n++) {
    const reason = leaves.get(`recipients.${n}.delay_reason`);
    if (!reason) continue;
    const words = wordsIn(reason.value, 0, reason.value.length);
    const said = readReply(reason.value, words.start, words.end);
    for (const code of said.codes)
      codes.push({ ...code, start: reason.at(code.start), end: reason.at(code.end - 1) + 1 });
    start ||= reason.at(words.start);
    attempts.push(waitingFor('postfix', entry, value(`recipients.${n}.address`)!, reason.value));
  }
  return attempts.length === 0
    ? null
    : {
        format: 'postqueue',
        codes,
        attempts,
        at: { start, end: line.length },
        text: attempts[0].text,
        stamp: null,
      };
}
