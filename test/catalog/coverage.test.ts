// How complete is the catalogue? Printed in every run, and each line that should read 0 is a test.
// Deliberately absent: whether an answer is right (patterns.test.ts, providers-*.test.ts, seed.test.ts).
import { afterAll, describe, expect, test } from 'vitest';
import { joinCatalog } from '../../catalog/build.mjs';
import { Catalog, type Entry } from '../../server/src/core/catalog/catalog';
import { Matcher, type Rule } from '../../server/src/core/verdict/match';
import { Judge } from '../../server/src/core/verdict/verdict';
import { Words } from '../../server/src/core/verdict/words';
import { asked } from './catalogue';

const catalog = new Catalog(JSON.stringify(joinCatalog()));
const judge = new Judge(catalog);
const matcher = new Matcher(catalog);
const entries = [...catalog.entries.values()];
const patterns = catalog.patterns;

/** The written rules, as one number: the speaker itself, then a server, then anyone; words before hints; the longer. */
function rank({ entry: { speaker }, hint, weight }: Rule, own: string | null): number {
  const who =
    speaker?.id === own && own !== null ? 3 : speaker === null ? 0 : speaker.kind === 'provider' ? 2 : 1;
  return (hint ? 0 : 1e7) + who * 1e6 + weight;
}

/** Patterns whose sample two entries explain with equal right, so that only the order of the files would decide. */
function ties(): string[] {
  return patterns.flatMap((one) => {
    const { reply, enhanced, phase, writer } = asked(one.entry, one.pattern.sample);
    const own = one.entry.speaker?.kind === 'provider' ? one.entry.speaker.id : null;
    const rules = matcher
      .candidates(new Words(one.pattern.sample), { reply, enhanced, phase }, own)
      .filter(({ entry: { speaker } }) => speaker?.kind !== 'provider' || speaker.id === own);
    const best = Math.max(...rules.map((rule) => rank(rule, own ?? writer)));
    const ids = new Set(
      rules.filter((rule) => rank(rule, own ?? writer) === best).map(({ entry }) => entry.id),
    );
    return ids.size > 1 ? [`${[...ids].join(' = ')}: “${one.pattern.sample}”`] : [];
  });
}

const named = (list: readonly Entry[]) => list.map(({ id }) => id);
const report: { [line: string]: string[] } = {
  'entries without source': named(
    entries.filter(({ sources }) => !sources.some((source) => source in catalog.sources)),
  ),
  'entries without action': named(entries.filter(({ actions }) => actions.length === 0)),
  'patterns without a sample': patterns
    .filter(({ pattern }) => !pattern.sample?.trim())
    .map(({ entry, pattern }) => `${entry.id}: ${pattern.text}`),
  'samples that hit another entry': patterns.flatMap((one) => {
    const decided = judge.judge(asked(one.entry, one.pattern.sample)).entry?.id;
    return decided === one.entry.id ? [] : [`${one.entry.id}: “${one.pattern.sample}” hits ${decided}`];
  }),
  'samples that the order of files decides': ties(),
};

describe('the catalogue is complete', () => {
  test.each(Object.entries(report))('%s: 0', (_, found) => expect(found).toEqual([]));

  test('there is something to count', () => {
    expect(entries.length).toBeGreaterThan(1000);
    expect(patterns.length).toBeGreaterThan(2500);
    expect(catalog.speakers.filter(({ kind }) => kind === 'provider').length).toBeGreaterThanOrEqual(40);
  });
});

afterAll(() => {
  const of = (kind: string) => catalog.speakers.filter((speaker) => speaker.kind === kind).length;
  const lines = [
    ...Object.entries(report).map(([line, found]) => `${line}: ${found.length}`),
    `entries: ${entries.length} (${['reply', 'enhanced', 'legacy', 'phrase']
      .map((kind) => `${entries.filter((entry) => entry.kind === kind).length} ${kind}`)
      .join(', ')})`,
    `patterns: ${patterns.length}`,
    `providers: ${of('provider')}, servers: ${of('server')}, filters: ${of('filter')}, block lists: ${of('blocklist')}, clients: ${of('client')}`,
    `sources: ${Object.keys(catalog.sources).length}, not yet seen: ${Object.values(catalog.sources).filter(({ verified }) => !verified).length}`,
  ];
  console.log(`Coverage of the catalogue\n  ${lines.join('\n  ')}`);
});
