// What does a quoted-printable body say, and where does each character stand? (RFC 2045 §6.7.) Soft line breaks vanish, also
// inside a code (`5.1=` then `.0`); what is malformed stays as it is written.
import { asciiText, decodeMapped } from './charset.ts';
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
  const run = new Run(to - from, charset, host);
  for (let at = from; at < to; ) {
    const c = text.charCodeAt(at);
    if (c !== 0x3d) {
      if (c < 0x80) run.byte(c, at, at + 1);
      else run.character(text[at], at);
      at++;
      continue;
    }
    const soft = softBreak(text, at, to);
    const byte = soft > 0 || at + 2 >= to ? Number.NaN : hexAt(text, at + 1) * 16 + hexAt(text, at + 2);
    if (soft === 0) run.byte(byte >= 0 ? byte : c, at, byte >= 0 ? at + 3 : at + 1);
    at += soft > 0 ? soft : byte >= 0 ? 3 : 1;
  }
  return run.done();
}

/**
 * Collects bytes with their places and decodes them as one, until a character comes that the editor has decoded already.
 * No character is shorter in the file than in the text, so the tables are as long as the body and never grow.
 */
class Run {
  readonly #charset: string | null;
  readonly #host: MessageHost;
  readonly #bytes: Uint8Array;
  readonly #byteStarts: Int32Array;
  readonly #byteEnds: Int32Array;
  readonly #starts: Int32Array;
  readonly #ends: Int32Array;
  #count = 0;
  #plain = true;
  #text = '';

  constructor(longest: number, charset: string | null, host: MessageHost) {
    this.#charset = charset;
    this.#host = host;
    this.#bytes = new Uint8Array(longest);
    [this.#byteStarts, this.#byteEnds, this.#starts, this.#ends] = Array.from(
      { length: 4 },
      () => new Int32Array(longest),
    );
  }

  byte(byte: number, start: number, end: number): void {
    if (byte >= 0x80 || byte === 0x1b) this.#plain = false;
    this.#bytes[this.#count] = byte;
    this.#byteStarts[this.#count] = start;
    this.#byteEnds[this.#count++] = end;
  }

  character(character: string, at: number): void {
    this.#flush();
    this.#starts[this.#text.length] = at;
    this.#ends[this.#text.length] = at + 1;
    this.#text += character;
  }

  done(): MappedText {
    this.#flush();
    return MappedText.table(
      this.#text,
      this.#starts.subarray(0, this.#text.length),
      this.#ends.subarray(0, this.#text.length),
    );
  }

  #flush(): void {
    const length = this.#text.length;
    const bytes = this.#bytes.subarray(0, this.#count);
    if (this.#plain) {
      this.#starts.set(this.#byteStarts.subarray(0, this.#count), length);
      this.#ends.set(this.#byteEnds.subarray(0, this.#count), length);
      this.#text += asciiText(bytes);
    } else {
      const { text, firsts, lasts } = decodeMapped(bytes, this.#charset, this.#host);
      for (let i = 0; i < text.length; i++) {
        this.#starts[length + i] = this.#byteStarts[firsts[i]];
        this.#ends[length + i] = this.#byteEnds[lasts[i] - 1];
      }
      this.#text += text;
    }
    this.#count = 0;
    this.#plain = true;
  }
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
