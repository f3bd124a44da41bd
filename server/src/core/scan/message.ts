// What does a saved message add to a scan? Its reported recipients, codes and problems, as a log's lines do.
import { headProblems } from '../features/headProblem.ts';
import { lint } from '../features/lint.ts';
import { type Problem, problemsOf } from '../features/problems.ts';
import { codeRow, deliveryRow } from '../features/rows.ts';
import { defaultSettings } from '../features/settings.ts';
import type { Speech } from '../features/wording.ts';
import type { MessageHost } from '../mime/host.ts';
import type { ReportReading } from '../model/report.ts';
import { emptySummary, joinSummaries, type PageSummary } from '../model/summary.ts';
import { readReport } from '../reports/readReport.ts';
import { addReport } from '../tally.ts';
import { PagedText } from '../text/pagedText.ts';
import type { Judge, Verdict } from '../verdict/verdict.ts';
import type { Aggregate } from './aggregate.ts';
import type { FileReading, ScanSink } from './assembly.ts';
import { AttemptTableMaker, wordsIn } from './attemptTable.ts';
import { keptPlaces, type RowWriter } from './chunk.ts';

/** Saved messages larger than this (UTF-16 units) are read up to here. */
export const longestMessage = 64 * 1024 * 1024;

/** What of the engine is needed here. */
export interface MessageEngine {
  readonly judge: Judge;
  readonly speech: Speech;
  readonly messageHost: MessageHost;
}

export interface MessageReading extends FileReading {
  /** The answer at the head of a bounce, and what is wrong with the report itself. */
  readonly remarks: readonly Problem[];
}

/**
 * @param whole the text of the file, no longer than `longestMessage`
 * @param length that the file has in all
 * @param file number of the file in the aggregate
 */
export function scanMessage(
  whole: string,
  length: number,
  bytes: number,
  service: MessageEngine,
  rows: RowWriter,
  sink: ScanSink,
  aggregate: Aggregate | null = null,
  file = 0,
): MessageReading {
  const { t } = service.speech;
  const text = PagedText.of(whole);
  const reading = readReport(whole, service.messageHost);
  const verdicts = reading.recipients.map(({ attempt }) => service.judge.judge(attempt));
  const summary = emptySummary(keptPlaces);
  addReport(summary, reading, verdicts, text);
  const table = new AttemptTableMaker(true);
  reading.recipients.forEach(({ attempt, line, time }, index) => {
    if (rows.delivery)
      sink.deliveries?.(rows.delivery(deliveryRow(attempt, verdicts[index], line + 1, time, null)));
    if (verdicts[index].reason === 'unknown') sink.unexplained?.(line + 1, attempt.text);
    table.add(attempt, verdicts[index], line, time, attempt.sender, '');
  });
  if (rows.code) for (const code of reading.codes) sink.codes?.(rows.code(rowOfCode(code, verdicts, text)));
  if (aggregate) {
    const made = table.table();
    aggregate.learn(summary);
    const facts = aggregate.chunk(made, wordsIn(made), file, 1, () => undefined);
    for (let index = 0; index < table.length; index++) facts.add(index, []);
  }
  const leftOut = [...reading.leftOut];
  if (length > longestMessage)
    leftOut.push(
      t('The message is larger than {0} MiB and was read only up to there.', longestMessage / 1024 / 1024),
    );
  return {
    kind: 'message',
    lines: whole.length === 0 ? 0 : text.lineCount - (/[\r\n]$/.test(whole) ? 1 : 0),
    bytes,
    formats: Object.fromEntries(reading.kinds.map((kind) => [kind, 1])),
    leftOut,
    summary,
    remarks: [
      ...headOf(summary, { reading, verdicts }, text, service),
      ...remarksOn(whole, reading, text, service),
    ],
  };
}

/** The answer in a sentence at the head of each bounce. */
function headOf(
  summary: PageSummary,
  report: { reading: ReportReading; verdicts: readonly Verdict[] },
  text: PagedText,
  { speech, messageHost }: MessageEngine,
): Problem[] {
  const { problems } = problemsOf(joinSummaries([summary], [0]), defaultSettings, speech);
  return headProblems(report, text, problems, messageHost, speech);
}

function remarksOn(
  whole: string,
  reading: ReportReading,
  text: PagedText,
  service: MessageEngine,
): Problem[] {
  return lint(whole, reading, service.messageHost, {}, service.speech.t).map(
    ({ rule, severity, at, message, count }) => {
      const { line, character } = text.positionAt(at.start);
      const place = { line, start: character, end: character + at.end - at.start };
      return { severity, code: rule, message, count, place, related: [], entry: null };
    },
  );
}

function rowOfCode(code: ReportReading['codes'][number], verdicts: readonly Verdict[], text: PagedText) {
  const verdict = code.recipient === null ? null : verdicts[code.recipient];
  if (code.start === null || code.end === null)
    return codeRow(code, verdict, code.code ?? '', code.line + 1, null);
  const column = text.positionAt(code.start).character + 1;
  return codeRow(code, verdict, text.slice(code.start, code.end), code.line + 1, column);
}
