// How does a file become text, piece by piece? Any size, plain or gzip, UTF-8 or UTF-16; `-` is standard input.
// Deliberately absent: what the text means.
import { createReadStream } from 'node:fs';
import { pipeline, Readable } from 'node:stream';
import { TextDecoder } from 'node:util';
import { createGunzip } from 'node:zlib';

/** A piece of a file: whole lines, but for a line longer than a piece. */
export interface Piece {
  readonly text: string;
  /** The piece begins inside a line. */
  readonly startsMidLine: boolean;
  /** Bytes that it was decoded from. */
  readonly bytes: number;
}

/** What could not be read, told to the user. */
export class InputError extends Error {}

const pieceBytes = 256 * 1024;

/** Formats that are recognised but cannot be read here, by their first bytes. */
const unreadable: readonly (readonly [number[], string])[] = [
  [
    [0x28, 0xb5, 0x2f, 0xfd],
    'is compressed with zstd, which this version cannot read; decompress it first (zstd -dc)',
  ],
  [
    [0xfd, 0x37, 0x7a, 0x58, 0x5a],
    'is compressed with xz, which this version cannot read; decompress it first (xz -dc)',
  ],
  [
    [0x42, 0x5a, 0x68],
    'is compressed with bzip2, which this version cannot read; decompress it first (bzip2 -dc)',
  ],
];

/**
 * The pieces of a file in order. Throws an InputError or the system's error where it cannot be read; a compressed file that
 * ends too early gives what it holds and then throws.
 */
export async function* pieces(path: string): AsyncGenerator<Piece> {
  let rest: Buffer = Buffer.alloc(0);
  let midLine = false;
  let decoder: TextDecoder | null = null;
  let first = true;
  for await (const chunk of chunks(path)) {
    let bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    if (first) {
      if (bytes.length < 3) {
        rest = bytes;
        continue;
      }
      first = false;
      decoder = utf16Of(bytes);
      if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) bytes = bytes.subarray(3);
    }
    if (decoder) {
      rest = Buffer.alloc(0);
      yield { text: decoder.decode(bytes, { stream: true }), startsMidLine: false, bytes: bytes.length };
      continue;
    }
    const cut = cutOf(bytes);
    if (cut === 0) {
      rest = Buffer.from(bytes);
      continue;
    }
    yield { text: bytes.toString('utf8', 0, cut), startsMidLine: midLine, bytes: cut };
    midLine = bytes[cut - 1] !== 0x0a && bytes[cut - 1] !== 0x0d;
    rest = Buffer.from(bytes.subarray(cut));
  }
  if (rest.length > 0 && first && rest[0] === 0xff && rest[1] === 0xfe) return;
  if (rest.length > 0) yield { text: rest.toString('utf8'), startsMidLine: midLine, bytes: rest.length };
}

function utf16Of(bytes: Buffer): TextDecoder | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le');
  return bytes[0] === 0xfe && bytes[1] === 0xff ? new TextDecoder('utf-16be') : null;
}

/** Behind the last line end; inside a line only where it is longer than a piece, and then between two characters. */
function cutOf(bytes: Buffer): number {
  const lf = bytes.lastIndexOf(0x0a);
  if (lf >= 0) return lf + 1;
  if (bytes.length < pieceBytes) return 0;
  const cr = bytes.lastIndexOf(0x0d, bytes.length - 2);
  if (cr >= 0) return cr + 1;
  let end = bytes.length - 1;
  while (end > 0 && (bytes[end] & 0xc0) === 0x80) end--;
  return end;
}

async function* chunks(path: string): AsyncGenerator<Buffer> {
  const raw: AsyncIterable<Buffer> =
    path === '-' ? process.stdin : createReadStream(path, { highWaterMark: pieceBytes });
  const rest = raw[Symbol.asyncIterator]();
  const first = await rest.next();
  if (first.done) return;
  const head = first.value;
  const known = unreadable.find(([magic]) => magic.every((byte, index) => head[index] === byte));
  if (known) throw new InputError(known[1]);
  const all = joined(head, rest);
  yield* head[0] === 0x1f && head[1] === 0x8b ? gunzipped(all) : all;
}

async function* joined(head: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield head;
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
}

/** Node's gunzip reads concatenated members; it fails at the end of a truncated file, after what could be read. */
async function* gunzipped(compressed: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const gunzip = createGunzip({ chunkSize: pieceBytes });
  // A failure of either side ends `gunzip` with that error, which the loop below meets.
  pipeline(Readable.from(compressed), gunzip, () => {});
  try {
    yield* gunzip as AsyncIterable<Buffer>;
  } catch (error) {
    throw new InputError(`is a gzip file that could be read only in part (${(error as Error).message})`);
  }
}
