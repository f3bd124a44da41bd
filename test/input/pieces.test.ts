// Bytes in pieces: the text stays the same, cuts fall at line ends and do not depend on how the bytes arrive.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { Bytes } from '../../server/src/input/archive.ts';
import { cutPieces } from '../../server/src/input/pieces.ts';
import { isPlain, sharedPieces } from '../../server/src/node/sharedPieces.ts';

async function* inChunks(bytes: Uint8Array, size: number): Bytes {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function cut(bytes: Uint8Array, chunk: number, size: number): Promise<string[]> {
  const found: string[] = [];
  for await (const piece of cutPieces(inChunks(bytes, chunk), size))
    found.push(`${piece.startsMidLine ? '…' : ''}${Buffer.from(piece.bytes).toString()}`);
  return found;
}

const text = 'one\ntwo\r\nthree\rfour — ünïcödé ✉ and a line that is longer than a piece can ever be\nfive';

test.each([8, 16, 30, 1000])('pieces of %i bytes are whole lines, or parts of a long one', async (size) => {
  const whole = await cut(Buffer.from(text), 1000, size);
  expect(whole.map((piece) => piece.replace('…', '')).join('')).toBe(text);
  for (const chunk of [1, 3, 7]) expect(await cut(Buffer.from(text), chunk, size)).toEqual(whole);
  for (const piece of whole) expect(piece).not.toContain('\ufffd');
  whole.forEach((piece, index) => {
    if (index > 0) expect(piece.startsWith('…')).toBe(!/[\r\n]$/.test(whole[index - 1]));
  });
});

test('byte order marks: UTF-8 and UTF-16 give the same text', async () => {
  for (const bytes of [
    Buffer.from(`\ufeff${text}`),
    Buffer.from(`\ufeff${text}`, 'utf16le'),
    Buffer.from(`\ufeff${text}`, 'utf16le').swap16(),
  ])
    expect((await cut(bytes, 5, 1000)).join('')).toBe(text);
  expect(await cut(Buffer.from([0xff, 0xfe]), 1, 100)).toEqual([]);
});

test('a file that threads share is cut at the same places', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'smtp-lens-pieces-'));
  const file = path.join(folder, 'mail.log');
  for (const content of [text.repeat(20), '', 'x'.repeat(500), 'a\r\n'.repeat(100)]) {
    writeFileSync(file, content);
    expect(isPlain(file)).toBe(true);
    const shared: string[] = [];
    for await (const piece of sharedPieces(file, 64)) {
      shared.push(`${piece.startsMidLine ? '…' : ''}${Buffer.from(piece.bytes).toString()}`);
      piece.release?.();
    }
    expect(shared).toEqual(await cut(Buffer.from(content), 10, 64));
  }
  writeFileSync(file, Buffer.from([0xff, 0xfe, 65, 0]));
  expect(isPlain(file)).toBe(false);
  rmSync(folder, { recursive: true });
});
