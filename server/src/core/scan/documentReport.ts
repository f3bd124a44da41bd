// What does the report count in a document that is open, and grows? Its pages are read once more, each once: a page that
// an edit left alone keeps its table of attempts, and only the sum is made anew.
// Deliberately absent: what is counted (aggregate.ts), and filters (reportView.ts).
import type { Analysis, PageAnalysis } from '../analyze.ts';
import type { ClockState, Written } from '../model/time.ts';
import { Aggregate } from './aggregate.ts';
import { LogAssembly } from './assembly.ts';
import { type ChunkReading, type ChunkWork, firstEntry, readChunk, sameEntry } from './chunk.ts';
import { type MessageEngine, scanMessage } from './message.ts';

const noRows = { delivery: null, code: null };

type Known = Map<PageAnalysis, { reading: ChunkReading; clock: ClockState }>;

/** One document's report; keeps what it read of the pages as long as they are those of the document. */
export class DocumentReport {
  readonly #engine: MessageEngine;
  readonly #work: ChunkWork;
  #known: Known = new Map();
  #last: { analysis: Analysis; aggregate: Aggregate } | null = null;

  /** @param written when the file was last written, for stamps without a year; null where nobody knows */
  constructor(engine: MessageEngine, written: Written | null) {
    this.#engine = engine;
    // Some year is needed to put stamps in order; which one is not shown.
    const year = written ? null : 2000;
    this.#work = { judge: engine.judge, year, written, rows: noRows, unexplained: false, report: true };
  }

  /** Counts a version of the document; yields the share that is done after each page that had to be read. */
  *count(analysis: Analysis): Generator<number, Aggregate> {
    if (this.#last?.analysis === analysis) return this.#last.aggregate;
    const aggregate = new Aggregate();
    if (analysis.kind === 'message') this.#message(analysis, aggregate);
    else yield* this.log(analysis, aggregate);
    this.#last = { analysis, aggregate };
    return aggregate;
  }

  #message({ text }: Analysis, aggregate: Aggregate): void {
    scanMessage(text.toString(), text.length, 0, this.#engine, noRows, {}, aggregate);
  }

  private *log({ pages }: Analysis, aggregate: Aggregate): Generator<number> {
    const assembly = new LogAssembly(this.#engine, {}, null, aggregate);
    const known: Known = new Map();
    let done = 0;
    for (const analysis of pages) {
      const { page, entry } = analysis;
      const { clock } = done === 0 ? firstEntry : assembly.exit;
      let one = this.#known.get(analysis);
      const isNew = !one || !sameEntry({ formats: entry, clock }, { formats: entry, clock: one.clock });
      if (!one || isNew)
        one = {
          clock,
          reading: readChunk(page.text, page.startsMidLine, { formats: entry, clock }, 1, this.#work),
        };
      known.set(analysis, one);
      assembly.add(one.reading, page.startsMidLine, page.text.length);
      done++;
      // Adding a page up is quick, too: but thousands of them are not.
      if (isNew || done % 16 === 0) yield done / pages.length;
    }
    assembly.result();
    this.#known = known;
  }
}
