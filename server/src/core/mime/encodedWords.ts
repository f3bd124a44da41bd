// What does a header value with encoded words say (`=?utf-8?Q?Unzustellbar?=`, RFC 2047)? For reading and for matching a subject.
// Deliberately absent: a map; no code is ever taken from such a header.
import { decodeBase64 } from './base64.ts';
import { decodeWhole } from './charset.ts';
import type { MessageHost } from './host.ts';

// =?iso-2022-jp?B?UmV0dXJuZWQgbWFpbDogVXNlciB1bmtub3du?=
const encodedWord = /=\?([^?\s]{1,40})\?([bq])\?([^?]{0,2000})\?=/gi;

// =?utf-8?B?w6Q=?= =?utf-8?B?w7Y=?=
const neighbours = /(=\?[^?\s]{1,40}\?[bq]\?[^?]{0,2000}\?=)\s{1,200}(?==\?[^?\s]{1,40}\?[bq]\?)/gi;

/** Decodes every encoded word in an unfolded value; blanks between two of them vanish (RFC 2047 §6.2). */
export function decodeEncodedWords(value: string, host: MessageHost): string {
  if (!value.includes('=?')) return value;
  return value
    .replace(neighbours, '$1')
    .replace(encodedWord, (_, charset: string, encoding: string, text: string) => {
      const bytes = encoding.toLowerCase() === 'b' ? decodeBase64(text) : decodeQ(text);
      return decodeWhole(bytes, charset.split('*', 1)[0], host); // RFC 2231 §5: charset*language
    });
}

/** RFC 2047 §4.2: like quoted-printable, with `_` for a blank. */
function decodeQ(text: string): Uint8Array {
  const bytes: number[] = [];
  for (let at = 0; at < text.length; at++) {
    const code = text[at] === '=' ? Number.parseInt(text.slice(at + 1, at + 3), 16) : Number.NaN;
    if (code >= 0) {
      bytes.push(code);
      at += 2;
    } else bytes.push(text[at] === '_' ? 0x20 : text.charCodeAt(at) & 0xff);
  }
  return Uint8Array.from(bytes);
}
