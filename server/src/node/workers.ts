// How is a log read by several threads? Each thread has an engine of its own and reads chunks that it is handed; what
// they come to goes back as plain data. Deliberately absent: the order of chunks (core/scan/drive.ts).
import { availableParallelism } from 'node:os';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import type { Entry } from '../core/catalog/catalog.ts';
import type { Group } from '../core/model/summary.ts';
import type { Written } from '../core/model/time.ts';
import { joined } from '../core/scan/attemptTable.ts';
import { type ChunkReading, type OpenRow, readChunk, type WrittenRows } from '../core/scan/chunk.ts';
import type { ChunkReaders, ChunkTask } from '../core/scan/drive.ts';
import { createService } from '../core/service.ts';
import { textOf } from './input.ts';
import { type RowStyle, rowWriter } from './output/rows.ts';
import { roomBehind } from './sharedPieces.ts';

/** What is to be found out in one file; plain data. */
export interface WorkOrder {
  readonly year: number | null;
  readonly written: Written | null;
  readonly style: RowStyle | null;
  readonly path: string;
  readonly unexplained: boolean;
  readonly report: boolean;
}

/** What a thread needs to make its engine; plain data. */
export interface EngineParts {
  readonly scanWorker: true;
  readonly catalog: string;
  readonly rules: readonly string[];
}

interface Question {
  readonly id: number;
  readonly order: WorkOrder;
  readonly task: ChunkTask;
}

type Answer =
  | { readonly id: number; readonly reading: ChunkReading }
  | { readonly id: number; readonly failure: string };

const threads = 2;

/** A thread keeps nothing from chunk to chunk; without limits its heap would grow before anything is collected. */
const resourceLimits = { maxYoungGenerationSizeMb: 16, maxOldGenerationSizeMb: 128 };

/** Whether a second thread would have a processor of its own. */
export const threadsAreWorth = (): boolean => availableParallelism() > 1;

/** Threads that read chunks. To be ended with `end`, or the process lives on. */
export class ScanWorkers {
  readonly #workers: Worker[];
  readonly #waiting = new Map<number, { resolve(reading: ChunkReading): void; reject(error: Error): void }>();
  readonly #entries: ReadonlyMap<string, Entry>;
  readonly #load: number[];
  #ids = 0;

  /**
   * @param script the bundle that calls `runScanWorker` at its start
   * @param entries of the catalogue: threads name them by their ids
   */
  constructor(script: string, parts: Omit<EngineParts, 'scanWorker'>, entries: ReadonlyMap<string, Entry>) {
    const data: EngineParts = { scanWorker: true, ...parts };
    this.#entries = entries;
    this.#load = new Array<number>(threads).fill(0);
    this.#workers = Array.from({ length: threads }, (_, index) => {
      const worker = new Worker(script, { workerData: data, resourceLimits });
      worker.on('message', (answer: Answer) => this.#answered(answer, index));
      worker.on('error', (error) => this.#failed(error));
      return worker;
    });
  }

  readers(order: WorkOrder): ChunkReaders {
    return {
      count: threads,
      read: (task) =>
        new Promise((resolve, reject) => {
          const id = ++this.#ids;
          const index = this.#load[0]! <= this.#load[1]! ? 0 : 1;
          this.#load[index]!++;
          this.#waiting.set(id, { resolve, reject });
          this.#workers[index]!.postMessage({ id, order, task } satisfies Question);
        }),
    };
  }

  #answered(answer: Answer, index: number): void {
    this.#load[index]!--;
    const waiting = this.#waiting.get(answer.id);
    this.#waiting.delete(answer.id);
    if ('failure' in answer) waiting?.reject(new Error(answer.failure));
    else waiting?.resolve(unpackedReading(answer.reading, this.#entries));
  }

  #failed(error: Error): void {
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }

  async end(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
    this.#failed(new Error('stopped'));
  }
}

/** Serves the thread that started this one; false in the main thread, or in one that was started for something else. */
export function runScanWorker(): boolean {
  const parts = workerData as Partial<EngineParts> | null;
  if (isMainThread || !parentPort || parts?.scanWorker !== true) return false;
  const service = createService(parts.catalog ?? '');
  if (parts.rules?.length) service.setRules(parts.rules);
  const port = parentPort;
  port.on('message', ({ id, order, task }: Question) => {
    let answer: Answer;
    try {
      const work = { ...order, judge: service.judge, rows: rowWriter(order.style, order.path) };
      const { bytes, startsMidLine, entry, firstLine } = task;
      answer = {
        id,
        reading: packedReading(
          readChunk(textOf(bytes), startsMidLine, entry, firstLine, work),
          roomBehind(bytes),
        ),
      };
    } catch (error) {
      answer = { id, failure: (error as Error).stack ?? String(error) };
    }
    port.postMessage(answer, 'reading' in answer ? buffersOf(answer.reading) : []);
  });
  return true;
}

/**
 * Entries of the catalogue go as their ids, words as one long text: each costs a copy. Rows go as bytes in `room`,
 * or are handed over where they do not fit.
 */
function packedReading(reading: ChunkReading, room: Buffer): ChunkReading {
  let used = 0;
  const bytesOf = (text: string): Uint8Array => {
    if (Buffer.byteLength(text) > room.length - used) return new TextEncoder().encode(text);
    const start = used;
    used += room.write(text, start);
    return room.subarray(start, used);
  };
  const deliveries: (WrittenRows | OpenRow)[] = [];
  let written: string[] = [];
  for (const one of [...reading.deliveries, null]) {
    if (typeof one === 'string') written.push(one);
    else {
      if (written.length > 0) deliveries.push(bytesOf(written.join('')));
      written = [];
      if (one) deliveries.push(one);
    }
  }
  const attempts = { ...reading.attempts, words: joined(reading.attempts.words) };
  return withEntries({ ...reading, deliveries, attempts }, (entry) =>
    entry ? ({ id: entry.id } as Entry) : null,
  );
}

/** The memory of rows that is not shared: it changes hands, it is not copied. */
const buffersOf = ({ deliveries }: ChunkReading): ArrayBuffer[] =>
  deliveries.flatMap((one) =>
    one instanceof Uint8Array && one.buffer instanceof ArrayBuffer ? [one.buffer] : [],
  );

function unpackedReading(reading: ChunkReading, entries: ReadonlyMap<string, Entry>): ChunkReading {
  return withEntries(reading, (entry) => (entry ? (entries.get(entry.id) ?? null) : null));
}

function withEntries(reading: ChunkReading, entryOf: (entry: Entry | null) => Entry | null): ChunkReading {
  const { summary } = reading;
  const groups = new Map<string, Group>();
  for (const [key, group] of summary.groups) groups.set(key, { ...group, entry: entryOf(group.entry) });
  return { ...reading, summary: { ...summary, groups } };
}
