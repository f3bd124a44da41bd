// Does each provider's own sentence lead to its own page when that provider says it, and to no claim when another does?
// Providers of this half: Google, Microsoft, Yahoo, Apple, American access providers, and services that send for others.
// Deliberately absent: words that anyone may say (phrases), and whether a statement is true.
import { describe, expect, test } from 'vitest';
import { joinCatalog } from '../../catalog/build.mjs';
import { Catalog } from '../../server/src/core/catalog/catalog.ts';
import { questionOn } from '../../server/src/core/model/question.ts';
import { Judge } from '../../server/src/core/verdict/verdict.ts';
import { readJson } from './catalogue.ts';

interface Row {
  provider: string;
  host: string;
  text: string;
  reason: string;
  entry: string;
}

const { rows, excluded } = readJson('test/fixtures/providers/a.json') as {
  rows: Row[];
  excluded: { provider: string; words: string; why: string }[];
};
const catalog = new Catalog(JSON.stringify(joinCatalog()));
const names = [...new Set(rows.map(({ provider }) => provider))];
const speakers = catalog.speakers.filter(({ name }) => names.includes(name));

const judge = new Judge(catalog);
const ask = (text: string, host: string | null) => judge.judge(questionOn(text, null, host));
/** A host of another provider of this half. */
const elsewhere = (provider: string) =>
  provider === 'Gmail' ? 'mx-eu.mail.am0.yahoodns.net' : 'gmail-smtp-in.l.google.com';

test('there are rows, and providers to ask', () => {
  expect(rows.length).toBeGreaterThan(100);
  expect(speakers.map(({ name }) => name).sort()).toEqual([...names].sort());
});

describe.each(names)('%s', (name) => {
  const own = rows.filter(({ provider }) => provider === name);

  test('is understood where it speaks', () => {
    const wrong = own.flatMap(({ text, host, reason, entry }) => {
      const verdict = ask(text, host);
      const got = `${verdict.provider} ${verdict.reason} ${verdict.entry?.id}`;
      return got === `${name} ${reason} ${entry}` ? [] : [`${got}, not ${reason} ${entry}: ${text}`];
    });
    expect(wrong).toEqual([]);
  });

  test("is not claimed where another provider's server says the same", () => {
    const wrong = own.flatMap(({ text }) => {
      const verdict = ask(text, elsewhere(name));
      const claims = verdict.provider === name || verdict.entry?.speaker?.name === name;
      return claims ? [`${verdict.provider} ${verdict.entry?.id}: ${text}`] : [];
    });
    expect(wrong).toEqual([]);
  });

  test('samples lead to their own entry', () => {
    const speaker = speakers.find((one) => one.name === name)!;
    const host = own[0]!.host;
    const wrong = speaker.entries.flatMap(({ id, patterns }) =>
      patterns.flatMap(({ sample }) => {
        const got = ask(sample, host).entry?.id;
        return got === id ? [] : [`${got}, not ${id}: ${sample}`];
      }),
    );
    expect(wrong).toEqual([]);
  });
});

test('what is left out says why', () => {
  expect(excluded.filter(({ why }) => !why.endsWith('.'))).toEqual([]);
  const told = new Set(rows.map(({ text }) => text));
  expect(excluded.filter(({ words }) => told.has(words))).toEqual([]);
});
