// How long after the line before it, of the same message, was this line written? For the hints on the screen.
// Deliberately absent: waits that are no news, below two seconds, and lines too far above to be looked for in passing.
import { ownIdOf, stampOfLine } from '../formats/keys.ts';
import { Timeline } from '../model/message.ts';
import type { PagedText } from '../text/pagedText.ts';
import { mayHold, wordsOf } from '../text/pageTokens.ts';

/** Pages above that are looked through, some 8 MB; servers try again long before that. */
const farthest = 64;

export interface Wait {
  readonly line: number;
  /** Where the stamp ends. */
  readonly column: number;
  readonly seconds: number;
}

/** Seconds. Stamps without a fraction differ by one where no second passed. */
const shortest = 2;

/** The waits that are worth a word, for the lines `first` to `last`. */
export function waitsIn(text: PagedText, first: number, last: number): Wait[] {
  const waits: Wait[] = [];
  const lastSeen = new Map<string, string>();
  for (let line = first; line <= last; line++) {
    const words = text.lineAt(line).text.slice(0, 2_000);
    const id = ownIdOf(words);
    if (id === null) continue;
    const before = lastSeen.get(id) ?? lineAbove(text, line, id);
    lastSeen.set(id, words);
    const stamp = stampOfLine(words);
    if (before === null || stamp === null) continue;
    const clock = new Timeline();
    const [then, now] = [clock.at(stampOfLine(before)), clock.at(stamp)];
    const seconds = then === null || now === null ? 0 : (now - then) / 1000;
    const column = words.indexOf(stamp) + stamp.length;
    if (seconds >= shortest) waits.push({ line, column: words.includes(stamp) ? column : 0, seconds });
  }
  return waits;
}

/** The nearest line above that is written under `id`; null where none is near. */
function lineAbove(text: PagedText, line: number, id: string): string | null {
  const { start } = text.lineAt(line);
  const here = text.pageIndexAt(start);
  const words = wordsOf(id);
  for (let index = here; index >= Math.max(0, here - farthest); index--) {
    const page = text.pages[index]!;
    if (index !== here && !mayHold(page, words)) continue;
    let at = index === here ? start - text.pageStart(index) - 1 : page.text.length;
    while (at > 0) {
      at = page.text.lastIndexOf(id, at - 1);
      if (at < 0) break;
      const found = text.lineAt(text.positionAt(text.pageStart(index) + at).line).text.slice(0, 2_000);
      if (ownIdOf(found) === id) return found;
    }
  }
  return null;
}
