// Does a reader find in a recorded log what the answer key says? The key is written from what the sink really answered.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Attempt } from '../../server/src/core/model/attempt.ts';
import { deliveries } from './engine.ts';

const corpus = join(import.meta.dirname, '../corpus');

/** A row of `expected.json`; what it leaves out nobody can tell from the log. */
export type KeyRow = { line: number } & Partial<
  Pick<Attempt, 'direction' | 'recipient' | 'outcome' | 'reply' | 'enhanced' | 'phase' | 'host' | 'sender'>
>;

/** The logs of a recording, with their keys; bounces have tests of their own. */
export function keysOf(folder: string): [log: string, rows: KeyRow[]][] {
  const key: { [file: string]: KeyRow[] } = JSON.parse(
    readFileSync(join(corpus, folder, 'expected.json'), 'utf8'),
  );
  return Object.entries(key).filter(([file]) => !file.endsWith('.eml'));
}

/** The rows that the reader finds, cut down to what the key states; rows of one line in the order of their recipients. */
export function foundIn(folder: string, log: string, key: readonly KeyRow[]): KeyRow[] {
  const rows = deliveries(readFileSync(join(corpus, folder, log), 'utf8')).map(({ attempt, line }) => ({
    ...attempt,
    line: line + 1,
  }));
  const seen = new Map<number, number>();
  return rows.map((row) => {
    const nth = seen.get(row.line) ?? 0;
    seen.set(row.line, nth + 1);
    const same = key.filter((one) => one.line === row.line);
    const asked = Object.keys(same[nth] ?? same[0] ?? { line: 0, recipient: 0, outcome: 0, reply: 0 });
    return Object.fromEntries(asked.map((name) => [name, row[name as keyof typeof row]])) as KeyRow;
  });
}
