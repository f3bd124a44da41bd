// Is this file compressed, and what is in it? Told by its first bytes, never by its name; read piece by piece, all
// members of it, as far as it goes. Deliberately absent: files (node/, the client) and text (pieces.ts).
import { type ArchiveKind, fault } from './fault.ts';

export type Bytes = AsyncIterable<Uint8Array>;

/** Unpacks one kind of archive, every member of it. Throws a `Fault` where it ends too early or is damaged. */
export type Unpack = (archive: Bytes) => AsyncGenerator<Uint8Array>;

const magics: readonly (readonly [kind: ArchiveKind, bytes: readonly number[]])[] = [
  ['gzip', [0x1f, 0x8b, 0x08]], // RFC 1952 §2.3.1: the method is always "deflate"
  ['zstd', [0x28, 0xb5, 0x2f, 0xfd]], // RFC 8878 §3.1.1
  ['xz', [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]],
  ['bzip2', [0x42, 0x5a, 0x68]],
];

/** So many first bytes tell the kind. */
export const headBytes = 10;

/** @param head the first bytes of a file, ten of them where it has so many */
export function archiveKind(head: Uint8Array): ArchiveKind | null {
  // RFC 8878 §3.1.2: a skippable frame, with which pzstd begins. 50 2A 4D 18 … 5F 2A 4D 18
  if ((head[0] & 0xf0) === 0x50 && head[1] === 0x2a && head[2] === 0x4d && head[3] === 0x18) return 'zstd';
  const kind = magics.find(([, bytes]) => bytes.every((byte, index) => head[index] === byte))?.[0] ?? null;
  // "BZh" could begin a line: behind the level (1–9) stand the digits of pi.
  return kind === 'bzip2' && !(head[4] === 0x31 && head[5] === 0x41 && head[6] === 0x59) ? null : kind;
}

/** Beyond so many bytes an archive may not hold more than `mostTimes` its own size: nothing that people log does. */
const harmlessBytes = 256 * 1024 * 1024;
const mostTimes = 500;

/**
 * The bytes of a file, unpacked where it is an archive.
 * @param unpackers what this host has; a kind that is missing is refused with a `Fault`
 */
export async function* unpacked(
  file: Bytes,
  unpackers: { readonly [kind in ArchiveKind]?: Unpack },
): AsyncGenerator<Uint8Array> {
  const rest = file[Symbol.asyncIterator]();
  const { head, kind } = await beginning(rest);
  const whole = joined(head, rest);
  if (kind === null) {
    yield* whole;
    return;
  }
  const unpack = unpackers[kind];
  if (!unpack) throw fault('unsupported', kind);
  let taken = 0;
  let given = 0;
  const counted = async function* (): AsyncGenerator<Uint8Array> {
    for await (const chunk of whole) {
      taken += chunk.length;
      yield chunk;
    }
  };
  for await (const chunk of unpack(counted())) {
    given += chunk.length;
    yield chunk;
    if (given > harmlessBytes && given > taken * mostTimes) throw fault('bomb', kind, given);
  }
}

/** Reads so much of a file as tells what it is; `head` belongs before the rest (`joined`). */
export async function beginning(
  file: AsyncIterator<Uint8Array>,
): Promise<{ head: Uint8Array; kind: ArchiveKind | null }> {
  let head: Uint8Array = new Uint8Array(0);
  while (head.length < headBytes) {
    const next = await file.next();
    if (next.done) break;
    head = head.length === 0 ? next.value : concat([head, next.value]);
  }
  return { head, kind: archiveKind(head) };
}

export async function* joined(head: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    if (head.length > 0) yield head;
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}

export function concat(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
