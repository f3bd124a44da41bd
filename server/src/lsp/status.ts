// How far is the reading of a document, and what did it find? Told as `smtpLens/status`, not more often than people can see.
import type { Service } from '../core/service.ts';
import type { OpenDocument, Reading } from './documents.ts';
import type { Clock } from './host.ts';
import type { StatusParams } from './protocol.ts';

const pauseMilliseconds = 200;

export class StatusReports {
  private readonly lastTold = new Map<string, number>();

  constructor(
    private readonly service: Pick<Service, 'status'>,
    private readonly clock: Clock,
    private readonly send: (status: StatusParams) => void,
  ) {}

  progress({ uri, version, kind, text }: OpenDocument, done: number): void {
    const now = this.clock.now();
    const before = this.lastTold.get(uri);
    // The first word too waits: most files are read before anybody could see that they are being read.
    if (before === undefined) this.lastTold.set(uri, now);
    if (before === undefined || now - before < pauseMilliseconds) return;
    this.lastTold.set(uri, now);
    this.send({ uri, version, state: 'reading', done, kind, lines: text.lineCount, codes: 0, leftOut: [] });
  }

  ready({ document, analysis }: Reading): void {
    const { uri, version, kind } = document;
    this.lastTold.delete(uri);
    const { silent, lines, codes, leftOut } = this.service.status(analysis);
    this.send({ uri, version, state: silent ? 'silent' : 'ready', done: 1, kind, lines, codes, leftOut });
  }

  closed(uri: string): void {
    this.lastTold.delete(uri);
  }
}
