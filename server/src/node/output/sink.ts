// Writes much text to a file descriptor in large pieces, and keeps what must wait without keeping it in memory.
import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const pieceLength = 1 << 16;

/** Standard output or a file; text is gathered to pieces of 64 Ki units. */
export class Sink {
  readonly #descriptor: number;
  #waiting: string[] = [];
  #length = 0;

  constructor(descriptor: number) {
    this.#descriptor = descriptor;
  }

  /** @param text or bytes of UTF-8, which are handed on as they are */
  write(text: string | Uint8Array): void {
    if (typeof text !== 'string') {
      this.flush();
      writeAll(this.#descriptor, text);
      return;
    }
    this.#waiting.push(text);
    this.#length += text.length;
    if (this.#length >= pieceLength) this.flush();
  }

  /** Hands everything to the system; waits where a pipe is full. */
  flush(): void {
    if (this.#length === 0) return;
    const bytes = Buffer.from(this.#waiting.join(''), 'utf8');
    this.#waiting = [];
    this.#length = 0;
    writeAll(this.#descriptor, bytes);
  }
}

function writeAll(descriptor: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) at += writeSome(descriptor, bytes, at);
}

function writeSome(descriptor: number, bytes: Uint8Array, at: number): number {
  try {
    return writeSync(descriptor, bytes, at);
  } catch (error) {
    // A pipe whose reader is slow: EAGAIN. One whose reader is gone (`| head`): EPIPE, and there is nobody left to tell.
    if ((error as NodeJS.ErrnoException).code === 'EAGAIN') {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
      return 0;
    }
    if ((error as NodeJS.ErrnoException).code === 'EPIPE') process.exit(0);
    throw error;
  }
}

/** Text that is written out later, behind other text: in memory up to a limit, then in a temporary file. */
export class Spool {
  readonly #limit: number;
  #parts: string[] = [];
  #length = 0;
  #folder: string | null = null;
  #file: { descriptor: number; sink: Sink } | null = null;

  constructor(limit = 32 * 1024 * 1024) {
    this.#limit = limit;
  }

  get isEmpty(): boolean {
    return this.#length === 0;
  }

  write(text: string): void {
    this.#length += text.length;
    this.#parts.push(text);
    if (this.#length <= this.#limit && !this.#file) return;
    const { sink } = (this.#file ??= this.#open());
    sink.write(this.#parts.join(''));
    this.#parts = [];
  }

  #open(): { descriptor: number; sink: Sink } {
    this.#folder = mkdtempSync(join(tmpdir(), 'smtp-lens-'));
    const descriptor = openSync(join(this.#folder, 'rows'), 'w+');
    return { descriptor, sink: new Sink(descriptor) };
  }

  /** Copies everything to `target` and forgets it. */
  drainTo(target: Sink): void {
    if (this.#file && this.#folder) {
      this.#file.sink.flush();
      target.flush();
      copy(this.#file.descriptor, target);
      closeSync(this.#file.descriptor);
      rmSync(this.#folder, { recursive: true, force: true });
    }
    for (const part of this.#parts) target.write(part);
    this.#parts = [];
    this.#length = 0;
    this.#file = this.#folder = null;
  }
}

function copy(descriptor: number, target: Sink): void {
  const buffer = Buffer.alloc(pieceLength);
  let carried = Buffer.alloc(0);
  for (let at = 0; ; ) {
    const count = readSync(descriptor, buffer, 0, buffer.length, at);
    at += count;
    const bytes = Buffer.concat([carried, buffer.subarray(0, count)]);
    // Characters of several bytes must not be cut: what follows the last line end waits for the next piece.
    const end = count === 0 ? bytes.length : bytes.lastIndexOf(0x0a) + 1;
    target.write(bytes.toString('utf8', 0, end));
    carried = Buffer.from(bytes.subarray(end));
    if (count === 0) return;
  }
}
