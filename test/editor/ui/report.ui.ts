// Does the report show what a log holds, filter everything at once, work by keyboard, fit a narrow panel and leave as a file; is a
// file scanned from the explorer's menu, and a long scan stopped; does a compressed log open and explain itself?

import { copyFileSync, existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { writeLog } from '../../bench/generate.mjs';
import { killServer, openWorkbench, persistently, type Workbench } from './workbench.ts';

let workbench: Workbench;
const page = () => workbench.webview();

const explorer = (name: RegExp) =>
  workbench.page.locator('.explorer-folders-view .monaco-list-row', { hasText: name });
const summary = () => page().locator('.summary').textContent();
const times = () => page().getByRole('button', { name: /Remove the filter .*\d+:\d\d/ });

/** Above what VS Code hands to extensions, and enough for the threads of a scan. */
const largeMegabytes = 70;
/** The same file under so many names: a scan of all of them takes minutes. */
const manyFiles = 100;

beforeAll(async () => {
  const workspace = inject('workspace');
  const text = readFileSync('test/samples/mail.log', 'utf8');
  mkdirSync(join(workspace, 'rotated'), { recursive: true });
  writeFileSync(join(workspace, 'rotated/mail.log.2.gz'), gzipSync(text));
  copyFileSync('test/fixtures/archives/mail.log.xz', join(workspace, 'rotated/mail.log.3.xz'));
  writeFileSync(join(workspace, 'rotated/mail.log.1'), text);
  writeFileSync(join(workspace, 'rotated/mail.log'), text);
  const many = join(workspace, 'many');
  mkdirSync(many);
  writeLog(join(many, 'mail.log'), largeMegabytes);
  for (let at = 1; at < manyFiles; at++) linkSync(join(many, 'mail.log'), join(many, `mail.log.${at}`));
  workbench = await openWorkbench('mail.log');
  await workbench.lenses().first().waitFor();
});

afterAll(() => workbench.close());

test('the lens at the head of a log opens it', async () => {
  await workbench.lenses().getByText('Report', { exact: true }).click();
  await page().getByRole('heading', { name: 'Report: mail.log' }).waitFor();
  await page().getByRole('heading', { name: 'Deliveries over time' }).waitFor();
  await page().locator('.chart canvas').waitFor();
  await page().getByRole('table').first().waitFor();
  await workbench.screenshot('report');
});

test('a filter applies to everything, and is taken back', async () => {
  const total = page().locator('.summary');
  const before = await total.textContent();
  await page().locator('.total.bounced').click();
  await expect.poll(() => total.textContent()).not.toBe(before);
  const chip = page().getByRole('button', { name: /Remove the filter bounced/ });
  await chip.waitFor();
  expect(await page().locator('.total.delivered').count()).toBe(0);
  await workbench.screenshot('report-filtered');
  await page().getByRole('button', { name: 'Clear All' }).press('Enter');
  await expect.poll(() => total.textContent()).toBe(before);
});

/** Drags over the chart, from one share of its width to another. */
async function drag(from: number, to: number): Promise<void> {
  const { mouse } = workbench.page;
  const { x, y, width, height } = (await page().locator('.chart .u-over').boundingBox())!;
  await mouse.move(x + width * from, y + height / 2);
  await mouse.down();
  await mouse.move(x + width * to, y + height / 2, { steps: 5 });
  await mouse.up();
}

test('a time is chosen by dragging over the chart or by keyboard, and taken back in either way', async () => {
  const { keyboard, mouse } = workbench.page;
  const before = await summary();
  await persistently(async () => {
    await drag(0.6, 0.9);
    await times().waitFor({ timeout: 5_000 });
  });
  await expect.poll(summary).not.toBe(before);
  const dragged = await summary();
  const from = await page().getByLabel('From').inputValue();
  expect(dragged).not.toMatch(/^0 /);
  await workbench.screenshot('report-time');
  await persistently(async () => {
    const { x, y } = (await page().locator('.chart .u-over').boundingBox())!;
    await mouse.dblclick(x + 20, y + 20);
    await times().waitFor({ state: 'hidden', timeout: 5_000 });
  });
  await expect.poll(summary).toBe(before);

  await page().getByLabel('From').fill(from);
  await expect.poll(summary).toBe(dragged);
  await page().getByLabel('From').fill('');
  await expect.poll(summary).toBe(before);

  // The sample has two bars: the last one is what was dragged over.
  const chart = page().getByRole('group', { name: 'Deliveries over time' });
  await chart.focus();
  await keyboard.press('End');
  await page()
    .getByRole('status')
    .getByText(/\d\d:\d\d.* – .*: \d+ delivered, .*bounced/)
    .waitFor();
  await workbench.screenshot('report-time-keys');
  await keyboard.press('Enter');
  await expect.poll(summary).toBe(dragged);
  await keyboard.press('Escape');
  await expect.poll(summary).toBe(before);
  await keyboard.press('Home');
  await keyboard.press('Shift+ArrowRight');
  await keyboard.press('Enter');
  await times().press('Enter');
  await times().waitFor({ state: 'hidden' });
  expect(await summary()).toBe(before);
});

test('in a narrow panel nothing is cut off, and nothing scrolls sideways', async () => {
  await page().getByText('Show as a Table').press('Enter');
  try {
    for (const [width, name] of [
      [1120, 'medium'],
      [700, 'narrow'],
    ] as const) {
      await workbench.page.setViewportSize({ width, height: 900 });
      await expect.poll(() => page().locator('html').evaluate(sticksOut)).toEqual([]);
      await workbench.screenshot(`report-${name}`);
    }
  } finally {
    await workbench.page.setViewportSize({ width: 1400, height: 900 });
    await page().getByText('Show as a Table').press('Enter');
  }
});

/** Runs in the page: what is wider than the page, or than the box that it scrolls in. What is unseen is left out. */
function sticksOut(html: Element): string[] {
  if (html.scrollWidth > html.clientWidth) return [`the page: ${html.scrollWidth} px`];
  return [...html.querySelectorAll<HTMLElement>('main *')]
    .filter((each) => !each.closest('.unseen, thead, canvas, .u-wrap') && each.getClientRects().length > 0)
    .filter((each) => {
      const { left, right } = each.getBoundingClientRect();
      return (
        left < -1 ||
        right > html.clientWidth + 1 ||
        (each.scrollWidth > each.clientWidth + 1 && getComputedStyle(each).overflowX !== 'visible')
      );
    })
    .map((each) => `${each.tagName}.${each.className}: ${each.textContent?.slice(0, 40)}`);
}

test.each(['CSV', 'JSON', 'Markdown'])('it leaves as %s, under the filter that is set', async (format) => {
  const ending = { CSV: 'csv', JSON: 'json', Markdown: 'md' }[format]!;
  const file = join(inject('workspace'), `out.${ending}`);
  await page().locator('.total.bounced').click();
  await page().locator('.total.delivered').waitFor({ state: 'hidden' });
  const bounced = Number(/\d+/.exec((await page().locator('.total.bounced').textContent()) ?? '')?.[0]);
  expect(bounced).toBeGreaterThan(5);
  await page()
    .getByRole('button', { name: `Export as ${format}` })
    .click();
  const input = workbench.page.locator('.quick-input-widget input[type=text]');
  await expect.poll(() => input.inputValue()).toMatch(new RegExp(`report\\.${ending}$`));
  if (format === 'CSV') await workbench.screenshot('report-export');
  await persistently(async () => {
    if (existsSync(file)) return;
    await input.fill(file, { timeout: 5_000 });
    await input.press('Enter');
    await expect.poll(() => existsSync(file), { timeout: 5_000 }).toBe(true);
  });
  await expect.poll(() => readFileSync(file, 'utf8'), { timeout: 10_000 }).not.toBe('');
  const text = readFileSync(file, 'utf8');
  if (format === 'JSON') {
    const report = JSON.parse(text);
    expect(report).toMatchObject({ version: 1, files: ['mail.log'], total: bounced });
    expect(report.outcomes).toEqual({ bounced });
    expect(report.codes.map(({ code }: { code: string }) => code)).toContain('550 5.1.1');
    expect(report.recipients.rows[0]).toMatchObject({ name: expect.stringContaining('@') });
  } else if (format === 'CSV') {
    expect(text).toMatch(new RegExp(`^table,Outcome,Deliveries\r?\nOutcomes,bounced,${bounced}\r?\ntable,`));
    expect(text).toMatch(/^Codes,550 5\.1\.1,.*,mail\.log:\d+\r?$/m);
  } else {
    expect(text).toMatch(
      new RegExp(
        `^# Report\\n\\n- mail\\.log\\n\\n${bounced} deliveries\\n\\n## Outcomes\\n\\n.*\\n.*\\n\\| bounced \\| ${bounced} \\|\\n\\n## `,
      ),
    );
    expect(text).toMatch(/^\| 550 5\.1\.1 \| .* \|$/m);
  }
  // It has been opened in front of the report.
  await workbench.page.locator(`.editor-instance[aria-label*="out.${ending}"] .view-line`).first().waitFor();
  rmSync(file);
  await workbench.page.getByRole('tab', { name: 'Report: mail.log' }).click();
  await page().getByRole('button', { name: 'Clear All' }).press('Enter');
  await page().locator('.total.delivered').waitFor();
});

test('the chart has a table beside it', async () => {
  await page().getByText('Show as a Table').press('Enter');
  await page().locator('.as-table tbody tr').first().waitFor();
});

test('a row jumps to its line', async () => {
  await page()
    .locator('section', { hasText: 'Reasons' })
    .getByRole('button', { name: /^line \d/ })
    .first()
    .press('Enter');
  await workbench.page.locator('.editor-instance[aria-label*="mail.log"]').first().waitFor();
  await workbench.page
    .getByText(/Ln \d+, Col 1/)
    .first()
    .waitFor();
});

test('a rotated file is scanned from the explorer: all of its log, packed files too', async () => {
  const { page: window } = workbench;
  await explorer(/^rotated/).click();
  const file = window.locator('.explorer-folders-view [aria-level="2"][aria-label="mail.log"]');
  await workbench.menu(file, 'Scan File…');
  await window.locator('.quick-input-list .monaco-list-row', { hasText: 'All 4 files of this log' }).click();
  await page().getByRole('heading', { name: 'Report: 4 files' }).waitFor();
  await page().locator('.total.bounced').waitFor();
  await expect
    .poll(() => page().locator('.summary').textContent(), { timeout: 20_000 })
    .toMatch(/1,323 lines/);
  await workbench.screenshot('report-scan');
});

test('a packed log opens and explains itself', async () => {
  const { page: window } = workbench;
  await workbench.menu(explorer(/^mail\.log\.2\.gz/), 'Open Compressed Log');
  await window.locator('.editor-instance[aria-label*="mail.log.2"] .view-line').first().waitFor();
  await window.locator('#status\\.editor\\.mode', { hasText: 'Mail Log' }).waitFor();
  await window.locator('.editor-instance[aria-label*="mail.log.2"] .codelens-decoration a').first().waitFor();
  await workbench.screenshot('archive');
});

test('a long scan shows what it has, can be stopped, keeps that and says so', async () => {
  await explorer(/^rotated/).click();
  await workbench.menu(explorer(/^many/), 'Scan Folder…');
  await page()
    .getByRole('heading', { name: `Report: ${manyFiles} files` })
    .waitFor();
  await page()
    .locator('.progress:visible')
    .getByText(/Scanning mail\.log\.\d+: \d+ %, [\d,]+ lines so far/)
    .waitFor();
  // Partial results, with bars that can be seen however many there are.
  await page().locator('.total.bounced').waitFor();
  await expect
    .poll(() => page().locator('.chart canvas').evaluate(greenShare), { timeout: 20_000 })
    .toBeGreaterThan(0.2);
  await workbench.screenshot('report-scanning');
  await page().getByRole('button', { name: 'Stop' }).press('Enter');
  const notes = page().locator('.notes');
  await notes.getByText('The scan was stopped. What was read by then is below.').waitFor();
  await notes.getByText(new RegExp(`^\\d+ of ${manyFiles} files were not read at all\\.$`)).waitFor();
  await notes.getByText(/^mail\.log\.\d+: The scan was stopped before the end\.$/).waitFor();
  await page().locator('.progress').waitFor({ state: 'hidden' });
  expect(await summary()).toMatch(/^[\d,]{5,} deliveries in [\d,]{6,} lines$/);
  await workbench.screenshot('report-stopped');
});

test.runIf(process.platform === 'linux')('a scan whose server dies says so, and is begun again', async () => {
  const progress = page()
    .locator('.progress:visible')
    .getByText(/Scanning/);
  await page().getByRole('button', { name: 'Scan Again' }).press('Enter');
  await progress.waitFor();
  killServer();
  await page()
    .getByText('The language server that held this scan has stopped, and the numbers with it.')
    .waitFor();
  await workbench.screenshot('report-lost');
  await page().getByRole('button', { name: 'Scan Again' }).press('Enter');
  await progress.waitFor();
  await page().locator('.total.bounced').waitFor();
  await page().getByRole('button', { name: 'Stop' }).press('Enter');
  await progress.waitFor({ state: 'hidden' });
  await page().locator('.total.bounced').waitFor();
});

/** Runs in the page: how much of the chart has the colour of what was delivered. */
function greenShare(chart: Element): number {
  const canvas = chart as HTMLCanvasElement;
  const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
  let green = 0;
  for (let at = 0; at < data.length; at += 4)
    if (data[at + 3]! > 200 && data[at + 1]! > data[at]! + 40 && data[at + 1]! > data[at + 2]! + 40) green++;
  return green / (data.length / 4);
}

test('a row jumps into a file that VS Code hands to no extension, and why nothing is explained there is said', async () => {
  const { page: window } = workbench;
  const reasons = page().locator('section', { hasText: 'Reasons' });
  const link = reasons.getByRole('button', { name: /^line \d{2,} of mail\.log/ }).first();
  const line = /line ([\d,]+)/.exec((await link.textContent()) ?? '')![1]!.replaceAll(',', '');
  await link.press('Enter');
  await window.getByText(`Ln ${line}, Col 1`).waitFor({ timeout: 60_000 });
  await window.getByText('VS Code gives a file over 50 MB no colours and no hovers').waitFor();
  await workbench.screenshot('report-jump-large');
  // Its buttons answer, too.
  await workbench.command('SMTP Lens: List Codes in This File');
  const messages = await workbench.messages();
  await messages.getByText('Scan File reads files of any size').first().waitFor();
  await workbench.screenshot('report-large-offer');
}, 120_000);

test('nothing was asked of another machine', () => {
  expect(workbench.foreign).toEqual([]);
});
