// Reads one file from beginning to end and tells a listener what it finds; nothing is kept but totals.
import { statSync } from 'node:fs';
import { verdictsOn } from '../core/analyze.ts';
import { headProblem } from '../core/features/headProblem.ts';
import { lint } from '../core/features/lint.ts';
import { type Problem, problemsOf } from '../core/features/problems.ts';
import { type CodeRowOfScan, codeRow, type DeliveryRow, deliveryRow } from '../core/features/rows.ts';
import { defaultSettings } from '../core/features/settings.ts';
import { leftOutOfLines } from '../core/features/status.ts';
import { initialState, readPage } from '../core/formats/readPage.ts';
import { looksLikeMessage } from '../core/mime/looksLikeMessage.ts';
import type { Attempt, LogRecord } from '../core/model/attempt.ts';
import type { ReportReading } from '../core/model/report.ts';
import { emptySummary, joinSummaries, type PageSummary } from '../core/model/summary.ts';
import { Clock } from '../core/model/time.ts';
import { readReport } from '../core/reports/readReport.ts';
import type { Service } from '../core/service.ts';
import { addRecord, addReport } from '../core/tally.ts';
import { PagedText } from '../core/text/pagedText.ts';
import type { Verdict } from '../core/verdict/verdict.ts';
import { pieces } from './input.ts';

export interface ScanListener {
  delivery?(row: DeliveryRow): void;
  code?(row: CodeRowOfScan): void;
  /** Replies that nothing explains. */
  unexplained?(line: number, text: string): void;
}

/** What is known of a file when it has been read. */
export interface FileResult {
  readonly path: string;
  readonly kind: 'log' | 'message';
  readonly lines: number;
  readonly bytes: number;
  readonly formats: { readonly [format: string]: number };
  readonly truncated: string | null;
  readonly summary: PageSummary;
  /** The answer at the head of a bounce, and what is wrong with the report itself; messages only. */
  readonly remarks?: readonly Problem[];
}

/** Senders and waiting recipients are remembered of so many messages; a line farther away is not near. */
const nearMessages = 10_000;

/** What other lines of a queue id told. */
interface NearMessage {
  /** Null where the line that names it is not near. */
  sender: string | null;
  /** Recipients whose last attempt was deferred. */
  waiting: Set<string> | null;
}

/** The last so many keys, at least; forgets the older half at once, which costs nothing per line. */
class Recent<T> {
  readonly #half: number;
  #young = new Map<string, T>();
  #old = new Map<string, T>();

  constructor(atLeast: number) {
    this.#half = atLeast;
  }

  get(key: string): T | undefined {
    return this.#young.get(key) ?? this.#old.get(key);
  }

  set(key: string, value: T): void {
    if (this.#young.size >= this.#half) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(key, value);
  }
}

function wait(message: NearMessage, recipient: string, waits: boolean): void {
  if (waits) (message.waiting ??= new Set()).add(recipient);
  else message.waiting?.delete(recipient);
}

/** A group keeps so many of its places. */
const keptPlaces = 11;

/** Saved messages larger than this (UTF-16 units) are read up to here. */
const longestMessage = 64 * 1024 * 1024;

/** Reads `path` (`-` is standard input). Throws what `pieces` throws; what was read by then has been told. */
export async function scanFile(
  path: string,
  service: Service,
  year: number | null,
  listener: ScanListener,
): Promise<FileResult> {
  const input = pieces(path);
  const first = await input.next();
  if (!first.done && looksLikeMessage(first.value.text, path))
    return scanMessage(path, first.value, input, service, listener);
  const log = new LogScan(service, clockOf(path, year), listener);
  try {
    if (!first.done) log.read(first.value.text, first.value.startsMidLine, first.value.bytes);
    for await (const piece of input) log.read(piece.text, piece.startsMidLine, piece.bytes);
  } finally {
    await input.return(undefined);
  }
  return log.result(path);
}

function clockOf(path: string, year: number | null): Clock {
  if (year !== null || path === '-') return new Clock(year);
  const { mtime } = statSync(path);
  return new Clock(null, { year: mtime.getFullYear(), month: mtime.getMonth() + 1, day: mtime.getDate() });
}

class LogScan {
  readonly #service: Service;
  readonly #clock: Clock;
  readonly #listener: ScanListener;
  readonly #summary = emptySummary(keptPlaces);
  readonly #near = new Recent<NearMessage>(nearMessages);
  readonly #formats: { [format: string]: number } = {};
  #state = initialState;
  #lines = 0;
  #bytes = 0;
  #cut = 0;

  constructor(service: Service, clock: Clock, listener: ScanListener) {
    this.#service = service;
    this.#clock = clock;
    this.#listener = listener;
  }

  read(text: string, startsMidLine: boolean, bytes: number): void {
    const firstLine = this.#lines + (startsMidLine ? 0 : 1);
    const { counts, exit } = readPage(text, startsMidLine, this.#state, (record, line, _start, words) =>
      this.#record(record, firstLine + line, words),
    );
    this.#state = exit;
    this.#lines = firstLine + counts.lines - 1;
    this.#bytes += bytes;
    this.#cut += counts.cut;
    for (const [format, count] of Object.entries(counts.formats))
      this.#formats[format] = (this.#formats[format] ?? 0) + count;
  }

