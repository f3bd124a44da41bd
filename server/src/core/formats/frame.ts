// What stands around a program's own words in a syslog line: time, host, program, process id?
// Deliberately absent: what the program says (one file per format), and what a time means (model/time.ts).
import { isDigit, isLetter } from '../codes/characters.ts';

/** Where the parts of a line stand, offsets from the line's start; reused from line to line, so copy what is kept. */
export interface Frame {
  /** The stamp as written: `Nov  1 00:00:31`, `2026-11-01T00:00:31.985219+01:00`. Empty (0, 0) where there is none. */
  timeStart: number;
  timeEnd: number;
  /** `postfix/smtp`, without the process id; empty where the line has no syslog frame. */
  program: string;
  /** First character of the program's own words; 0 where there is no frame. */
  messageStart: number;
}

export const emptyFrame = (): Frame => ({ timeStart: 0, timeEnd: 0, program: '', messageStart: 0 });

/**
 * Reads the frame of one line into `frame`. Understands RFC 3164 stamps with and without a year, ISO 8601 / RFC 3339
 * stamps, an RFC 5424 header (`<22>1 …`) and a priority before either. Returns false where there is no frame.
 */
export function readFrame(line: string, frame: Frame): boolean {
  frame.program = '';
  frame.timeStart = frame.timeEnd = frame.messageStart = 0;
  let at = 0;
  let version = false;
  if (line.charCodeAt(0) === 0x3c) {
    // <22>Nov  1 00:00:31 mail postfix/smtp[77]: …   <22>1 2026-11-01T00:00:31Z mail postfix/smtp 77 - - …
    const close = line.indexOf('>');
    if (close < 2 || close > 5) return false;
    at = close + 1;
    if (line.charCodeAt(at) === 0x31 && line.charCodeAt(at + 1) === 0x20) {
      version = true;
      at += 2;
    }
  }
  const first = line.charCodeAt(at);
  const timeEnd = isLetter(first)
    ? monthStampEnd(line, at)
    : isDigit(first)
      ? isoStampEnd(line, at)
      : version && first === 0x2d
        ? at + 1 // <22>1 - mail postfix/smtp 77 - - …: the time is not known
        : -1;
  if (timeEnd < 0) return false;
  if (first !== 0x2d) {
    frame.timeStart = at;
    frame.timeEnd = timeEnd;
  }
  const host = skipBlanks(line, timeEnd);
  const hostEnd = line.indexOf(' ', host);
  if (hostEnd < 0) return false;
  // <22>Nov  1 00:00:31 postfix/smtp[77]: … (a local socket) has no host. Nor has Dovecot's own file, nor a program to claim:
  // Nov 23 22:55:24 lmtp(anna)<107><sfpM>: Info: …
  if (line.charCodeAt(hostEnd - 1) === 0x3a) {
    const open = line.indexOf('(', host);
    return (open < 0 || open > hostEnd) && readTag(line, host, frame);
  }
  return version ? readStructured(line, hostEnd + 1, frame) : readTag(line, hostEnd + 1, frame);
}

/** `Nov  1 00:00:31` is 15 characters; `Nov  1 2026 00:00:31` names the year. */
function monthStampEnd(line: string, at: number): number {
  if (line.charCodeAt(at + 3) !== 0x20) return -1;
  if (
    line.charCodeAt(at + 9) === 0x3a &&
    line.charCodeAt(at + 12) === 0x3a &&
    isDigit(line.charCodeAt(at + 14))
  ) {
    const end = at + 15;
    if (line.charCodeAt(end) === 0x20) return end;
    return line.charCodeAt(end) === 0x2e ? fractionEnd(line, end) : -1; // Nov  1 00:00:31.985219 (rsyslog)
  }
  if (
    line.charCodeAt(at + 11) === 0x20 &&
    line.charCodeAt(at + 14) === 0x3a &&
    line.charCodeAt(at + 20) === 0x20
  )
    return at + 20;
  return -1;
}

function fractionEnd(line: string, at: number): number {
  let end = at + 1;
  while (isDigit(line.charCodeAt(end))) end++;
  return end > at + 1 && line.charCodeAt(end) === 0x20 ? end : -1;
}

