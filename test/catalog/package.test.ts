// Can another tool read the catalogue as it ships? dist/catalog.json as the build writes it, by the schema that lies
// beside it; and does the index in it find what the engine would find without it?
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildCatalog, joinCatalog, joinSchema } from '../../catalog/build.mjs';
import type { CatalogFile } from '../../catalog/schema/types.d.ts';
import { patternIndex } from '../../esbuild.mjs';
import { Catalog } from '../../server/src/core/catalog/catalog';
import { Matcher } from '../../server/src/core/verdict/match';
import { Words } from '../../server/src/core/verdict/words';

const folder = mkdtempSync(path.join(tmpdir(), 'smtp-lens-catalogue-'));
const file = path.join(folder, 'catalog.json');
let text: string;
let schema: { [key: string]: unknown };

beforeAll(async () => {
  buildCatalog(file, {
    release: '1.2.3',
    patternIndex: (await patternIndex()) as CatalogFile['patternIndex'],
  });
  text = readFileSync(file, 'utf8');
  schema = JSON.parse(readFileSync(path.join(folder, 'catalog.schema.json'), 'utf8'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const validator = (of: object) => {
  const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true });
  addFormats.default(ajv);
  return ajv.compile(of);
};

describe('the file that ships', () => {
  test('names its format, its release and its schema, and is valid by it', () => {
    const read = JSON.parse(text);
    expect([read.version, read.release, read.$schema]).toEqual([1, '1.2.3', './catalog.schema.json']);
    const validate = validator(schema);
    validate(read);
    expect(validate.errors).toBeNull();
  });

  test('the schema refers to nothing outside itself, and refuses what is wrong', () => {
    const references = [...JSON.stringify(schema).matchAll(/"\$ref":"([^"]*)"/g)].map(([, name]) => name);
    expect(references.length).toBeGreaterThan(50);
    expect(references.filter((name) => !name.startsWith('#/$defs/'))).toEqual([]);
    const validate = validator(joinSchema());
    const sound = joinCatalog();
    expect(validate(sound)).toBe(true);
    expect(validate({ ...sound, version: 2 })).toBe(false);
    expect(validate({ ...sound, phrases: [{ ...sound.phrases[0], reason: 'no-reason' }] })).toBe(false);
    const [speaker, ...others] = sound.speakers;
    expect(validate({ ...sound, speakers: [{ ...speaker, hosts: [7] }, ...others] })).toBe(false);
  });
});

test('the index of the build finds what one made at the start finds', () => {
  const [shipped, joined] = [new Catalog(text), new Catalog(JSON.stringify(joinCatalog()))];
  expect(shipped.patternIndex).not.toBeNull();
  expect(joined.patternIndex).toBeNull();
  const [quick, slow] = [new Matcher(shipped), new Matcher(joined)];
  const context = { reply: null, enhanced: null, phase: null };
  const ids = (matcher: Matcher, sample: string) =>
    matcher.candidates(new Words(sample), context, null).map(({ entry }) => entry.id);
  const samples = [...shipped.entries.values()].flatMap(({ patterns }) =>
    patterns.map(({ sample }) => sample),
  );
  expect(samples.length).toBeGreaterThan(2000);
  expect(samples.filter((sample) => ids(quick, sample).length > 0).length).toBeGreaterThan(1000);
  expect(samples.filter((sample) => `${ids(quick, sample)}` !== `${ids(slow, sample)}`)).toEqual([]);
});
