// Every recorded log, read as `smtp-lens scan` reads it: what the scripted server answered is what the rows say.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { DeliveryRow } from '../../server/src/core/features/rows.ts';
import { scanned } from '../support/scan.ts';

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
    const { rows } = await scanned(path.join(corpus, server, file), 2026);
    const found = file.endsWith('.eml') ? rows : rows.filter(isFirstOf(wanted));
    // A report's rows are told by recipient, a log's by line; what the key leaves out nobody can tell from the recording.
    const told = file.endsWith('.eml') ? fields.filter((field) => field !== 'line') : fields;
    const shape = (row: Expected | DeliveryRow, key: Expected | undefined) =>
      told.filter((field) => key === undefined || field in key).map((field) => `${field} ${row[field]}`);
    expect(found.map((row, index) => shape(row, wanted[index]))).toEqual(
      wanted.map((row) => shape(row, row)),
    );
    const phases = found.filter(({ phase }, index) => {
      const { phase: first, phaseAlso } = wanted[index];
      return first !== undefined && phase !== first && phase !== phaseAlso;
    });
    expect(phases.map((row) => `${row.line} ${row.phase} ${row.text}`)).toEqual([]);
  });
});

const fields = ['line', 'direction', 'recipient', 'outcome', 'reply', 'enhanced'] as const;

/** A line that names no recipient is told of each that waited; where the key names none either, one row is enough. */
function isFirstOf(
  wanted: readonly Expected[],
): (row: DeliveryRow, index: number, rows: DeliveryRow[]) => boolean {
  const nameless = new Set(wanted.filter(({ recipient }) => recipient === null).map(({ line }) => line));
  return (row, index, rows) => {
    if (!nameless.has(row.line) || row.outcome !== 'expired') return true;
    row.recipient = null;
    return rows.findIndex(({ line }) => line === row.line) === index;
  };
}
