// How do the bytes of a file become pieces of text? Any size; UTF-8, or UTF-16 with a byte order mark. Pieces are cut at
// line ends, always at the same places, however the bytes arrive. Deliberately absent: what the text means.
import type { Bytes } from './archive.ts';

/** A piece of a file, in UTF-8: whole lines, but for a line longer than a piece. */
export interface Piece {
  /** Nobody else holds its buffer: it may be handed to another thread. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** The piece begins inside a line. */
  readonly startsMidLine: boolean;
}

/** What one thread reads at a time. */
export const usualPiece = 512 * 1024;

const CR = 0x0d;
const LF = 0x0a;

/** Where a piece begins; what is longer gets more. */
const firstRoom = 16 * 1024;

function enlarged(held: Uint8Array<ArrayBuffer>, size: number): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(size);
  larger.set(held);
  return larger;
}

/** @param eager hands on what has arrived, for a source that is being written to while it is read */
export async function* cutPieces(bytes: Bytes, size = usualPiece, eager = false): AsyncGenerator<Piece> {
  // A saved message needs no room for a log.
  let held = new Uint8Array(Math.min(size, firstRoom));
  let length = 0;
  let startsMidLine = false;
  const take = (cut: number): Piece => {
    const rest = new Uint8Array(size);
    rest.set(held.subarray(cut, length));
    const piece = { bytes: held.subarray(0, cut), startsMidLine };
    startsMidLine = !endsLine(held, cut);
    held = rest;
    length -= cut;
    return piece;
  };
  let failure: { readonly error: unknown } | null = null;
  const all = asUtf8(bytes)[Symbol.asyncIterator]();
  try {
    for (;;) {
      // What came before a failure is handed on before it is told.
      const next = await all.next().catch((error: unknown) => {
        failure = { error };
        return null;
      });
      if (next === null || next.done) break;
      const chunk = next.value;
      for (let at = 0; at < chunk.length; ) {
        if (length === held.length)
          held = enlarged(held, Math.min(size, Math.max(2 * length, chunk.length - at + length)));
        const part = chunk.subarray(at, at + held.length - length);
        held.set(part, length);
        length += part.length;
        at += part.length;
        if (length === size) yield take(cutOf(held, length, true));
      }
      const cut = eager ? cutOf(held, length, false) : 0;
      if (cut > 0) yield take(cut);
    }
    if (length > 0) yield { bytes: held.subarray(0, length), startsMidLine };
  } finally {
    await all.return(undefined);
  }
  if (failure) throw (failure as { readonly error: unknown }).error;
}

/** Behind the last line end; inside a line only where it must, and then between two characters. */
export function cutOf(held: Uint8Array, length: number, must: boolean): number {
  const lf = held.lastIndexOf(LF, length - 1);
  if (lf >= 0) return lf + 1;
  if (!must) return 0;
  // A CR at the very end may be half of a CRLF.
  const cr = held.lastIndexOf(CR, length - 2);
  if (cr >= 0) return cr + 1;
  let end = length - 1;
  while (end > 1 && (held[end] & 0xc0) === 0x80) end--;
  return end;
}

/** Whether a line ends right before `at`. */
export const endsLine = (bytes: Uint8Array, at: number): boolean =>
  bytes[at - 1] === LF || bytes[at - 1] === CR;

/** Without a byte order mark; UTF-16 turned into UTF-8. */
async function* asUtf8(bytes: Bytes): AsyncGenerator<Uint8Array> {
  let head: Uint8Array = new Uint8Array(0);
  let decoder: TextDecoder | null = null;
  let begun = false;
  const encoder = new TextEncoder();
  for await (const chunk of bytes) {
    let next = chunk;
    if (!begun) {
      if (head.length > 0) {
        next = new Uint8Array(head.length + chunk.length);
        next.set(head);
        next.set(chunk, head.length);
      }
      if (next.length < 3) {
        head = next;
        continue;
      }
      begun = true;
      decoder = utf16Of(next);
      if (next[0] === 0xef && next[1] === 0xbb && next[2] === 0xbf) next = next.subarray(3);
    }
    yield decoder ? encoder.encode(decoder.decode(next, { stream: true })) : next;
  }
  if (!begun) {
    const short = utf16Of(head);
    yield short ? encoder.encode(short.decode(head)) : head;
  } else if (decoder) yield encoder.encode(decoder.decode());
}

function utf16Of(bytes: Uint8Array): TextDecoder | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le');
  return bytes[0] === 0xfe && bytes[1] === 0xff ? new TextDecoder('utf-16be') : null;
}
