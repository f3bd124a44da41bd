// What does a quoted-printable body say, and where does each character stand? (RFC 2045 §6.7.) Soft line breaks vanish, also
// inside a code (`5.1=` then `.0`); what is malformed stays as it is written.
import { decodeMapped } from './charset.ts';
import type { MessageHost } from './host.ts';
import { MappedText } from './mappedText.ts';

/**
 * @param text the file
 * @param charset of the part, null for none given
 */
export function decodeQuotedPrintable(
  text: string,
  from: number,
  to: number,
  charset: string | null,
  host: MessageHost,
): MappedText {
  const starts: number[] = [];
  const ends: number[] = [];
  let decoded = '';
  // Bytes wait here, with their places, until the run of bytes ends: characters beyond ASCII in the file are decoded already.
  const bytes: number[] = [];
  const byteStarts: number[] = [];
  const byteEnds: number[] = [];
  const flush = () => {
    if (bytes.length === 0) return;
    const run = decodeMapped(Uint8Array.from(bytes), charset, host);
    decoded += run.text;
    for (let i = 0; i < run.text.length; i++) {
      starts.push(byteStarts[run.firsts[i]]);
      ends.push(byteEnds[run.lasts[i] - 1]);
    }
    bytes.length = byteStarts.length = byteEnds.length = 0;
  };
  for (let at = from; at < to; ) {
    const c = text.charCodeAt(at);
    let length = 1;
    if (c === 0x3d) {
      const soft = softBreak(text, at, to);
      if (soft > 0) {
        at += soft;
        continue;
      }
      const byte = at + 2 < to ? hexAt(text, at + 1) * 16 + hexAt(text, at + 2) : Number.NaN;
      if (byte >= 0) {
        bytes.push(byte);
        length = 3;
      } else bytes.push(c);
    } else if (c < 0x80) bytes.push(c);
    else {
      flush();
      decoded += text[at];
      starts.push(at);
      ends.push(++at);
      continue;
    }
    byteStarts.push(at);
    at += length;
    byteEnds.push(at);
  }
  flush();
  return MappedText.table(decoded, starts, ends);
}

/** How long the soft line break at `at` is: `=`, blanks that a relay added, a line end; 0 where it is none. */
function softBreak(text: string, at: number, to: number): number {
  let end = at + 1;
  while (end < to && (text.charCodeAt(end) === 0x20 || text.charCodeAt(end) === 0x09)) end++;
  if (end >= to) return end - at;
  if (text.charCodeAt(end) === 0x0a) return end + 1 - at;
  if (text.charCodeAt(end) !== 0x0d) return 0;
  return (text.charCodeAt(end + 1) === 0x0a && end + 1 < to ? end + 2 : end + 1) - at;
}

/** The value of a hexadecimal digit, NaN for anything else. Lower case occurs, against the standard. */
function hexAt(text: string, at: number): number {
  const c = text.charCodeAt(at);
  if (c >= 0x30 && c <= 0x39) return c - 0x30;
  if (c >= 0x41 && c <= 0x46) return c - 0x37;
  return c >= 0x61 && c <= 0x66 ? c - 0x57 : Number.NaN;
}
