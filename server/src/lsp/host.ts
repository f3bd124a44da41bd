// What must a place that runs the server (Node, a web worker) bring along? Types only: the rooms of the hosts fill them in.
import type { Entry } from '../core/catalog/catalog.ts';
import type { MessageHost } from '../core/mime/host.ts';
import type { Written } from '../core/model/time.ts';
import type { ChunkReaders, LogPiece } from '../core/scan/drive.ts';
import type { Bytes } from '../input/archive.ts';

/** The engine has no timers, and this room no globals of Node or the browser. */
export interface Clock {
  /** Milliseconds since any fixed moment; never goes back. */
  now(): number;
  /** Runs `task` after what is already waiting (messages of the client, above all). */
  soon(task: () => void): void;
  /** Runs `task` after `milliseconds`, about. */
  later(milliseconds: number, task: () => void): void;
}

export interface Host extends MessageHost {
  readonly clock: Clock;
  /** The text of `catalog.json`, for clients that sent none. Throws, with a sentence for people, where it cannot be had. */
  readCatalog(): string;
  /** The bytes of a file that the user asked to be read; null where the client must hand them over. */
  readFile?(uri: string): Bytes | null;
  /** The same bytes, unpacked where they are an archive. Throws a `Fault` where it is damaged. */
  unpack(file: Bytes): AsyncGenerator<Uint8Array>;
  /** UTF-8; what is none becomes U+FFFD. */
  textOf(bytes: Uint8Array): string;
  fromBase64(text: string): Uint8Array;
  /** Threads for large logs; null where a second one would have no processor of its own. */
  scanThreads?(rules: readonly string[], entries: ReadonlyMap<string, Entry>): ScanThreads | null;
}

export interface ScanThreads {
  /** Readers for a file, and its pieces where it can be read without being copied; null where threads cannot read it. */
  open(
    uri: string,
    order: { readonly year: number | null; readonly written: Written | null },
  ): { readonly readers: ChunkReaders; readonly pieces: AsyncIterable<LogPiece> | null } | null;
  end(): Promise<void>;
}
