// Which pages may hold this key? A filter of all words with digits that a page holds, some 8 KB a page, so that an id is
// looked for in the few pages that can hold it. Made when it is first asked for; an edit costs the page that it touches.
// Deliberately absent: where in the page (the search tells), and words without a digit, which no id is.
import type { Page } from './pages.ts';

/** Bits of a filter. A page of 128 Ki holds some 5,000 such words: of a hundred pages without a key two are looked at in vain. */
const bits = 1 << 16;

/** Shorter ones stand everywhere. */
const shortest = 5;

/** 0: ends a word; 1: a letter; 2: a digit. */
const classes = new Uint8Array(128);
for (let c = 0x30; c <= 0x39; c++) classes[c] = 2;
for (let c = 0x41; c <= 0x5a; c++) classes[c] = classes[c + 0x20] = 1;

const start = 0x811c9dc5;

const filters = new WeakMap<Page, Uint32Array>();

/** Whether every word with a digit in `key` may stand in the page; true where the key has none to look for. */
export function mayHold(page: Page, words: Uint32Array): boolean {
  if (words.length === 0) return true;
  const filter = prepareSearch(page);
  for (let at = 0; at < words.length; at++) {
    const hash = words[at]!;
    const [low, high] = [hash & (bits - 1), hash >>> 16];
    if (!(filter[low >>> 5]! & (1 << (low & 31))) || !(filter[high >>> 5]! & (1 << (high & 31))))
      return false;
  }
  return true;
}

/** Makes a page's filter ahead of the first question. */
export function prepareSearch(page: Page): Uint32Array {
  let filter = filters.get(page);
  if (!filter) filters.set(page, (filter = filterOf(page.text)));
  return filter;
}

/** The words of a key, as `mayHold` asks for them. `283FEFC63F` has one, `2026.1.55000@example.org` too. */
export function wordsOf(key: string): Uint32Array {
  const hashes: number[] = [];
  eachWord(key, (hash) => hashes.push(hash));
  return Uint32Array.from(hashes);
}

function filterOf(text: string): Uint32Array {
  const filter = new Uint32Array(bits / 32);
  eachWord(text, (hash) => {
    const [low, high] = [hash & (bits - 1), hash >>> 16];
    filter[low >>> 5]! |= 1 << (low & 31);
    filter[high >>> 5]! |= 1 << (high & 31);
  });
  return filter;
}

/** Calls `visit` with a hash (32 bits, FNV-1a) of each word that holds a digit, and of the first half of one of 16 characters. */
function eachWord(text: string, visit: (hash: number) => void): void {
  let hash = start;
  let length = 0;
  let digits = false;
  let half = 0;
  for (let at = 0; at <= text.length; at++) {
    const c = at < text.length ? text.charCodeAt(at) : 0;
    const kind = c < 128 ? classes[c]! : 0;
    if (kind !== 0) {
      hash = Math.imul(hash ^ c, 0x01000193);
      if (kind === 2) digits = true;
      if (++length === 8) half = hash;
    } else if (length > 0) {
      if (digits && length >= shortest) {
        visit(hash >>> 0);
        // evpid=0133b45207a88ab8: the message 0133b452 (OpenSMTPD)
        if (length === 16) visit(half >>> 0);
      }
      hash = start;
      length = 0;
      digits = false;
    }
  }
}
