// How is a line of Exim's put together: stamp, message id, host, and the way in which it spells other servers' words?
// Deliberately absent: what the line says (exim.ts, eximDoor.ts).
import { isDigit, isLetter } from '../codes/characters.ts';
import type { Frame } from './frame.ts';
import { backslashes, type Spelling, stampOf } from './reading.ts';

/** Octal escapes of bytes that are no ASCII, as UTF-8: `Empf\303\244nger`; what is no UTF-8 stays a replacement character. */
function withoutOctal(words: string): string {
  return words.includes('\\')
    ? words.replace(/(?:\\[23]\d\d){1,400}/g, (run) =>
        utf8(
          run
            .slice(1)
            .split('\\')
            .map((octal) => Number.parseInt(octal, 8)),
        ),
      )
    : words;
}

/** The engine has no TextDecoder; two to four bytes a character (RFC 3629 §3). */
function utf8(bytes: readonly number[]): string {
  let text = '';
  for (let at = 0; at < bytes.length; ) {
    const lead = bytes[at++];
    const more = lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : lead >= 0xc2 ? 1 : 0;
    const rest = bytes.slice(at, at + more);
    if (more === 0 || rest.length < more || rest.some((byte) => byte < 0x80 || byte > 0xbf)) text += '\ufffd';
    else {
      text += String.fromCodePoint(
        rest.reduce((point, byte) => point * 64 + (byte & 63), lead & (63 >> more)),
      );
      at += more;
    }
  }
  return text;
}

export const spelling: Spelling = {
  mask: backslashes.mask,
  undo: (words) => withoutOctal(backslashes.undo(words)),
};

/** Behind `2026-11-01 00:00:31 `, `2026-11-01 00:00:31.443 +0100 [844] `, `[844] `, `[1\12] `; -1 where an unframed line has no stamp. */
export function startOfWords(line: string, messageStart: number): number {
  let at = messageStart;
  if (
    isDigit(line.charCodeAt(at)) &&
    line.charCodeAt(at + 4) === 0x2d &&
    line.charCodeAt(at + 10) === 0x20 &&
    line.charCodeAt(at + 13) === 0x3a &&
    line.charCodeAt(at + 16) === 0x3a
  )
    at = afterWord(line, at + 18);
  else if (messageStart === 0) return -1;
  const sign = line.charCodeAt(at);
  if (
    (sign === 0x2b || sign === 0x2d) &&
    isDigit(line.charCodeAt(at + 1)) &&
    line.charCodeAt(at + 5) === 0x20
  )
    at += 6;
  for (let part = 0; part < 2 && line.charCodeAt(at) === 0x5b && isDigit(line.charCodeAt(at + 1)); part++)
    at = afterWord(line, at + 2);
  return at;
}

function afterWord(line: string, at: number): number {
  const blank = line.indexOf(' ', at);
  return blank < 0 ? line.length : blank + 1;
}

/** `1xVWQc-00002N-0O` (6-6-2) or, from 4.97 on, `10HmbC-000000005vi-0000` (6-11-4). */
export function isId(line: string, at: number): boolean {
  return idEnd(line, at) > at;
}

export function idEnd(line: string, at: number): number {
  if (line.charCodeAt(at + 6) !== 0x2d) return at;
  const end = line.charCodeAt(at + 13) === 0x2d ? at + 16 : line.charCodeAt(at + 18) === 0x2d ? at + 23 : at;
  if (end > at && end < line.length && line.charCodeAt(end) !== 0x20) return at;
  for (let i = at; i < end; i++) {
    const c = line.charCodeAt(i);
    if (!isDigit(c) && !isLetter(c) && c !== 0x2d) return at;
  }
  return Math.min(end, line.length);
}

/** The stamp with the zone that `log_timezone` puts behind it. */
export function stampWithZone(line: string, frame: Frame): string | null {
  const zone = /^ [+-]\d{4}(?= )/.exec(line.slice(frame.timeEnd, frame.timeEnd + 7));
  return zone && frame.messageStart === 0
    ? line.slice(frame.timeStart, frame.timeEnd) + zone[0]
    : stampOf(line, frame);
}

/** ` H=mx.example.net [198.51.100.11]:25`, ` H=[192.0.2.7]`, ` H=(helo) [192.0.2.7]`: the name as looked up, else the address. */
export function hostIn(line: string, from: number, to: number): string | null {
  const at = line.indexOf(' H=', from);
  return at < 0 || at >= to ? null : hostAt(line, at + 3);
}

export function hostAt(line: string, at: number): string | null {
  const open = line.indexOf('[', at);
  if (open < 0) return null;
  const first = line.charCodeAt(at);
  return first === 0x5b || first === 0x28
    ? line.slice(open + 1, line.indexOf(']', open))
    : line.slice(at, line.indexOf(' ', at));
}
