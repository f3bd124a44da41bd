// Whatever happens to a log, its readers neither throw nor invent, and where its pages are cut changes nothing.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { defaultSettings } from '../../server/src/core/features/settings.ts';
import { type EntryState, initialState, readPage } from '../../server/src/core/formats/readPage.ts';
import type { LogRecord } from '../../server/src/core/model/attempt.ts';
import { PagedText } from '../../server/src/core/text/pagedText.ts';
import { engine, finish, records } from '../support/engine.ts';
import { cases, hurtLog, logs } from './material.ts';

test('there is something to hurt', () => {
  expect(logs.length).toBeGreaterThan(20);
});

test('no line makes a reader throw; codes stand where they say, and no digit of them is invented', () => {
  fc.assert(
    fc.property(hurtLog, (content) => {
      for (const { record, text: line } of records(content)) {
        for (const { start, end, code } of record.codes) {
          expect(start).toBeLessThan(end);
          expect(end).toBeLessThanOrEqual(line.length);
          if (code !== null) expect(line.slice(start, end)).toContain(code.split('.').at(-1));
        }
        for (const attempt of record.attempts) {
          expect(attempt.reply ?? '550').toMatch(/^[2-5]\d\d$/);
          expect(attempt.enhanced ?? '5.1.1').toMatch(/^[245]\.\d{1,3}\.\d{1,3}$/);
          expect(`${content}${line}`).toContain(attempt.reply ?? '');
          for (const layer of attempt.layers) expect(layer).toBeGreaterThanOrEqual(0);
        }
      }
    }),
    cases(),
  );
});

test('a log read in pages says what it says as a whole', () => {
  fc.assert(
    fc.property(hurtLog, fc.array(fc.nat(), { minLength: 1, maxLength: 5 }), (content, cuts) => {
      const ends = [...content.matchAll(/\r\n|\n|\r(?!\n)/g)].map((match) => match.index + match[0].length);
      const borders = [
        0,
        ...cuts.map((cut) => (ends.length === 0 ? 0 : ends[cut % ends.length])).sort((a, b) => a - b),
        content.length,
      ];
      let entry: EntryState = initialState;
      const pieces: LogRecord[] = [];
      for (let index = 1; index < borders.length; index++)
        entry = readPage(content.slice(borders[index - 1], borders[index]), false, entry, (record) =>
          pieces.push(record),
        ).exit;
      expect(pieces).toEqual(records(content).map(({ record }) => record));
    }),
    cases(1 / 2),
  );
});

test('every question can be asked of a hurt log', () => {
  const service = engine();
  fc.assert(
    fc.property(hurtLog, fc.nat(), (content, place) => {
      const paged = PagedText.of(content);
      const analysis = finish(service.analyze(paged, 'log'));
      const at = paged.positionAt(content.length === 0 ? 0 : place % content.length);
      const uri = 'file:///mail.log';
      service.diagnostics(analysis, uri, defaultSettings);
      service.codeLenses(analysis, uri, defaultSettings);
      service.documentSymbols(analysis);
      service.hover(paged, 'log', analysis, at, uri);
      service.highlight(paged, at);
      const whole = { start: { line: 0, character: 0 }, end: paged.positionAt(paged.length) };
      service.semanticTokens(paged, 'log', analysis, whole);
      service.inlayHints(paged, analysis, whole);
      finish(service.follow(paged, analysis, at));
      finish(service.references(paged, analysis, at));
      finish(service.documentLinks(paged));
      finish(service.logFolding(analysis));
      const { rows, total } = service.codes(analysis);
      expect(rows.reduce((sum, row) => sum + row.count, 0)).toBe(total);
    }),
    cases(1 / 4),
  );
});
