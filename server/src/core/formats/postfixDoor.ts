// How does Postfix write whom it turned away: smtpd, cleanup and postscreen, access tables, header checks, milters, filters
// before the queue (direction `in`)?
import { readReply } from '../codes/reply.ts';
import type { Attempt, LogRecord, Outcome } from '../model/attempt.ts';
import type { Frame } from './frame.ts';
import { fieldIn, hostName, longestId, phaseOf, stampOf } from './postfixLine.ts';

/** Actions of access tables, header checks and milters, right behind the queue id: `NOQUEUE: reject: `, `4A1B2C3D4E: milter-reject: `. */
const actions: readonly (readonly [word: string, outcome: Outcome])[] = [
  ['reject: ', 'rejected'],
  ['milter-reject: ', 'rejected'],
  ['reject_warning: ', 'rejected'],
  ['discard: ', 'discarded'],
  ['milter-discard: ', 'discarded'],
  ['hold: ', 'held'],
  ['milter-hold: ', 'held'],
  // milter-header-reject: header X-Spam: yes from mx.example[192.0.2.7]; from=<x@y> …: 5.7.1 words   (milter_header_checks)
  ['milter-header-reject: ', 'rejected'],
  ['milter-header-discard: ', 'discarded'],
  ['milter-header-hold: ', 'held'],
];

export function readRefusal(line: string, frame: Frame): LogRecord | null {
  const colon = line.indexOf(': ', frame.messageStart);
  if (line.charCodeAt(frame.messageStart) === 0x70 || line.startsWith('NOQUEUE: p', frame.messageStart))
    return readProxied(line, frame);
  if (colon < 0 || colon > frame.messageStart + longestId) return null;
  const first = line.charCodeAt(colon + 2);
  if (first !== 0x72 && first !== 0x6d && first !== 0x64 && first !== 0x68) return null; // r, m, d, h
  for (const [word, outcome] of actions)
    if (line.startsWith(word, colon + 2)) return readReject(line, frame, colon + 2, outcome);
  return null;
}

/**
 * What a filter before the queue answered: `proxy-reject: END-OF-MESSAGE: 554 5.7.0 Reject, id=12345-01 - spam; from=<x@y> to=<a@b> proto=ESMTP helo=<z>`,
 * `NOQUEUE: proxy-accept: END-OF-MESSAGE: 250 2.0.0 Ok: queued as 4A1B2C3D4E; from=<x@y> to=<a@b> …`
 */
function readProxied(line: string, frame: Frame): LogRecord | null {
  const action = line.startsWith('NOQUEUE: ', frame.messageStart)
    ? frame.messageStart + 9
    : frame.messageStart;
  const rejects = line.startsWith('proxy-reject: ', action);
  if (!rejects && !line.startsWith('proxy-accept: ', action)) return null;
  const what = action + 14;
  const fields = fieldsAt(line, what);
  const colon = line.indexOf(': ', what);
  const start = colon < 0 || colon > fields ? fields : colon + 2;
  const said = readReply(line, start, fields);
  const text = line.slice(start, fields);
  const at = { start: action, end: what - 2 };
  const client = line.slice(what, start).indexOf(' from ');
  const attempt: Attempt = {
    queueId: null,
    sender: fieldIn(line, ' from=<', '>', fields, line.length),
    recipient: fieldIn(line, ' to=<', '>', fields, line.length),
    host: client < 0 ? null : hostName(line.slice(what + client + 6, start - 2)),
    direction: 'in',
    outcome: 'rejected',
    phase: phaseOf(line.slice(what, start)),
    status: null,
    reply: said.reply,
    enhanced: said.enhanced,
    text,
    layers: said.layers.map((layer) => layer - start),
    writer: 'postfix',
  };
  return {
    format: 'postfix',
    codes: said.codes,
    attempts: rejects ? [attempt] : [],
    at,
    text,
    stamp: stampOf(line, frame),
  };
}

