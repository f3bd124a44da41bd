// Exchange Online's downloads are UTF-16: the command line reads them as it reads the same text in UTF-8.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { scanned } from '../support/scan.ts';

const corpus = path.join(import.meta.dirname, '..', 'corpus');
let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'smtp-lens-utf16-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const rowsOf = async (file: string) => (await scanned(file)).rows;

test.each([
  'message-trace/MTSummary.csv',
  'message-trace/Get-MessageTrace.csv',
  'message-trace/Get-MessageTraceDetail.csv',
  'exchange-tracking/MTDetailed_extended.csv',
])('%s', async (sample) => {
  const plain = await rowsOf(path.join(corpus, sample));
  expect(plain.length).toBeGreaterThan(0);
  const little = Buffer.from(`\ufeff${readFileSync(path.join(corpus, sample), 'utf8')}`, 'utf16le');
  for (const [name, bytes] of [
    ['le.csv', little],
    ['be.csv', Buffer.from(little).swap16()],
  ] as const) {
    writeFileSync(path.join(folder, name), bytes);
    expect(await rowsOf(path.join(folder, name))).toEqual(plain);
  }
});
