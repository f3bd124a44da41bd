// Does the extension start where there is no Node, in the web host of the oldest VS Code that it is made for?
// The server is a worker there; what it knows shows that it runs. The features as such are the affair of ../ui/.

import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { openWorkbenchAt, persistently, textOf, type Workbench } from '../ui/workbench.ts';

let workbench: Workbench;

beforeAll(async () => {
  workbench = await openWorkbenchAt(inject('webAddress'));
  const { page } = workbench;
  await page
    .locator('.explorer-folders-view .monaco-list-row', { hasText: /^mail\.log/ })
    .first()
    .dblclick();
  await page.locator('.view-line').first().waitFor();
  await workbench.command('View: Toggle Word Wrap');
});

afterAll(() => workbench.close());

test('lenses and problems are there', async () => {
  await expect.poll(() => textOf(workbench.lenses()), { timeout: 30_000 }).toMatch(/\d+ bounced/);
  const rows = await workbench.problems();
  await expect.poll(() => textOf(rows), { timeout: 20_000 }).toContain('SMTP Lens');
  await workbench.page.keyboard.press('Control+J');
});

test('the hover explains', async () => {
  expect(await workbench.hoverOver('said: 550')).toMatch(/550 .* — .*permanent/);
  await workbench.screenshot('web-hover');
});

test('the codes are listed', async () => {
  await workbench.command('SMTP Lens: List Codes in This File');
  await workbench
    .webview()
    .getByRole('row', { name: /550 5\.1\.1.*permanent/s })
    .first()
    .waitFor();
  await workbench.screenshot('web-codes');
});

test('the reference is read from the catalogue', async () => {
  const reference = workbench.webview();
  const search = reference.getByRole('searchbox');
  await persistently(async () => {
    await workbench.command('SMTP Lens: Browse Code Reference');
    await search.waitFor({ timeout: 15_000 });
  });
  await search.fill('5.2.2');
  await reference
    .getByText(/5\.2\.2/)
    .first()
    .click();
  await reference.getByRole('heading', { name: /5\.2\.2/ }).waitFor();
}, 90_000);

test('nothing was asked of another machine', () => {
  expect(workbench.foreign).toEqual([]);
});
