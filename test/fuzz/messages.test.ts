// Whatever happens to a saved message, its reader neither throws nor invents, and every question about it has an answer.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { defaultSettings } from '../../server/src/core/features/settings.ts';
import { PagedText } from '../../server/src/core/text/pagedText.ts';
import { engine, finish } from '../support/engine.ts';
import { cases, hurtMessage, messages } from './material.ts';

test('there is something to hurt', () => {
  expect(messages.length).toBeGreaterThan(20);
});

test('no message makes its reader throw; places are inside it', () => {
  const service = engine();
  fc.assert(
    fc.property(hurtMessage, fc.nat(), (content, place) => {
      const paged = PagedText.of(content);
      const analysis = finish(service.analyze(paged, 'message'));
      const { codes, recipients } = analysis.report!.reading;
      for (const { start, end, line } of codes) {
        expect(line).toBeLessThan(paged.lineCount);
        if (start === null) continue;
        expect(start).toBeLessThan(end!);
        expect(end!).toBeLessThanOrEqual(content.length);
      }
      for (const { attempt, at } of recipients) {
        expect(attempt.reply ?? '550').toMatch(/^[2-5]\d\d$/);
        expect(attempt.enhanced ?? '5.1.1').toMatch(/^[245]\.\d{1,3}\.\d{1,3}$/);
        expect(at.end).toBeLessThanOrEqual(content.length);
      }
      const uri = 'file:///bounce.eml';
      const position = paged.positionAt(content.length === 0 ? 0 : place % content.length);
      service.hover(paged, 'message', analysis, position, uri);
      service.diagnostics(analysis, uri, defaultSettings);
      service.codeLenses(analysis, uri, defaultSettings);
      service.documentSymbols(analysis);
      service.foldingRanges(paged, 'message');
    }),
    cases(1 / 2),
  );
});
