// What does a sample of the corpus come to, a line of text for each delivery?
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { deliveries, records } from './engine.ts';

export const readSample = (name: string): string =>
  readFileSync(join(import.meta.dirname, '../corpus', name), 'utf8');

/** `line direction outcome reply enhanced phase host recipient`; what is not known is a hyphen. */
export const rowsIn = (text: string): string[] =>
  deliveries(text).map(({ attempt: a, line }) =>
    [line + 1, a.direction, a.outcome, a.reply, a.enhanced, a.phase, a.host, a.recipient]
      .map((value) => value ?? '-')
      .join(' '),
  );

/** What stands where each code is said to, and the code. */
export const placesIn = (text: string): [written: string, code: string | null][] =>
  records(text).flatMap(({ record, text: line }) =>
    record.codes.map(({ start, end, code }): [string, string | null] => [line.slice(start, end), code]),
  );

/** Tests that each sample comes to these rows (`rowsIn`), and that its codes stand where they are said to. */
export function testSamples(samples: readonly (readonly [sample: string, rows: readonly string[]])[]): void {
  test.each(samples)('%s', (sample, expected) => {
    expect(rowsIn(readSample(sample))).toEqual(expected);
  });

  test.each(samples)('%s: every code stands where it is said to', (sample) => {
    const found = placesIn(readSample(sample));
    expect(found.length).toBeGreaterThan(1);
    for (const [written, code] of found) expect(written).toBe(code);
  });
}
