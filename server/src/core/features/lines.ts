// What stands in a few lines of a log? For features of the viewport, of single lines and of one message: pages are read
// again where they are asked about, since nothing is kept per line.
// Deliberately absent: what a line means (verdict/), and any walk over the whole file (analyze.ts).
import type { Analysis } from '../analyze.ts';
import { keysOf, stampOfLine } from '../formats/keys.ts';
import { type EntryState, initialState, readPage } from '../formats/readPage.ts';
import type { LineReader } from '../model/assemble.ts';
import type { LogRecord } from '../model/attempt.ts';
import { Timeline } from '../model/message.ts';
import type { PagedText } from '../text/pagedText.ts';
import type { Page } from '../text/pages.ts';

/** A record, the number of its line in the file (from 0) and that line's text, cut where readers cut it. */
export type OnLine = (record: LogRecord, line: number, text: string) => void;

/**
 * What was known before a page. Where the analysis is not there yet or is one of another version, what the head of the
 * file says: the names of columns hold for all of it.
 */
export function entryOf(text: PagedText, analysis: Analysis | null, pageIndex: number): EntryState {
  const known = analysis?.pages[pageIndex];
  if (known && known.page === text.pages[pageIndex]) return known.entry;
  return pageIndex === 0 ? initialState : headState(text.pages[0]!);
}

const heads = new WeakMap<Page, EntryState>();

/** What the leading `#` lines, or a first line of many columns, tell of the lines behind them. */
function headState(page: Page): EntryState {
  let state = heads.get(page);
  if (!state) {
    const lines = page.text.slice(0, 16_384).split(/\r\n|\n|\r/, 40);
    const marked = lines.findIndex((line) => !line.startsWith('#'));
    const count = marked > 0 ? marked : lines[0]!.split(',', 6).length === 6 ? 1 : 0;
    state =
      count === 0
        ? initialState
        : readPage(`${lines.slice(0, count).join('\n')}\n`, false, initialState, () => {}).exit;
    heads.set(page, state);
  }
  return state;
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

/** The record of one line of a text; null where it states nothing. */
export function recordAt(text: PagedText, analysis: Analysis | null, line: number): LogRecord | null {
  let found: LogRecord | null = null;
  recordsIn(text, analysis, line, line, (record) => {
    found = record;
  });
  return found;
}

/** The record of one line's text; formats that need the lines around it (dialogues) make nothing of it. */
export function recordOf(line: string, entry: EntryState): LogRecord | null {
  let found: LogRecord | null = null;
  readPage(line, false, entry, (record) => {
    found = record;
  });
  return found;
}

/**
 * Reads lines for a message that is assembled (model/assemble.ts).
 * @param analysisOf the analysis of a text, where there is one
 */
export function lineReader(analysisOf: (text: PagedText) => Analysis | null): LineReader {
  return {
    read(text, lines) {
      const records = new Map<number, LogRecord>();
      const last = lines[lines.length - 1]!;
      recordsIn(text, analysisOf(text), lines[0]!, last, (record, line) => records.set(line, record));
      return lines.map((line) => {
        const words = text.lineAt(line).text;
        const record = records.get(line) ?? null;
        return { line, text: words, keys: keysOf(words, record), record };
      });
    },
    // Only ever compared with each other, to choose between uses of an id.
    timeOf: (line) => new Timeline().at(stampOfLine(line)),
  };
}
