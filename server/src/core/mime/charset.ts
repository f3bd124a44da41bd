// Which characters do these bytes make, and which bytes made each character? The host's TextDecoder knows the charsets but
// keeps no map, so it is asked about stretches: ASCII stands for itself, and a run of other bytes is decoded as one.
import type { MessageHost } from './host.ts';

/** Decoded text; character `i` was made of the bytes from `firsts[i]` up to and without `lasts[i]`. */
export interface DecodedBytes {
  readonly text: string;
  readonly firsts: readonly number[];
  readonly lasts: readonly number[];
}

/** Decodes without a map. An unknown charset is read as Windows-1252, as mail programs do. */
export function decodeWhole(bytes: Uint8Array, charset: string | null, host: MessageHost): string {
  return ask(host, bytes, charset || 'utf-8') ?? ask(host, bytes, 'windows-1252') ?? asciiOf(bytes);
}

/** A host that throws at an unknown name (`TextDecoder` does) is taken to say null. */
function ask(host: MessageHost, bytes: Uint8Array, charset: string): string | null {
  try {
    return host.decode(bytes, charset);
  } catch {
    return null;
  }
}

function asciiOf(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += byte < 0x80 ? String.fromCharCode(byte) : '\ufffd';
  return text;
}

/** Bytes below 0x80 as text. */
export function asciiText(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 4096)
    text += String.fromCharCode(...bytes.subarray(at, at + 4096));
  return text;
}

/** Decodes with a map. Runs of non-ASCII bytes are mapped exactly where each byte makes one character, else as a whole. */
export function decodeMapped(bytes: Uint8Array, charset: string | null, host: MessageHost): DecodedBytes {
  const name = (charset ?? 'utf-8').trim().toLowerCase();
  const endOfRun = name.startsWith('iso-2022')
    ? endOfShifted
    : name === 'utf-8' || name === 'utf8' || name === 'us-ascii'
      ? endOfUtf8
      : endOfDoubleByte;
  const firsts: number[] = [];
  const lasts: number[] = [];
  let text = '';
  for (let at = 0; at < bytes.length; ) {
    const plain = at;
    while (at < bytes.length && bytes[at] < 0x80 && bytes[at] !== 0x1b) {
      firsts.push(at);
      lasts.push(++at);
    }
    text += asciiText(bytes.subarray(plain, at));
    if (at >= bytes.length) break;
    const end = endOfRun(bytes, at);
    const decoded = decodeWhole(bytes.subarray(at, end), name, host);
    const single = decoded.length === end - at;
    for (let i = 0; i < decoded.length; i++) {
      firsts.push(single ? at + i : at);
      lasts.push(single ? at + i + 1 : end);
    }
    text += decoded;
    at = end;
  }
  return { text, firsts, lasts };
}

/** Bytes of 0x80 and more: in UTF-8 every byte of a character is one. */
function endOfUtf8(bytes: Uint8Array, at: number): number {
  if (bytes[at] === 0x1b) return at + 1;
  while (at < bytes.length && bytes[at] >= 0x80) at++;
  return at;
}

/** In Shift_JIS, GBK and Big5 the second byte of a character may be ASCII; single-byte charsets lose nothing by it but a short run. */
function endOfDoubleByte(bytes: Uint8Array, at: number): number {
  if (bytes[at] === 0x1b) return at + 1;
  let high = at;
  while (high < bytes.length && bytes[high] >= 0x80) high++;
  const trails = (high - at) % 2 === 1 && high < bytes.length && bytes[high] >= 0x40 && bytes[high] < 0x7f;
  return trails ? high + 1 : high;
}

/** ISO-2022-JP: from the escape that leaves ASCII to behind the one that comes back (`ESC ( B`, `ESC ( J`), at most to the line's end. */
function endOfShifted(bytes: Uint8Array, at: number): number {
  if (bytes[at] !== 0x1b) return at + 1;
  for (let end = at + 1; end < bytes.length; end++) {
    if (bytes[end] === 0x0a || bytes[end] === 0x0d) return end;
    if (bytes[end] === 0x1b && bytes[end + 1] === 0x28 && end + 3 <= bytes.length) return end + 3;
  }
  return bytes.length;
}
