// What happened to one message, as Exim's own log of it tells (`exim -Mvl`, spool/msglog)? The lines of the main log without
// the message's id and arrows, so they are read as those are.
// Deliberately absent: lines that name no recipient, which Exim's format reads.
import type { LogRecord } from '../../model/attempt.ts';
import { exim } from '../exim.ts';
import type { Format } from '../format.ts';
import { emptyFrame, type Frame, readFrame } from '../frame.ts';
import { attemptOf, noWords } from '../reading.ts';

/** `2026-11-27 01:45:42 `, `2026-11-27 01:45:42.550 +0100 ` */
const stamp = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,6})? (?:[+-]\d{4} )?/;

/** `p.novak@example.net R=out T=smtp defer (-44) H=mx1.example.net [198.51.100.11]: SMTP error …`, `u@d <x@e> R=…` */
const tried = /^[^\s=]{1,64}@[^\s=:]{1,255} (?:<[^<>\s]{1,320}> )?R=\S{1,64} /;

/** `info@example.net: smtp transport succeeded`, `u@d <x@e>: remote_smtp transport succeeded` */
const succeeded = /^([^\s=:]{1,64}@[^\s=:]{1,255})(?: <[^<>\s]{1,320}>)?: \S{1,64} transport succeeded$/;

/** `routing failed for u@d: Unrouteable address` */
const unrouted = /^routing failed for (\S{1,320}): (?=\S)/;

/** Any id: it only has to look like one, and nobody is shown it. */
const id = '000000-000000-00 ';

export const eximMessageLog: Format = {
  id: 'exim-message-log',
  documentation: 'https://www.exim.org/exim-html-current/doc/html/spec_html/ch-log_files.html#SECTmessagelog',
  claimsLine(line) {
    const words = wordsIn(line);
    return words !== null && (tried.test(words) || succeeded.test(words) || unrouted.test(words));
  },
  read(line, frame) {
    const words = wordsIn(line);
    if (words === null) return null;
    const from = line.length - words.length;
    const done = succeeded.exec(words);
    if (done) return readPlain(line, frame, from, done[1], 'delivered', from + words.lastIndexOf(': ') + 2);
    const lost = unrouted.exec(words);
    if (lost) return readPlain(line, frame, from, lost[1], 'bounced', from + lost[0].length);
    return readTried(line, from, words.includes(' defer (') ? '== ' : '** ');
  },
};

function wordsIn(line: string): string | null {
  const match = stamp.exec(line.slice(0, 40));
  return match ? line.slice(match[0].length) : null;
}

function readPlain(
  line: string,
  frame: Frame,
  from: number,
  recipient: string,
  outcome: 'delivered' | 'bounced',
  start: number,
): LogRecord {
  const text = line.slice(start);
  return {
    format: 'exim-message-log',
    codes: [],
    attempts: [attemptOf('exim', { ...noWords, text }, { outcome, recipient })],
    at: { start, end: line.length },
    text,
    stamp:
      frame.timeEnd > frame.timeStart
        ? line.slice(frame.timeStart, frame.timeEnd)
        : line.slice(0, from).trim(),
  };
}

/** The line as the main log would have it, and the record told from where it really stands. */
function readTried(line: string, from: number, arrow: string): LogRecord | null {
  const whole = `${line.slice(0, from)}${id}${arrow}${line.slice(from)}`;
  const frame = emptyFrame();
  readFrame(whole, frame);
  const record = exim.read(whole, frame, {});
  if (!record) return null;
  const by = id.length + arrow.length;
  const moved = (at: number): number => (at >= from + by ? at - by : Math.min(at, from));
  return {
    ...record,
    format: 'exim-message-log',
    codes: record.codes.map((code) => ({ ...code, start: moved(code.start), end: moved(code.end) })),
    attempts: record.attempts.map((attempt) => ({ ...attempt, queueId: null })),
    at: { start: moved(record.at.start), end: moved(record.at.end) },
  };
}
