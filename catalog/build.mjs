// Joins the files of catalog/ into the one file that ships: dist/catalog.json.
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

/** Writes the joined catalogue to `target`. */
export function buildCatalog(target) {
  writeFileSync(target, JSON.stringify(joinCatalog()));
}
