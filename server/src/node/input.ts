// Where do the bytes of a file come from in Node? From the disk or standard input, unpacked where they are compressed:
// gzip by the system's library, the others by small ones.
import { closeSync, createReadStream, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { type Bytes, beginning, joined, type Unpack, unpacked } from '../input/archive.ts';
import { fault } from '../input/fault.ts';
import { cutPieces } from '../input/pieces.ts';

const chunkBytes = 256 * 1024;

/** Where a file should end, so much is asked for once more: it may have grown, and a file of `/proc` tells no size. */
const lastLook = 4096;

/** The bytes of a file (`-` is standard input), unpacked. Throws the system's error or a `Fault`. */
export async function bytesOf(file: string): Promise<{ bytes: Bytes; packed: boolean }> {
  const raw: AsyncIterable<Uint8Array> =
    file === '-'
      ? process.stdin
      : isRegular(file)
        ? inTurn(file)
        : createReadStream(file, { highWaterMark: chunkBytes });
  const rest = raw[Symbol.asyncIterator]();
  const { head, kind } = await beginning(rest);
  return { bytes: unpacked(joined(head, rest), nodeUnpackers), packed: kind !== null };
}

const isRegular = (file: string): boolean => statSync(file, { throwIfNoEntry: false })?.isFile() === true;

/** By plain calls: nobody waits for this thread meanwhile, and the round trips of a stream take a twentieth of a scan's time. */
async function* inTurn(file: string): AsyncGenerator<Uint8Array> {
  const descriptor = openSync(file, 'r');
  try {
    const { size } = fstatSync(descriptor);
    for (let done = 0; ; ) {
      const chunk = Buffer.allocUnsafeSlow(Math.min(chunkBytes, Math.max(size - done, lastLook)));
      const length = readSync(descriptor, chunk, 0, chunk.length, null);
      if (length === 0) return;
      done += length;
      yield chunk.subarray(0, length);
    }
  } finally {
    closeSync(descriptor);
  }
}

/** Node's gunzip reads concatenated members, and checks their sums. */
const gunzipped: Unpack = async function* (archive) {
  const gunzip = createGunzip({ chunkSize: chunkBytes });
  // A failure of either side ends `gunzip` with that error, which the loop below meets.
  pipeline(Readable.from(archive), gunzip, () => {});
  try {
    yield* gunzip as AsyncIterable<Buffer>;
  } catch (error) {
    throw fault((error as NodeJS.ErrnoException).code === 'Z_BUF_ERROR' ? 'truncated' : 'damaged', 'gzip');
  }
};

/** By a small library, which is loaded when it is needed. */
async function* unpackedBy(kind: 'zstd' | 'xz', archive: Bytes): AsyncGenerator<Uint8Array> {
  const { unpackers } = await import('../input/unpackers.ts');
  yield* unpackers[kind](archive);
}

export const nodeUnpackers = {
  gzip: gunzipped,
  zstd: (archive: Bytes) => unpackedBy('zstd', archive),
  xz: (archive: Bytes) => unpackedBy('xz', archive),
};

/** UTF-8 to text; what is no UTF-8 becomes U+FFFD. */
export function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
}

/** The text of a file in pieces. Throws what `bytesOf` throws, at its end where an archive is damaged. */
export async function* textPieces(file: string): AsyncGenerator<string> {
  for await (const { bytes } of cutPieces((await bytesOf(file)).bytes, undefined, file === '-'))
    yield textOf(bytes);
}
