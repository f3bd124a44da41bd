// How does Courier write what became of a message? Each line of a server's reply has a log line of its own; the outcome follows
// on one more, for the same id and address. Deliberately absent: phases, which Courier does not name, and its queue's own lines.
import type { LogRecord, Outcome } from '../model/attempt.ts';
import type { Format, FormatState } from './format.ts';
import type { Frame } from './frame.ts';
import { attemptOf, between, phaseNamed, readWords, remark } from './reading.ts';

/** What was said so far to an address of a message; the oldest are forgotten. */
interface Replies extends FormatState {
  said?: [key: string, words: string][];
  /** Who took the message that is told of next. */
  host?: string;
}
const remembered = 64;

/** `,status: failure`, `,status: deferred`, `,status: success` */
const outcomes: { readonly [word: string]: Outcome | undefined } = {
  failure: 'bounced',
  deferred: 'deferred',
  success: 'delivered',
};

export const courier: Format = {
  id: 'courier',
  documentation: 'https://www.courier-mta.org/courier.html',
  claimsProgram: (program) => /^courier(?:d|esmtpd?|esmtp-msa|local|dsn|uucp|fax|filter)$/.test(program),
  read(line, frame, state) {
    const at = frame.messageStart;
    if (line.startsWith('error,relay=', at)) return readRefusal(line, frame);
    if (!line.startsWith('id=', at))
      return line.startsWith('newmsg,id=', at) ? readSender(line, frame) : null;
    const address = line.indexOf(',addr=<', at);
    const close = address < 0 ? -1 : line.indexOf('>', address);
    return close < 0 ? null : readSaid(line, frame, { from: address, close }, state as Replies);
  },
};

/** `newmsg,id=000000000018E6FD.000000006B04C26D.000000A6: dns; mx-out.partner.example.com (…)`, without the sender. */
function readSender(line: string, frame: Frame): LogRecord | null {
  const sender = between(line, ',from=<', '>', frame.messageStart);
  const queueId = between(line, ',id=', ':', frame.messageStart);
  return sender === null || queueId === null
    ? null
    : { ...remark('courier', line, frame), from: { queueId, sender } };
}

/**
 * `id=0000….000000A6,from=<s@e>,addr=<u@d>: 550-5.1.1 There is no mailbox at this address.`
 * `id=0000….000000A6,from=<s@e>,addr=<u@d>,status: failure`
 * `id=0000….000000A6,from=<s@e>,addr=<u@d>,success: delivered: mx1.example.net [198.51.100.11]`
 */
function readSaid(
  line: string,
  frame: Frame,
  address: { from: number; close: number },
  replies: Replies,
): LogRecord | null {
  const queueId = between(line, 'id=', ',', frame.messageStart) ?? '';
  const recipient = line.slice(address.from + 7, address.close);
  const key = `${queueId} ${recipient}`;
  if (line.startsWith(': ', address.close + 1)) {
    const words = readWords(line, address.close + 3, line.length);
    const before = replies.said?.find(([known]) => known === key)?.[1];
    replies.said = [
      ...(replies.said ?? []).filter(([known]) => known !== key).slice(1 - remembered),
      [key, before ? `${before} ${words.text}` : words.text],
    ];
    return words.codes.length === 0 ? null : { ...remark('courier', line, frame, words), text: null }; // its outcome will tell
  }
  const behind = behindSize(line, address.close + 1);
  if (line.startsWith(',success: delivered: ', behind)) {
    // The host that took it; `,status: success` follows.
    replies.host = between(line, ',success: delivered: ', ' [', address.close) ?? undefined;
    return null;
  }
  const outcome = line.startsWith(',status: ', behind)
    ? outcomes[line.slice(behind + 9).split(/[ ,:]/, 1)[0]]
    : line.startsWith(',success: Message delivered', behind)
      ? 'delivered'
      : undefined;
  if (!outcome) return null;
  const said = replies.said?.find(([known]) => known === key)?.[1] ?? '';
  replies.said = replies.said?.filter(([known]) => known !== key);
  const words = readWords(said, 0, said.length);
  const remote = frame.program === 'courieresmtp';
  const attempt = attemptOf('courier', words, {
    queueId,
    sender: between(line, ',from=<', '>', frame.messageStart, address.from),
    recipient,
    host: outcome === 'delivered' && remote ? (replies.host ?? null) : null,
    outcome,
    ...(!remote && { reply: null }), // courierd's own words: `450 Service temporarily unavailable`
  });
  return {
    ...remark('courier', line, frame),
    attempts: [attempt],
    at: { start: address.close + 2, end: line.length },
    text: said,
  };
}

/** Behind `,size=617`, which some lines have between address and outcome. */
function behindSize(line: string, at: number): number {
  if (!line.startsWith(',size=', at)) return at;
  const comma = line.indexOf(',', at + 6);
  return comma < 0 ? line.length : comma;
}

/** `error,relay=::ffff:198.51.100.61,port=45323,from=<a@b>,to=<u@d>: 550 User unknown.`   `…,ident=x,msg="535 Authentication failed.",cmd: AUTH PLAIN` */
function readRefusal(line: string, frame: Frame): LogRecord | null {
  const at = frame.messageStart;
  const quoted = line.indexOf(',msg="', at);
  const colon = /[>\d]: (?=[45]\d\d )/.exec(line.slice(at));
  const start = quoted > 0 ? quoted + 6 : colon ? at + colon.index + 3 : -1;
  if (start < 0) return null;
  const end = quoted > 0 ? line.indexOf('"', start) : line.length;
  const words = readWords(line, start, end < 0 ? line.length : end);
  const record = { ...remark('courier', line, frame, words), at: { start, end: line.length } };
  const command = line.indexOf(',cmd: ', start);
  const step = command > 0 ? phaseNamed(line.slice(command + 6)) : null;
  const recipient =
    between(line, ',to=<', '>', at, start) ?? (step === 'RCPT TO' ? between(line, '<', '>', command) : null);
  const sender = between(line, ',from=<', '>', at, start);
  // Another line of this reply follows; or it was no mail that was refused (`cmd: GET / HTTP/1.1`).
  if (
    line.charCodeAt(start + 3) === 0x2d ||
    (quoted > 0 && (step === null || step === 'QUIT' || step === 'DATA'))
  )
    return { ...record, text: null };
  const attempt = attemptOf('courier', words, {
    sender,
    recipient,
    host: between(line, ',relay=', ',', at, start)?.replace(/^::ffff:/, '') ?? null,
    direction: 'in',
    outcome: 'rejected',
    phase: step ?? (recipient !== null ? 'RCPT TO' : sender !== null ? 'MAIL FROM' : null),
  });
  return { ...record, attempts: [attempt] };
}
