// However a log is cut and however many readers there are, in whatever order they answer, the rows are the same.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { LogAssembly } from '../../../server/src/core/scan/assembly.ts';
import { type ChunkWork, readChunk } from '../../../server/src/core/scan/chunk.ts';
import { type ChunkReaders, driveLog, type LogPiece } from '../../../server/src/core/scan/drive.ts';
import { cutPieces } from '../../../server/src/input/pieces.ts';
import { textOf } from '../../../server/src/node/input.ts';
import { rowWriter } from '../../../server/src/node/output/rows.ts';
import { engine } from '../../support/engine.ts';

const corpus = path.join(import.meta.dirname, '../../corpus');

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

async function scan(bytes: Uint8Array, size: number, readers: number) {
  const rows = rowWriter('json', 'x');
  const work: ChunkWork = {
    judge: engine().judge,
    year: 2026,
    written: null,
    rows,
    unexplained: true,
    report: false,
  };
  const found = { deliveries: '', codes: '', unexplained: '' };
  const assembly = new LogAssembly(
    engine(),
    {
      deliveries: (text) => void (found.deliveries += text),
      codes: (text) => void (found.codes += text),
      unexplained: (line, text) => void (found.unexplained += `${line} ${text}\n`),
    },
    rows.delivery,
  );
  let turn = 0;
  const several: ChunkReaders = {
    count: readers,
    async read({ bytes: piece, startsMidLine, entry, firstLine }) {
      const reading = readChunk(textOf(piece), startsMidLine, entry, firstLine, work);
      // Every other one takes its time.
      for (let wait = turn++ % 2; wait > 0; wait--) await new Promise(setImmediate);
      // As it comes from another thread.
      return structuredClone({
        ...reading,
        summary: { ...reading.summary, groups: new Map(reading.summary.groups) },
      });
    },
  };
  const pieces: AsyncIterable<LogPiece> = cutPieces(once(bytes), size);
  await driveLog(pieces, several, assembly);
  const { lines, formats, summary } = assembly.result();
  const groups = [...summary.groups.values()].map(({ key, count, places, last }) => ({
    key,
    count,
    places,
    last,
  }));
  groups.sort((a, b) => (a.key < b.key ? -1 : 1));
  return { ...found, lines, formats, outcomes: summary.outcomes, groups };
}

const logs = readdirSync(corpus)
  .filter((name) => existsSync(path.join(corpus, name, 'expected.json')))
  .flatMap((name) =>
    Object.keys(JSON.parse(readFileSync(path.join(corpus, name, 'expected.json'), 'utf8')))
      .filter((file) => !file.endsWith('.eml'))
      .map((file) => path.join(name, file)),
  );

describe('every recorded log', () => {
  test.each(logs)('%s', async (file) => {
    const bytes = readFileSync(path.join(corpus, file)).subarray(0, 150_000);
    const whole = await scan(bytes, 1 << 20, 1);
    expect(whole.lines).toBeGreaterThan(0);
    for (const [size, readers] of [
      [4_096, 1],
      [4_096, 2],
      [1_500, 3],
    ] as const)
      expect(await scan(bytes, size, readers)).toEqual(whole);
  });
});

test('who waited is told though the deferral stands in another chunk', async () => {
  const log = [
    'Nov  1 00:00:30 mail postfix/qmgr[9]: 4A1B2C3D4E: from=<s@example.org>, size=1, nrcpt=2 (queue active)',
    ...['a', 'b'].map(
      (who) =>
        `Nov  1 00:00:31 mail postfix/smtp[1]: 4A1B2C3D4E: to=<${who}@example.net>, relay=none, delay=1, delays=0/0/1/0, dsn=4.4.1, status=deferred (connect to x.example[192.0.2.5]:25: Connection timed out)`,
    ),
    'Nov  1 01:00:31 mail postfix/smtp[1]: 4A1B2C3D4E: to=<b@example.net>, relay=mx.x[192.0.2.5]:25, delay=1, delays=0/0/1/0, dsn=2.0.0, status=sent (250 2.0.0 Ok)',
    'Nov  6 00:00:31 mail postfix/qmgr[9]: 4A1B2C3D4E: from=<s@example.org>, status=expired, returned to sender',
    '',
  ].join('\n');
  const whole = await scan(Buffer.from(log), 1 << 20, 1);
  const rows = JSON.parse(`[${whole.deliveries.slice(1)}]`);
  expect(
    rows.map((row: { outcome: string; recipient: string; sender: string }) => [
      row.outcome,
      row.recipient,
      row.sender,
    ]),
  ).toEqual([
    ['deferred', 'a@example.net', 's@example.org'],
    ['deferred', 'b@example.net', 's@example.org'],
    ['delivered', 'b@example.net', 's@example.org'],
    ['expired', 'a@example.net', 's@example.org'],
  ]);
  for (const readers of [1, 2, 3]) expect(await scan(Buffer.from(log), 250, readers)).toEqual(whole);
});
