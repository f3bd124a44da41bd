// What do the chunks of one log add up to, one after the other? Here the senders that an earlier chunk named are filled
// in, the recipients that still waited are told, and the totals kept; nothing else is. The same chunks give the same
// answer, whoever read them. Deliberately absent: reading (chunk.ts), the report's tables (aggregate.ts).
import type { DeliveryRow } from '../features/rows.ts';
import { leftOutOfLines } from '../features/status.ts';
import type { Speech } from '../features/wording.ts';
import { Deferrals, type SettledDeferral } from '../model/deferrals.ts';
import { emptySummary, mergeSummary, type PageSummary } from '../model/summary.ts';
import { detached } from '../text/detached.ts';
import type { Aggregate } from './aggregate.ts';
import { type AttemptTable, columns, outcomes, width, wordsIn } from './attemptTable.ts';
import {
  type ChunkEntry,
  type ChunkReading,
  firstEntry,
  keptPlaces,
  type OpenRow,
  type WrittenRows,
} from './chunk.ts';
import { Recent } from './recent.ts';

/** What is known of a file when it has been read. */
export interface FileReading {
  readonly kind: 'log' | 'message';
  readonly lines: number;
  readonly bytes: number;
  readonly formats: { readonly [format: string]: number };
  /** Sentences that say what was left out. */
  readonly leftOut: readonly string[];
  readonly summary: PageSummary;
}

/** Where what was found goes, as soon as it is found. */
export interface ScanSink {
  /** Written deliveries; those in UTF-8 are good until this returns. */
  deliveries?(rows: WrittenRows): void;
  /** Written codes. */
  codes?(text: string): void;
  unexplained?(line: number, text: string): void;
}

/** Senders are remembered of so many messages, at least; a line farther away is not near. */
const nearMessages = 10_000;

/** Without a report only those who wait for an expiry are followed: so many recipients. */
const waitingAtMost = 50_000;

const at = Object.fromEntries(columns.map((name, index) => [name, index])) as {
  readonly [column in (typeof columns)[number]]: number;
};
const deferred = outcomes.indexOf('deferred');
const rejected = outcomes.indexOf('rejected');

/** The first deferral of a recipient: who it is, and the attempt in the report. */
interface Waiting {
  readonly recipient: string;
  readonly fact: number[] | null;
}

/** What of the engine is needed here. */
interface Engine {
  readonly speech: Speech;
}

export class LogAssembly {
  readonly #engine: Engine;
  readonly #sink: ScanSink;
  readonly #write: ((row: DeliveryRow) => string) | null;
  readonly #aggregate: Aggregate | null;
  readonly #file: number;
  readonly #summary = emptySummary(keptPlaces);
  #senders = new Recent<string>(nearMessages);
  #deferrals: Deferrals<Waiting>;
  readonly #formats: { [format: string]: number } = {};
  readonly #waitingFacts = (): Iterable<number[]> => this.#factsOf(this.#deferrals.waiting());
  /** Whom the deferrals let go, while somebody wants to know. */
  #ended: Waiting[] | null = null;
  #exit: ChunkEntry = firstEntry;
  #lines = 0;
  #bytes = 0;
  #cut = 0;

  /** @param file number of this file in the aggregate */
  constructor(
    engine: Engine,
    sink: ScanSink,
    write: ((row: DeliveryRow) => string) | null,
    aggregate: Aggregate | null = null,
    file = 0,
  ) {
    this.#engine = engine;
    this.#sink = sink;
    this.#write = write;
    this.#aggregate = aggregate;
    this.#file = file;
    this.#deferrals = new Deferrals<Waiting>(
      (settled) => this.#settle(settled),
      aggregate ? undefined : waitingAtMost,
    );
    aggregate?.holders.add(this.#waitingFacts);
  }

