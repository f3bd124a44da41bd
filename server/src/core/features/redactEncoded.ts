// How do encoded bodies get made-up names without moving a line? Quoted-printable and base64 are undone to bytes, redacted and
// encoded again. Bytes beyond ASCII pass through whatever the charset is. Deliberately absent: which parts (redactMessage.ts).
import { decodeBase64 } from '../mime/base64.ts';

type Redact = (text: string) => string;

/** The same number of lines as before, longer ones where the made-up names need it. */
export function redactBase64(body: string, redact: Redact): string {
  const held = [...decodeBase64(body)].map((byte) =>
    String.fromCharCode(byte < 0x80 ? byte : highBytes + byte),
  );
  const redacted = held.join('').replace(/[^\r\n]+/g, (line) => redact(line));
  const encoded = encodeBase64(bytesOf(redacted));
  const lines = body.split(/(\r\n|\n|\r)/);
  const full = lines.filter((line) => /[A-Za-z0-9+/]/.test(line)).length;
  const width = Math.max(76, Math.ceil(encoded.length / Math.max(1, full) / 4) * 4);
  let at = 0;
  return lines
    .map((line) => {
      if (!/[A-Za-z0-9+/]/.test(line)) return line;
      at += width;
      return encoded.slice(at - width, at);
    })
    .join('');
}

/**
 * Words that a soft line break cuts in two are put together on their first line. No name goes over a blank, so each word can
 * be taken by itself, and a code stays on its line.
 */
export function redactQuotedPrintable(body: string, redact: Redact): string {
  const lines = body.split(/(\r\n|\n|\r)/);
  const results: string[] = [];
  let open = ''; // a word that goes on
  let openAt = -1; // index in `results` of the line that it begins on
  const close = () => {
    if (openAt >= 0) results[openAt] += encodeQuoted(redact(open));
    open = '';
    openAt = -1;
  };
  const softly: number[] = [];
  for (let index = 0; index < lines.length; index += 2) {
    const line = lines[index].trimEnd();
    const soft = line.endsWith('=');
    const text = decodeQuoted(soft ? line.slice(0, -1) : line);
    const here = results.push('') - 1;
    for (const [word] of text.matchAll(/\s+|[^\s]+/g)) {
      if (/^\s/.test(word)) {
        close();
        results[here] += encodeQuoted(word);
      } else {
        if (openAt < 0) openAt = here;
        open += word;
      }
    }
    if (soft) softly.push(here);
    else close();
  }
  close();
  for (const index of softly) results[index] += '=';
  return results.map((line, index) => line.replace(/ $/, '=20') + (lines[2 * index + 1] ?? '')).join('');
}

/** Bytes beyond ASCII are held apart from characters by this much while the text is a string (private use area). */
const highBytes = 0xe000;

function decodeQuoted(line: string): string {
  return line.replace(/=([0-9a-f]{2})/gi, (_, hex: string) => {
    const byte = Number.parseInt(hex, 16);
    return String.fromCharCode(byte < 0x80 ? byte : highBytes + byte);
  });
}

function encodeQuoted(text: string): string {
  return text.replace(/[=\x00-\x08\x0a-\x1f\x7f\ue080-\ue0ff]/g, (c) => {
    const byte = c.charCodeAt(0) & 0xff;
    return `=${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  });
}

function bytesOf(text: string): number[] {
  const bytes: number[] = [];
  for (const c of text) {
    const code = c.codePointAt(0)!;
    if (code < 0x80) bytes.push(code);
    else if (code >= highBytes + 0x80 && code <= highBytes + 0xff) bytes.push(code - highBytes);
    else bytes.push(...utf8Of(code));
  }
  return bytes;
}

function utf8Of(code: number): number[] {
  if (code < 0x80) return [code];
  const tail = (shift: number) => 0x80 | ((code >> shift) & 0x3f);
  if (code < 0x800) return [0xc0 | (code >> 6), tail(0)];
  if (code < 0x10000) return [0xe0 | (code >> 12), tail(6), tail(0)];
  return [0xf0 | (code >> 18), tail(12), tail(6), tail(0)];
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

export function encodeBase64(bytes: readonly number[]): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const [a, b, c] = [bytes[at], bytes[at + 1] ?? 0, bytes[at + 2] ?? 0];
    const held = (a << 16) | (b << 8) | c;
    const four = [18, 12, 6, 0].map((shift) => alphabet[(held >> shift) & 63]).join('');
    const spare = Math.max(0, at + 3 - bytes.length);
    text += four.slice(0, 4 - spare) + '='.repeat(spare);
  }
  return text;
}

/** `=?utf-8?Q?…?=` (RFC 2047 §4.2). */
export function encodedWord(text: string): string {
  const words = [...text].map((c) => {
    if (/[A-Za-z0-9:,.!-]/.test(c)) return c;
    if (c === ' ') return '_';
    return utf8Of(c.codePointAt(0)!)
      .map((byte) => `=${byte.toString(16).toUpperCase().padStart(2, '0')}`)
      .join('');
  });
  return `=?utf-8?Q?${words.join('')}?=`;
}
