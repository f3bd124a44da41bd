// How does a text of 45 MB stay fast to edit and to look up? It is kept in pages: an edit makes new pages where it
// strikes and keeps all others, by identity, so that what is known about a page outlives edits elsewhere.
// Deliberately absent: a list of lines. Line starts are counted in the page that is asked about.
import type { Position } from 'vscode-languageserver-types';
import type { Page, PageSizes } from './pages.ts';
import {
  cutPages,
  endsLine,
  headLength,
  isInseparable,
  lineStartsOf,
  tailLength,
  usualSizes,
} from './pages.ts';

export type { Page, PageSizes } from './pages.ts';

/**
 * An immutable text. Offsets count UTF-16 units; LF, CRLF and a bare CR end a line; a final line end opens an empty line.
 * Positions and offsets out of bounds are moved to the nearest place inside, and never stand inside a line end.
 */
export class PagedText {
  /** `pageStarts[i]` is the offset of page i's first character; one more entry for the length. */
  private readonly pageStarts: readonly number[];
  /** Line ends before page i; one more entry for all of them. */
  private readonly breaksBefore: readonly number[];

  private constructor(
    /** At least one; an empty text is one empty page. */
    readonly pages: readonly Page[],
    private readonly sizes: PageSizes,
  ) {
    const pageStarts = [0];
    const breaksBefore = [0];
    let offset = 0;
    let breaks = 0;
    for (const page of pages) {
      pageStarts.push((offset += page.text.length));
      breaksBefore.push((breaks += page.lineBreaks));
    }
    this.pageStarts = pageStarts;
    this.breaksBefore = breaksBefore;
  }

  static of(text: string, sizes: PageSizes = usualSizes): PagedText {
    return new PagedText(cutPages(text, false, sizes), sizes);
  }

  get length(): number {
    return this.pageStarts[this.pages.length]!;
  }

  get lineCount(): number {
    return this.breaksBefore[this.pages.length]! + 1;
  }

  /** The whole text; copies it. */
  toString(): string {
    return this.pages.length === 1 ? this.pages[0]!.text : this.pages.map((page) => page.text).join('');
  }

  slice(start: number, end: number): string {
    const from = Math.max(0, start);
    const to = Math.min(this.length, end);
    if (from >= to) return '';
    let text = '';
    for (
      let index = this.pageIndexAt(from);
      index < this.pages.length && this.pageStarts[index]! < to;
      index++
    ) {
      const pageStart = this.pageStarts[index]!;
      text += this.pages[index]!.text.slice(Math.max(0, from - pageStart), to - pageStart);
    }
    return text;
  }

  /** The page that holds the character at `offset`; the last one for the end of the text. */
  pageIndexAt(offset: number): number {
    return Math.max(0, Math.min(this.pages.length, firstAbove(this.pageStarts, offset)) - 1);
  }

  pageStart(pageIndex: number): number {
    return this.pageStarts[pageIndex]!;
  }

  /** Number, from 0, of the line that holds the page's first character. */
  pageFirstLine(pageIndex: number): number {
    return this.breaksBefore[pageIndex]!;
  }

  positionAt(offset: number): Position {
    const at = Math.max(0, Math.min(offset, this.length));
    const index = this.pageIndexAt(at);
    const pageStart = this.pageStarts[index]!;
    const starts = lineStarts(this.pages[index]!);
    const inPage = firstAbove(starts, at - pageStart);
    const line = this.breaksBefore[index]! + inPage;
    const lineStart = inPage > 0 ? pageStart + starts[inPage - 1]! : this.lineStart(line);
    return { line, character: this.beforeLineEnd(at, lineStart) - lineStart };
  }

  offsetAt(position: Position): number {
    if (position.line >= this.lineCount) return this.length;
    if (position.line < 0) return 0;
    const lineStart = this.lineStart(position.line);
    if (position.character <= 0) return lineStart;
    const wanted = Math.min(lineStart + position.character, this.nextLineStart(position.line));
    return this.beforeLineEnd(wanted, lineStart);
  }

