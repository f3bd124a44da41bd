// Which documents are open, and what does the engine make of each? One analysis per version of a document, under way
// or finished. Nothing here knows a feature or a message to the client.
import type { CancellationToken, TextDocumentsConfiguration } from 'vscode-languageserver';
import type { Analysis, Service } from '../core/service.ts';
import { PagedText } from '../core/text/pagedText.ts';
import type { Clock } from './host.ts';
import { workInSlices } from './slices.ts';

/** A version of an open document; never changed, a change makes a new one. */
export interface OpenDocument {
  readonly uri: string;
  readonly version: number;
  readonly kind: 'log' | 'message';
  readonly text: PagedText;
}

/** For the library's `TextDocuments`. The stock document copies its whole text at every edit; this one copies a page. */
export const pagedDocuments: TextDocumentsConfiguration<OpenDocument> = {
  create: (uri, languageId, version, content) => ({
    uri,
    version,
    kind: kindOf(uri, languageId),
    text: PagedText.of(content),
  }),
  update(document, changes, version) {
    let text = document.text;
    for (const change of changes) {
      text = 'range' in change ? text.withEdit(change.range, change.text) : PagedText.of(change.text);
    }
    return { ...document, version, text };
  },
};

function kindOf(uri: string, languageId: string): 'log' | 'message' {
  // file:///home/a/bounce.eml · vscode-vfs://github/a/b/bounce.eml?ref=main
  return languageId === 'eml' || /\.eml(?:$|[?#])/i.test(uri) ? 'message' : 'log';
}

/** A finished analysis and the version that it was made of. */
export interface Reading {
  readonly document: OpenDocument;
  readonly analysis: Analysis;
  /** No two readings share it as long as the server lives. */
  readonly id: number;
}

export interface ReadingEvents {
  progress(document: OpenDocument, done: number): void;
  ready(reading: Reading): void;
  failed(document: OpenDocument, error: unknown): void;
}

/** From a change to the next reading: a file that grows line by line is read ten times a second, not a thousand. */
const pauseMilliseconds = 100;

interface Entry {
  document: OpenDocument;
  /** The last one finished, of whatever version: the next one takes over the pages that did not change. */
  last: Reading | null;
  underWay: { document: OpenDocument; stop: () => void } | null;
  failed: OpenDocument | null;
  /** A reading of the newest version begins after the pause, or when somebody asks for it. */
  due: boolean;
  readonly waiting: Set<(reading: Reading | null) => void>;
}

export class Readings {
  private readonly entries = new Map<string, Entry>();
  private ids = 0;

  constructor(
    private readonly service: Pick<Service, 'analyze'>,
    private readonly clock: Clock,
    private readonly events: ReadingEvents,
  ) {}

  /** The document was opened, or is now this version. */
  changed(document: OpenDocument): void {
    let entry = this.entries.get(document.uri);
    if (!entry) {
      entry = { document, last: null, underWay: null, failed: null, due: false, waiting: new Set() };
      this.entries.set(document.uri, entry);
    }
    // Opened again as another language.
    const otherKind = entry.document.kind !== document.kind;
    if (otherKind) entry.last = null;
    entry.document = document;
    if (entry.underWay) {
      // The first reading of a big file goes on: the next one needs its pages, and a file that grows without a pause
      // would else never be read to its end.
      if (!entry.last && !otherKind) return;
      entry.underWay.stop();
      entry.underWay = null;
    }
    if (!entry.last || entry.waiting.size > 0) this.start(entry);
    else if (!entry.due) this.startLater(entry);
  }

  closed(uri: string): void {
    const entry = this.entries.get(uri);
    this.entries.delete(uri);
    entry?.underWay?.stop();
    if (entry) settle(entry, null);
  }

  /** What the engine knows has changed: every document is read anew, and nothing of before is reused. */
  restart(): void {
    for (const entry of this.entries.values()) {
      entry.underWay?.stop();
      entry.underWay = null;
      entry.last = null;
      this.start(entry);
    }
  }

  /** The analysis of exactly this version if it is there already, else null. */
  analysisOf(document: OpenDocument): Analysis | null {
    const last = this.entries.get(document.uri)?.last;
    return last?.document === document ? last.analysis : null;
  }

  /**
   * The reading of the newest version, as soon as it is there. null for a document that is not open (any more), that
   * could not be analysed, or when `token` is cancelled first.
   */
  newest(uri: string, token?: CancellationToken): Promise<Reading | null> {
    const entry = this.entries.get(uri);
    if (!entry || entry.failed === entry.document || token?.isCancellationRequested)
      return Promise.resolve(null);
    if (entry.last?.document === entry.document) return Promise.resolve(entry.last);
    if (entry.due) this.start(entry);
    return new Promise((resolve) => {
      const cancelled = token?.onCancellationRequested(() => answer(null));
      const answer = (reading: Reading | null): void => {
        entry.waiting.delete(answer);
        cancelled?.dispose();
        resolve(reading);
      };
      entry.waiting.add(answer);
    });
  }

  isNewest({ document }: Reading): boolean {
    return this.entries.get(document.uri)?.document === document;
  }

  /** Every reading of a newest version. */
  all(): Reading[] {
    return [...this.entries.values()].flatMap(({ last }) => (last && this.isNewest(last) ? [last] : []));
  }

  private startLater(entry: Entry): void {
    entry.due = true;
    this.clock.later(pauseMilliseconds, () => {
      if (entry.due && this.entries.get(entry.document.uri) === entry) this.start(entry);
    });
  }

  private start(entry: Entry): void {
    const document = entry.document;
    entry.due = false;
    const over = (): boolean => {
      entry.underWay = null;
      if (entry.document === document) return true;
      this.start(entry);
      return false;
    };
    const steps = this.service.analyze(document.text, document.kind, entry.last?.analysis);
    const stop = workInSlices(steps, this.clock, {
      progress: (done) => this.events.progress(document, done),
      finished: (analysis) => {
        const reading = { document, analysis, id: ++this.ids };
        entry.last = reading;
        if (!over()) return;
        settle(entry, reading);
        this.events.ready(reading);
      },
      failed: (error) => {
        entry.last = null;
        entry.failed = document;
        this.events.failed(document, error);
        if (over()) settle(entry, null);
      },
    });
    entry.underWay = { document, stop };
  }
}

function settle(entry: Entry, reading: Reading | null): void {
  for (const answer of [...entry.waiting]) answer(reading);
}
