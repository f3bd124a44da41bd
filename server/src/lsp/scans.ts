// What is being scanned, how far is it, and what has been found? A scan reads the files that a request names, one after
// the other, and keeps only what they add up to, until the client lets it go.
// Deliberately absent: what a chunk holds (core/scan), and where bytes come from (fileBytes.ts).
import type { CancellationToken } from 'vscode-languageserver';
import { looksLikeMessage } from '../core/mime/looksLikeMessage.ts';
import { Aggregate } from '../core/scan/aggregate.ts';
import { type FileReading, LogAssembly } from '../core/scan/assembly.ts';
import { type ChunkWork, readChunk } from '../core/scan/chunk.ts';
import { driveLog, type LogPiece } from '../core/scan/drive.ts';
import { longestMessage, scanMessage } from '../core/scan/message.ts';
import type { Service } from '../core/service.ts';
import { type Fault, faultSentence, isFault } from '../input/fault.ts';
import { cutPieces, type Piece } from '../input/pieces.ts';
import { type FileBytes, Unreadable } from './fileBytes.ts';
import type { Host, ScanThreads } from './host.ts';
import type { FileToRead, ScannedFile, ScanParams, ScanProgressParams } from './protocol.ts';

const noRows = { delivery: null, code: null };
/** A piece is read in some three milliseconds, so that a hover need not wait. */
const pieceBytes = 256 * 1024;
/** Smaller logs are read before a thread has started. */
const worthThreads = 64 * 1024 * 1024;
const progressPause = 150;

export interface Scan {
  readonly files: readonly FileToRead[];
  readonly aggregate: Aggregate;
  readonly read: ScannedFile[];
  /** Bytes of text. */
  bytes: number;
  lines: number;
}

export class Scans {
  private readonly known = new Map<string, Scan>();
  private rules: readonly string[] = [];

  constructor(
    private readonly service: Service,
    private readonly host: Host,
    private readonly files: FileBytes,
    private readonly tell: (progress: ScanProgressParams) => void,
  ) {}

  /** The user's own rules, for threads that have an engine of their own. */
  setRules(texts: readonly string[]): void {
    this.rules = texts;
  }

  get(id: string): Scan | undefined {
    return this.known.get(id);
  }

  close(id: string): void {
    this.known.delete(id);
  }

  /** Reads to the end, or until it is cancelled; what was read by then stays. */
  async run({ id, files }: ScanParams, token: CancellationToken): Promise<void> {
    const scan: Scan = { files, aggregate: new Aggregate(), read: [], bytes: 0, lines: 0 };
    this.known.set(id, scan);
    const isWanted = (): boolean => !token.isCancellationRequested && this.known.get(id) === scan;
    const total = files.reduce((sum, { size }) => sum + size, 0);
    const large = files.some(({ size }) => size >= worthThreads);
    const threads = large
      ? (this.host.scanThreads?.(this.rules, this.service.speech.catalog.entries) ?? null)
      : null;
    let told = 0;
    try {
      for (let index = 0, before = 0; index < files.length && isWanted(); index++) {
        const file = files[index]!;
        const progress = (taken: number): void => {
          const now = this.host.clock.now();
          if (now - told < progressPause) return;
          told = now;
          const done = total === 0 ? 0 : Math.min(1, (before + Math.min(taken, file.size)) / total);
          this.tell({ id, file: index, done, bytes: scan.bytes, lines: scan.lines, finished: false });
        };
        scan.read.push(await this.file(scan, index, threads, isWanted, progress));
        before += file.size;
      }
    } finally {
      await threads?.end();
      if (this.known.get(id) === scan)
        this.tell({
          id,
          file: files.length - 1,
          done: 1,
          bytes: scan.bytes,
          lines: scan.lines,
          finished: true,
        });
    }
  }

