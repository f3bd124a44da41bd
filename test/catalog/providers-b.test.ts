// Does each provider's, filter's and block list's own sentence lead to its own page, and to no claim when another answers?
// Of this half: European and Asian providers, filters and appliances, block lists, and lesser servers with words of their own.
// Deliberately absent: words that anyone may say (phrases), and whether a statement is true.
import { describe, expect, test } from 'vitest';
import { joinCatalog } from '../../catalog/build.mjs';
import { Catalog } from '../../server/src/core/catalog/catalog.ts';
import { questionOn } from '../../server/src/core/model/question.ts';
import { Judge } from '../../server/src/core/verdict/verdict.ts';
import { readJson } from './catalogue.ts';

interface Row {
  provider: string;
  /** The host that answered; null where the product runs on its owner's hosts. */
  host: string | null;
  text: string;
  reason: string;
  entry: string;
}

const { rows, excluded } = readJson('test/fixtures/providers/b.json') as {
  rows: Row[];
  excluded: { provider: string; words: string; why: string }[];
};
const catalog = new Catalog(JSON.stringify(joinCatalog()));
const names = [...new Set(rows.map(({ provider }) => provider))];
const speakerOf = new Map(catalog.speakers.map((speaker) => [speaker.name, speaker]));

/** A judge that remembers nothing: replies that differ only in an id must not answer for each other here. */
const ask = (text: string, host: string | null) => new Judge(catalog).judge(questionOn(text, null, host));

test('there are rows, of speakers that the catalogue knows', () => {
  expect(rows.length).toBeGreaterThan(150);
  expect(names.filter((name) => !speakerOf.has(name))).toEqual([]);
});

describe.each(names)('%s', (name) => {
  const own = rows.filter(({ provider }) => provider === name);

  test('is understood where it speaks', () => {
    const wrong = own.flatMap(({ text, host, reason, entry }) => {
      const verdict = ask(text, host);
      const got = `${verdict.reason} ${verdict.entry?.id}`;
      return got === `${reason} ${entry}` ? [] : [`${got}, not ${reason} ${entry}: ${text}`];
    });
    expect(wrong).toEqual([]);
  });

  test('is named as the one that answers at its hosts', () => {
    const wrong = own.flatMap(({ text, host }) => {
      if (host === null) return [];
      const { provider } = ask(text, host);
      return provider === name ? [] : [`${provider} at ${host}: ${text}`];
    });
    expect(wrong).toEqual([]);
  });

  test("is not claimed where another provider's server says the same", () => {
    const elsewhere = 'gmail-smtp-in.l.google.com';
    const wrong = own.flatMap(({ text, entry }) => {
      const verdict = ask(text, elsewhere);
      // A filter's or list's page may explain words that the other quotes; that it spoke is never claimed.
      const kind = speakerOf.get(name)?.kind;
      const claims =
        verdict.provider === name || (kind === 'provider' && verdict.entry?.speaker?.name === name);
      return claims ? [`${verdict.provider} ${verdict.entry?.id}, not ${entry}: ${text}`] : [];
    });
    expect(wrong).toEqual([]);
  });
});

test('what is left out says why', () => {
  expect(excluded.filter(({ why }) => !why.endsWith('.'))).toEqual([]);
  const told = new Set(rows.map(({ text }) => text));
  expect(excluded.filter(({ words }) => told.has(words))).toEqual([]);
});
