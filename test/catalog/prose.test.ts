// Is the prose plain, calm and of one voice? Quoted words of servers (between quotation marks) may say what they like.
// Deliberately absent: whether a statement is true; that is the reader's and the source's business.
import { expect, test } from 'vitest';
import { entries, families, problem, reasons, type Told } from './catalogue.ts';

interface Text {
  entry: Told;
  field: string;
  text: string;
}

const classesOf = (entry: Told) => Object.entries(entry.classes ?? {});

function textsOf(entry: Told): Text[] {
  const one = (told: Partial<Told>, at: string): [string, string | undefined][] => [
    [`${at}title`, told.title],
    [`${at}meaning`, told.meaning],
    ...(told.causes ?? []).map((text): [string, string] => [`${at}causes`, text]),
    ...(told.actions ?? []).map((action): [string, string] => [`${at}actions`, action.do]),
    ...(told.notes ?? []).map((text): [string, string] => [`${at}notes`, text]),
    ...(told.formerly ?? []).map((text): [string, string] => [`${at}formerly`, text]),
    ...(told.readings ?? []).flatMap(({ title, when }): [string, string][] => [
      [`${at}readings`, title],
      [`${at}readings`, when],
    ]),
  ];
  return [
    ...one(entry, ''),
    ...classesOf(entry).flatMap(([digit, told]) => one(told, `classes.${digit}.`)),
  ].flatMap(([field, text]) => (text === undefined ? [] : [{ entry, field, text }]));
}

const pages: Told[] = [
  ...entries,
  ...reasons.map((reason) => ({ ...reason, file: 'reasons.json', name: reason.id })),
  ...families.map((family) => ({
    ...family,
    file: 'reasons.json',
    name: family.id,
    sources: [],
    actions: [],
  })),
];
const texts = pages.flatMap(textsOf);
const titles = texts.filter(({ field }) => field.endsWith('title'));
const report = (found: Text[], what: string) =>
  found.map(({ entry, field, text }) => problem(entry, `${field} ${what}: ${text}`));
const unquoted = (text: string) => text.replace(/"[^"]*"/g, '""');

test('there is prose to look at', () => {
  expect(texts.length).toBeGreaterThan(500);
});

test('titles have at most 70 characters and no full stop, and begin with a capital or a number', () => {
  expect(
    report(
      titles.filter(({ text }) => text.length > 70),
      'is too long',
    ),
  ).toEqual([]);
  expect(
    report(
      titles.filter(({ text }) => /[.:;,]$/.test(text)),
      'ends with a mark',
    ),
  ).toEqual([]);
  expect(
    report(
      titles.filter(({ text }) => !/^["A-Z0-9]/.test(text)),
      'begins small',
    ),
  ).toEqual([]);
});

test('everything else is a sentence', () => {
  const sentences = texts.filter(({ field }) => !/(title|readings|causes)$/.test(field));
  expect(
    report(
      sentences.filter(({ text }) => !/[.:"?)]$/.test(text)),
      'lacks its full stop',
    ),
  ).toEqual([]);
});

test('a meaning is short enough for a hover', () => {
  const long = texts.filter(({ field, text }) => field.endsWith('meaning') && text.length > 420);
  expect(report(long, 'is longer than 420 characters')).toEqual([]);
});

test('no Markdown or HTML', () => {
  // Made from: `code`, **bold**, [text](url), # heading, - item, <b>.
  const marks = /`|\*\*|\]\(|^#{1,6} |^[-*] |<\/?(?:b|i|p|br|a|em|strong|code)\b[^>]*>/;
  expect(
    report(
      texts.filter(({ text }) => marks.test(text)),
      'has markup',
    ),
  ).toEqual([]);
});

test('no exclamation', () => {
  expect(
    report(
      texts.filter(({ text }) => unquoted(text).includes('!')),
      'exclaims',
    ),
  ).toEqual([]);
});

test('no filler, pleading or jargon that the voice leaves out', () => {
  const banned =
    /\b(simply|please|oops|obviously|unfortunately|kindly|blacklist(?:ed)?|whitelist(?:ed)?|successfully|utilize|leverage)\b/i;
  expect(
    report(
      texts.filter(({ text }) => banned.test(unquoted(text))),
      'has a banned word',
    ),
  ).toEqual([]);
});

test('no blank at an end, no double blank', () => {
  expect(
    report(
      texts.filter(({ text }) => /^\s|\s$|\s{2}/.test(text)),
      'has stray blanks',
    ),
  ).toEqual([]);
});

test('no two lines of one list are the same', () => {
  const seen = new Set<string>();
  const twice = texts.filter(({ entry, field, text }) => {
    const key = `${entry.file} ${entry.name} ${field} ${text}`;
    return seen.size === seen.add(key).size;
  });
  expect(report(twice, 'says it twice')).toEqual([]);
});
