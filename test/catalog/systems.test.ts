// Does somebody who types the name of a server, client, provider, filter or tool find the page that speaks of it?
// The names are those that the widely copied list of 2010 mentions. Deliberately absent: how well results are ranked beyond that.
import { expect, test } from 'vitest';
import { joinCatalog } from '../../catalog/build.mjs';
import { Catalog } from '../../server/src/core/catalog/catalog.ts';
import { ReferenceSearch } from '../../server/src/core/features/referenceSearch.ts';
import { readJson } from './catalogue.ts';

const { systems, excluded } = readJson('test/fixtures/providers/systems.json') as {
  /** `leadsTo`: an entry, or all of a speaker's (`qmail/`). */
  systems: { name: string; leadsTo: string }[];
  excluded: { name: string; why: string }[];
};
const catalog = new Catalog(JSON.stringify(joinCatalog()));
const search = new ReferenceSearch({ catalog, t: (text: string) => text });
/** How many results a person looks at. */
const looked = 5;

test('all names are looked for, or told why not', () => {
  expect(systems.length + excluded.length).toBe(99);
  expect(new Set([...systems, ...excluded].map(({ name }) => name)).size).toBe(99);
  expect(excluded.filter(({ why }) => !why.endsWith('.'))).toEqual([]);
});

test.each(systems)('$name', ({ name, leadsTo }) => {
  const found = search.search(name, looked).entries.map(({ entry }) => entry);
  const right = found.some((entry) =>
    leadsTo.endsWith('/') ? entry.startsWith(leadsTo) : entry === leadsTo,
  );
  expect(right, `found ${found.join(', ')}`).toBe(true);
});
