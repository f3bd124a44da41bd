// Does the filter of a page ever deny a key that stands in it?
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PagedText } from '../../../server/src/core/text/pagedText.ts';
import { mayHold, wordsOf } from '../../../server/src/core/text/pageTokens.ts';

const key = fc.oneof(
  fc.stringMatching(/^[0-9A-F]{5,15}$/),
  fc.stringMatching(/^[0-9A-Za-z]{6}-[0-9A-Za-z]{6}-[0-9A-Za-z]{2}$/),
  fc.stringMatching(/^[\w.+=-]{1,30}@[a-z0-9.-]{1,20}$/),
  fc.stringMatching(/^msg \d{1,9}$/),
  fc.stringMatching(/^\(\d{5}-\d\d\)$/),
);

test('a page that holds a key is never passed over', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.string(), key), { minLength: 1, maxLength: 30 }), (parts) => {
      const text = PagedText.of(
        parts.map(([noise, one]) => `${noise.replace(/[0-9A-Za-z]/g, '')} ${one} \n`).join(''),
      );
      for (const [, one] of parts)
        expect(text.pages.some((page) => page.text.includes(one) && mayHold(page, wordsOf(one)))).toBe(true);
    }),
  );
});

test('an envelope’s id is found by its message’s, the first half of it', () => {
  const [page] = PagedText.of('mta delivery evpid=0133b45207a88ab8 from=<a@example.org>').pages;
  expect(mayHold(page!, wordsOf('0133b452'))).toBe(true);
  expect(mayHold(page!, wordsOf('0133b453'))).toBe(false);
});

test('of pages without the key nearly all are passed over', () => {
  const line = (n: number) =>
    `Nov  1 00:00:31 mx postfix/smtpd[9]: ${(0x283fefc63f + n * 7919).toString(16)}: client=x\n`;
  const text = PagedText.of(Array.from({ length: 60_000 }, (_, n) => line(n)).join(''));
  const words = wordsOf('99AA88BB77');
  const looked = text.pages.filter((page) => mayHold(page, words)).length;
  expect(text.pages.length).toBeGreaterThan(20);
  expect(looked).toBeLessThan(text.pages.length / 5);
});
