// Does the report show what a log holds, filter everything at once, and work by keyboard; is a file scanned from the explorer's
// menu; does a compressed log open and explain itself?

import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { openWorkbench, type Workbench } from './workbench.ts';

let workbench: Workbench;
const page = () => workbench.webview();

/** A menu that has just opened takes no click yet; the key goes to what the mouse is over. */
async function choose(item: string): Promise<void> {
  await workbench.page.locator('.monaco-menu .action-label', { hasText: item }).hover();
  await workbench.page.keyboard.press('Enter');
}

beforeAll(async () => {
  const workspace = inject('workspace');
  const text = readFileSync('test/samples/mail.log', 'utf8');
  mkdirSync(join(workspace, 'rotated'), { recursive: true });
  writeFileSync(join(workspace, 'rotated/mail.log.2.gz'), gzipSync(text));
  copyFileSync('test/fixtures/archives/mail.log.xz', join(workspace, 'rotated/mail.log.3.xz'));
  writeFileSync(join(workspace, 'rotated/mail.log.1'), text);
  writeFileSync(join(workspace, 'rotated/mail.log'), text);
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
  await window.locator('.explorer-folders-view .monaco-list-row', { hasText: /^rotated/ }).click();
  const file = window.locator('.explorer-folders-view [aria-level="2"][aria-label="mail.log"]');
  await file.click({ button: 'right' });
  await choose('Scan File…');
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
  await window
    .locator('.explorer-folders-view .monaco-list-row', { hasText: /^mail\.log\.2\.gz/ })
    .click({ button: 'right' });
  await choose('Open Compressed Log');
  await window.locator('.editor-instance[aria-label*="mail.log.2"] .view-line').first().waitFor();
  await window.locator('#status\\.editor\\.mode', { hasText: 'Mail Log' }).waitFor();
  await window.locator('.editor-instance[aria-label*="mail.log.2"] .codelens-decoration a').first().waitFor();
  await workbench.screenshot('archive');
});

test('nothing was asked of another machine', () => {
  expect(workbench.foreign).toEqual([]);
});

const themes = [
  ['Dark 2026', 'vscode-dark'],
  ['Default High Contrast', 'vscode-high-contrast'],
  ['Default High Contrast Light', 'vscode-high-contrast-light'],
];

test.each(themes)('in the theme %s', async (theme, kind) => {
  const settings = { ...inject('settings'), 'workbench.colorTheme': theme };
  writeFileSync(inject('settingsFile'), JSON.stringify(settings));
  const other = await openWorkbench('mail.log');
  try {
    await other.lenses().getByText('Report', { exact: true }).click();
    await other.webview().locator(`body.${kind} .chart canvas`).waitFor();
    await other.screenshot(`report-${kind}`);
  } finally {
    await other.close();
    writeFileSync(inject('settingsFile'), JSON.stringify(inject('settings')));
  }
});
