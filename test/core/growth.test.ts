// Does a log that grows cost its tail alone? How many pages are read is counted, in the analysis and in the report: nothing that was
// read already is read again, and what comes of it is what one reading of the whole gives.
import { expect, test } from 'vitest';
import { DocumentReport } from '../../server/src/core/scan/documentReport.ts';
import { reportView } from '../../server/src/core/scan/reportView.ts';
import type { Analysis } from '../../server/src/core/service.ts';
import { PagedText } from '../../server/src/core/text/pagedText.ts';
import { traffic } from '../bench/generate.mjs';
import { engine } from '../support/engine.ts';

const written = { year: 2026, month: 11, day: 30 };
const many = 10_000;

/** The result of work, and how often it paused: once for each page that it had to read. */
function counted<T>(work: Generator<unknown, T>): { result: T; pauses: number } {
  for (let pauses = 0; ; pauses++) {
    const step = work.next();
    if (step.done) return { result: step.value, pauses };
  }
}

test('an append is read, and what was there before is not read again', () => {
  const lines = traffic(7);
  const take = (count: number): string =>
    Array.from({ length: count }, () => `${lines.next().value}\n`).join('');
  const report = new DocumentReport(engine(), written);
  const analyze = (text: PagedText, before?: Analysis) => counted(engine().analyze(text, 'log', before));

  let text = PagedText.of(take(many));
  let analysis = analyze(text);
  const pages = text.pages.length;
  expect(pages).toBeGreaterThan(8);
  expect(analysis.pauses).toBe(pages);
  counted(report.count(analysis.result));

  for (let turn = 0; turn < 9; turn++) {
    const end = { line: text.lineCount - 1, character: 0 };
    text = text.withEdit({ start: end, end }, take(200));
    analysis = analyze(text, analysis.result);
    // The last page, and a new one where the lines did not fit into it.
    expect(analysis.pauses).toBeLessThanOrEqual(2);
    const sum = counted(report.count(analysis.result));
    // The report adds up what it has not added yet, and reads no other page.
    expect(sum.pauses).toBeLessThanOrEqual(2);
    if (turn % 4 > 0) continue;
    const anew = analyze(PagedText.of(text.slice(0, text.length)));
    const whole = counted(new DocumentReport(engine(), written).count(anew.result));
    const { speech } = engine();
    expect(reportView(sum.result, {}, speech)).toEqual(reportView(whole.result, {}, speech));
    expect(engine().codes(analysis.result)).toEqual(engine().codes(anew.result));
  }
  expect(text.pages.length).toBeGreaterThan(pages);
});
