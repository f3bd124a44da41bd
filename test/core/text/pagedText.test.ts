// Does the paged text answer like the stock document, which keeps one string, whatever is edited and wherever pages end?
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { PageSizes } from '../../../server/src/core/text/pagedText.ts';
import { PagedText } from '../../../server/src/core/text/pagedText.ts';

const sizes: PageSizes = { target: 8, cap: 16 };

const units = [
  '\n',
  '\r',
  '\r\n',
  'a',
  'bc',
  '550 5.1.1',
  'é',
  '…',
  '\ud83d\ude00',
  '\ud83d',
  '\ude00',
  '\0',
  'long'.repeat(9),
];
const randomText = fc.array(fc.constantFrom(...units), { maxLength: 30 }).map((parts) => parts.join(''));
const randomEdit = fc.record({
  from: fc.nat(),
  length: fc.oneof(fc.nat(4), fc.nat(90)),
  text: randomText,
  back: fc.boolean(),
});

const stock = (text: string) => TextDocument.create('test:', 'log', 1, text);

function checkSame(paged: PagedText, text: string): void {
  const oracle = stock(text);
  expect(paged.toString()).toBe(text);
  expect(paged.length).toBe(text.length);
  expect(paged.lineCount).toBe(oracle.lineCount);
  for (let offset = -1; offset <= text.length + 1; offset++) {
    expect(paged.positionAt(offset)).toEqual(oracle.positionAt(offset));
  }
  for (let line = -1; line <= oracle.lineCount; line++) {
    for (let character = -1; character < 24; character++) {
      expect(paged.offsetAt({ line, character })).toBe(oracle.offsetAt({ line, character }));
    }
    if (line < 0 || line === oracle.lineCount) continue;
    const start = oracle.offsetAt({ line, character: 0 });
    const end = oracle.offsetAt({ line, character: text.length });
    expect(paged.lineAt(line)).toEqual({ text: text.slice(start, end), start });
  }
}

/** What the engine relies on, page by page. */
function checkPages(paged: PagedText): void {
  const text = paged.toString();
  let offset = 0;
  paged.pages.forEach((page, index) => {
    expect(page.text.length).toBeLessThanOrEqual(sizes.cap);
    expect(page.text === '').toBe(text === '');
    expect(paged.pageStart(index)).toBe(offset);
    expect(paged.pageIndexAt(offset)).toBe(index);
    expect(page.lineBreaks).toBe(page.text.match(/\r\n|\r|\n/g)?.length ?? 0);
    const beforeIt = text.slice(0, offset);
    const lines = beforeIt.split(/\r\n|\r|\n/);
    expect(paged.pageFirstLine(index)).toBe(lines.length - 1);
    expect(page.startsMidLine).toBe(lines[lines.length - 1] !== '');
    if (page.startsMidLine) expect(paged.lineAt(lines.length - 1).text.length + 2).toBeGreaterThan(sizes.cap);
    expect(/\r$/.test(beforeIt) && page.text.startsWith('\n')).toBe(false);
    expect(/[\ud800-\udbff]$/.test(beforeIt) && /^[\udc00-\udfff]/.test(page.text)).toBe(false);
    offset += page.text.length;
  });
}

describe('PagedText', () => {
  it('answers like the stock document', () => {
    fc.assert(
      fc.property(randomText, (text) => {
        const paged = PagedText.of(text, sizes);
        checkSame(paged, text);
        checkPages(paged);
      }),
    );
  });

  it('answers like the stock document after any edits', () => {
    fc.assert(
      fc.property(randomText, fc.array(randomEdit, { minLength: 1, maxLength: 6 }), (text, edits) => {
        let paged = PagedText.of(text, sizes);
        let now = text;
        for (const edit of edits) {
          const oracle = stock(now);
          const from = edit.from % (now.length + 1);
          const start = oracle.positionAt(from);
          const end = oracle.positionAt(from + edit.length);
          paged = paged.withEdit(edit.back ? { start: end, end: start } : { start, end }, edit.text);
          now = now.slice(0, oracle.offsetAt(start)) + edit.text + now.slice(oracle.offsetAt(end));
          checkPages(paged);
        }
        checkSame(paged, now);
      }),
    );
  });

  it('cuts out any slice', () => {
    fc.assert(
      fc.property(
        randomText,
        fc.integer({ min: -3, max: 90 }),
        fc.integer({ min: -3, max: 90 }),
        (text, from, to) => {
          const expected = text.slice(Math.max(0, from), Math.max(0, to));
          expect(PagedText.of(text, sizes).slice(from, to)).toBe(expected);
        },
      ),
    );
  });

  const log = 'Nov  1 00:00:31 mx postfix/smtp[1]: 3F: to=<a@b>, dsn=5.1.1, status=bounced\n'.repeat(9000);

  it('keeps the pages that an edit does not touch', () => {
    const before = PagedText.of(log);
    const place = { line: 4500, character: 5 };
    const after = before.withEdit({ start: place, end: place }, 'x');
    expect(before.pages.length).toBeGreaterThan(3);
    expect(after.pages.length).toBe(before.pages.length);
    expect(after.pages.filter((page) => !before.pages.includes(page))).toHaveLength(1);
    expect(before.toString()).toBe(log);
  });

  const small = { target: 256, cap: 512 };

  it('appends a line without touching more than the last two pages', () => {
    let text = PagedText.of(log.slice(0, 20_000), small);
    for (let count = 0; count < 5000; count++) {
      const end = text.positionAt(text.length);
      const next = text.withEdit({ start: end, end }, `line ${count}\n`);
      const kept = next.pages.filter((page, index) => page === text.pages[index]).length;
      expect(kept).toBeGreaterThanOrEqual(text.pages.length - 2);
      text = next;
    }
    expect(text.pages.length).toBeLessThan((2 * text.length) / small.target);
  });

  it('does not fall apart into crumbs after many edits', () => {
    let text = PagedText.of(log.slice(0, 20_000), small);
    let seed = 1;
    const next = (below: number) => (seed = (seed * 48_271) % 2_147_483_647) % below;
    for (let count = 0; count < 30_000; count++) {
      const start = text.positionAt(next(text.length + 1));
      if (count % 2) text = text.withEdit({ start, end: start }, next(9) ? 'x' : '\n'.repeat(next(40)));
      else text = text.withEdit({ start, end: { line: start.line + next(2), character: next(60) } }, 'y');
    }
    expect(text.pages.length).toBeLessThanOrEqual((4 * text.length) / small.target + 1);
    expect(text.pages.map((page) => page.text).join('')).toBe(text.toString());
  });

  it('cuts a line longer than the cap inside, and puts it together again when it gets short', () => {
    let text = PagedText.of(`first\n${'x'.repeat(1_000_000)}\nlast`);
    expect(text.lineCount).toBe(3);
    expect(text.pages.some((page) => page.startsMidLine)).toBe(true);
    expect(text.lineAt(1).text).toHaveLength(1_000_000);
    expect(text.positionAt(900_000)).toEqual({ line: 1, character: 899_994 });
    text = text.withEdit({ start: { line: 1, character: 5 }, end: { line: 1, character: 999_995 } }, '');
    expect(text.pages).toEqual([{ text: 'first\nxxxxxxxxxx\nlast', startsMidLine: false, lineBreaks: 2 }]);
  });
});
