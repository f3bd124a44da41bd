import { describe, expect, test } from 'vitest';
import { joinCatalog } from '../../catalog/build.mjs';
import { readRules } from '../../server/src/core/catalog/rules.ts';
import { translator } from '../../server/src/core/l10n.ts';
import { questionOn } from '../../server/src/core/model/question.ts';
import { createService } from '../../server/src/core/service.ts';
import { PagedText } from '../../server/src/core/text/pagedText.ts';
import { finish } from '../support/engine.ts';

const service = () => createService(JSON.stringify(joinCatalog()));
const rules = (...list: object[]) => JSON.stringify({ rules: list });
const partner = {
  title: 'The partner wants a contract number',
  reason: 'policy',
  text: 'contract <gap> missing',
  host: 'partner.example',
  do: 'Put the contract number into the subject.',
};

describe('rules are matched first', () => {
  test('by words and host; elsewhere they are silent', () => {
    const engine = service();
    expect(engine.setRules([rules(partner)])).toEqual([[]]);
    const ask = (host: string | null) =>
      engine.judge.judge(questionOn('550 5.1.1 User unknown: contract number is missing', null, host));
    expect(ask('mx1.partner.example')).toMatchObject({
      reason: 'policy',
      confidence: 'exact',
      entry: { id: 'rules/1.1-the-partner-wants-a-contract-number' },
    });
    expect(ask('mx.other.example').reason).toBe('unknown-user');
    expect(ask(null).reason).toBe('unknown-user');
    expect(engine.page('rules/1.1-the-partner-wants-a-contract-number')?.actions[0].do).toBe(partner.do);
  });

  test('by codes alone', () => {
    const engine = service();
    engine.setRules([
      rules({
        title: 'Our relay is being moved',
        reason: 'system',
        reply: '451',
        enhanced: '4.7.700-4.7.749',
      }),
    ]);
    expect(engine.explain('451 4.7.713 try later').reason).toBe('system');
    expect(engine.explain('451 4.7.1 greylisted').reason).toBe('greylisting');
  });

  test('and are gone when their file is', () => {
    const engine = service();
    engine.setRules([rules({ title: 'x y z', reason: 'loop', text: 'user unknown' })]);
    expect(engine.explain('550 User unknown').reason).toBe('loop');
    engine.setRules([]);
    expect(engine.explain('550 User unknown').reason).toBe('unknown-user');
  });
});

test('how often a rule fits is told in the list of codes, as words of the user', () => {
  const engine = service();
  engine.setRules([
    rules({ title: 'Moved away', reason: 'unknown-user', text: 'user unknown', host: 'partner.example' }),
  ]);
  const line = (host: string) =>
    `Nov  1 00:00:31 mx postfix/smtp[1]: 4B1C2D3E4F: to=<u@d.example>, relay=${host}[192.0.2.1]:25, delay=1, delays=0/0/1/0, dsn=5.1.1, status=bounced (host ${host}[192.0.2.1] said: 550 5.1.1 User unknown (in reply to RCPT TO command))\n`;
  const text = PagedText.of(line('mx.partner.example').repeat(3) + line('mx.other.example'));
  const { rows } = engine.codes(finish(engine.analyze(text, 'log')));
  expect(rows.map(({ title, provider, count }) => [title, provider, count])).toEqual([
    ['Moved away', 'Your rules', 3],
    [expect.stringMatching(/mailbox/i), null, 1],
  ]);
});

describe('mistakes are told at their place, and leave the other rules alone', () => {
  const reasons = new Set(['policy', 'loop']);
  const checkRules = (text: string) => {
    const { speaker, problems } = readRules(text, reasons, translator());
    return {
      count: speaker.entries.length,
      told: problems.map(({ start, end, message }) => [text.slice(start, end), message]),
    };
  };

  test.each([
    [
      '{ "rules": [ { "title": "a", "reason": "nonsense", "text": "some words" } ] }',
      '"nonsense"',
      'no reason',
    ],
    ['{ "rules": [ { "title": "a", "reason": "loop", "text": "<gap>" } ] }', '"<gap>"', 'three letters'],
    ['{ "rules": [ { "title": "a", "reason": "loop", "reply": "55" } ] }', '"55"', 'three digits'],
    ['{ "rules": [ { "title": "a", "reason": "loop", "enhanced": "5.7" } ] }', '"5.7"', '5.7.1'],
    ['{ "rules": [ { "title": "a", "reason": "loop", "text": 5 } ] }', '5', 'is a text'],
    ['{ "rules": [ { "title": "a", "reason": "loop", "pattern": "x.*" } ] }', '"pattern"', 'no field'],
    [
      '{ "rules": [ { "reason": "loop", "text": "some words" } ] }',
      '{ "reason": "loop", "text": "some words" }',
      'no "title"',
    ],
    [
      '{ "rules": [ { "title": "a", "reason": "loop" } ] }',
      '{ "title": "a", "reason": "loop" }',
      'recognised by',
    ],
    ['[]', '[', '"rules"'],
  ])('%s', (text, place, words) => {
    const { count, told } = checkRules(text);
    expect(count).toBe(0);
    expect(told[0][0]).toBe(place);
    expect(told[0][1]).toContain(words);
  });

  test('comments and trailing commas are allowed; one wrong rule leaves the next', () => {
    const { count, told } = checkRules(
      '{ // ours\n "rules": [ { "title": "a", "reason": "x", "text": "one word" }, { "title": "b", "reason": "loop", "text": "two words" }, ] }',
    );
    expect([count, told.length]).toEqual([1, 1]);
  });

  test.each(['', '{', 'nonsense', '{"rules":[null,1,"x"]}', '\0'])('%j does not throw', (text) => {
    const { count, told } = checkRules(text);
    expect(count).toBe(0);
    expect(told.length).toBeGreaterThan(0);
  });
});
