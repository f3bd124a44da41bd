// Where are the addresses in a piece of text? Finds by the `@` and looks both ways, so no text makes it slow.
import type { RawSpan } from '../mime/mappedText.ts';

/** Ends an address on either side. */
const outside = new Set(' \t\r\n\v\f<>()[]{}",;:\'`|*\u3000\u00ab\u00bb\u2018\u2019\u201c\u201d'.split(''));

const longest = 320;

/** The first address at or behind `from`; offsets in `text`. */
export function nextAddress(text: string, from = 0): RawSpan | null {
  for (let at = text.indexOf('@', from); at >= 0; at = text.indexOf('@', at + 1)) {
    let start = at;
    while (start > from && at - start < longest && !outside.has(text[start - 1]) && text[start - 1] !== '@')
      start--;
    if (text[at - 1] === '"') start = quotedStart(text, at, from);
    if (text.slice(start, start + 5).toLowerCase() === 'smtp=' || text.slice(start, start + 3) === 'to=')
      start = text.indexOf('=', start) + 1;
    const behind = literalEnd(text, at + 1);
    if (behind > 0 && start < at) return { start, end: behind };
    let end = at + 1;
    while (end < text.length && end - at < longest && !outside.has(text[end]) && text[end] !== '@') end++;
    while (end > at + 1 && /[.!?…=\\/]/.test(text[end - 1])) end--;
    if (start < at && end > at + 1) return { start, end };
  }
  return null;
}

// user@[192.0.2.7]     user@[IPv6:2001:db8::1]
const literal = /\[(?:(?:\d{1,3}\.){3}\d{1,3}|IPv6:[\da-f:.]{2,45})\]/iy;

/** Behind the address literal (RFC 5321 §4.1.3) that begins at `at`; -1 where none does. */
function literalEnd(text: string, at: number): number {
  literal.lastIndex = at;
  return literal.test(text) ? literal.lastIndex : -1;
}

/** `"john doe"@example.org`: the local part begins at the quote before. */
function quotedStart(text: string, at: number, from: number): number {
  for (let start = at - 2; start >= from && at - start < longest; start--) {
    if (text[start] === '"' && text[start - 1] !== '\\') return start;
    if (text[start] === '\n') break;
  }
  return at;
}

/** The first address in a text, else null. */
export function addressIn(text: string): string | null {
  const found = nextAddress(text);
  return found && text.slice(found.start, found.end);
}
