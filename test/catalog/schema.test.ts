// Do the files of the catalogue have the shape that the schemas describe, and are the types made from the same schemas?
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, test } from 'vitest';
import { generateTypes } from '../../catalog/schema/generate.mjs';
import type { CatalogFile } from '../../catalog/schema/types.d.ts';
import { files, readJson, speakers } from './catalogue.ts';

const folder = fileURLToPath(new URL('../../catalog/schema/', import.meta.url));
const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true });
addFormats.default(ajv);
for (const name of readdirSync(folder).filter((file) => file.endsWith('.schema.json'))) {
  ajv.addSchema(readJson(`catalog/schema/${name}`) as object, name);
}

const schemaOf = (path: string) => {
  const name = path.split('/').at(-1) ?? '';
  const own = ['reply.json', 'enhanced.json', 'legacy.json', 'phrases.json', 'reasons.json', 'sources.json'];
  if (path === `codes/${name}` || !path.includes('/')) {
    if (own.includes(name)) return name.replace('.json', '.schema.json');
  }
  return 'speaker.schema.json';
};

/** `/entries/3/title` becomes the name of the entry and the field, as far as there is one. */
function where(content: unknown, path: string): string {
  const entry = /^\/(\w+)\/(\d+)/.exec(path);
  const list = entry && (content as Record<string, { id?: string; code?: string }[]>)[entry[1] ?? ''];
  const found = list?.[Number(entry?.[2])];
  return found ? `${found.id ?? found.code}${path.slice(entry?.[0].length)}` : path;
}

function faults(schema: string, content: unknown): string[] {
  ajv.validate(schema, content);
  return (ajv.errors ?? []).map((error: ErrorObject) => {
    const detail =
      error.params.additionalProperty ?? error.params.allowedValues ?? error.params.pattern ?? '';
    return `${where(content, error.instancePath)} ${error.message} ${detail}`;
  });
}

describe('the shape of the files', () => {
  test.each(files)('catalog/$path', ({ path, content }) => {
    expect(faults(schemaOf(path), content)).toEqual([]);
  });

  test('all files joined, as they ship', async () => {
    const build = new URL('../../catalog/build.mjs', import.meta.url).href;
    const { joinCatalog } = (await import(build)) as { joinCatalog: () => CatalogFile };
    const joined = joinCatalog();
    expect(faults('catalog.schema.json', joined)).toEqual([]);
    expect(joined.speakers).toHaveLength(speakers.length);
  });

  test('a schema refuses what it should', () => {
    const sound = { text: 'over quota', sample: '552 5.2.2 over quota' };
    expect(ajv.validate('common.schema.json#/$defs/Pattern', sound)).toBe(true);
    expect(ajv.validate('common.schema.json#/$defs/Pattern', { sample: 'nothing to match by' })).toBe(false);
    expect(ajv.validate('common.schema.json#/$defs/Pattern', { ...sound, flags: 'i' })).toBe(false);
    expect(ajv.validate('common.schema.json#/$defs/Action', { who: 'postmaster', do: 'Wait.' })).toBe(false);
    expect(ajv.validate('catalog.schema.json', { version: 2 })).toBe(false);
  });
});

test('types.d.ts is what generate.mjs makes of the schemas', async () => {
  const now = readFileSync(`${folder}types.d.ts`, 'utf8');
  expect(now, 'run: node catalog/schema/generate.mjs').toBe(await generateTypes());
});
