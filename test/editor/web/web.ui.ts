// Does the extension start where there is no Node, in the web host of the oldest VS Code that it is made for?
// The server is a worker there; what it knows shows that it runs. The features as such are the affair of ../ui/, but files come
// another way here: through the editor, in pieces, and unpacked without the system's libraries.

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

const inExplorer = (name: RegExp) =>
  workbench.page.locator('.explorer-folders-view .monaco-list-row', { hasText: name }).first();

test('a file is scanned', async () => {
  await workbench.menu(inExplorer(/^mail\.log$/), 'Scan File');
  // The panel of the test before goes away meanwhile.
  await persistently(() =>
    workbench.webview().getByRole('heading', { name: 'Report: mail.log' }).waitFor({ timeout: 10_000 }),
  );
  await workbench.webview().locator('.chart canvas').waitFor();
  await expect
    .poll(() => workbench.webview().locator('.summary').textContent(), { timeout: 20_000 })
    .toMatch(/^\d+ deliveries in 421 lines$/);
  await workbench.screenshot('web-scan-file');
});

test('a folder is scanned: packed logs, and one that breaks off, which is said', async () => {
  await workbench.menu(inExplorer(/^packed/), 'Scan Folder');
  const report = workbench.webview();
  await persistently(() =>
    report.getByRole('heading', { name: 'Report: 4 files' }).waitFor({ timeout: 10_000 }),
  );
  await report
    .locator('.notes')
    .getByText(/^cut\.log\.gz: The gzip archive ends too early/)
    .waitFor();
  await report.locator('.progress').waitFor({ state: 'hidden' });
  // Three times the sixty lines of the log, and some of the one that breaks off.
  const lines = Number(/in (\d+) lines/.exec((await report.locator('.summary').textContent()) ?? '')?.[1]);
  expect(lines).toBeGreaterThan(180 + 50);
  expect(lines).toBeLessThan(180 + 421);
  await workbench.screenshot('web-scan-folder');
});

test('packed logs open: gzip in two members, Zstandard, xz, each with the same in it', async () => {
  await persistently(async () => {
    if (!(await inExplorer(/^mail\.log\.1\.gz/).isVisible()))
      await inExplorer(/^packed/).click({ timeout: 5_000 });
    await inExplorer(/^mail\.log\.1\.gz/).waitFor({ timeout: 5_000 });
  });
  const heads: string[] = [];
  for (const name of ['mail.log.1.gz', 'mail.log.2.zst', 'mail.log.3.xz']) {
    await workbench.menu(inExplorer(new RegExp(`^${name}`)), 'Open Compressed Log');
    const editor = workbench.page.locator(`.editor-instance[aria-label*="${name.replace(/\.\w+$/, '')}"]`);
    await editor.locator('.view-line').first().waitFor();
    const lens = editor.locator('.codelens-decoration', { hasText: /delivered|bounced/ }).first();
    await lens.waitFor();
    heads.push((await lens.textContent()) ?? '');
    await workbench.screenshot(`web-archive-${name}`);
  }
  expect(new Set(heads).size, heads.join('\n')).toBe(1);
});

test('of an archive that breaks off there is shown what is in it, and said that it breaks off', async () => {
  await workbench.menu(inExplorer(/^cut\.log\.gz/), 'Open Compressed Log');
  const editor = workbench.page.locator('.editor-instance[aria-label*="cut.log"]');
  await editor.locator('.view-line').first().waitFor();
  const messages = await workbench.messages();
  await expect.poll(() => textOf(messages)).toMatch(/gzip archive ends too early; it was read only in part/);
  await workbench.screenshot('web-archive-cut');
});

test('nothing was asked of another machine', () => {
  expect(workbench.foreign).toEqual([]);
});
