import { describe, expect, test } from 'vitest';
import { joinCatalog } from '../../../catalog/build.mjs';
import { createService } from '../../../server/src/core/service.ts';
import { PagedText } from '../../../server/src/core/text/pagedText.ts';
import { finish } from '../../support/engine.ts';
import { withCursor } from '../../support/marks.ts';

const catalog = JSON.stringify(joinCatalog());
const markdown = createService(catalog, { commandLinks: true });
const plain = createService(catalog, { plainText: true });

/** The hover at `‸` as plain text; null where there is none. */
function checkHover(marked: string, service = plain): string | null {
  const { text, line, character } = withCursor(marked);
  const paged = PagedText.of(text);
  const analysis = finish(service.analyze(paged, 'log'));
  const hover = service.hover(paged, 'log', analysis, { line, character }, 'file:///mail.log');
  return hover ? (hover.contents as { value: string }).value : null;
}

const bounced = (cursor: string) =>
  `Nov  1 00:00:31 mail postfix/smtp[550]: 4A1B2C3D4E: to=<u@d.example>, relay=mx.example.net[192.0.2.5]:25, conn_use=2, delay=7206, delays=7205/12/0.3/1.1, dsn=5.1.1, status=bounced (host mx.example.net[192.0.2.5] said: 550 5.1.1 <u@d.example>: no such mailbox (in reply to RCPT TO command))\n`.replace(
    cursor || '\0',
    `${cursor.slice(0, 2)}‸${cursor.slice(2)}`,
  );

describe('on codes', () => {
  test.each(['550 5.1.1', '5.1.1 <u', 'dsn=5'])('%s: what happened, is it over, who must act', (cursor) => {
    const hover = checkHover(bounced(cursor))!;
    const [head, meaning, actions] = hover.split('\n\n');
    expect(head).toMatch(/^550 5\.1\.1 — .*mailbox.* · permanent$/);
    expect(meaning).toMatch(/trying again will not help|Trying again will not help|not be tried again/);
    expect(actions).toMatch(/^Sender /);
  });

  test('a number that only looks like a code has none', () => {
    expect(checkHover(bounced('550]: 4A'))).toBeNull();
    expect(checkHover(bounced('192.0.2.5] said'))).toBeNull();
  });

  test('what the far side says differently is told', () => {
    const line =
      'Nov  1 00:00:31 mail postfix/smtp[1]: 4A1B2C3D4E: to=<u@d.example>, relay=mx.x[192.0.2.5]:25, delay=1, delays=0/0/1/0, dsn=5.0.0, status=bounced (host mx.x[192.0.2.5] said: 5‸52 4.2.2 User has full mailbox. (in reply to RCPT TO command))\n';
    expect(checkHover(line)).toContain(
      'The server contradicts itself: 552 is final, 4.2.2 is not. The three-digit reply decides.',
    );
  });

  test('a deferred 554 is not over', () => {
    const line =
      'Nov  1 00:00:31 mail postfix/smtp[1]: 4A1B2C3D4E: to=<u@d.example>, relay=mx.x[192.0.2.5]:25, delay=1, delays=0/0/1/0, dsn=4.0.0, status=deferred (host mx.x[192.0.2.5] refused to talk to me: 5‸54 mx.x ESMTP not accepting connections)\n';
    const hover = checkHover(line)!;
    expect(hover).toContain('· temporary');
    expect(hover).toContain('will be tried again');
  });

  test('facts about the file: how often, how many recipients, first and last', () => {
    const lines = [1, 2, 3]
      .map((n) => bounced('').replace('00:00:31', `00:00:3${n}`).replaceAll('u@d', `u${n}@d`))
      .join('')
      .replace('550 5.1.1 <u1', '5‸50 5.1.1 <u1');
    expect(checkHover(lines)).toContain(
      'In this file: 3 times, 3 recipients, first Nov  1 00:00:31, last Nov  1 00:00:33',
    );
  });
});

describe('links', () => {
  const twice = bounced('') + bounced('550 5.1.1 <u').replace('00:00:31', '00:00:32');

  test('stand in one line with the facts, before the sources', () => {
    const paragraphs = checkHover(twice, markdown)!.split('\n\n');
    const facts = paragraphs.findIndex((each) => each.startsWith('In this file: 2 times'));
    expect(paragraphs[facts]).toMatch(
      / — \[Show all\]\(.*\[Open reference\]\(.*\[Follow message 4A1B2C3D4E\]\(/,
    );
    expect(facts).toBe(paragraphs.length - 2);
  });

  test('a single failure has the same but for those like it', () => {
    const hover = checkHover(bounced('550 5.1.1 <u'), markdown)!;
    expect(hover).toMatch(/\n\n\[Open reference\]\(.*\[Follow message 4A1B2C3D4E\]\(/);
    expect(hover).not.toContain('Show all');
  });
});

describe('on fields', () => {
  test.each([
    [
      'delays=7205',
      '2 h 5 s from arrival to the start of this attempt (earlier attempts included), 12 s in the active queue, 0.3 s connecting, 1.1 s sending.',
    ],
    ['delay=7206', '2 h 6 s from the arrival of the message to the end of this attempt.'],
    ['status=bounced', 'Given up. The sender gets a notice that it was not delivered.'],
    ['conn_use=2', 'How many messages had gone over this connection by now, this one included.'],
  ])('%s', (cursor, meaning) => {
    expect(checkHover(bounced(cursor))).toContain(
      meaning.replace('2 h 5 s', '2 h').replace('2 h 6 s', '2 h'),
    );
  });
});

describe('in Markdown', () => {
  test('a reply’s own words cannot format the hover, and links run commands', () => {
    const line =
      'Nov  1 00:00:31 mail postfix/smtp[1]: 4A1B2C3D4E: to=<[x](command:evil)@d.example>, relay=mx.x[192.0.2.5]:25, delay=1, delays=0/0/1/0, dsn=5.1.1, status=bounced (host mx.x[192.0.2.5] said: 5‸50 5.1.1 [x](command:evil) (in reply to RCPT TO command))\n';
    const hover = checkHover(line, markdown)!;
    expect(hover).toContain('command:smtpLens.openReference?');
    expect(hover).not.toContain('command:evil');
    expect(hover).toMatch(/^\*\*550 5\.1\.1 — /);
  });

  test('about a dozen lines', () => {
    const words = checkHover(bounced('550 5.1.1'), markdown)!;
    expect(words.length).toBeLessThan(1800);
    expect(words.split('\n\n').length).toBeLessThanOrEqual(8);
  });
});

test('without an analysis the hover answers all the same', () => {
  const { text, line, character } = withCursor(bounced('550 5.1.1'));
  const hover = plain.hover(PagedText.of(text), 'log', null, { line, character }, 'file:///x');
  expect((hover!.contents as { value: string }).value).toContain('550 5.1.1');
});