  #record(read: LogRecord, line: number, words: string): void {
    if (read.from) this.#remember(read.from.queueId, read.from.sender);
    if (read.attempts.length === 0 && read.codes.length === 0) return;
    const record = this.#withRecipients(read);
    const verdicts = verdictsOn(record, this.#service.judge);
    addRecord(this.#summary, record, verdicts, line - 1);
    for (let index = 0; index < record.attempts.length; index++)
      this.#attempt(record.attempts[index], verdicts[index], line, record.stamp);
    if (this.#listener.code)
      for (const code of record.codes)
        this.#listener.code(
          codeRow(code, verdicts[0] ?? null, words.slice(code.start, code.end), line, code.start + 1),
        );
  }

  /** `status=expired, returned to sender` names no recipient: they are those of the queue id that still waited. */
  #withRecipients(record: LogRecord): LogRecord {
    const [attempt] = record.attempts;
    if (attempt?.outcome !== 'expired' || attempt.recipient !== null || attempt.queueId === null)
      return record;
    const waiting = this.#near.get(attempt.queueId)?.waiting;
    return waiting?.size
      ? { ...record, attempts: [...waiting].map((recipient) => ({ ...attempt, recipient })) }
      : record;
  }

  #attempt(attempt: Attempt, verdict: Verdict, line: number, stamp: string | null): void {
    const near = attempt.queueId === null ? undefined : this.#near.get(attempt.queueId);
    this.#listener.delivery?.(
      deliveryRow(attempt, verdict, line, this.#clock.iso(stamp), near?.sender ?? null),
    );
    if (verdict.reason === 'unknown') this.#listener.unexplained?.(line, attempt.text);
    const waits = attempt.outcome === 'deferred';
    if (attempt.recipient === null || attempt.queueId === null) return;
    if (near) wait(near, attempt.recipient, waits);
    else if (waits)
      this.#near.set(attempt.queueId, { sender: attempt.sender, waiting: new Set([attempt.recipient]) });
  }

  #remember(queueId: string, sender: string): void {
    const known = this.#near.get(queueId);
    if (known) known.sender = sender;
    else this.#near.set(queueId, { sender, waiting: null });
  }

  result(path: string): FileResult {
    const truncated = this.#cut > 0 ? leftOutOfLines(this.#cut, this.#service.speech.t) : null;
    return {
      path,
      kind: 'log',
      lines: this.#lines,
      bytes: this.#bytes,
      formats: this.#formats,
      truncated,
      summary: this.#summary,
    };
  }
}

async function scanMessage(
  path: string,
  first: { text: string; bytes: number },
  rest: AsyncGenerator<{ text: string; bytes: number }>,
  service: Service,
  listener: ScanListener,
): Promise<FileResult> {
  const parts = [first.text];
  let bytes = first.bytes;
  let length = first.text.length;
  for await (const piece of rest) {
    bytes += piece.bytes;
    if (length < longestMessage) parts.push(piece.text);
    length += piece.text.length;
  }
  const whole = parts.join('');
  const text = PagedText.of(whole);
  const reading = readReport(whole, service.messageHost);
  const verdicts = reading.recipients.map(({ attempt }) => service.judge.judge(attempt));
  const summary = emptySummary(keptPlaces);
  addReport(summary, reading, verdicts, text);
  reading.recipients.forEach(({ attempt, line, time }, index) => {
    listener.delivery?.(deliveryRow(attempt, verdicts[index], line + 1, time, null));
    if (verdicts[index].reason === 'unknown') listener.unexplained?.(line + 1, attempt.text);
  });
  if (listener.code) for (const code of reading.codes) listener.code(rowOfReportCode(code, verdicts, text));
  const leftOut = [...reading.leftOut];
  if (length > longestMessage)
    leftOut.push(
      service.speech.t(
        'The message is larger than {0} MiB and was read only up to there.',
        longestMessage / 1024 / 1024,
      ),
    );
  const lines = whole.length === 0 ? 0 : text.lineCount - (/[\r\n]$/.test(whole) ? 1 : 0);
  const formats = Object.fromEntries(reading.kinds.map((kind) => [kind, 1]));
  return {
    path,
    kind: 'message',
    lines,
    bytes,
    formats,
    truncated: leftOut.length > 0 ? leftOut.join(' ') : null,
    summary,
    remarks: [
      ...headOf(summary, { reading, verdicts }, text, service),
      ...remarksOn(whole, reading, text, service),
    ],
  };
}

/** The answer in a sentence at the head of a bounce. */
function headOf(
  summary: PageSummary,
  report: { reading: ReportReading; verdicts: readonly Verdict[] },
  text: PagedText,
  { speech, messageHost }: Service,
): Problem[] {
  const { problems } = problemsOf(joinSummaries([summary], [0]), defaultSettings, speech);
  const head = headProblem(report, text, problems, messageHost, speech);
  return head ? [head] : [];
}

function remarksOn(whole: string, reading: ReportReading, text: PagedText, service: Service): Problem[] {
  return lint(whole, reading, service.messageHost, {}, service.speech.t).map(
    ({ rule, severity, at, message, count }) => {
      const { line, character } = text.positionAt(at.start);
      const place = { line, start: character, end: character + at.end - at.start };
      return { severity, code: rule, message, count, place, related: [], entry: null };
    },
  );
}

function rowOfReportCode(
  code: ReturnType<typeof readReport>['codes'][number],
  verdicts: readonly Verdict[],
  text: PagedText,
): CodeRowOfScan {
  const verdict = code.recipient === null ? null : verdicts[code.recipient];
  if (code.start === null || code.end === null)
    return codeRow(code, verdict, code.code ?? '', code.line + 1, null);
  return codeRow(
    code,
    verdict,
    text.slice(code.start, code.end),
    code.line + 1,
    text.positionAt(code.start).character + 1,
  );
}
