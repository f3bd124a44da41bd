// How does Exim write whom it turned away? Rejections, discards and failed logins of strangers (direction `in`).
import type { LogRecord } from '../model/attempt.ts';
import { hostAt, hostIn, spelling, stampWithZone } from './eximLine.ts';
import type { Frame } from './frame.ts';
import { attemptOf, between, phaseNamed, readWords, remark, type Words } from './reading.ts';

/**
 * `H=mx.partner.example.com (helo) [198.51.100.61]:25 I=[192.0.2.25]:25 F=<a@partner.example.com> temporarily rejected RCPT <u@d>: words`
 * `rejected MAIL from 145-113-0-203.dyn.example.net [203.0.113.145]: no HELO/EHLO given`
 * `rejected MAIL FROM:<a@b> H=mx.partner.example.com [198.51.100.61]: message too big: size=999999 max=204800`
 * `1xVc14-0000G0-1M H=mx.partner.example.com [198.51.100.61] F=<a@b> rejected after DATA: 550 5.7.1 Message refused`
 * `H=ws14.example.org [10.20.0.14] F=<a@b> RCPT <sink@example.org>: discarded by RCPT ACL`
 */
const step =
  /(?:rejected |^)(?:(after DATA|by local_scan|during \w{1,10} ACL|DATA|PREDATA|BDAT|connection|EHLO or HELO|EHLO|HELO|STARTTLS|AUTH|QUIT|MAIL|RCPT|by \w{1,20}))/;

export function readRejection(
  line: string,
  frame: Frame,
  queueId: string | null,
  from: number,
  at: number,
): LogRecord | null {
  const discards = line.charCodeAt(at) === 0x3a;
  const match = step.exec(line.slice(at, at + 40));
  const host = line.startsWith('H=', from)
    ? hostAt(line, from + 2)
    : (hostIn(line, from, line.length) ?? clientIn(line, at));
  if (host === null || (!match && !discards)) return null; // `rejected EXPN root` is no mail; `… was rejected by …`
  const what = match?.[1] ?? 'RCPT';
  const isAddressed = discards || what === 'RCPT';
  const address = discards ? line.lastIndexOf(' <', at) : line.indexOf(' <', at);
  const close = address < 0 ? -1 : line.indexOf('>', address);
  const colon = discards ? at : line.indexOf(': ', isAddressed && close > 0 ? close : at);
  const start = colon < 0 ? line.length : colon + 2;
  // SMTP protocol synchronization error (…): rejected connection from H=[203.0.113.7] input="…": the cause stands before.
  const before = colon < 0 && line.startsWith(': ', at - 2);
  const words = before ? readWords(line, from, at - 2) : quotingWords(line, start);
  const said = words.start > start; // what a callout was answered, not what we answered
  const attempt = attemptOf('exim', words, {
    queueId,
    sender:
      between(line, ' F=<', '>', from, at) ??
      between(line, 'rejected MAIL <', '>', from) ??
      between(line, 'rejected MAIL FROM:<', '>', from),
    recipient: isAddressed && close > 0 ? line.slice(address + 2, close) : null,
    host,
    direction: 'in',
    outcome: discards ? 'discarded' : 'rejected',
    phase: /^(?:after DATA|by|during)/.test(what) ? 'end of DATA' : phaseNamed(what),
    ...(said && { reply: null, enhanced: null }),
    // `rejected` is what an ACL denies, `temporarily rejected` what it defers; the reply itself is seldom logged.
    ...(!discards && {
      permanence: line.startsWith('temporarily ', at - 12) ? ('temporary' as const) : ('permanent' as const),
    }),
  });
  return {
    format: 'exim',
    codes: words.codes,
    attempts: [attempt],
    at: { start: at, end: colon < 0 ? line.length : colon },
    text: words.text,
    stamp: stampWithZone(line, frame),
  };
}

/** `response to "RCPT TO:<a@b>" from mx.example [192.0.2.5] was: 550-5.1.1 no such user\n550 …`: the words behind `was: `. */
export function quotingWords(line: string, start: number): Words {
  const was = line.indexOf(' was: ', start);
  return readWords(
    line,
    was > 0 && line.includes('esponse to ', start) ? was + 6 : start,
    line.length,
    spelling,
  );
}

/** ` from 145-113-0-203.dyn.example.net [203.0.113.145]: ` */
function clientIn(line: string, from: number): string | null {
  const at = line.indexOf(' from ', from);
  return at < 0 ? null : hostAt(line, at + 6);
}

/** `login_server authenticator failed for mx.example (helo) [203.0.113.7]:4431: 535 Incorrect authentication data (set_id=x)` */
export function readLogin(line: string, frame: Frame, at: number): LogRecord {
  const close = line.indexOf(']', at);
  const colon = line.indexOf(': ', close < 0 ? at : close);
  const words = readWords(line, colon < 0 ? line.length : colon + 2, line.length, spelling);
  const attempt = attemptOf('exim', words, {
    host: hostAt(line, at + 26),
    direction: 'in',
    outcome: 'rejected',
    phase: 'AUTH',
  });
  return {
    ...remark('exim', line, frame, words),
    attempts: [attempt],
    at: { start: at + 1, end: line.length },
    stamp: stampWithZone(line, frame),
  };
}
