// In which order do the entries of a file stand? `node catalog/schema/order.mjs` puts every file in that order;
// `npx biome check --write catalog` then lays it out. Deliberately absent: the order of fields, and of the reasons,
// which is that of the schema.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const collator = new Intl.Collator('en', { numeric: true });

// reply/4yz stands behind the last 4nn.
const sortKey = (id) => id.replace(/yz$/, '99z');

/** Negative where `a` stands before `b`: letter by letter, numbers as numbers (X.1.2 before X.1.10, rfc821 before rfc1845). */
export function compareIds(a, b) {
  return collator.compare(sortKey(a), sortKey(b));
}

/** `X.1.1` and the like for enhanced codes, which have no id of their own; the id for all others. */
export function idOf(entry) {
  return entry.id ?? entry.code;
}

/** The parsed content of a catalogue file with its entries (or its sources) in order. */
export function inOrder(content) {
  if (Array.isArray(content.reasons)) return content;
  if (Array.isArray(content.entries)) {
    return { ...content, entries: [...content.entries].sort((a, b) => compareIds(idOf(a), idOf(b))) };
  }
  return Object.fromEntries(Object.entries(content).sort(([a], [b]) => compareIds(a, b)));
}

/** Every JSON file of the catalogue, the schemas aside; paths relative to catalog/, with `/`. */
export function catalogFiles() {
  return readdirSync(root, { recursive: true })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.json') && !path.startsWith('schema/'))
    .sort();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const path of catalogFiles()) {
    const content = JSON.parse(readFileSync(join(root, path), 'utf8'));
    writeFileSync(join(root, path), `${JSON.stringify(inOrder(content), null, 2)}\n`);
  }
}