/** `2026-11-01T00:00:31.985219+01:00`, `2026-11-01 00:00:31`. */
function isoStampEnd(line: string, at: number): number {
  if (
    line.charCodeAt(at + 4) !== 0x2d ||
    line.charCodeAt(at + 7) !== 0x2d ||
    line.charCodeAt(at + 13) !== 0x3a
  )
    return -1;
  const joint = line.charCodeAt(at + 10);
  if (joint !== 0x54 && joint !== 0x20) return -1;
  const end = line.indexOf(' ', at + 16);
  if (end < 0 || end > at + 36) return -1; // 2026-11-01T00:00:31.985219123+01:00 is the longest
  // Behind a comma other than that of 2026-11-01 00:00:31,985 goes on a CSV line, behind a tab a table or PHPMailer's trace.
  for (let i = at + 19; i < end; i++) {
    const c = line.charCodeAt(i);
    if (c === 0x09 || (c === 0x2c && i > at + 19)) return -1;
  }
  return end;
}

function skipBlanks(line: string, at: number): number {
  while (line.charCodeAt(at) === 0x20) at++;
  return at;
}

/** `postfix/smtp[12345]: words`, `postfix/smtp: words`. */
function readTag(line: string, at: number, frame: Frame): boolean {
  if (isDigit(line.charCodeAt(at))) return false; // qmail through tai64nlocal: 2004-10-22 10:00:00.123456789 delivery 5: failure: …
  for (let end = at; end < line.length && end < at + 64; end++) {
    const c = line.charCodeAt(end);
    if (c === 0x20 || c === 0x3d) return false; // Exim's own log: 2026-11-01 00:00:31 1xVWQc-00002N-0O H=[192.0.2.5]: …
    if (c !== 0x5b && c !== 0x3a) continue;
    const colon = c === 0x3a ? end : line.indexOf(']:', end) + 1;
    if (colon <= 0 || end === at) return false;
    const message = skipBlanks(line, colon + 1);
    // rsyslog: a carrier (carriers/repeated.ts) takes the line out of its brackets
    if (line.startsWith('message repeated ', message)) return false;
    frame.program = line.slice(at, end);
    frame.messageStart = message;
    // postfix/smtp[77]: [ID 197553 mail.info] 4A1B2C3D4E: …   (Solaris)
    if (line.startsWith('[ID ', frame.messageStart)) {
      const close = line.indexOf('] ', frame.messageStart);
      if (close > 0) frame.messageStart = close + 2;
    }
    return true;
  }
  return false;
}

/**
 * Reads the frame of a line that has lost its time: `postfix/smtp[77]: words`, `mail postfix/smtp[77]: words`.
 * Returns false where none is seen; any words with a colon look like one, so only known programs prove it.
 */
export function readTagAlone(line: string, frame: Frame): boolean {
  frame.program = '';
  frame.timeStart = frame.timeEnd = frame.messageStart = 0;
  if (readTag(line, 0, frame)) return true;
  const blank = line.indexOf(' ');
  return blank > 0 && blank < 256 && readTag(line, blank + 1, frame);
}

/** RFC 5424 §6: `postfix/smtp 12345 - [origin ip="…"][meta x="a\]b"] words`. */
function readStructured(line: string, at: number, frame: Frame): boolean {
  const nameEnd = line.indexOf(' ', at);
  const pidEnd = nameEnd < 0 ? -1 : line.indexOf(' ', nameEnd + 1);
  const idEnd = pidEnd < 0 ? -1 : line.indexOf(' ', pidEnd + 1);
  if (idEnd < 0) return false;
  let message = idEnd + 1;
  if (line.charCodeAt(message) === 0x2d) message += 1;
  else message = endOfElements(line, message);
  if (message < 0) return false;
  frame.program = line.slice(at, nameEnd);
  message = skipBlanks(line, message);
  frame.messageStart = line.charCodeAt(message) === 0xfeff ? message + 1 : message; // a byte order mark before UTF-8 (§6.4)
  return true;
}

/** Behind `[id name="value"][id …]`; a bracket in a value is escaped, and quotation marks keep it apart. -1 where none stands. */
function endOfElements(line: string, from: number): number {
  let quoted = false;
  let at = from;
  for (; at < line.length; at++) {
    const c = line.charCodeAt(at);
    if (c === 0x5c && quoted) at++;
    else if (c === 0x22) quoted = !quoted;
    else if (!quoted && c === 0x5d && line.charCodeAt(at + 1) !== 0x5b) break;
  }
  return line.charCodeAt(from) === 0x5b ? Math.min(at + 1, line.length) : -1;
}
