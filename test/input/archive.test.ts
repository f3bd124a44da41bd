// Archives of every kind: whole, in members, cut off, damaged, expanding a thousandfold; whatever sizes the bytes come in.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { translator } from '../../server/src/core/l10n.ts';
import { archiveKind, type Bytes, unpacked } from '../../server/src/input/archive.ts';
import { Fault, faultSentence } from '../../server/src/input/fault.ts';
import { unpackers } from '../../server/src/input/unpackers.ts';

const folder = path.join(import.meta.dirname, '../fixtures/archives');
const file = (name: string): Buffer => readFileSync(path.join(folder, name));
const plain = file('mail.log');

async function* inChunks(bytes: Uint8Array, size: number): Bytes {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function read(bytes: Uint8Array, size = 997): Promise<{ text: string; fault: Fault | null }> {
  const parts: Uint8Array[] = [];
  let fault: Fault | null = null;
  try {
    for await (const part of unpacked(inChunks(bytes, size), unpackers)) parts.push(part);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    fault = error;
  }
  return { text: Buffer.concat(parts).toString(), fault };
}

const archives = [
  ['gzip', gzipSync(plain)],
  ['zstd', file('mail.log.zst')],
  ['xz', file('mail.log.xz')],
] as const;

describe.each(archives)('%s', (kind, archive) => {
  test('is told by its content', () => expect(archiveKind(archive)).toBe(kind));

  test.each([1, 7, 4096, 1 << 20])('is read in chunks of %i', async (size) => {
    expect(await read(archive, size)).toEqual({ text: plain.toString(), fault: null });
  });

  test('one behind the other is one file', async () => {
    const { text, fault } = await read(Buffer.concat([archive, archive, archive]));
    expect(fault).toBeNull();
    expect(text).toBe(plain.toString().repeat(3));
  });

  test.each([20, 200, 900])(
    'cut off %i bytes into the second: the first is read, and it is told',
    async (cut) => {
      const { text, fault } = await read(Buffer.concat([archive, archive.subarray(0, cut)]));
      expect(fault).toMatchObject({ kind: 'truncated', archive: kind });
      expect(text.startsWith(plain.toString())).toBe(true);
    },
  );

  test('cut off anywhere, it is told', async () => {
    const missed: number[] = [];
    for (let cut = 8; cut < archive.length; cut++) {
      const { text, fault } = await read(archive.subarray(0, cut));
      if (fault?.kind !== 'truncated' || !plain.toString().startsWith(text.replace(/\ufffd+$/, '')))
        missed.push(cut);
    }
    expect(missed).toEqual([]);
  });

  test('nonsense in its middle ends it with a word, never with a crash', async () => {
    const damaged = Buffer.concat([archive, archive]);
    damaged.fill(0xaa, archive.length + 100, archive.length + 140);
    const { text, fault } = await read(damaged);
    expect(text.startsWith(plain.toString())).toBe(true);
    // gzip may read on over nonsense: the small library compares no sums.
    if (kind !== 'gzip') expect(fault?.archive).toBe(kind);
  });
});

test('what is no archive is handed on as it is', async () => {
  for (const text of ['', 'B', 'BZh is how this line begins', '\u001f', plain.toString()])
    expect(await read(Buffer.from(text))).toEqual({ text, fault: null });
});

test('a pzstd file begins with a frame to be skipped', async () => {
  const skippable = Buffer.from([0x50, 0x2a, 0x4d, 0x18, 4, 0, 0, 0, 1, 2, 3, 4]);
  expect((await read(Buffer.concat([skippable, file('mail.log.zst')]))).text).toBe(plain.toString());
});

test('kinds that cannot be read are named', async () => {
  const { fault } = await read(file('mail.log.bz2'));
  expect(fault).toMatchObject({ kind: 'unsupported', archive: 'bzip2' });
  expect(faultSentence(fault!, translator())).toContain('bzip2');
  // xz with SHA-256 sums
  expect((await read(file('sha256.log.xz'))).fault?.kind).toBe('unsupported');
});

test('what expands a thousandfold is stopped', async () => {
  const bomb = gzipSync(Buffer.alloc(300 * 1024 * 1024));
  let length = 0;
  const reading = (async () => {
    for await (const part of unpacked(inChunks(bomb, 1 << 16), unpackers)) length += part.length;
  })();
  await expect(reading).rejects.toMatchObject({ kind: 'bomb' });
  expect(length).toBeLessThan(270 * 1024 * 1024);
});
