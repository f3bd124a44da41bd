// Finding one's way in a log: where a message begins, its lines, its ids nearby, links, the outline, what folds.
import { describe, expect, test } from 'vitest';
import { PagedText } from '../../../server/src/core/text/pagedText.ts';
import { engine, finish } from '../../support/engine.ts';

const at = (words: string) => `Nov  1 00:00:31 mx postfix/${words}`;
const to = (id: string, n: number, rest: string) =>
  at(
    `smtp[9]: ${id}: to=<u${n}@d.example>, relay=mx.d.example[192.0.2.5]:25, delay=1, delays=0/0/1/0, ${rest}`,
  );
const full = 'dsn=4.2.2, status=deferred (host mx.d.example[192.0.2.5] said: 452 4.2.2 mailbox full)';
const unknown =
  'dsn=5.1.1, status=bounced (host mx.d.example[192.0.2.5] said: 550 5.1.1 no such user, see https://d.example/help?a=1. RFC 5321 section 4.2.3)';
const lines = [
  at('smtpd[9]: 3F283FEFC6: client=pc.example.org[192.0.2.7]'),
  at('cleanup[9]: 3F283FEFC6: message-id=<1@example.org>'),
  at('smtpd[9]: connect from pc.example.org[192.0.2.7]'),
  to('3F283FEFC6', 1, full),
  to('3F283FEFC6', 2, unknown),
  to('3F283FEFC6', 3, unknown),
  at(
    'smtpd[9]: NOQUEUE: reject: RCPT from x[192.0.2.8]: 554 5.7.1 <a@b>: Relay access denied; from=<x@y> to=<a@b>',
  ),
  to('4F283FEFC6', 4, 'dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as 77AA88BB99)'),
  '',
];
const text = PagedText.of(lines.join('\n'));
const wordsAt = ({
  start,
  end,
}: {
  start: { line: number; character: number };
  end: { character: number };
}) => `${start.line} ${lines[start.line].slice(start.character, end.character)}`;

describe('definition and references', () => {
  test('from any line of it to the id on its first line', () => {
    for (const line of [0, 1, 3, 5]) {
      const range = finish(engine().definition(text, null, { line, character: 3 }))!;
      expect(wordsAt(range)).toBe('0 3F283FEFC6');
    }
  });

  test('all its lines', () => {
    const ranges = finish(engine().references(text, null, { line: 4, character: 3 }));
    expect(ranges.map(wordsAt)).toEqual([0, 1, 3, 4, 5].map((line) => `${line} 3F283FEFC6`));
  });

  test('nothing for a line that names no message', () => {
    expect(finish(engine().definition(text, null, { line: 2, character: 3 }))).toBeNull();
    expect(finish(engine().references(text, null, { line: 2, character: 3 }))).toEqual([]);
  });
});

describe('highlights', () => {
  test('the id under the cursor, its first place marked', () => {
    const character = lines[3].indexOf('3F283FEFC6') + 2;
    const found = engine().highlight(text, { line: 3, character });
    expect(found.map(({ range, kind }) => `${wordsAt(range)} ${kind}`)).toEqual([
      '0 3F283FEFC6 3',
      ...[1, 3, 4, 5].map((line) => `${line} 3F283FEFC6 1`),
    ]);
  });

  test('none where no id stands', () => {
    expect(engine().highlight(text, { line: 3, character: 2 })).toEqual([]);
  });
});

describe('links', () => {
  test('addresses without the sentence’s end, and RFCs with their section', () => {
    const links = finish(engine().documentLinks(text));
    expect(links.map(({ range, target }) => [wordsAt(range), target])).toEqual(
      [4, 5].flatMap((line) => [
        [`${line} https://d.example/help?a=1`, 'https://d.example/help?a=1'],
        [`${line} RFC 5321 section 4.2.3`, 'https://www.rfc-editor.org/rfc/rfc5321#section-4.2.3'],
      ]),
    );
  });

  test('no more than anybody follows', () => {
    const many = PagedText.of(`${lines[4]}\n`.repeat(900));
    expect(finish(engine().documentLinks(many))).toHaveLength(1_000);
  });
});

