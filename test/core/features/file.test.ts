// What a file adds up to: problems, lenses, the list of codes, and how an edit changes them.
import { describe, expect, test } from 'vitest';
import { defaultSettings, type FeatureSettings } from '../../../server/src/core/features/settings.ts';
import { PagedText } from '../../../server/src/core/text/pagedText.ts';
import { engine, finish } from '../../support/engine.ts';

const uri = 'file:///mail.log';
const line = (n: number, words: string) =>
  `Nov  1 00:00:${String(n % 60).padStart(2, '0')} mail postfix/smtp[1]: 4A1B2C3D${10 + (n % 90)}: ${words}`;
const to = (n: number, rest: string) =>
  line(n, `to=<u${n}@d.example>, relay=mx.x.example[192.0.2.5]:25, delay=1, delays=0/0/1/0, ${rest}`);
const unknown = (n: number) =>
  to(
    n,
    `dsn=5.1.1, status=bounced (host mx.x.example[192.0.2.5] said: 550 5.1.1 <u${n}@d.example>: no such mailbox (in reply to RCPT TO command))`,
  );
const full = (n: number) =>
  to(
    n,
    'dsn=4.2.2, status=deferred (host mx.x.example[192.0.2.5] said: 452 4.2.2 mailbox full (in reply to RCPT TO command))',
  );
const sent = (n: number) => to(n, 'dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as 5501234567)');
const refused = (n: number) =>
  `Nov  1 00:00:01 mail postfix/smtpd[1]: NOQUEUE: reject: RCPT from unknown[192.0.2.${n}]: 554 5.7.1 <a@b.example>: Relay access denied; from=<x@y> to=<a@b.example> proto=ESMTP helo=<z>`;

const text = [unknown(1), full(2), sent(3), refused(4), unknown(5), unknown(6), ''].join('\n');
const analysed = (content: string) => finish(engine().analyze(PagedText.of(content), 'log'));

describe('problems', () => {
  test('one per distinct failure, the gravest first, with count, recipients and the next place', () => {
    const found = engine().diagnostics(analysed(text), uri, defaultSettings);
    expect(found.map(({ severity, code }) => `${severity} ${code}`)).toEqual([
      '2 550 5.1.1',
      '3 452 4.2.2',
      '4 554 5.7.1',
    ]);
    expect(found[0].message).toMatch(/^.*mailbox.* \(550 5\.1\.1\): u1@d\.example and 2 more, 3 times$/);
    expect(found[0].range.start.line).toBe(0);
    expect(found[0].relatedInformation?.map(({ location }) => location.range.start.line)).toEqual([4]);
    expect(found[2].message).toContain('Refused here: ');
    const { start, end } = found[0].range;
    expect(text.split('\n')[0].slice(start.character, end.character)).toBe('550 5.1.1');
  });

  test('the code leads to a source, by an address that every editor can open', () => {
    const [problem] = engine().diagnostics(analysed(text), uri, defaultSettings);
    expect(problem.codeDescription!.href).toMatch(/^https:/);
  });

  test('severities are settable by class and by reason, and can be off', () => {
    const settings: FeatureSettings = {
      ...defaultSettings,
      diagnostics: {
        ...defaultSettings.diagnostics,
        severity: { ...defaultSettings.diagnostics.severity, refused: 'off' },
        severityByReason: { 'mailbox-full': 'error' },
      },
    };
    const found = engine().diagnostics(analysed(text), uri, settings);
    expect(found.map(({ severity, code }) => `${severity} ${code}`)).toEqual(['1 452 4.2.2', '2 550 5.1.1']);
    expect(
      engine().diagnostics(analysed(text), uri, {
        ...defaultSettings,
        diagnostics: { ...defaultSettings.diagnostics, enabled: false },
      }),
    ).toEqual([]);
  });

  test('the limit leaves out the least and says so', () => {
    const found = engine().diagnostics(analysed(text), uri, {
      ...defaultSettings,
      diagnostics: { ...defaultSettings.diagnostics, maximum: 1 },
    });
    expect(found).toHaveLength(2);
    expect(found[1].message).toBe(
      '2 further distinct failures are not shown here; the list of codes has them all.',
    );
  });
});

