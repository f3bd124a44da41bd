// Does the catalogue cover every three-digit number that people meet, and all that the 2010 reference told of them?
// The fixtures were written from the reference and from the standards, apart from the catalogue's prose. How a code is
// found in a text, and what a whole reply means, is asked elsewhere.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { LegacyEntry, PhraseEntry, ReplyEntry } from '../../catalog/schema/types.ts';

/** `causes` and `corrections`: the words that one sentence must hold together; `|` parts alternatives. */
interface SeedRow {
  entry: string;
  alias: string | null;
  aliasWrong: boolean;
  causes: string[][];
  systems: string[];
  corrections: string[][];
}

type Entry = ReplyEntry | LegacyEntry | PhraseEntry;

const read = <T>(path: string): T =>
  JSON.parse(readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8'));
const reply = read<{ entries: ReplyEntry[] }>('catalog/codes/reply.json').entries;
const legacy = read<{ entries: LegacyEntry[] }>('catalog/codes/legacy.json').entries;
const phrases = read<{ entries: PhraseEntry[] }>('catalog/phrases.json').entries;
const seed = read<{ entries: SeedRow[] }>('test/fixtures/seed.json').entries;
const codes = read<{ reply: string[]; legacy: string[] }>('test/fixtures/reply-codes.json');

const entries = new Map<string, Entry>([...reply, ...legacy, ...phrases].map((entry) => [entry.id, entry]));
const holds = (sentence: string, words: string[]) =>
  words.every((word) =>
    word.split('|').some((either) => sentence.toLowerCase().includes(either.toLowerCase())),
  );
const uncovered = (sentences: string[], wanted: string[][]) =>
  wanted.filter((words) => !sentences.some((sentence) => holds(sentence, words)));

describe('every entry of the 2010 reference', () => {
  test('the fixture holds its 43 codes and 2 phrases', () => {
    expect(seed).toHaveLength(45);
    expect(new Set(seed.map((row) => row.entry)).size).toBe(45);
  });

  test.each(seed)('$entry', (row) => {
    const entry = entries.get(row.entry);
    if (entry === undefined) throw new Error(`${row.entry} is missing`);
    const told = [
      entry.meaning,
      ...(entry.causes ?? []),
      ...(entry.notes ?? []),
      ...entry.actions.map((action) => action.do),
    ];
    expect(uncovered(told, row.causes), 'causes that no sentence names').toEqual([]);

    const found = new Set((entry.keywords ?? []).map((keyword) => keyword.toLowerCase()));
    expect(
      row.systems.filter((system) => !found.has(system.toLowerCase())),
      'systems that no keyword leads from',
    ).toEqual([]);

    expect(uncovered(entry.formerly ?? [], row.corrections), 'corrections that are not told').toEqual([]);
    if (row.aliasWrong)
      expect(
        uncovered(entry.formerly ?? [], [[row.alias!]]),
        'an alias that lies and is not corrected',
      ).toEqual([]);
    // Where the reference's alias holds, the entry itself must lead to that status code.
    else if (row.alias !== null)
      expect(JSON.stringify([entry, 'shortFor' in entry && entry.shortFor])).toContain(row.alias);
  });
});

describe('every number that is met', () => {
  test.each(codes.reply)('%s is a reply', (code) => {
    expect(entries.get(`reply/${code}`)).toMatchObject({ code });
    expect(entries.has(`legacy/${code}`)).toBe(false);
  });
  test.each(codes.legacy)('%s is no reply of its own', (code) => {
    expect(entries.get(`legacy/${code}`)).toMatchObject({ code });
    expect(entries.has(`reply/${code}`)).toBe(false);
  });
  test.each(['2yz', '3yz', '4yz', '5yz'])('%s stands for its class', (code) => {
    expect(entries.get(`reply/${code}`)).toMatchObject({ code });
  });

  test('the entries stand in the order of their codes, each once', () => {
    for (const list of [reply, legacy]) {
      const numbers = list.map((entry) => Number(entry.code.replace('yz', '99.5')));
      expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
    }
  });
});

describe('what an entry says', () => {
  const own = [...reply, ...legacy];

  test.each(own)('$id agrees with its first digit', (entry) => {
    const byDigit: Record<string, string | null> = {
      2: 'success',
      3: null,
      4: 'temporary',
      5: 'permanent',
      6: 'permanent',
    };
    const expected = 'kind' in entry && entry.kind === 'library' ? null : byDigit[entry.code[0]!];
    expect(entry.permanence).toBe(expected);
  });

  test.each(own)('$id reads well', (entry) => {
    expect(entry.title.length).toBeLessThanOrEqual(60);
    for (const sentence of [
      entry.meaning,
      ...(entry.causes ?? []),
      ...(entry.notes ?? []),
      ...(entry.formerly ?? []),
    ])
      expect(sentence).toMatch(/[.)]$/);
    expect(entry.title).not.toMatch(/[.!]$/);
    expect(entry.actions.length).toBeGreaterThan(0);
    expect(entry.sources.length).toBeGreaterThan(0);
  });

  test('no sentence serves two entries', () => {
    const owner = new Map<string, string>();
    for (const entry of own)
      for (const sentence of [entry.meaning, entry.title]) {
        expect(owner.get(sentence), `${entry.id}: ${sentence}`).toBeUndefined();
        owner.set(sentence, entry.id);
      }
  });

  test('a short form is its status code without the dots', () => {
    for (const entry of legacy.filter((one) => one.kind === 'short-form'))
      expect(entry.shortFor?.replaceAll('.', '')).toBe(entry.code);
  });

  test('two meanings are shown as two readings', () => {
    for (const code of ['422', '432', '523', '524', '533', '552'])
      expect(reply.find((entry) => entry.code === code)?.readings?.length).toBeGreaterThan(1);
  });

  test('a number whose reason depends on the step claims none alone', () => {
    const reason = (code: string) => reply.find((entry) => entry.code === code)?.reason;
    expect([reason('550'), reason('552'), reason('553'), reason('450'), reason('451')]).toEqual(
      Array(5).fill('unknown'),
    );
    expect(reply.find((entry) => entry.code === '550')?.reasonByPhase).toMatchObject({
      'RCPT TO': 'unknown-user',
      'end of DATA': 'policy',
    });
    expect(reply.find((entry) => entry.code === '553')?.reasonByPhase).toEqual({
      'RCPT TO': 'unknown-user',
      'MAIL FROM': 'sender-rejected',
    });
  });

  test('cross references within these files lead somewhere', () => {
    for (const entry of [...own, ...phrases])
      for (const id of entry.see ?? [])
        if (/^(reply|legacy)\//.test(id)) expect(entries.has(id), `${entry.id} → ${id}`).toBe(true);
  });
});
