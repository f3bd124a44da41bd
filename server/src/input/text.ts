// What is the text of a whole file, packed or not? For files that are small enough to be held at once.
// Deliberately absent: streams (pieces.ts).
import type { Bytes } from './archive.ts';
import { isFault } from './fault.ts';
import { cutPieces } from './pieces.ts';

export interface WholeText {
  readonly text: string;
  /** It was read to its end: not damaged, not cut off, not too large. */
  readonly whole: boolean;
}

/** What the host has for it. */
export interface TextHost {
  /** The bytes of a file, unpacked where they are an archive. Throws a `Fault` where it is damaged. */
  unpack(file: Bytes): AsyncGenerator<Uint8Array>;
  /** UTF-8. */
  textOf(bytes: Uint8Array): string;
}

/**
 * The text of a file's bytes: unpacked where they are an archive, UTF-8 or UTF-16.
 * @param most of a longer file the rest is left away; in bytes of UTF-8
 * @returns null where it cannot be read at all
 */
export async function textOf(bytes: Uint8Array, host: TextHost, most: number): Promise<WholeText | null> {
  let text = '';
  let length = 0;
  try {
    for await (const piece of cutPieces(host.unpack(once(bytes)))) {
      // Pieces end between two characters.
      text += host.textOf(piece.bytes);
      length += piece.bytes.length;
      if (length >= most) return { text, whole: false };
    }
  } catch (error) {
    if (!isFault(error)) throw error;
    return text === '' ? null : { text, whole: false };
  }
  return { text, whole: true };
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
