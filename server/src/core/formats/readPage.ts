// Which format claims each line of a page, and what does it make of it? The state at the page's end is handed to the next.
// Deliberately absent: verdicts (analyze.ts), totals (model/summary.ts).
import type { LogRecord } from '../model/attempt.ts';
import { carriedRecord } from './carriers/carried.ts';
import { claimCarried, claimedByLine, formatOf, memoryOf } from './claim.ts';
import type { Format, FormatState } from './format.ts';
import { emptyFrame, readFrame } from './frame.ts';
import { fallback } from './index.ts';

/** What is known before a page's first line: each format's own memory. Plain data. */
export type EntryState = { readonly [format: string]: FormatState };

export const initialState: EntryState = {};

/** Longer lines are read up to here: no server's reply is longer, and one line of 50 MB must cost no more than a page. */
export const longestLine = 65_536;

/** Counts of one page. */
export interface PageCounts {
  lines: number;
  /** Lines claimed, by format id. */
  formats: { [format: string]: number };
  /** Lines longer than `longestLine`, read only in part. */
  cut: number;
}

/** A record, the number of its line within the page (from 0) and the offset of that line's start within the page. */
export type OnRecord = (record: LogRecord, line: number, lineStart: number, text: string) => void;

/**
 * Reads every line of a page.
 * @param text whole lines (LF, CRLF or CR), or the rest of a line longer than a page
 * @param startsMidLine the first line began on an earlier page and is passed over
 * @param entry the state that the page before left
 * @param lastLine stop behind this line (from 0); for one line's sake not the whole page need be read
 * @returns the counts and the state for the next page
 */
export function readPage(
  text: string,
  startsMidLine: boolean,
  entry: EntryState,
  onRecord: OnRecord,
  lastLine = Number.MAX_SAFE_INTEGER,
): { counts: PageCounts; exit: EntryState } {
  const state = structuredCopy(entry);
  const counts: PageCounts = { lines: 0, formats: {}, cut: 0 };
  const frame = emptyFrame();
  let cr = text.indexOf('\r');
  let skip = startsMidLine;
  for (let start = 0; start < text.length && counts.lines <= lastLine; ) {
    let end = text.indexOf('\n', start);
    if (end < 0) end = text.length;
    let next = end + 1;
    if (cr >= 0 && cr < start) cr = text.indexOf('\r', start);
    if (cr >= 0 && cr < end) {
      end = cr;
      next = text.charCodeAt(cr + 1) === 0x0a ? cr + 2 : cr + 1;
    }
    const line = counts.lines++;
    if (skip) skip = false;
    else {
      const long = end - start > longestLine;
      if (long) counts.cut++;
      readLine(text.slice(start, long ? start + longestLine : end), line, start);
    }
    start = next;
  }
  return { counts, exit: remembered(state) };

  function readLine(words: string, line: number, start: number): void {
    const framed = readFrame(words, frame);
    const format = framed ? formatOf(frame.program) : claimedByLine(words, stateOf);
    if (format) take(format, format.read(words, frame, stateOf(memoryOf(format))), line, start, words);
    else readCarried(words, line, start);
  }

  /** A line that no format claims may carry one that some format does. */
  function readCarried(words: string, line: number, start: number): void {
    const claim = claimCarried(words, frame, stateOf, { text, start });
    if (claim) {
      const { format, carried } = claim;
      const record = format.read(carried.text, frame, stateOf(memoryOf(format)));
      take(format, record && carriedRecord(record, carried), line, start, words);
    } else take(fallback, fallback.read(words, frame, stateOf(fallback.id)), line, start, words);
  }

  function take(format: Format, record: LogRecord | null, line: number, start: number, words: string): void {
    if (format !== fallback || record) counts.formats[format.id] = (counts.formats[format.id] ?? 0) + 1;
    if (record) onRecord(record, line, start, words);
  }

  function stateOf(id: string): FormatState {
    return (state[id] ??= {});
  }
}

function structuredCopy(state: EntryState): { [format: string]: FormatState } {
  return JSON.parse(JSON.stringify(state));
}

/** Without the formats that remember nothing: a line that merely asked one must not make the pages behind it be read again. */
function remembered(state: EntryState): EntryState {
  return Object.fromEntries(Object.entries(state).filter(([, memory]) => Object.keys(memory).length > 0));
}

/** Whether two states are equal, so that what was read behind one still holds behind the other. */
export function sameState(a: EntryState, b: EntryState): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
