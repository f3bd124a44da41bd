// Is the text of a small file read whole, packed or not, and what is damaged as far as it goes?
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { unpacked } from '../../server/src/input/archive.ts';
import { textOf } from '../../server/src/input/text.ts';
import { unpackers } from '../../server/src/input/unpackers.ts';

const host = {
  unpack: (file: AsyncIterable<Uint8Array>) => unpacked(file, unpackers),
  textOf: (bytes: Uint8Array) => new TextDecoder().decode(bytes),
};
const log =
  'Nov  1 00:00:31 mail postfix/smtpd[9]: 283FEFC63F: client=müller.example.org[192.0.2.7]\n'.repeat(20_000);
const read = (bytes: Uint8Array, most = 1e9) => textOf(new Uint8Array(bytes), host, most);

test('plain, packed, packed in two members', async () => {
  expect(await read(Buffer.from(log))).toEqual({ text: log, whole: true });
  const packed = gzipSync(log);
  expect(await read(packed)).toEqual({ text: log, whole: true });
  expect(await read(Buffer.concat([packed, packed]))).toEqual({ text: log + log, whole: true });
});

test('what ends too early as far as it goes; what is nothing at all not', async () => {
  const cut = await read(gzipSync(log, { level: 0 }).subarray(0, 900_000));
  expect(cut!.whole).toBe(false);
  expect(cut!.text.length).toBeGreaterThan(100_000);
  expect(log.startsWith(cut!.text)).toBe(true);
  expect(await read(gzipSync(log).subarray(0, 12))).toBeNull();
});

test('of a longer one the rest is left away, and it says so', async () => {
  const some = await read(Buffer.from(log), 600_000);
  expect(some!.whole).toBe(false);
  expect(some!.text.length).toBeLessThan(log.length);
});