  /**
   * An assembly of its own that goes on from here, into a fork of the aggregate: what the file adds up to if nothing but what is
   * added to it follows. It writes no rows, and its summary is of those chunks alone.
   */
  fork(aggregate: Aggregate): LogAssembly {
    const made = new LogAssembly(this.#engine, {}, null, aggregate, this.#file);
    made.#senders = this.#senders.fork();
    made.#deferrals = this.#deferrals.fork(
      (settled) => made.#settle(settled),
      ({ recipient, fact }) => ({ recipient, fact: fact && [...fact] }),
    );
    Object.assign(made.#formats, this.#formats);
    made.#exit = this.#exit;
    made.#lines = this.#lines;
    made.#bytes = this.#bytes;
    made.#cut = this.#cut;
    return made;
  }

  /** The state behind the last chunk. */
  get exit(): ChunkEntry {
    return this.#exit;
  }

  /** Whether somebody waits in a message. */
  waits(queueId: string): boolean {
    return this.#deferrals.has(queueId);
  }

  /** Number, from 1, of the line with which a chunk begins that comes next. */
  nextLine(startsMidLine: boolean): number {
    return this.#lines + (startsMidLine ? 0 : 1);
  }

  /** Adds the next chunk of the file. @param bytes that it was decoded from */
  add(reading: ChunkReading, startsMidLine: boolean, bytes: number): void {
    const firstLine = this.nextLine(startsMidLine);
    this.#aggregate?.learn(reading.summary);
    mergeSummary(this.#summary, reading.summary, firstLine - 1);
    const open = reading.deliveries.filter(isOpen);
    const waiting = this.#follow(reading.attempts, open, firstLine);
    for (const part of reading.deliveries) {
      if (isOpen(part)) this.#complete(part, waiting.get(part) ?? []);
      else this.#sink.deliveries?.(part);
    }
    for (let index = 0; index + 1 < reading.named.length; index += 2)
      this.#senders.set(reading.named[index]!, reading.named[index + 1]!);
    for (const queueId of reading.removed) this.#deferrals.removed(queueId, null);
    if (reading.codes !== '') this.#sink.codes?.(reading.codes);
    for (const { line, text } of reading.unexplained) this.#sink.unexplained?.(firstLine + line, text);
    for (const [format, count] of Object.entries(reading.formats))
      this.#formats[format] = (this.#formats[format] ?? 0) + count;
    this.#lines = firstLine + reading.lines - 1;
    this.#bytes += bytes;
    this.#cut += reading.cut;
    this.#exit = reading.exit;
  }

  /** Follows the deferrals through a chunk. @returns who waited, for each row that stands for all who did */
  #follow(
    table: AttemptTable,
    open: readonly OpenRow[],
    firstLine: number,
  ): Map<OpenRow, readonly Waiting[]> {
    const words = wordsIn(table);
    const facts = this.#aggregate?.chunk(table, words, this.#file, firstLine, (id) => this.#senders.get(id));
    const waited = new Map<OpenRow, readonly Waiting[]>();
    const rows = open.filter((row) => row.forAll);
    let next = 0;
    const { numbers } = table;
    for (let index = 0; index * width <= numbers.length; index++) {
      let forAll: readonly Waiting[] = [];
      for (; next < rows.length && rows[next]!.before <= index; next++) {
        forAll = this.#endAll(rows[next]!);
        waited.set(rows[next]!, forAll);
      }
      const start = index * width;
      if (start === numbers.length) break;
      const outcome = numbers[start + at.outcome]!;
      const queueId = words[numbers[start + at.queueId]!]!;
      const recipient = words[numbers[start + at.recipient]!]!;
      const fact = facts
        ? facts.add(index, recipient === '' ? forAll.map((one) => one.recipient) : [])
        : null;
      if (queueId === '' || recipient === '' || outcome === rejected) continue;
      const second = numbers[start + at.second]!;
      this.#deferrals.add(
        {
          queueId,
          recipient: outcome === deferred ? detached(recipient) : recipient,
          outcome: outcomes[outcome]!,
          direction: 'out',
        },
        second < 0 ? null : second * 1000,
        outcome === deferred ? { recipient: detached(recipient), fact } : nobody,
      );
    }
    return waited;
  }

  #endAll({ row }: OpenRow): readonly Waiting[] {
    const ended: Waiting[] = [];
    this.#ended = ended;
    const all = { queueId: row.queueId, recipient: null, outcome: 'expired', direction: 'out' } as const;
    this.#deferrals.add(all, null, nobody);
    this.#ended = null;
    return ended;
  }

  *#factsOf(waiting: Iterable<Waiting>): Generator<number[]> {
    for (const { fact } of waiting) if (fact) yield fact;
  }

  #settle(settled: SettledDeferral<Waiting>): void {
    this.#ended?.push(settled.mark);
    if (settled.mark.fact) this.#aggregate?.deferralEnded(settled.mark.fact, settled);
  }

  /** Writes a row that its chunk left open; one for each recipient that it stands for. */
  #complete({ row, forAll, group: key }: OpenRow, waiting: readonly Waiting[]): void {
    const sender = row.sender ?? (row.queueId === null ? null : (this.#senders.get(row.queueId) ?? null));
    const recipients = forAll && waiting.length > 0 ? waiting.map((one) => one.recipient) : [row.recipient];
    for (const recipient of recipients)
      if (this.#write) this.#sink.deliveries?.(this.#write({ ...row, sender, recipient }));
    if (!forAll || waiting.length === 0) return;
    const more = recipients.length - 1;
    const { outcomes: totals, groups, keep } = this.#summary;
    totals.expired = (totals.expired ?? 0) + more;
    const group = groups.get(key);
    if (!group) return;
    group.count += more;
    for (const { recipient } of waiting) if (group.recipients.size < keep) group.recipients.add(recipient);
  }

  /** Of the file as far as it has been added. @param complete the deferrals that are still open wait at its end */
  result(complete = true): FileReading {
    if (complete) {
      this.#deferrals.finish();
      this.#aggregate?.holders.delete(this.#waitingFacts);
    }
    const { t } = this.#engine.speech;
    return {
      kind: 'log',
      lines: this.#lines,
      bytes: this.#bytes,
      formats: this.#formats,
      leftOut: this.#cut > 0 ? [leftOutOfLines(this.#cut, t)] : [],
      summary: this.#summary,
    };
  }
}

const isOpen = (part: WrittenRows | OpenRow): part is OpenRow => typeof part === 'object' && 'row' in part;

const nobody: Waiting = { recipient: '', fact: null };
