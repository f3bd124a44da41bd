// What the editor shows of the lines on its screen: colours of codes, and hints behind them.
import { describe, expect, test } from 'vitest';
import { tokenModifiers } from '../../../server/src/core/features/semanticTokens.ts';
import { PagedText } from '../../../server/src/core/text/pagedText.ts';
import { engine, finish } from '../../support/engine.ts';
import { withRanges } from '../../support/marks.ts';

const smtp = (id: string, rest: string) =>
  `Nov  1 00:00:31 mail postfix/smtp[550]: ${id}: to=<u@d.example>, relay=mx.x.example[192.0.2.5]:25, delay=550, delays=0/0/1/0, ${rest}`;
const lines = [
  'Nov  1 00:00:30 mail postfix/qmgr[2]: 4A1B2C3D4E: from=<a@example.org>, size=550, nrcpt=1 (queue active)',
  smtp('4A1B2C3D4E', 'dsn=«2.0.0», status=sent («250» «2.0.0» Ok: queued as 5501234567)'),
  smtp(
    '5A1B2C3D4E',
    'dsn=«4.2.2», status=deferred (host mx.x.example[192.0.2.5] said: «452» «4.2.2» mailbox full (in reply to RCPT TO command))',
  ),
  smtp(
    '6A1B2C3D4E',
    'dsn=«5.1.1», status=bounced (host mx.x.example[192.0.2.5] said: «550» «5.1.1» <u@d.example>: no such mailbox (in reply to RCPT TO command))',
  ),
  '',
];
const { text, ranges } = withRanges(lines.join('\n'));
const paged = PagedText.of(text);
const range = (first: number, last: number) => ({
  start: { line: first, character: 0 },
  end: { line: last, character: 0 },
});

/** `2:31 452 temporary` */
function decoded(data: readonly number[], from: PagedText): string[] {
  const found: string[] = [];
  let line = 0;
  let character = 0;
  for (let at = 0; at < data.length; at += 5) {
    line += data[at];
    character = data[at] === 0 ? character + data[at + 1] : data[at + 1];
    const words = from.lineAt(line).text.slice(character, character + data[at + 2]);
    const names = tokenModifiers.filter((_, bit) => data[at + 4] & (1 << bit));
    found.push(`${line} ${words} ${names.join(' ')}`);
  }
  return found;
}

describe('colours of codes', () => {
  const all = decoded(engine().semanticTokens(paged, 'log', null, range(0, 9)).data, paged);

  test('every code of a log, by what its first digit says, and nothing that only looks like one', () => {
    expect(all).toEqual([
      ...['1 2.0.0 success', '1 250 success', '1 2.0.0 success'],
      ...['2 4.2.2 temporary', '2 452 temporary', '2 4.2.2 temporary'],
      ...['3 5.1.1 permanent', '3 550 permanent', '3 5.1.1 permanent'],
    ]);
    expect(all).toHaveLength(ranges.length);
  });

  test('only of the lines that are asked for', () => {
    const data = engine().semanticTokens(paged, 'log', null, range(2, 2)).data;
    expect(decoded(data, paged)).toEqual(all.slice(3, 6));
  });

  test('of the lines in the middle of many pages', () => {
    const many = PagedText.of(text.repeat(2_000));
    expect(many.pages.length).toBeGreaterThan(3);
    const middle = 4 * 1_000;
    const data = engine().semanticTokens(many, 'log', null, range(middle, middle + 3)).data;
    expect(decoded(data, many).map((token) => token.replace(/^\d+ /, ''))).toEqual(
      all.map((token) => token.slice(2)),
    );
  });

  test('of a message, once it is read', () => {
    const bounce = [
      'From: MAILER-DAEMON@mail.example (Mail Delivery System)',
      'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
      '',
      '--b',
      'Content-Type: message/delivery-status',
      '',
      'Reporting-MTA: dns; mail.example',
      '',
      'Final-Recipient: rfc822; u@d.example',
      'Action: failed',
      'Status: 5.1.1',
      'Diagnostic-Code: smtp; 550 5.1.1 no such user',
      '',
      '--b--',
      '',
    ].join('\n');
    const message = PagedText.of(bounce);
    expect(engine().semanticTokens(message, 'message', null, range(0, 99)).data).toEqual([]);
    const analysis = finish(engine().analyze(message, 'message'));
    const { data } = engine().semanticTokens(message, 'message', analysis, range(0, 99));
    expect(decoded(data, message)).toEqual(['10 5.1.1 permanent', '11 550 permanent', '11 5.1.1 permanent']);
  });

  test.each([range(9, 3), range(-5, -1), range(99, 200)])('nothing for a range without lines', (empty) => {
    expect(engine().semanticTokens(paged, 'log', null, empty).data).toEqual([]);
  });
});

describe('hints', () => {
  const hints = engine().inlayHints(paged, null, range(0, 9));

  test('one behind each failure’s code, none at a success', () => {
    expect(hints.map(({ position }) => position.line)).toEqual([2, 3]);
    const [first] = hints;
    expect(paged.lineAt(2).text.slice(0, first.position.character)).toMatch(/said: 452 4\.2\.2$/);
  });

  test('short words', () => {
    for (const { label } of hints) expect(String(label)).toMatch(/^\S.{3,41}$/);
    expect(String(hints[0].label)).toMatch(/full|mailbox/i);
  });

  test('only of the lines that are asked for', () => {
    expect(engine().inlayHints(paged, null, range(0, 1))).toEqual([]);
    expect(engine().inlayHints(paged, null, range(3, 3))).toEqual([hints[1]]);
  });
});
