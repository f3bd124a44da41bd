// How are gzip, Zstandard and xz unpacked where there is no system library for it? By small libraries that run in a web
// worker as well: no network, no eval, a few hundred kilobytes at a time.
import { Gunzip } from 'fflate';
import { Decompress } from 'fzstd';
import { XzReadableStream } from 'xz-decompress';
import { type Bytes, concat, type Unpack } from './archive.ts';
import { fault } from './fault.ts';

/** Of an archive so much is unpacked at once: expanded a thousandfold, it is four megabytes. */
const sliceBytes = 4 * 1024;

/** What a library for pushing looks like. */
interface Pusher {
  push(chunk: Uint8Array, final?: boolean): unknown;
}

/** Drives a library that is pushed to and calls back; one slice's output is handed on before the next is pushed. */
async function* pushed(
  archive: Bytes,
  open: (give: (chunk: Uint8Array) => void) => Pusher,
  kind: 'gzip' | 'zstd',
) {
  let out: Uint8Array[] = [];
  const pusher = open((chunk) => chunk.length > 0 && out.push(chunk.slice()));
  const push = (chunk: Uint8Array, final: boolean): 'truncated' | 'damaged' | null => {
    try {
      pusher.push(chunk, final);
      return null;
    } catch {
      return final ? 'truncated' : 'damaged';
    }
  };
  for await (const chunk of archive) {
    for (let at = 0; at < chunk.length; at += sliceBytes) {
      const wrong = push(chunk.subarray(at, at + sliceBytes), false);
      yield* out;
      out = [];
      if (wrong) throw fault(wrong, kind);
    }
  }
  const wrong = push(new Uint8Array(0), true);
  yield* out;
  if (wrong) throw fault(wrong, kind);
}

/** RFC 1952 §2.2, §2.3: a member is at least a head of ten bytes and an end of eight. */
const smallestMember = 18;

/**
 * RFC 1952: members one after the other; `cat a.gz b.gz` is one file. The library does not mind where one breaks off between two
 * symbols, or before its end; but the last four bytes of each are its length (§2.3.1, ISIZE), modulo 2^32.
 */
export const unpackGzip: Unpack = async function* (archive) {
  const last = new Uint8Array(4);
  let taken = 0;
  let start = 0;
  let length = 0;
  const watched = async function* (): AsyncGenerator<Uint8Array> {
    for await (const chunk of archive) {
      taken += chunk.length;
      const end = chunk.subarray(-4);
      last.copyWithin(0, end.length);
      last.set(end, 4 - end.length);
      yield chunk;
    }
  };
  yield* pushed(
    watched(),
    (give) => {
      const gunzip = new Gunzip((chunk) => {
        length = (length + chunk.length) >>> 0;
        give(chunk);
      });
      gunzip.onmember = (offset) => {
        start = offset;
        length = 0;
      };
      return gunzip;
    },
    'gzip',
  );
  const told = new DataView(last.buffer).getUint32(0, true);
  if (taken - start < smallestMember || told !== length) throw fault('truncated', 'gzip');
};

/** RFC 8878: frames one after the other, skippable ones among them. */
export const unpackZstd: Unpack = (archive) =>
  pushed(archive, (give) => new Decompress((chunk) => give(chunk)), 'zstd');

/**
 * xz: streams one after the other, with zeros between them. The library reads one; so they are told apart here: a
 * stream ends with "YZ" and the next begins with its magic, which nothing inside repeats but by a chance of 2^-64.
 */
export async function* unpackXz(archive: Bytes): AsyncGenerator<Uint8Array> {
  const streams = new XzStreams(archive);
  while (await streams.next()) {
    // xz file format §2.1.1.2: 0x0A is a sum by SHA-256, which the library cannot make.
    if (streams.sum === 0x0a) throw fault('unsupported', 'xz');
    let ended = false;
    const source = new ReadableStream<Uint8Array>(
      {
        async pull(controller) {
          const chunk = await streams.read();
          if (chunk) controller.enqueue(chunk);
          else {
            ended = true;
            controller.close();
          }
        },
      },
      { highWaterMark: 0 },
    );
    const reader = new XzReadableStream(source).getReader();
    let whole = false;
    try {
      for (;;) {
        const { done, value } = await reader.read().catch(() => {
          throw fault(ended ? 'truncated' : 'damaged', 'xz');
        });
        if (done) break;
        if (value.length > 0) yield value;
      }
      whole = true;
    } finally {
      if (!whole) await reader.cancel().catch(() => {});
    }
  }
}

const xzMagic = [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00];

/** The streams of an xz file, as chunks. */
class XzStreams {
  readonly #bytes: AsyncIterator<Uint8Array>;
  #held: Uint8Array = new Uint8Array(0);
  #over = false;
  #begun = false;

  constructor(bytes: Bytes) {
    this.#bytes = bytes[Symbol.asyncIterator]();
  }

  /** Which kind of sum the stream is checked by, once `next` has come to it. */
  get sum(): number {
    return this.#held[7]! & 0x0f;
  }

  /** Goes to the next stream; false behind the last one. */
  async next(): Promise<boolean> {
    while (this.#begun && (await this.read()));
    this.#begun = false;
    return this.#fill(1);
  }

  /** The next chunk of this stream; null behind it. */
  async read(): Promise<Uint8Array | null> {
    if (!(await this.#fill(sliceBytes * 8))) return null;
    const start = startOfStream(this.#held, this.#begun ? 0 : 1);
    if (start === 0 && this.#begun) return null;
    this.#begun = true;
    // What is held back could be the beginning of the next one's magic.
    const end = start > 0 ? start : this.#over ? this.#held.length : this.#held.length - xzMagic.length - 2;
    const chunk = this.#held.subarray(0, end);
    this.#held = this.#held.subarray(end);
    return chunk.length > 0 ? chunk : null;
  }

  async #fill(atLeast: number): Promise<boolean> {
    const parts = [this.#held];
    let length = this.#held.length;
    while (!this.#over && length < atLeast + xzMagic.length + 2) {
      const next = await this.#bytes.next();
      if (next.done) this.#over = true;
      else {
        parts.push(next.value);
        length += next.value.length;
      }
    }
    if (parts.length > 1) this.#held = concat(parts);
    return this.#held.length > 0;
  }
}

/** Where the magic of a stream stands, at `from` or later; -1 where none does. */
function startOfStream(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(xzMagic[0], from); at >= 0; at = bytes.indexOf(xzMagic[0], at + 1)) {
    if (!xzMagic.every((byte, index) => bytes[at + index] === byte)) continue;
    // Before it stands the footer of the stream before, or padding in multiples of four zeros.
    if (
      at === 0 ||
      (bytes[at - 2] === 0x59 && bytes[at - 1] === 0x5a) ||
      (bytes[at - 1] === 0 && bytes[at - 4] === 0)
    )
      return at;
  }
  return -1;
}

export const unpackers = { gzip: unpackGzip, zstd: unpackZstd, xz: unpackXz };
