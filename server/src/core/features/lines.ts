// What stands in a few lines of a log? For features of the viewport and of single lines: pages are read again where
// they are asked about, since nothing is kept per line.
// Deliberately absent: what a line means (verdict/), and any walk over the whole file (analyze.ts).
import type { Analysis } from '../analyze.ts';
import { type EntryState, initialState, readPage } from '../formats/readPage.ts';
import type { LogRecord } from '../model/attempt.ts';
import type { PagedText } from '../text/pagedText.ts';

/** A record, the number of its line in the file (from 0) and that line's text, cut where readers cut it. */
export type OnLine = (record: LogRecord, line: number, text: string) => void;

/** What was known before a page; nothing where the analysis is not there yet or is one of another version. */
export function entryOf(text: PagedText, analysis: Analysis | null, pageIndex: number): EntryState {
  const known = analysis?.pages[pageIndex];
  return known && known.page === text.pages[pageIndex] ? known.entry : initialState;
}

/**
 * The records of the lines `first` to `last` (from 0, both included), in order.
 * Costs the pages that hold them, from each page's start on: formats remember from line to line.
 */
export function recordsIn(
  text: PagedText,
  analysis: Analysis | null,
  first: number,
  last: number,
  onLine: OnLine,
): void {
  const from = text.pageIndexAt(text.lineAt(first).start);
  const to = text.pageIndexAt(text.lineAt(Math.min(last, text.lineCount - 1)).start);
  for (let index = from; index <= to; index++) {
    const page = text.pages[index]!;
    const before = text.pageFirstLine(index);
    readPage(
      page.text,
      page.startsMidLine,
      entryOf(text, analysis, index),
      (record, line, _start, words) => {
        if (before + line >= first && before + line <= last) onLine(record, before + line, words);
      },
      last - before,
    );
  }
}

/** The record of one line's text; formats that need the lines around it (dialogues) make nothing of it. */
export function recordOf(line: string, entry: EntryState): LogRecord | null {
  let found: LogRecord | null = null;
  readPage(line, false, entry, (record) => {
    found = record;
  });
  return found;
}
