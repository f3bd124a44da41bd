// How does a large file reach several threads without being copied, and how do rows come back? Pieces are read into memory that the
// threads share; behind each is room for the rows that come of it. It is used again when they have been written out. The cuts are
// those of input/pieces.ts, which a test compares.
import { closeSync, openSync, readSync } from 'node:fs';
import type { LogPiece } from '../core/scan/drive.ts';
import { archiveKind, headBytes } from '../input/archive.ts';
import { cutOf, endsLine, usualPiece } from '../input/pieces.ts';

/** Whether a file can be read this way: it is neither compressed nor marked as another encoding. */
export function isPlain(file: string): boolean {
  const descriptor = openSync(file, 'r');
  try {
    const head = Buffer.alloc(headBytes);
    readSync(descriptor, head, 0, headBytes, 0);
    const marked =
      (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff) || head[0] === 0xef;
    return !marked && archiveKind(head) === null;
  } finally {
    closeSync(descriptor);
  }
}

/** The pieces of a plain file. Each is good until its `release` is called. */
export async function* sharedPieces(file: string, size = usualPiece): AsyncGenerator<LogPiece> {
  const descriptor = openSync(file, 'r');
  const free: SharedArrayBuffer[] = [];
  try {
    let startsMidLine = false;
    for (let position = 0; ; ) {
      const memory = free.pop() ?? new SharedArrayBuffer(2 * size);
      const buffer = Buffer.from(memory, 0, size);
      const length = readFully(descriptor, buffer, position);
      if (length === 0) return;
      const cut = length < size ? length : cutOf(buffer, length, true);
      yield { bytes: buffer.subarray(0, cut), startsMidLine, release: () => free.push(memory) };
      startsMidLine = !endsLine(buffer, cut);
      position += cut;
    }
  } finally {
    closeSync(descriptor);
  }
}

/** The room behind a piece; none where its memory is not shared. A piece may be read twice, so it stays as it is. */
export const roomBehind = ({ buffer }: Uint8Array): Buffer =>
  buffer instanceof SharedArrayBuffer ? Buffer.from(buffer, buffer.byteLength / 2) : Buffer.alloc(0);

function readFully(descriptor: number, buffer: Buffer, position: number): number {
  let length = 0;
  while (length < buffer.length) {
    const read = readSync(descriptor, buffer, length, buffer.length - length, position + length);
    if (read === 0) break;
    length += read;
  }
  return length;
}
