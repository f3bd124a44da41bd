// The way of the data: text → pages → lines → format → record → verdict → summary. This file is that arrow.
import { type EntryState, initialState, type PageCounts, readPage, sameState } from './formats/readPage.ts';
import type { LogRecord } from './model/attempt.ts';
import { questionsOf } from './model/question.ts';
import type { ReportReading } from './model/report.ts';
import { emptySummary, type PageSummary } from './model/summary.ts';
import { type MessageHost, readReport } from './reports/readReport.ts';
import { addRecord, addReport } from './tally.ts';
import type { PagedText } from './text/pagedText.ts';
import type { Page } from './text/pages.ts';
import type { Judge, Verdict } from './verdict/verdict.ts';

/** What one page came to, and under which state it was read. */
export interface PageAnalysis {
  readonly page: Page;
  readonly entry: EntryState;
  readonly exit: EntryState;
  readonly counts: PageCounts;
  readonly summary: PageSummary;
}

/** One version of a document, analysed. Pages that an edit left alone are shared with the version before. */
export interface Analysis {
  readonly kind: 'log' | 'message';
  readonly text: PagedText;
  readonly pages: readonly PageAnalysis[];
  /** For a message: what it reports, with a verdict for each recipient. */
  readonly report: { readonly reading: ReportReading; readonly verdicts: readonly Verdict[] } | null;
}

/** A log, page by page; yields the share that is done (0–1) after each page that had to be read. */
export function* analyzeLog(text: PagedText, judge: Judge, previous?: Analysis): Generator<number, Analysis> {
  const known = new Map(previous?.pages.map((page) => [page.page, page]));
  const pages: PageAnalysis[] = [];
  let entry = initialState;
  for (const page of text.pages) {
    const before = known.get(page);
    const analysis = before && sameState(before.entry, entry) ? before : analyzePage(page, entry, judge);
    pages.push(analysis);
    entry = analysis.exit;
    if (analysis !== before) yield pages.length / text.pages.length;
  }
  return { kind: 'log', text, pages, report: null };
}

function analyzePage(page: Page, entry: EntryState, judge: Judge): PageAnalysis {
  const summary = emptySummary();
  const { counts, exit } = readPage(page.text, page.startsMidLine, entry, (record, line) => {
    addRecord(summary, record, verdictsOn(record, judge), line);
  });
  return { page, entry, exit, counts, summary };
}

/** A message is one page: its parts are read as a tree, not line by line. */
export function analyzeMessage(text: PagedText, judge: Judge, host: MessageHost): Analysis {
  const reading = readReport(text.slice(0, text.length), host);
  const verdicts = reading.recipients.map(({ attempt }) => judge.judge(attempt));
  const summary = emptySummary();
  addReport(summary, reading, verdicts, text);
  const counts: PageCounts = { lines: text.lineCount, formats: {}, cut: 0 };
  const page: Page = { text: '', startsMidLine: false, lineBreaks: text.lineCount };
  return {
    kind: 'message',
    text,
    pages: [{ page, entry: initialState, exit: initialState, counts, summary }],
    report: { reading, verdicts },
  };
}

/** One verdict per attempt, or one on the words of a line that states no outcome. */
export function verdictsOn(record: LogRecord, judge: Judge): Verdict[] {
  return questionsOf(record).map((question) => judge.judge(question));
}