describe('the outline', () => {
  const symbolsOf = (content: PagedText) =>
    finish(engine().documentSymbols(finish(engine().analyze(content, 'log'))));

  test('messages with sender, recipients and outcome, their failures below them', () => {
    const [message, ...others] = symbolsOf(text);
    expect(others.map(({ name, detail, children }) => [name, detail, children])).toEqual([
      ['4F283FEFC6', 'u4@d.example · 1 delivered', []],
    ]);
    expect(message.name).toBe('3F283FEFC6');
    expect(message.detail).toBe('u1@d.example, … · 1 deferred · 2 bounced');
    expect(wordsAt(message.selectionRange)).toBe('0 3F283FEFC6');
    expect([message.range.start.line, message.range.end.line]).toEqual([0, 5]);
    expect(message.children!.map(({ detail, range }) => `${range.start.line} ${detail}`)).toEqual([
      '3 u1@d.example',
      '4 u2@d.example',
      '5 u3@d.example',
    ]);
    expect(message.children![1].name).toMatch(/\(550 5\.1\.1, permanent\)$/);
    for (const { range, selectionRange } of [message, ...message.children!]) {
      expect(range.start.line).toBeLessThanOrEqual(selectionRange.start.line);
      expect(range.end.line).toBeGreaterThanOrEqual(selectionRange.end.line);
    }
  });

  test('of thousands the first 500, and how many are left out', () => {
    const many = Array.from({ length: 3_000 }, (_, n) => to(`3F283F${1000 + n}`, n, unknown));
    const symbols = symbolsOf(PagedText.of(many.join('\n')));
    expect(symbols).toHaveLength(501);
    expect(symbols[499].name).toBe('3F283F1499');
    expect(symbols[500].name).toBe('2,500 more messages are not shown here');
  });

  test('of thousands those that failed come first', () => {
    const many = Array.from({ length: 600 }, (_, n) =>
      to(`3F283F${1000 + n}`, n, n === 590 ? unknown : 'dsn=2.0.0, status=sent (250 2.0.0 Ok)'),
    );
    const symbols = symbolsOf(PagedText.of(many.join('\n')));
    expect(symbols.map(({ name }) => name)).toEqual(['3F283F1590', '599 more messages are not shown here']);
  });

  test('an id that is used again is another message', () => {
    const once = [lines[0], lines[3], at('qmgr[9]: 3F283FEFC6: removed')];
    const symbols = symbolsOf(PagedText.of([...once, ...once].join('\n')));
    expect(symbols.map(({ range }) => [range.start.line, range.end.line])).toEqual([
      [0, 2],
      [3, 5],
    ]);
  });

  test('a log without messages has none', () => {
    expect(symbolsOf(PagedText.of([lines[2], lines[6]].join('\n')))).toEqual([]);
  });
});

describe('folding', () => {
  const foldsOf = (content: readonly string[]) =>
    finish(engine().logFolding(finish(engine().analyze(PagedText.of(content.join('\n')), 'log')))).map(
      ({ startLine, endLine }) => `${startLine}–${endLine}`,
    );

  test('neighbouring lines of one message, and of one failure', () => {
    expect(foldsOf(lines)).toEqual(['3–5']);
    const refused = Array.from({ length: 4 }, () => lines[6]);
    expect(foldsOf([...refused, ...lines])).toEqual(['0–3', '7–9']);
  });

  test('whatever ends the lines; where they cannot be told apart, none', () => {
    const ends = (end: string) =>
      finish(engine().logFolding(finish(engine().analyze(PagedText.of(lines.join(end)), 'log')))).map(
        ({ startLine, endLine }) => `${startLine}–${endLine}`,
      );
    expect(ends('\r\n')).toEqual(['3–5']);
    expect(ends('\r')).toEqual([]);
  });

  test('not lines that others stand between, nor two', () => {
    expect(foldsOf([lines[3], lines[2], lines[4], lines[2], lines[5]])).toEqual([]);
    expect(foldsOf(lines.slice(0, 2))).toEqual([]);
  });
});
