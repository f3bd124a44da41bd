// Reads one file from beginning to end and tells a sink what it finds; nothing is kept but totals. Large logs are read
// by worker threads. What a chunk holds and how chunks add up is the engine's affair (core/scan).
import { statSync } from 'node:fs';
import { looksLikeMessage } from '../core/mime/looksLikeMessage.ts';
import type { Written } from '../core/model/time.ts';
import { type FileReading, LogAssembly, type ScanSink } from '../core/scan/assembly.ts';
import { type ChunkWork, readChunk } from '../core/scan/chunk.ts';
import { type ChunkReaders, driveLog } from '../core/scan/drive.ts';
import { longestMessage, type MessageReading, scanMessage } from '../core/scan/message.ts';
import type { Service } from '../core/service.ts';
import { type Fault, faultSentence, isFault } from '../input/fault.ts';
import { cutPieces, type Piece, usualPiece } from '../input/pieces.ts';
import { bytesOf, textOf } from './input.ts';
import { type RowStyle, rowWriter } from './output/rows.ts';
import { isPlain, sharedPieces } from './sharedPieces.ts';
import type { ScanWorkers } from './workers.ts';

/** What is known of a file when it has been read. */
export interface FileResult extends Omit<FileReading, 'leftOut'>, Partial<Pick<MessageReading, 'remarks'>> {
  readonly path: string;
  readonly truncated: string | null;
  /** Why it could not be read to its end; null where it could. */
  readonly fault: Fault | null;
}

export interface ScanOptions {
  readonly year: number | null;
  /** How rows are written; null where none are wanted. */
  readonly style: RowStyle | null;
  readonly unexplained: boolean;
  /** From so many bytes on, a log is read by threads. */
  readonly threadsFrom?: number;
}

/** Smaller files are read before a thread has started. */
const worthThreads = 96 * 1024 * 1024;

/**
 * Reads `path` (`-` is standard input). A damaged archive is read as far as it goes, and its `fault` told. Throws where
 * nothing could be read: the system's error, or a `Fault`.
 * @param workers asked for when the file is large
 */
export async function scanFile(
  path: string,
  service: Service,
  { year, style, unexplained, threadsFrom = worthThreads }: ScanOptions,
  sink: ScanSink,
  workers: () => ScanWorkers | null = () => null,
): Promise<FileResult> {
  const file = path === '-' ? null : statSync(path);
  const { bytes, packed } = await bytesOf(path);
  const pieces = cutPieces(bytes, usualPiece, path === '-')[Symbol.asyncIterator]();
  const rows = rowWriter(style, path);
  const told = (reading: FileReading | MessageReading, fault: Fault | null): FileResult => {
    const { leftOut, ...rest } = reading;
    const sentences = fault ? [faultSentence(fault, service.speech.t), ...leftOut] : leftOut;
    return { ...rest, path, truncated: sentences.length > 0 ? sentences.join(' ') : null, fault };
  };
  try {
    const first = await pieces.next();
    const whole = ahead(first, pieces);
    if (!first.done && looksLikeMessage(textOf(first.value.bytes), path)) {
      const { text, length, size, fault } = await wholeText(whole);
      return told(scanMessage(text, length, size, service, rows, sink), fault);
    }
    const written = year === null && file ? dayOf(file.mtime) : null;
    const assembly = new LogAssembly(service, sink, rows.delivery);
    const waits = (queueId: string) => assembly.waits(queueId);
    const size = file ? file.size * (packed ? 8 : 1) : 0;
    const threads = size >= threadsFrom ? workers() : null;
    const readers = threads
      ? threads.readers({ year, written, style, path, unexplained, report: false })
      : readersHere({ judge: service.judge, year, written, rows, unexplained, report: false, waits });
    let fault: Fault | null = null;
    await driveLog(threads && isPlain(path) ? sharedPieces(path) : whole, readers, assembly).catch(
      (error) => {
        fault = asFault(error);
      },
    );
    return told(assembly.result(), fault);
  } finally {
    await pieces.return?.(undefined);
  }
}

/** One reader, in this thread. */
export function readersHere(work: ChunkWork): ChunkReaders {
  return {
    count: 1,
    read: ({ bytes, startsMidLine, entry, firstLine }) =>
      readChunk(textOf(bytes), startsMidLine, entry, firstLine, work),
  };
}

function asFault(error: unknown): Fault {
  if (isFault(error) && error.kind !== 'unsupported') return error;
  throw error;
}

async function* ahead(first: IteratorResult<Piece>, rest: AsyncIterator<Piece>): AsyncGenerator<Piece> {
  for (let next = first; !next.done; next = await rest.next()) yield next.value;
}

async function wholeText(
  pieces: AsyncIterable<Piece>,
): Promise<{ text: string; length: number; size: number; fault: Fault | null }> {
  const parts: string[] = [];
  let [length, size] = [0, 0];
  let fault: Fault | null = null;
  try {
    for await (const { bytes } of pieces) {
      const text = textOf(bytes);
      if (length < longestMessage) parts.push(text);
      length += text.length;
      size += bytes.length;
    }
  } catch (error) {
    fault = asFault(error);
  }
  return { text: parts.join(''), length, size, fault };
}

export const dayOf = (date: Date): Written => ({
  year: date.getFullYear(),
  month: date.getMonth() + 1,
  day: date.getDate(),
});
