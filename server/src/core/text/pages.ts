// Where is a text cut into pages? No positions, no edits: pagedText.ts puts pages together and looks things up in them.

/** A run of whole lines, or a piece of one line that is longer than the cap. Never changed once made. */
export interface Page {
  readonly text: string;
  /** The page begins in the middle of a line longer than the cap. */
  readonly startsMidLine: boolean;
  /** Line ends in the page: LF, CRLF or a bare CR. */
  readonly lineBreaks: number;
}

/** In UTF-16 units; `cap` at least twice `target`. */
export interface PageSizes {
  /** What a page of a freshly cut text holds, about. */
  readonly target: number;
  /** A page is never longer; a longer line is cut inside. */
  readonly cap: number;
}

export const usualSizes: PageSizes = { target: 128 * 1024, cap: 256 * 1024 };

const CR = 0x0d;
const LF = 0x0a;

/** `text` in pages, in order; a text up to the cap is one page. `midLine`: it goes on with a line that began before it. */
export function cutPages(text: string, midLine: boolean, sizes: PageSizes): Page[] {
  const length = text.length;
  if (length <= sizes.cap) return [{ text, startsMidLine: midLine, lineBreaks: countLineBreaks(text) }];
  const piece = hasWideCharacter(text) ? narrowed : asItIs;
  const pages: Page[] = [];
  let startsMidLine = midLine;
  for (let from = 0; from < length; ) {
    const to = length - from <= sizes.cap ? length : nextCut(text, from, sizes);
    const part = piece(text.slice(from, to));
    pages.push({ text: part, startsMidLine, lineBreaks: countLineBreaks(part) });
    startsMidLine = !endsLine(part);
    from = to;
  }
  return pages;
}

/** Offsets right behind each line end in `text`, ascending. */
export function lineStartsOf(page: Page): Uint32Array {
  const starts = new Uint32Array(page.lineBreaks);
  let count = 0;
  forEachLineEnd(page.text, (end) => {
    starts[count++] = end;
  });
  return starts;
}

export function endsLine(text: string): boolean {
  const last = text.charCodeAt(text.length - 1);
  return last === LF || last === CR;
}

/** A CRLF or a surrogate pair stands across the two: they cannot be two pages. */
export function isInseparable(before: string, after: string): boolean {
  return isPair(before.charCodeAt(before.length - 1), after.charCodeAt(0));
}

/** How many characters stand behind the last line end. */
export function tailLength(text: string): number {
  return text.length - lastLineEnd(text, 0, text.length);
}

/** How many characters belong to the first line, with its line end; the whole text where it has none. */
export function headLength(text: string): number {
  const end = firstLineEnd(text, 0, text.length);
  return end < 0 ? text.length : end;
}

/** Behind a line end near the share of what is left; inside a line only where that line alone is over the cap. */
function nextCut(text: string, from: number, { target, cap }: PageSizes): number {
  const left = text.length - from;
  const share = Math.ceil(left / Math.ceil(left / target));
  const before = lastLineEnd(text, from, from + share);
  if (before > from + share / 2) return before;
  const after = firstLineEnd(text, from + share, from + cap);
  if (after > 0) return after;
  if (before > from) return before;
  const inside = from + share;
  if (!isPair(text.charCodeAt(inside - 1), text.charCodeAt(inside))) return inside;
  return inside - 1 > from ? inside - 1 : inside + 1;
}

/** Offset behind the last line end that ends in (`from`, `to`]; `from` where there is none. */
function lastLineEnd(text: string, from: number, to: number): number {
  for (let end = to; end > from; end--) {
    const unit = text.charCodeAt(end - 1);
    if (unit === LF || (unit === CR && text.charCodeAt(end) !== LF)) return end;
  }
  return from;
}

/** Offset behind the first line end that ends in (`from`, `to`]; -1 where there is none. */
function firstLineEnd(text: string, from: number, to: number): number {
  for (let end = from + 1; end <= to; end++) {
    const unit = text.charCodeAt(end - 1);
    if (unit === LF || (unit === CR && text.charCodeAt(end) !== LF)) return end;
  }
  return -1;
}

function isPair(before: number, after: number): boolean {
  if (before === CR) return after === LF;
  return before >= 0xd800 && before <= 0xdbff && after >= 0xdc00 && after <= 0xdfff;
}

/** Built on `indexOf`, which the engines run at memory speed; a walk by characters is ten times slower on 45 MB. */
function forEachLineEnd(text: string, visit: (end: number) => void): void {
  let lf = text.indexOf('\n');
  let cr = text.indexOf('\r');
  while (lf >= 0 || cr >= 0) {
    if (cr < 0 || (lf >= 0 && lf < cr)) {
      visit(lf + 1);
      lf = text.indexOf('\n', lf + 1);
    } else if (lf === cr + 1) {
      cr = text.indexOf('\r', cr + 1);
    } else {
      visit(cr + 1);
      cr = text.indexOf('\r', cr + 1);
    }
  }
}

function countLineBreaks(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++;
  for (let at = text.indexOf('\r'); at >= 0; at = text.indexOf('\r', at + 1)) {
    if (text.charCodeAt(at + 1) !== LF) count++;
  }
  return count;
}

// `é` is one byte, `…` two: anything above U+00FF makes the engine store the whole string in two bytes a character.
const wide = /[^\u0000-\u00ff]/;

function hasWideCharacter(text: string): boolean {
  return wide.test(text);
}

const asItIs = (text: string): string => text;

/**
 * A copy of its own. One wide character makes all of a text two bytes a character, and slices share the text they were
 * cut from; parsing JSON builds a new string, in one byte a character where that is enough.
 */
const narrowed = (text: string): string => JSON.parse(JSON.stringify(text)) as string;
