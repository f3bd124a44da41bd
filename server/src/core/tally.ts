// How is a record counted? Groups are made here, from a record and its verdicts; summary.ts only keeps them.
import type { CodeSpan } from './codes/code.ts';
import type { Attempt, LogRecord } from './model/attempt.ts';
import { type Question, questionsOf } from './model/question.ts';
import type { ReportReading } from './model/report.ts';
import { addPlace, type Like, type PageSummary, type Place } from './model/summary.ts';
import type { PagedText } from './text/pagedText.ts';
import type { Verdict } from './verdict/verdict.ts';

/** `550 5.1.1`, `550`, `4.4.1`, or empty. */
export function codeLabel(question: Pick<Question, 'reply' | 'enhanced'>): string {
  return [question.reply, question.enhanced].filter((code) => code !== null).join(' ');
}

/** What makes two replies alike. */
export function groupKey(question: Question, verdict: Verdict): string {
  return `${verdict.entry?.id ?? ''}|${codeLabel(question)}|${verdict.permanence}|${verdict.reason}|${verdict.provider ?? ''}|${question.direction}`;
}

interface RememberedKey {
  readonly reply: string | null;
  readonly enhanced: string | null;
  readonly direction: Question['direction'];
  readonly key: string;
}

/** The judge gives like questions the very same verdict, so the key need not be put together for each of them. */
const remembered = new WeakMap<Verdict, RememberedKey>();

function rememberedKey(question: Question, verdict: Verdict): string {
  const { reply, enhanced, direction } = question;
  const known = remembered.get(verdict);
  if (known?.reply === reply && known.enhanced === enhanced && known.direction === direction)
    return known.key;
  const key = groupKey(question, verdict);
  remembered.set(verdict, { reply, enhanced, direction, key });
  return key;
}

/** Adds a line of a log: its outcomes, and one occurrence per attempt (or per quoted reply). */
export function addRecord(
  summary: PageSummary,
  record: LogRecord,
  verdicts: readonly Verdict[],
  line: number,
): void {
  if (record.again) return;
  const questions = questionsOf(record);
  for (let index = 0; index < questions.length; index++) {
    const question = questions[index];
    const attempt = record.attempts[index];
    if (attempt) count(summary, attempt);
    if (attempt?.queueId && summary.keep === Number.MAX_SAFE_INTEGER)
      keepWaits(summary, attempt, attempt.queueId, verdicts[index]!);
    const { start, end } = placeOf(record);
    add(summary, question, verdicts[index], { line, start, end }, record.attempts[index]?.recipient ?? null);
  }
}

/** Notes who waits, and where all who wait are given up at once. */
function keepWaits(summary: PageSummary, attempt: Attempt, queueId: string, verdict: Verdict): void {
  if (attempt.outcome === 'deferred') {
    if (attempt.recipient !== null) summary.waits.push(queueId, attempt.recipient);
  } else if (attempt.outcome === 'expired' && attempt.recipient === null)
    summary.expiries.push({ queueId, key: rememberedKey(attempt, verdict) });
}

/** Adds a report: one occurrence per recipient, at the line of its reply. */
export function addReport(
  summary: PageSummary,
  reading: ReportReading,
  verdicts: readonly Verdict[],
  text: PagedText,
): void {
  reading.recipients.forEach(({ attempt, at }, index) => {
    count(summary, attempt);
    const start = text.positionAt(at.start);
    const place = {
      line: start.line,
      start: start.character,
      end: start.character + endOfAnswer(reading, at) - at.start,
    };
    add(summary, attempt, verdicts[index], place, attempt.recipient);
  });
}

/** `550 5.1.1` is one thing to point at, though it is two codes. */
function endOfAnswer({ codes }: ReportReading, at: { start: number; end: number }): number {
  const status = codes.find(
    (code) =>
      code.kind === 'enhanced' && code.start !== null && code.start > at.end && code.start <= at.end + 2,
  );
  return status?.end ?? at.end;
}

function count(summary: PageSummary, attempt: Attempt): void {
  summary.outcomes[attempt.outcome] = (summary.outcomes[attempt.outcome] ?? 0) + 1;
}

function add(
  summary: PageSummary,
  question: Question,
  verdict: Verdict,
  place: Place,
  recipient: string | null,
): void {
  const key = rememberedKey(question, verdict);
  const make = (): Like => ({
    key,
    code: codeLabel(question),
    entry: verdict.entry,
    reason: verdict.reason,
    permanence: verdict.permanence,
    provider: verdict.provider,
    direction: question.direction,
    outcome: question.outcome,
    writer: question.writer,
  });
  addPlace(summary, key, make, place, recipient);
}

/** Where to point: from the reply's first digit to the end of its enhanced code; else the only code; else what the format names. */
export function placeOf(record: LogRecord): { start: number; end: number } {
  const reply = record.codes.findIndex((code) => code.kind === 'reply');
  const first: CodeSpan | undefined = record.codes[reply < 0 ? record.codes.length - 1 : reply];
  if (!first) return record.at;
  const next = reply < 0 ? undefined : record.codes[reply + 1];
  return {
    start: first.start,
    end: next?.kind === 'enhanced' && next.start <= first.end + 2 ? next.end : first.end,
  };
}
