// Does a search of the reference put first what the person who typed it was after?
import { expect, test } from 'vitest';
import { engine } from '../../support/engine.ts';

const firstOf = (query: string) => engine().search(query, 10).entries[0]?.entry;

test.each([
  // A code, alone or in a question; the more exact code before the other.
  ['5.1.1', 'enhanced/5.1.1'],
  ['550', 'reply/550'],
  ['550 5.7.26', 'enhanced/5.7.26'],
  ['what is 421?', 'reply/421'],
  ['groupwise 420', 'legacy/420'],
  // Who says it counts more than what others say in like words.
  ['mailbox full gmail', 'gmail/mailbox-full'],
  ['postfix relay access denied', 'postfix/relay-access-denied'],
  // Typing errors, once nothing is found without them.
  ['greylsiting', 'phrase/greylisted'],
])('“%s” leads to %s', (query, entry) => expect(firstOf(query)).toBe(entry));

test('a typing error in each word still leads to full mailboxes', () => {
  const titles = engine()
    .search('mialbox ful', 5)
    .entries.map(({ title }) => title);
  expect(titles.filter((title) => /mailbox.* full/.test(title)).length).toBeGreaterThan(3);
});

test('what nobody says is not found, and nothing is no question', () => {
  expect(engine().search('qqqzzzqqq', 10).entries).toEqual([]);
  expect(engine().search('  ', 10).entries).toEqual([]);
});

test('rows name whose words they are', () => {
  expect(engine().search('mailbox full gmail', 1).entries[0]!.speaker).toBe('Gmail');
  expect(engine().search('5.2.2', 1).entries[0]!.speaker).toBeNull();
});

test('a page names each related page once', () => {
  for (const { entries } of engine().index().groups)
    for (const { entry } of entries) {
      const see = engine()
        .page(entry)!
        .see.map((other) => other.entry);
      expect(new Set(see).size, entry).toBe(see.length);
    }
});
