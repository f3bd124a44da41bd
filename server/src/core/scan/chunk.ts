// What does one chunk of a log hold, read by itself? A chunk can be read by another thread: what it cannot know alone
// (the sender of a message that an earlier chunk named, the recipients that still waited) is handed on as open.
// Deliberately absent: everything that goes from chunk to chunk (assembly.ts), files and threads (node/, lsp/).
import { verdictsOn } from '../analyze.ts';
import { removedByHand } from '../features/deferralOutcomes.ts';
import { type CodeRowOfScan, codeRow, type DeliveryRow, deliveryRow } from '../features/rows.ts';
import { type EntryState, initialState, readPage } from '../formats/readPage.ts';
import type { Attempt, LogRecord } from '../model/attempt.ts';
import { emptySummary, type PageSummary } from '../model/summary.ts';
import { Clock, type ClockState, type Written } from '../model/time.ts';
import { addRecord, groupKey } from '../tally.ts';
import type { Judge, Verdict } from '../verdict/verdict.ts';
import { type AttemptTable, AttemptTableMaker } from './attemptTable.ts';

/** What is known before a chunk's first line. Plain data. */
export interface ChunkEntry {
  readonly formats: EntryState;
  readonly clock: ClockState;
}

export const firstEntry: ChunkEntry = { formats: initialState, clock: { month: 0, turned: 0 } };

export function sameEntry(a: ChunkEntry, b: ChunkEntry): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

/** How the rows of a scan are written; null for what is not wanted. */
export interface RowWriter {
  readonly delivery: ((row: DeliveryRow) => string) | null;
  readonly code: ((row: CodeRowOfScan) => string) | null;
}

/** What is to be found out, the same for all chunks of a file. */
export interface ChunkWork {
  readonly judge: Judge;
  /** The year of the first line, where it is known, and when the file was last written. */
  readonly year: number | null;
  readonly written: Written | null;
  readonly rows: RowWriter;
  /** Replies that nothing explains. */
  readonly unexplained: boolean;
  /** All attempts, for a report; without it only what tells who still waits. */
  readonly report: boolean;
  /** Whether somebody waits in a message since an earlier chunk, where that can be asked. */
  readonly waits?: (queueId: string) => boolean;
}

/** One or more rows as they are written out; UTF-8 where another thread wrote them, in memory that is used again. */
export type WrittenRows = string | Uint8Array;

/** A delivery that the chunk alone cannot complete. */
export interface OpenRow {
  readonly row: DeliveryRow;
  /** It comes before this attempt of the table. */
  readonly before: number;
  /** `status=expired, returned to sender` names no recipient: it stands for all that still waited. */
  readonly forAll: boolean;
  /** Its group in the summary. */
  readonly group: string;
}

/** What became of a chunk; plain data, so that it can come from another thread. Lines count from the chunk's first (0). */
export interface ChunkReading {
  readonly lines: number;
  readonly formats: { readonly [format: string]: number };
  readonly cut: number;
  readonly exit: ChunkEntry;
  readonly summary: PageSummary;
  /** Written deliveries in order; what is open stands between them. */
  readonly deliveries: readonly (WrittenRows | OpenRow)[];
  /** Written codes. */
  readonly codes: string;
  readonly unexplained: readonly { readonly line: number; readonly text: string }[];
  /** Queue id and sender in turn, in the order in which they were named. */
  readonly named: readonly string[];
  readonly attempts: AttemptTable;
  /** Queue ids of messages that were taken out by hand. */
  readonly removed: readonly string[];
}

/** A group keeps so many of its places. */
export const keptPlaces = 11;

/**
 * Reads a chunk: whole lines, or the rest of a line longer than a chunk.
 * @param firstLine number of its first line (from 1), for the rows that are written
 */
export function readChunk(
  text: string,
  startsMidLine: boolean,
  entry: ChunkEntry,
  firstLine: number,
  work: ChunkWork,
): ChunkReading {
  const clock = new Clock(work.year, work.written);
  clock.resume(entry.clock);
  const reader = new ChunkReader(clock, firstLine, work);
  const { counts, exit } = readPage(text, startsMidLine, entry.formats, (record, line, _start, words) =>
    reader.record(record, line, words),
  );
  return {
    lines: counts.lines,
    formats: counts.formats,
    cut: counts.cut,
    exit: { formats: exit, clock: clock.state },
    removed: [...removedByHand(text)],
    ...reader.result(),
  };
}

class ChunkReader {
  readonly #clock: Clock;
  readonly #firstLine: number;
  readonly #work: ChunkWork;
  readonly #summary = emptySummary(keptPlaces);
  readonly #senders = new Map<string, string>();
  readonly #named: string[] = [];
  readonly #deliveries: (string | OpenRow)[] = [];
  readonly #codes: string[] = [];
  readonly #unexplained: { line: number; text: string }[] = [];
  readonly #attempts: AttemptTableMaker;

  constructor(clock: Clock, firstLine: number, work: ChunkWork) {
    this.#clock = clock;
    this.#firstLine = firstLine;
    this.#work = work;
    this.#attempts = new AttemptTableMaker(work.report, work.waits);
  }

  record(record: LogRecord, line: number, words: string): void {
    if (record.from) this.#name(record.from.queueId, record.from.sender);
    if (record.attempts.length === 0 && record.codes.length === 0) return;
    const verdicts = verdictsOn(record, this.#work.judge);
    addRecord(this.#summary, record, verdicts, line);
    for (let index = 0; index < record.attempts.length; index++)
      this.#attempt(record.attempts[index], verdicts[index], line, record.stamp, words);
    const { code: write } = this.#work.rows;
    if (write)
      for (const code of record.codes) {
        const text = words.slice(code.start, code.end);
        this.#codes.push(
          write(codeRow(code, verdicts[0] ?? null, text, this.#firstLine + line, code.start + 1)),
        );
      }
  }

  #name(queueId: string, sender: string): void {
    if (this.#senders.get(queueId) === sender) return;
    this.#senders.set(queueId, sender);
    this.#named.push(queueId, sender);
  }

  #attempt(attempt: Attempt, verdict: Verdict, line: number, stamp: string | null, words: string): void {
    const { queueId } = attempt;
    const sender = attempt.sender ?? (queueId === null ? undefined : this.#senders.get(queueId));
    const time = this.#clock.iso(stamp);
    const forAll = attempt.outcome === 'expired' && attempt.recipient === null && queueId !== null;
    if (this.#work.rows.delivery || forAll) {
      const row = deliveryRow(attempt, verdict, this.#firstLine + line, time, sender ?? null);
      // For the report the group is enough.
      if (forAll || (sender === undefined && queueId !== null))
        this.#deliveries.push({
          ...{ row, before: this.#attempts.length, forAll },
          group: groupKey(attempt, verdict),
        });
      else this.#deliveries.push(this.#work.rows.delivery!(row));
    }
    if (this.#work.unexplained && verdict.reason === 'unknown')
      this.#unexplained.push({ line, text: attempt.text });
    this.#attempts.add(attempt, verdict, line, time, sender ?? null, words);
  }

  result() {
    return {
      summary: this.#summary,
      deliveries: this.#deliveries,
      codes: this.#codes.join(''),
      unexplained: this.#unexplained,
      named: this.#named,
      attempts: this.#attempts.table(),
    };
  }
}
