// On which lines does a code, a recipient, a host stand, and which lines tell of a failure? The lines of the filtered views,
// and the places of references. Deliberately absent: messages (messageAt.ts) and texts for people.
import type { Analysis } from '../analyze.ts';
import { readPage } from '../formats/readPage.ts';
import type { Direction } from '../model/attempt.ts';
import type { PageSummary } from '../model/summary.ts';
import { isFailure } from './problems.ts';
import type { Subject } from './subject.ts';

/** What to show of a log, and nothing else. */
export type Selection =
  | { readonly kind: 'failures'; readonly direction: Direction | null }
  | { readonly kind: Exclude<Subject['kind'], 'message'>; readonly value: string };

/** A line and the part of it that was asked for, from its start; the whole line where that is not one part. */
export interface Found {
  readonly line: number;
  readonly start: number;
  readonly end: number;
}

/**
 * The places in order of the file, one a line.
 * @yields the share of the pages that is done
 */
export function* placesOfSelection(analysis: Analysis, selection: Selection): Generator<number, Found[]> {
  const found: Found[] = [];
  if (analysis.kind !== 'log') return found;
  const { text, pages } = analysis;
  const inPage = finderOf(selection);
  for (let index = 0; index < pages.length; index++) {
    const first = text.pageFirstLine(index);
    for (const { line, start, end } of inPage(pages[index]!)) found.push({ line: line + first, start, end });
    yield (index + 1) / pages.length;
  }
  return found;
}

type Page = Analysis['pages'][number];
type Finder = (page: Page) => Found[];

function finderOf(selection: Selection): Finder {
  switch (selection.kind) {
    case 'failures':
      return ({ summary }) =>
        inGroups(
          summary,
          (group) =>
            isFailure(group) && (selection.direction === null || group.direction === selection.direction),
        );
    case 'code':
      return ({ summary }) => inGroups(summary, (group) => group.code === selection.value);
    case 'recipient':
      return recipientFinder(selection.value);
    case 'host': {
      const pattern = alone(selection.value, '[\\w.-]', '[\\w-]|\\.\\w');
      return ({ page }) => inWords(page.text, pattern);
    }
  }
}

type GroupTest = (group: PageSummary['groups'] extends Map<string, infer Group> ? Group : never) => boolean;

/** The lines of all groups of a page that fit; the first place of each line. */
function inGroups({ groups }: PageSummary, fits: GroupTest): Found[] {
  const byLine = new Map<number, Found>();
  for (const group of groups.values()) {
    if (!fits(group)) continue;
    for (let at = 0; at < group.places.length; at += 3) {
      const [line, start, end] = [group.places[at]!, group.places[at + 1]!, group.places[at + 2]!];
      if (start < (byLine.get(line)?.start ?? Number.MAX_SAFE_INTEGER))
        byLine.set(line, { line, start, end });
    }
  }
  return [...byLine.values()].sort((a, b) => a.line - b.line);
}

/** Behind these the address is the sender's: `from=<a@b>` (Postfix, Sendmail), `<= a@b`, `F=<a@b>` (Exim), `sender=a@b`. */
const asSender = /(?:\bfrom=|<= |\bF=|\bsender=|\bMAIL FROM: ?)<?$/i;

/**
 * Lines that name it as a recipient, and lines that tell of a delivery to it without naming it (qmail's numbers, the answer
 * to the end of a dialogue's data).
 */
function recipientFinder(recipient: string): Finder {
  const pattern = alone(recipient, '[\\w.+=-]', '[\\w-]|\\.\\w');
  const wanted = recipient.toLowerCase();
  return ({ page, entry, summary }) => {
    const named = inWords(page.text, pattern, (before) => !asSender.test(before));
    const isTold = [...summary.groups.values()].some(({ recipients }) => {
      for (const one of recipients) if (one.toLowerCase() === wanted) return true;
      return false;
    });
    if (!isTold) return named;
    const byLine = new Map(named.map((place) => [place.line, place]));
    readPage(page.text, page.startsMidLine, entry, ({ attempts }, line, _start, words) => {
      if (!byLine.has(line) && attempts.some((attempt) => attempt.recipient?.toLowerCase() === wanted))
        byLine.set(line, { line, start: 0, end: words.length });
    });
    return [...byLine.values()].sort((a, b) => a.line - b.line);
  };
}

/** `words` where nothing that `before` and `behind` name stands beside them, in capitals or not. */
function alone(words: string, before: string, behind: string): RegExp {
  const literal = words.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
  return new RegExp(`(?<!${before})${literal}(?!${behind})`, 'gi');
}

/** @param fits told the words of the line before a place */
function inWords(text: string, pattern: RegExp, fits: (before: string) => boolean = () => true): Found[] {
  const found: Found[] = [];
  let line = 0;
  let counted = 0;
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    const { start, lines } = lineStartBefore(text, counted, match.index);
    line += lines;
    if (start >= 0) counted = start;
    const lineStart = start >= 0 ? start : counted;
    if (found[found.length - 1]?.line === line) continue;
    if (!fits(text.slice(Math.max(lineStart, match.index - 40), match.index))) continue;
    found.push({ line, start: match.index - lineStart, end: match.index + match[0].length - lineStart });
  }
  return found;
}

/** How many lines begin behind `from` and not behind `to`, and where the last of them begins; -1 where none does. */
function lineStartBefore(text: string, from: number, to: number): { start: number; lines: number } {
  let lines = 0;
  let start = -1;
  for (let at = from; at < to; at++) {
    const c = text.charCodeAt(at);
    if (c === 0x0a || (c === 0x0d && text.charCodeAt(at + 1) !== 0x0a)) {
      lines++;
      start = at + 1;
    }
  }
  return { start, lines };
}