  /** A line by number, without its line end; the empty last place of the text for numbers out of bounds. */
  lineAt(line: number): { text: string; start: number } {
    if (!(line >= 0 && line < this.lineCount)) return { text: '', start: this.length };
    const start = this.lineStart(line);
    return { text: this.slice(start, this.beforeLineEnd(this.nextLineStart(line), start)), start };
  }

  /** This text with `newText` in place of `range`. Pages that the edit does not touch are the same objects. */
  withEdit(range: { start: Position; end: Position }, newText: string): PagedText {
    const a = this.offsetAt(range.start);
    const b = this.offsetAt(range.end);
    const start = Math.min(a, b);
    const end = Math.max(a, b);
    let first = this.pageIndexAt(start);
    let last = Math.max(first, this.pageIndexAt(end));
    // An edit up to a page's very start leaves that page alone.
    if (last > first && this.pageStarts[last] === end) last--;
    let text =
      this.pages[first]!.text.slice(0, start - this.pageStarts[first]!) +
      newText +
      this.pages[last]!.text.slice(end - this.pageStarts[last]!);

    for (;;) {
      const before = this.pages[first - 1]?.text;
      const after = this.pages[last + 1]?.text;
      if (before !== undefined && this.belongTogether(before, text)) {
        text = before + text;
        first--;
      } else if (after !== undefined && this.belongTogether(text, after)) {
        text += after;
        last++;
      } else break;
    }
    const startsMidLine = first > 0 && !endsLine(this.pages[first - 1]!.text);
    const pages = this.pages.slice(0, first);
    for (const page of cutPages(text, startsMidLine, this.sizes)) pages.push(page);
    const midLine = !endsLine(pages[pages.length - 1]!.text);
    for (let index = last + 1; index < this.pages.length; index++) {
      const page = this.pages[index]!;
      pages.push(
        index === last + 1 && page.startsMidLine !== midLine ? { ...page, startsMidLine: midLine } : page,
      );
    }
    return new PagedText(pages, this.sizes);
  }

  /** Two neighbours that must be one page, or are small enough to be. */
  private belongTogether(before: string, after: string): boolean {
    const { target, cap } = this.sizes;
    if (before === '' || after === '' || before.length + after.length <= target) return true;
    if (Math.min(before.length, after.length) < target / 8 && before.length + after.length <= cap)
      return true;
    if (isInseparable(before, after)) return true;
    return !endsLine(before) && tailLength(before) + headLength(after) <= cap;
  }

  private lineStart(line: number): number {
    if (line === 0) return 0;
    // The line begins behind line end number `line`: in the first page with so many before its own end.
    const index = firstAbove(this.breaksBefore, line - 1) - 1;
    return this.pageStarts[index]! + lineStarts(this.pages[index]!)[line - this.breaksBefore[index]! - 1]!;
  }

  private nextLineStart(line: number): number {
    return line + 1 < this.lineCount ? this.lineStart(line + 1) : this.length;
  }

  private beforeLineEnd(offset: number, lineStart: number): number {
    let at = offset;
    while (at > lineStart && endsLine(this.slice(at - 1, at))) at--;
    return at;
  }
}

/** Index of the first value above `value` in an ascending list; its length where there is none. */
function firstAbove(values: ArrayLike<number>, value: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (values[middle]! > value) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Line starts of the pages asked about last: a hover or a diagnostic asks many times about the same few. */
const remembered: { page: Page; starts: Uint32Array }[] = [];
const rememberAtMost = 8;

function lineStarts(page: Page): Uint32Array {
  const at = remembered.findIndex((entry) => entry.page === page);
  const entry = at >= 0 ? remembered.splice(at, 1)[0]! : { page, starts: lineStartsOf(page) };
  remembered.unshift(entry);
  if (remembered.length > rememberAtMost) remembered.length = rememberAtMost;
  return entry.starts;
}
