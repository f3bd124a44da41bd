// Every recorded log, read as `smtp-lens scan` reads it: what the scripted server answered is what the rows say.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { DeliveryRow } from '../../server/src/core/features/rows.ts';
import { scanFile } from '../../server/src/node/scan.ts';
import { engine } from '../support/engine.ts';

const corpus = path.join(import.meta.dirname, '..', 'corpus');

interface Expected {
  direction: string;
  line: number;
  recipient: string | null;
  outcome: string;
  reply: string | null;
  enhanced: string | null;
  /** Not given where the recording cannot tell. */
  phase?: string | null;
  /** A second phase that is as right. */
  phaseAlso?: string | null;
}

const servers = readdirSync(corpus).filter((name) => existsSync(path.join(corpus, name, 'expected.json')));

describe.each(servers)('%s', (server) => {
  const expected: { [file: string]: Expected[] } = JSON.parse(
    readFileSync(path.join(corpus, server, 'expected.json'), 'utf8'),
  );

  test.each(Object.entries(expected))('%s', async (file, wanted) => {
    const rows: DeliveryRow[] = [];
    await scanFile(path.join(corpus, server, file), engine(), 2026, { delivery: (row) => rows.push(row) });
    // A report's rows are told by recipient, a log's by line.
    const isReport = file.endsWith('.eml');
    const shape = (row: Expected | DeliveryRow) =>
      [isReport ? '' : row.line, row.direction, row.recipient, row.outcome, row.reply, row.enhanced].join(
        ' ',
      );
    expect(rows.map(shape)).toEqual(wanted.map(shape));
    const phases = rows.filter(({ phase }, index) => {
      const { phase: first, phaseAlso } = wanted[index];
      return first !== undefined && phase !== first && phase !== phaseAlso;
    });
    expect(phases.map((row) => `${row.line} ${row.phase} ${row.text}`)).toEqual([]);
  });
});
