// What became of Kerio Connect's messages? Its mail log: `Recv:` a message came in, `Sent:` what became of it for one recipient.
// Deliberately absent: its security, debug and spam logs.
import type { LogRecord, Outcome } from '../model/attempt.ts';
import type { Format } from './format.ts';
import { attemptOf, between, readWords, statusAt } from './reading.ts';

/** `[30/Nov/2026 17:57:15] Sent: Queue-ID: 438dd9ea-00000000, Recipient: <u@d>, Result: failed, Status: 5.1.1 550 5.1.1 no such user, Remote-Host: 198.51.100.11, Msg-Id: <1@example.org>` */
const head = /^\[(\d\d)\/(\w{3})\/(\d{4}) (\d\d:\d\d:\d\d)\] (Recv|Sent): Queue-ID: ([\da-f-]{1,40}), ?/;

const outcomes: { readonly [result: string]: Outcome | undefined } = {
  delivered: 'delivered',
  relayed: 'relayed',
  delayed: 'deferred',
  failed: 'bounced',
  expired: 'expired',
  discarded: 'discarded',
};

export const kerio: Format = {
  id: 'kerio',
  documentation:
    'https://yumpu.com/en/document/view/42899372/administrators-guide-kerio-software-archive/253',
  claimsLine: (line) => line.charCodeAt(0) === 0x5b && head.test(line.slice(0, 100)),
  read(line) {
    const match = head.exec(line.slice(0, 100));
    if (!match) return null;
    const [all, day, month, year, time, verb, queueId] = match;
    const stamp = `${month} ${day} ${year} ${time}`;
    if (verb === 'Sent') return readSent(line, all.length, queueId, stamp);
    const sender = between(line, 'From: <', '>', all.length);
    return sender === null ? null : { ...recordAt(0, line.length, stamp), from: { queueId, sender } };
  },
};

const recordAt = (start: number, end: number, stamp: string): LogRecord => ({
  format: 'kerio',
  codes: [],
  attempts: [],
  at: { start, end },
  text: null,
  stamp,
});

function readSent(line: string, from: number, queueId: string, stamp: string): LogRecord | null {
  const result = between(line, 'Result: ', ',', from);
  const outcome = outcomes[result ?? ''];
  const at = line.indexOf('Status: ', from) + 8;
  if (!outcome || at < 8) return null;
  const remote = line.indexOf(', Remote-Host: ', at);
  const id = line.indexOf(', Msg-Id: ', at);
  const end = [remote, id, line.length].find((place) => place >= 0)!;
  const blank = line.indexOf(' ', at);
  const statusEnd = blank < 0 || blank > end ? end : blank;
  const status = statusAt(line, at, statusEnd);
  const words = readWords(line, status ? Math.min(statusEnd + 1, end) : at, end);
  const host = remote < 0 ? null : between(line, ', Remote-Host: ', ',', remote);
  const attempt = attemptOf('kerio', words, {
    ...{ queueId, outcome },
    recipient: between(line, 'Recipient: <', '>', from),
    host: host === '' ? null : host,
    status: status?.code ?? null,
    text: words.text.trim(),
  });
  return {
    ...recordAt(at, end, stamp),
    codes: [...(status ? [status] : []), ...words.codes],
    attempts: [attempt],
    text: words.text,
  };
}