  private async file(
    scan: Scan,
    index: number,
    threads: ScanThreads | null,
    isWanted: () => boolean,
    progress: (taken: number) => void,
  ): Promise<ScannedFile> {
    const file = scan.files[index]!;
    const { t } = this.service.speech;
    const taken = { bytes: 0 };
    const told = (reading: FileReading | null, fault: unknown): ScannedFile => {
      const leftOut = [...(reading?.leftOut ?? [])];
      if (isFault(fault)) leftOut.unshift(faultSentence(fault, t));
      else if (fault) leftOut.unshift(t('The file could not be read.'));
      // Of a single file the report says so anyway.
      if (!isWanted() && scan.files.length > 1) leftOut.unshift(t('The scan was stopped before the end.'));
      const empty = reading === null || Object.keys(reading.formats).length === 0;
      const { name, uri } = file;
      return { name, uri, lines: reading?.lines ?? 0, leftOut, holdsMail: !empty, reached: true };
    };
    const pieces = cutPieces(counted(this.files.raw(file), taken, this.host), pieceBytes)[
      Symbol.asyncIterator
    ]();
    try {
      const first = await pieces.next();
      if (first.done) return told(null, null);
      if (looksBinary(first.value.bytes)) return told(null, null);
      const whole = ahead(first, pieces);
      const text = this.host.textOf(first.value.bytes);
      if (looksLikeMessage(text, unpackedName(file.name)))
        return told(...(await this.message(scan, index, whole)));
      return told(
        ...(await this.log(scan, index, whole, threads, isWanted, (read) =>
          progress(Math.max(read, taken.bytes)),
        )),
      );
    } catch (error) {
      if (!isFault(error) && !(error instanceof Unreadable)) throw error;
      return told(null, error);
    } finally {
      await pieces.return?.(undefined);
    }
  }

  private async log(
    scan: Scan,
    index: number,
    pieces: AsyncIterable<Piece>,
    threads: ScanThreads | null,
    isWanted: () => boolean,
    progress: (read: number) => void,
  ): Promise<[FileReading, Fault | null]> {
    const { written, size, uri } = scan.files[index]!;
    const year = written ? null : 2000;
    const work: ChunkWork = {
      judge: this.service.judge,
      year,
      written,
      rows: noRows,
      unexplained: false,
      report: true,
    };
    const own = size >= worthThreads && threads ? threads.open(uri, { year, written }) : null;
    const readers = own?.readers ?? {
      count: 1,
      read: ({ bytes, startsMidLine, entry, firstLine }) =>
        readChunk(this.host.textOf(bytes), startsMidLine, entry, firstLine, work),
    };
    const assembly = new LogAssembly(this.service, {}, null, scan.aggregate, index);
    const before = { bytes: scan.bytes, lines: scan.lines };
    let fault: Fault | null = null;
    let read = 0;
    const source: AsyncIterable<LogPiece> = own?.pieces ?? pieces;
    await driveLog(source, readers, assembly, async (bytes) => {
      scan.bytes = before.bytes + (read += bytes);
      scan.lines = before.lines + assembly.nextLine(false) - 1;
      progress(own?.pieces ? read : 0);
      // Between two pieces the client is heard.
      await new Promise<void>((resolve) => this.host.clock.soon(resolve));
      return isWanted();
    }).catch((error) => {
      if (!isFault(error)) throw error;
      fault = error;
    });
    return [assembly.result(), fault];
  }

  private async message(
    scan: Scan,
    index: number,
    pieces: AsyncIterable<Piece>,
  ): Promise<[FileReading, Fault | null]> {
    const parts: string[] = [];
    let length = 0;
    let fault: Fault | null = null;
    try {
      for await (const { bytes } of pieces) {
        const text = this.host.textOf(bytes);
        if (length < longestMessage) parts.push(text);
        length += text.length;
        scan.bytes += bytes.length;
      }
    } catch (error) {
      if (!isFault(error)) throw error;
      fault = error;
    }
    const whole = parts.join('');
    const reading = scanMessage(whole, length, 0, this.service, noRows, {}, scan.aggregate, index);
    scan.lines += reading.lines;
    return [reading, fault];
  }
}

/** Counts the bytes of the file itself, packed as it is, and unpacks them. */
async function* counted(
  raw: AsyncIterable<Uint8Array>,
  taken: { bytes: number },
  host: Host,
): AsyncGenerator<Uint8Array> {
  const counting = async function* (): AsyncGenerator<Uint8Array> {
    for await (const chunk of raw) {
      taken.bytes += chunk.length;
      yield chunk;
    }
  };
  yield* host.unpack(counting());
}

async function* ahead(first: IteratorResult<Piece>, rest: AsyncIterator<Piece>): AsyncGenerator<Piece> {
  for (let next = first; !next.done; next = await rest.next()) yield next.value;
}

/** `bounce.eml.gz` is a message as `bounce.eml` is. */
const unpackedName = (name: string): string => name.replace(/\.(?:gz|zst|xz)$/i, '');

/** Journals, databases, pictures: no log has a NUL in its first lines. */
const looksBinary = (bytes: Uint8Array): boolean => bytes.subarray(0, 4096).includes(0);
