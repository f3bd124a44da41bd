// What does the report count in a document that is open, and grows? Its pages are read once more, each once, and added up once:
// a version that only goes on behind the last one costs its last page. After an edit elsewhere the tables of attempts are kept,
// and the sum is made anew. Deliberately absent: what is counted (aggregate.ts), and filters (reportView.ts).
import type { Analysis, PageAnalysis } from '../analyze.ts';
import type { ClockState, Written } from '../model/time.ts';
import { Aggregate } from './aggregate.ts';
import { LogAssembly } from './assembly.ts';
import { type ChunkReading, type ChunkWork, readChunk, sameEntry } from './chunk.ts';
import { type MessageEngine, scanMessage } from './message.ts';

const noRows = { delivery: null, code: null };

type Known = Map<PageAnalysis, { reading: ChunkReading; clock: ClockState }>;

/** What all pages but the last add up to; the last one changes with every line that is appended. */
interface Settled {
  readonly pages: PageAnalysis[];
  readonly aggregate: Aggregate;
  readonly assembly: LogAssembly;
}

/** One document's report; keeps what it read of the pages as long as they are those of the document. */
export class DocumentReport {
  readonly #engine: MessageEngine;
  readonly #work: ChunkWork;
  #known: Known = new Map();
  #settled: Settled | null = null;
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
    const aggregate = analysis.kind === 'message' ? this.#message(analysis) : yield* this.log(analysis);
    this.#last = { analysis, aggregate };
    return aggregate;
  }

  #message({ text }: Analysis): Aggregate {
    const aggregate = new Aggregate();
    scanMessage(text.toString(), text.length, 0, this.#engine, noRows, {}, aggregate);
    return aggregate;
  }

  private *log({ pages }: Analysis): Generator<number, Aggregate> {
    const settled = this.#settledOf(pages);
    // Somebody who loses interest halfway leaves a sum that is not whole.
    this.#settled = null;
    const known: Known = new Map();
    for (const page of settled.pages) known.set(page, this.#known.get(page)!);
    while (settled.pages.length < pages.length - 1) {
      const page = pages[settled.pages.length]!;
      const isNew = this.#add(page, settled.assembly, known);
      settled.pages.push(page);
      // Adding a page up is quick, too: but thousands of them are not.
      if (isNew || settled.pages.length % 16 === 0) yield settled.pages.length / pages.length;
    }
    const aggregate = settled.aggregate.fork();
    const assembly = settled.assembly.fork(aggregate);
    const last = pages.at(-1);
    if (last) this.#add(last, assembly, known);
    assembly.result();
    this.#known = known;
    this.#settled = settled;
    return aggregate;
  }

  /** What was added up of these very pages, from the first on; nothing where another one stands among them. */
  #settledOf(pages: readonly PageAnalysis[]): Settled {
    const before = this.#settled;
    if (before && before.pages.length < pages.length && before.pages.every((page, at) => page === pages[at]))
      return before;
    const aggregate = new Aggregate();
    return { pages: [], aggregate, assembly: new LogAssembly(this.#engine, {}, null, aggregate) };
  }

  /** @returns whether the page had to be read */
  #add(analysis: PageAnalysis, assembly: LogAssembly, known: Known): boolean {
    const { page, entry } = analysis;
    const { clock } = assembly.exit;
    let one = this.#known.get(analysis);
    const isNew = !one || !sameEntry({ formats: entry, clock }, { formats: entry, clock: one.clock });
    if (!one || isNew)
      one = {
        clock,
        reading: readChunk(page.text, page.startsMidLine, { formats: entry, clock }, 1, this.#work),
      };
    known.set(analysis, one);
    assembly.add(one.reading, page.startsMidLine, page.text.length);
    return isNew;
  }
}