/** Where the fields of an envelope begin: `; from=<x@y> to=<a@b> …`, `; to=<a> proto=SMTP`, `; proto=SMTP helo=<z>`; else the line's end. */
function fieldsAt(line: string, from: number): number {
  for (const key of ['; from=<', '; to=<', '; proto=']) {
    const at = line.lastIndexOf(key);
    if (at >= from) return at;
  }
  return line.length;
}

/**
 * `NOQUEUE: reject: RCPT from unknown[192.0.2.7]:62795: 554 5.7.1 <a@b>: Relay access denied; from=<x@y> to=<a@b> proto=ESMTP helo=<z>`
 * `4A1B2C3D4E: milter-reject: END-OF-MESSAGE from mx.example[192.0.2.7]: 4.7.1 Service unavailable - try again later; from=<> to=<a@b> …`
 * `4A1B2C3D4E: reject: header Subject: x from mx.example[192.0.2.7]; from=<x@y> to=<a@b> proto=ESMTP helo=<z>: 5.7.1 words`
 */
function readReject(line: string, frame: Frame, action: number, outcome: Outcome): LogRecord | null {
  const head = line.indexOf(': ', frame.messageStart);
  if (head < 0 || head > action) return null;
  const what = line.indexOf(': ', action) + 2;
  const fields = fieldsAt(line, what);
  const client = line.indexOf(' from ', what);
  if (client < 0) return null;
  const isContent =
    line.startsWith('header ', what) ||
    line.startsWith('body ', what) ||
    line.startsWith('mime-header ', what) ||
    line.startsWith('nested-header ', what);
  // Behind the last field: `… helo=<z>: 5.7.1 words`; without a client `; from=<x@y> to=<a@b>: 5.7.1 words`.
  const helo = isContent ? line.indexOf(' helo=<', fields) : -1;
  const fieldsEnd = isContent ? line.indexOf('>: ', Math.max(helo, fields)) : -1;
  const clientStart = isContent ? line.lastIndexOf(' from ', fields - 1) + 6 : client + 6;
  const clientEnd = endOfClient(line, clientStart);
  const start = isContent
    ? fieldsEnd > 0
      ? fieldsEnd + 3
      : line.length
    : Math.min(clientEnd + 2, line.length);
  const end = isContent ? line.length : Math.max(start, fields);
  const said = readReply(line, start, end);
  const queueId = line.slice(frame.messageStart, head);
  const attempt: Attempt = {
    queueId: queueId === 'NOQUEUE' ? null : queueId,
    sender: fieldIn(line, ' from=<', '>', fields, line.length),
    recipient: fieldIn(line, ' to=<', '>', fields, line.length),
    host: hostName(line.slice(clientStart, clientEnd)),
    direction: 'in',
    outcome,
    phase: isContent ? 'end of DATA' : phaseOf(line.slice(what, client)),
    status: null,
    reply: said.reply,
    enhanced: said.enhanced,
    text: line.slice(start, end),
    layers: said.layers.map((layer) => layer - start),
    writer: 'postfix',
  };
  // `reject_warning: ` would have been refused but was not: its words count, no attempt does.
  const attempts = line.startsWith('reject_warning', action) ? [] : [attempt];
  const at = { start: action, end: line.indexOf(':', action) };
  return {
    format: 'postfix',
    codes: said.codes,
    attempts,
    at,
    text: attempt.text,
    stamp: stampOf(line, frame),
  };
}

/** Behind `unknown[192.0.2.7]:62795` or `mx.example[192.0.2.7]`, at the colon or semicolon that follows. */
function endOfClient(line: string, at: number): number {
  const close = line.indexOf(']', at);
  if (close < 0) return line.length;
  let end = close + 1;
  if (line.charCodeAt(end) === 0x3a && line.charCodeAt(end + 1) !== 0x20) {
    end++;
    while (end < line.length && line.charCodeAt(end) >= 0x30 && line.charCodeAt(end) <= 0x39) end++;
  }
  return end;
}
