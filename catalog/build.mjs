// Joins the files of catalog/ into the one file that ships, dist/catalog.json, and their schemas into the one beside it.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = import.meta.dirname ?? new URL('.', import.meta.url).pathname;
const read = (path) => {
  try {
    return JSON.parse(readFileSync(join(root, path), 'utf8'));
  } catch (error) {
    throw new Error(`catalog/${path}: ${error.message}`);
  }
};
const folder = (name) =>
  !existsSync(join(root, name))
    ? []
    : readdirSync(join(root, name))
        .filter((file) => file.endsWith('.json'))
        .sort()
        .map((file) => read(`${name}/${file}`));

/** The whole catalogue as one object (`CatalogFile` of schema/types.d.ts); throws with the file's name on bad JSON. */
export function joinCatalog() {
  return {
    version: 1,
    reply: read('codes/reply.json').entries,
    enhanced: read('codes/enhanced.json').entries,
    legacy: read('codes/legacy.json').entries,
    speakers: ['providers', 'servers', 'filters', 'blocklists', 'clients'].flatMap(folder),
    phrases: read('phrases.json').entries,
    ...read('reasons.json'),
    sources: read('sources.json'),
  };
}

/** All schemas as one that refers to nothing outside itself, for tools that read the joined file. */
export function joinSchema() {
  const $defs = {};
  const define = (name, schema) => {
    if ($defs[name]) throw new Error(`catalog/schema: two definitions are called ${name}`);
    $defs[name] = inOneFile(schema);
  };
  const files = readdirSync(join(root, 'schema')).filter((name) => name.endsWith('.schema.json'));
  for (const file of files) {
    const { $defs: own = {}, $schema: _, ...schema } = read(`schema/${file}`);
    if (file === 'catalog.schema.json') continue; // the whole; what it defines is for its types
    for (const [name, definition] of Object.entries(own)) define(name, definition);
    define(fileName(file), schema);
  }
  const { $defs: _, ...whole } = read('schema/catalog.schema.json');
  return { ...inOneFile(whole), $defs };
}

const fileName = (file) => file.replace('.schema.json', 'File');

/** `common.schema.json#/$defs/Phase` becomes `#/$defs/Phase`; a whole file becomes a definition too. */
function inOneFile(schema) {
  if (Array.isArray(schema)) return schema.map(inOneFile);
  if (typeof schema !== 'object' || schema === null) return schema;
  return Object.fromEntries(
    Object.entries(schema).map(([key, value]) => {
      if (key !== '$ref') return [key, inOneFile(value)];
      const [file, name] = value.split('#');
      return [key, name ? `#${name}` : `#/$defs/${fileName(file)}`];
    }),
  );
}

/**
 * Writes the joined catalogue to `target`, and beside it its schema.
 * @param more what is added for readers that want it: the release, the index of patterns
 */
export function buildCatalog(target, more = {}) {
  const { version, ...parts } = joinCatalog();
  writeFileSync(target, JSON.stringify({ $schema: './catalog.schema.json', version, ...more, ...parts }));
  writeFileSync(target.replace(/\.json$/, '.schema.json'), JSON.stringify(joinSchema()));
}
