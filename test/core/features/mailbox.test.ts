// Does each message of an mbox have its own summary, with its own way and checks, and its own lenses?
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { MessageChoice } from '../../../server/src/core/features/reportOfMessage.ts';
import { defaultSettings } from '../../../server/src/core/features/settings.ts';
import { PagedText } from '../../../server/src/core/text/pagedText.ts';
import { engine, finish } from '../../support/engine.ts';

const sample = (name: string): string =>
  readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8').trimEnd();
const letter = 'From: a@example.org\nTo: b@example.net\nSubject: Hello\n\nHow are you?';
const complaint =
  'From: fbl@example.net\nSubject: Complaint\nContent-Type: multipart/report; report-type=feedback-report; boundary=b\n\n--b\nContent-Type: message/feedback-report\n\nFeedback-Type: abuse\nUser-Agent: X/1\nVersion: 1\n\n--b--';
const parts = [
  sample('samples/bounce-several-recipients.eml'),
  letter,
  sample('editor/fixtures/bounce-way.eml'),
  complaint,
];
const file = `${parts.map((part) => `From MAILER-DAEMON Mon Mar  2 10:00:04 2026\n${part}\n`).join('\n')}`;
const lines = file.split('\n');
const heads = lines.flatMap((line, index) => (line.startsWith('From MAILER-DAEMON Mon') ? [index] : []));

const analysis = finish(engine().analyze(PagedText.of(file), 'message'));
const summaryOf = (choice?: MessageChoice) => engine().bounceSummary(analysis, choice)!;

describe('the summary of one message of several', () => {
  test('is the same as if it stood alone, but for its lines', () => {
    for (const [message, part] of parts.entries()) {
      const alone = engine().bounceSummary(finish(engine().analyze(PagedText.of(part), 'message')))!;
      const here = summaryOf({ message });
      const told = ({ kind, headline, recipients, ways, checks, bearing, texts }: typeof here) => [
        kind,
        headline,
        recipients.map(({ recipient, title, words }) => [recipient, title, words]),
        ways.map(({ of, hops }) => [of, hops.map(({ by, from, wait }) => [by, from, wait])]),
        checks.map(({ label, of, rows }) => [label, of, rows]),
        bearing,
        texts.slice(1).map(({ title, text }) => [title, text]),
      ];
      expect(told(here)).toEqual(told(alone));
    }
  });

  test('names the others with their answers and where they begin', () => {
    const { messages, shown } = summaryOf({ message: 2 });
    expect(shown).toBe(2);
    expect(messages.map(({ kind, range }) => [kind, range.start.line])).toEqual([
      ['bounce', heads[0]],
      ['none', heads[1]],
      ['bounce', heads[2]],
      ['complaint', heads[3]],
    ]);
    expect(messages[0].headline).toMatch(/^Not delivered to 3 recipients: /);
    expect(messages[2].headline).toMatch(/^Not delivered to ben@example\.net: /);
    expect(messages[3].headline).toMatch(/^A complaint about a message, not a bounce\. A recipient marked/);
  });

  test('leads to lines of its own', () => {
    const { recipients, ways } = summaryOf({ message: 2 });
    const places = [...recipients, ...ways.flatMap(({ hops }) => hops)].map(({ range }) => range.start.line);
    expect(places.length).toBeGreaterThan(3);
    for (const line of places) expect([line > heads[2], line < heads[3]]).toEqual([true, true]);
  });

  test('is chosen by a line, too; the first where nothing is asked, the last where there are fewer', () => {
    const asked: [MessageChoice | undefined, number][] = [
      [undefined, 0],
      [{ line: 0 }, 0],
      [{ line: heads[1] - 1 }, 0],
      [{ line: heads[1] }, 1],
      [{ line: heads[3] - 1 }, 2],
      [{ line: 100_000 }, 3],
      [{ message: 99 }, 3],
      [{ message: -1 }, 0],
      [{ message: null, line: null }, 0],
    ];
    for (const [choice, shown] of asked) expect([choice, summaryOf(choice).shown]).toEqual([choice, shown]);
  });

  test('of a file that holds one message names no others', () => {
    const one = engine().bounceSummary(finish(engine().analyze(PagedText.of(parts[2]), 'message')))!;
    expect([one.messages, one.shown]).toEqual([[], 0]);
  });
});

test('no more messages have lenses at their heads than the setting allows; ordinary mail takes no place', () => {
  const headsOf = (maximum: number) => {
    const settings = { ...defaultSettings, codeLens: { ...defaultSettings.codeLens, maximum } };
    const given = engine()
      .codeLenses(analysis, 'file:///m', settings)
      .map(({ command }) => command!.arguments![1]);
    return new Set(given.filter((message) => typeof message === 'number'));
  };
  expect(headsOf(200)).toEqual(new Set([0, 2, 3]));
  expect(headsOf(2)).toEqual(new Set([0, 2]));
});

test('each message that reports something has lenses at its head, which lead to its own summary', () => {
  const uri = 'file:///a.mbox.eml';
  const lenses = engine()
    .codeLenses(analysis, uri, defaultSettings)
    .filter(({ command }) => command!.command === 'smtpLens.showBounceSummary');
  expect(lenses.map(({ range, command }) => [range.start.line, command!.arguments])).toEqual([
    [0, [uri]],
    ...[0, 2, 3].flatMap((message) => Array(2).fill([heads[message] + 1, [uri, message]])),
  ]);
  const titles = lenses.map(({ command }) => command!.title);
  expect(titles[0]).toMatch(/^4 messages: Not delivered to 4 recipients: /);
  expect(titles[3]).toBe(summaryOf({ message: 2 }).headline);
  expect([titles[2], titles[4]]).toEqual(['Summary', 'Summary']);
});

test('each notice bears its own answer at its subject among the problems', () => {
  const problems = engine()
    .diagnostics(analysis, 'file:///a.eml', defaultSettings)
    .filter(({ range }) => /^Subject:/i.test(lines[range.start.line]));
  expect(problems.map(({ message }) => message)).toEqual([
    summaryOf({ message: 0 }).headline,
    summaryOf({ message: 2 }).headline,
  ]);
  const places = problems.map(({ range }) => range.start.line);
  expect([places[0] > heads[0], places[0] < heads[1]]).toEqual([true, true]);
  expect([places[1] > heads[2], places[1] < heads[3]]).toEqual([true, true]);
});
