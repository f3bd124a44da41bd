// Does the outline name what is in a message, and does folding cover what is long?
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { DocumentSymbol } from 'vscode-languageserver-types';
import { PagedText } from '../../../server/src/core/text/pagedText.ts';
import { engine, finish } from '../../support/engine.ts';

const samples = new URL('../../samples/', import.meta.url);
const sample = (name: string): string => readFileSync(new URL(name, samples), 'utf8');

function outline(text: string): DocumentSymbol[] {
  return finish(engine().documentSymbols(finish(engine().analyze(PagedText.of(text), 'message'))));
}

/** `name · detail @first–last`, indented; lines from 1. */
function tree(symbols: readonly DocumentSymbol[], indent = ''): string[] {
  return symbols.flatMap(({ name, detail, range, children }) => [
    `${indent}${[name, detail].filter((part) => part).join(' · ')} @${range.start.line + 1}–${range.end.line + 1}`,
    ...tree(children ?? [], `${indent}  `),
  ]);
}

/** `first–last`, lines from 1. */
const folds = (text: string): string[] =>
  engine()
    .foldingRanges(PagedText.of(text), 'message')
    .map(({ startLine, endLine }) => `${startLine + 1}–${endLine + 1}`);

describe('the outline', () => {
  test('of a bounce: head, parts, recipients with their answers, the returned message', () => {
    const told = tree(outline(sample('bounce-mailbox-full.eml'))).map((line) => line.replace(/ @.*/, ''));
    expect(told).toEqual([
      'Head · Undelivered Mail Returned to Sender',
      'Notification · text/plain',
      'Report · message/delivery-status',
      '  j.hoekstra@legacy.example.net · 552 4.2.2 · The mailbox is full · permanent',
      'Returned message · Reminder',
      '  Head · Reminder',
      '  Text · text/plain',
    ]);
  });

  test('of a bounce without parts: its text with the recipients', () => {
    const text =
      'From: MAILER-DAEMON@a.example\nSubject: failure notice\n\n<u@d.example>:\n192.0.2.1 failed after I sent the message.\nRemote host said: 550 5.1.1 no such user\n';
    expect(tree(outline(text))[1]).toBe('Text · text/plain @4–7');
    expect(tree(outline(text))[2]).toMatch(/^ {2}u@d\.example · 550 5\.1\.1 · .* · permanent @/);
  });

  test('of an mbox: an entry per message', () => {
    const one = `From MAILER-DAEMON Thu Apr 29 23:34:45 2010\nSubject: first\n\nWords.\n\n`;
    const told = tree(outline(one + one.replace('first', '=?utf-8?Q?zw=C3=B6lf?=')));
    expect(told.filter((line) => !line.startsWith(' ')).map((line) => line.replace(/ @.*/, ''))).toEqual([
      'first',
      'zwölf',
    ]);
  });

  test('of a log is empty', () => {
    const paged = PagedText.of('Nov  1 00:00:31 mail postfix/smtp[1]: 550 5.1.1\n');
    expect(finish(engine().documentSymbols(finish(engine().analyze(paged, 'log'))))).toEqual([]);
    expect(engine().foldingRanges(paged, 'log')).toEqual([]);
  });
});

describe('folding', () => {
  const text = `Subject: x
Received: from a
	by b
	; date
Content-Type: multipart/mixed; boundary=b

--b
Content-Type: application/pdf
Content-Transfer-Encoding: base64

QUJD
REVG

--b
Content-Type: text/plain

One line.
--b--
`;
  test('covers heads, long fields, parts and encoded bodies, each once', () => {
    expect(folds(text)).toEqual(['1–5', '2–4', '8–12', '8–9', '11–12', '15–17']);
  });

  test('covers each message of an mbox', () => {
    const one = 'From MAILER-DAEMON Thu Apr 29 23:34:45 2010\nSubject: first\n\nWords.\n\n';
    expect(folds(one + one)).toEqual(['1–4', '1–2', '6–9', '6–7']);
  });

  test('covers the blocks of a report', () => {
    const lines = sample('bounce-several-recipients.eml').split('\n');
    const first = lines.findIndex((line) => line.startsWith('Final-Recipient')) + 1;
    expect(folds(lines.join('\n')).some((fold) => fold.startsWith(`${first}–`))).toBe(true);
  });
});

test('whatever is broken: names are there, children lie inside, folds have two lines', () => {
  let seen = 0;
  const check = (symbols: readonly DocumentSymbol[], lines: number) => {
    for (const { name, range, selectionRange, children } of symbols) {
      seen++;
      expect(name.trim()).not.toBe('');
      expect(range.end.line).toBeLessThan(lines);
      // An editor refuses the whole outline where a selection lies outside its range.
      const [from, to] = [range.start, selectionRange.start];
      expect(from.line < to.line || (from.line === to.line && from.character <= to.character)).toBe(true);
      const [end, last] = [selectionRange.end, range.end];
      expect(end.line < last.line || (end.line === last.line && end.character <= last.character)).toBe(true);
      check(children ?? [], lines);
    }
  };
  for (const name of readdirSync(samples).filter((one) => one.endsWith('.eml'))) {
    const whole = sample(name);
    for (const text of [
      whole,
      whole.slice(0, whole.length * 0.7),
      whole.replaceAll('boundary', 'bound'),
      whole.replaceAll('\n', '\r'),
      whole.replaceAll('Subject: ', 'Subject:'),
    ]) {
      const paged = PagedText.of(text);
      check(outline(text), paged.lineCount + 1);
      for (const { startLine, endLine } of engine().foldingRanges(paged, 'message')) {
        expect(endLine).toBeGreaterThan(startLine);
        expect(endLine).toBeLessThanOrEqual(paged.lineCount);
      }
    }
  }
  expect(seen).toBeGreaterThan(50);
});
