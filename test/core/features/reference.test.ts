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

test.each([
  ['gmail', 'speaker/gmail'],
  ['exchange online', 'speaker/exchange-online'],
  ['IB101', null],
])('“%s” finds whose words they are', (query, page) => {
  const rows = engine().search(query, 10).entries;
  if (page) expect(rows.map(({ entry }) => entry)).toContain(page);
  else expect(rows[0]!.speaker).toBe('GoDaddy');
});

test('a reason has a page with all that has it', () => {
  const page = engine().page('reason/mailbox-full')!;
  expect(page).toMatchObject({ title: expect.stringMatching(/mailbox.*full/i), reasonPage: null });
  expect(page.actions.length).toBeGreaterThan(0);
  const rows = page.groups.flatMap(({ entries }) => entries);
  expect(rows.map(({ entry }) => entry)).toEqual(
    expect.arrayContaining(['enhanced/5.2.2', 'gmail/mailbox-full', 'phrase/mailbox-full']),
  );
  expect(rows.filter(({ reason }) => reason !== 'mailbox-full')).toEqual([]);
});

test('a provider has a page: how it is known, all that it says, where that comes from', () => {
  const page = engine().page('speaker/gmail')!;
  expect(page.title).toBe('Gmail');
  expect(page.notes.join(' ')).toMatch(/google\.com.*gsmtp/);
  expect(page.groups[0]!.entries.map(({ entry }) => entry)).toContain('gmail/no-such-user');
  expect(page.sources.length).toBeGreaterThan(0);
});

test('codes lead to who sends them, words to their codes, both to reason and speaker', () => {
  const code = engine().page('enhanced/5.1.1')!;
  expect(code.reasonPage).toBe('reason/unknown-user');
  expect(code.groups[0]!.entries.map(({ entry }) => entry)).toContain('gmail/no-such-user');
  const words = engine().page('gmail/no-such-user')!;
  expect(words.speakerPage).toBe('speaker/gmail');
  const led = [...words.see, ...words.groups.flatMap(({ entries }) => entries)].map(({ entry }) => entry);
  expect(led).toEqual(expect.arrayContaining(['enhanced/5.1.1', 'reply/550']));
});

test('every page of the list opens, and so does every page that it leads to', () => {
  const listed = engine()
    .index()
    .groups.flatMap(({ entries }) => entries.map(({ entry }) => entry));
  expect(listed).toEqual(expect.arrayContaining(['reason/greylisting', 'speaker/postfix', 'reply/550']));
  const broken = new Set<string>();
  for (const id of listed) {
    const page = engine().page(id);
    if (!page) broken.add(id);
    const led = page ? [page.reasonPage, page.speakerPage, ...page.see.map(({ entry }) => entry)] : [];
    for (const other of led) if (other && !engine().page(other)) broken.add(`${id} → ${other}`);
  }
  expect([...broken]).toEqual([]);
  expect(engine().page('reason/none')).toBeNull();
});