test('lenses: totals at the head, what it is and how many alike at the first place', () => {
  const titles = engine()
    .codeLenses(analysed(text), uri, defaultSettings)
    .map(({ range, command }) => `${range.start.line} ${command!.title}`);
  expect(titles.slice(0, 2)).toEqual(['0 1 delivered · 1 deferred · 3 bounced · 1 refused', '0 List codes']);
  expect(titles).toContain('0 Show all');
  expect(titles.find((title) => title.includes('3 alike'))).toMatch(/^0 .*mailbox.* · permanent · 3 alike$/);
});

test('the list of codes has a row per entry and codes, success included', () => {
  const analysis = analysed(text);
  const list = engine().codes(analysis);
  expect(list.rows.map(({ code, count, recipients }) => `${code} ${count} ${recipients}`)).toEqual([
    '550 5.1.1 3 3',
    '250 2.0.0 1 1',
    '452 4.2.2 1 1',
    '554 5.7.1 1 1',
  ]);
  expect(list.total).toBe(6);
  expect(list.deliveries).toEqual({ bounced: 3, deferred: 1, delivered: 1, rejected: 1 });
  expect(list.truncated).toBeNull();
  const [row] = list.rows;
  expect([row.first.start.line, row.last.start.line]).toEqual([0, 5]);
  const all = engine().occurrences(analysis, row.code, row.entry);
  expect(all.ranges.map(({ start }) => start.line)).toEqual([0, 4, 5]);
});

test('the list of codes tells which rows hold an address, a host or words, at any of their occurrences', () => {
  const analysis = analysed(text);
  const codesWith = (holding: string) =>
    engine()
      .codes(analysis, holding)
      .rows.map(({ code }) => code);
  expect(codesWith('u5@d.example')).toEqual(['550 5.1.1']);
  expect(codesWith('U3@D')).toEqual(['250 2.0.0']);
  expect(codesWith('from=<x@y>')).toEqual(['554 5.7.1']);
  expect(codesWith('nobody@else')).toEqual([]);
  expect(codesWith('')).toHaveLength(4);
});

test('the totals are told in the order of the lens', () => {
  const { deliveries } = engine().codes(analysed(text));
  expect(Object.keys(deliveries)).toEqual(['delivered', 'deferred', 'bounced', 'rejected']);
});

describe('edits', () => {
  const many = `${Array.from({ length: 6000 }, (_, n) => (n % 3 === 0 ? unknown(n) : sent(n))).join('\n')}\n`;

  test('an edit re-reads its page and no other; what follows stays right', () => {
    const before = finish(engine().analyze(PagedText.of(many), 'log'));
    expect(before.pages.length).toBeGreaterThan(4);
    const at = { line: 3000, character: 0 };
    const after = finish(
      engine().analyze(before.text.withEdit({ start: at, end: at }, `${full(1)}\n`), 'log', before),
    );
    const fresh = after.pages.filter((page) => !before.pages.includes(page));
    expect(fresh.length).toBeLessThanOrEqual(2);
    const rows = (analysis: typeof after) => engine().codes(analysis).rows;
    expect(rows(after)).toEqual(
      rows(finish(engine().analyze(PagedText.of(after.text.slice(0, after.text.length)), 'log'))),
    );
  });

  test('a long line is read in part and the status says so', () => {
    const analysis = analysed(`${'x'.repeat(300_000)}\n${unknown(1)}\n`);
    expect(engine().status(analysis)).toEqual({
      lines: 2,
      codes: 1,
      leftOut: ['One line is longer than 65,536 characters and was read only up to there.'],
      silent: false,
    });
  });

  test.each([
    '',
    '\n',
    'plain words\nand more\n',
    '\0\0\0\x01binary\xff550\0',
    '\r\r\r',
    'x'.repeat(1_000_000),
  ])('nothing of mail: silent (%#)', (content) => {
    const analysis = analysed(content);
    expect(engine().status(analysis)).toMatchObject({ codes: 0, silent: true });
    expect(engine().diagnostics(analysis, uri, defaultSettings)).toEqual([]);
    expect(engine().codeLenses(analysis, uri, defaultSettings)).toEqual([]);
  });

  test('CRLF and bare CR end lines as LF does', () => {
    const shape = (content: string) =>
      engine()
        .codes(analysed(content))
        .rows.map(({ code, first }) => `${code} ${first.start.line}:${first.start.character}`);
    expect(shape(text.replaceAll('\n', '\r\n'))).toEqual(shape(text));
    expect(shape(text.replaceAll('\n', '\r'))).toEqual(shape(text));
  });
});
