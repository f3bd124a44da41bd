import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorkbench, persistently, type Workbench } from './workbench.ts';

let workbench: Workbench;

beforeAll(async () => {
  workbench = await openWorkbench('outcomes/mail.log');
  await workbench.lenses().first().waitFor();
});

afterAll(() => workbench.close());

test('a search leads to a page that says what the code means and who says so', async () => {
  await workbench.command('SMTP Lens: Browse Code Reference');
  const reference = workbench.webview();
  await reference.getByRole('searchbox').fill('5.2.2');
  await reference
    .getByText(/5\.2\.2/)
    .first()
    .click();
  await reference.getByRole('heading', { name: /5\.2\.2/ }).waitFor();
  await reference
    .getByText(/RFC 3463/)
    .first()
    .waitFor();
  await workbench.screenshot('reference');
});

test('the keyboard goes back and forward through the pages read, and to the search', async () => {
  const reference = workbench.webview();
  const heading = (name: RegExp) => reference.getByRole('heading', { name, level: 1 });
  await heading(/5\.2\.2/).waitFor();
  await reference.getByText('See also').waitFor();
  await reference.locator('button.link').first().click();
  await heading(/5\.2\.2/).waitFor({ state: 'hidden' });
  await workbench.page.keyboard.press('Alt+ArrowLeft');
  await heading(/5\.2\.2/).waitFor();
  // A second time: the focus must not be lost with the page that went away.
  await workbench.page.keyboard.press('Alt+ArrowRight');
  await heading(/5\.2\.2/).waitFor({ state: 'hidden' });
  await workbench.page.keyboard.press('Alt+ArrowLeft');
  await heading(/5\.2\.2/).waitFor();
  await workbench.page.keyboard.press('/');
  await workbench.page.keyboard.type('mailbox full gmail');
  await reference.getByRole('searchbox').and(reference.locator(':focus')).waitFor();
  await reference
    .getByRole('button', { name: /mailbox is full.*Gmail/ })
    .first()
    .waitFor();
  await workbench.screenshot('reference-search');
});

test('the link in a hover opens the page of what was found', async () => {
  const title = /550 5\.1\.1 — (.*?) ·/.exec(await workbench.hoverOver('550 5.1.1'))?.[1];
  expect(title).toMatch(/mailbox/i);
  await workbench.hover().getByText('Open reference').click();
  await workbench.webview().getByRole('heading', { name: title, level: 1 }).waitFor();
  await workbench.screenshot('reference-from-hover');
});

test('a code leads to who sends it, these to their provider and reason, and all of them onwards', async () => {
  await workbench.command('SMTP Lens: Browse Code Reference');
  const reference = workbench.webview();
  const heading = (name: string | RegExp) => reference.getByRole('heading', { name, level: 1 });
  const link = (name: string | RegExp) => reference.getByRole('main').getByRole('button', { name });
  const all = reference.getByRole('button', { name: 'All codes' });
  if (await all.isVisible()) await all.click(); // in a narrow window one of the two is shown
  await reference.getByRole('searchbox').fill('5.2.2');
  await reference
    .getByRole('button', { name: /5\.2\.2/ })
    .first()
    .click();
  await heading(/5\.2\.2/).waitFor();
  await reference.getByRole('heading', { name: 'Who sends it, and for what' }).waitFor();
  await link('The mailbox is full').first().click();
  await heading('The mailbox is full').waitFor();
  await link('Gmail').first().click();
  await heading('Gmail').waitFor();
  await reference.getByText('gsmtp').first().waitFor();
  await workbench.screenshot('reference-provider');
  await workbench.page.keyboard.press('Alt+ArrowLeft');
  await heading('The mailbox is full').waitFor();
  await link('Mailbox is full').first().click();
  await heading('Mailbox is full').waitFor();
  await workbench.screenshot('reference-reason');
});

test('a pasted reply is looked up', async () => {
  await persistently(async () => {
    await workbench.command('SMTP Lens: Look Up Code');
    const { page } = workbench;
    await page
      .locator('.quick-input-widget input[type=text]')
      .fill('552 5.2.2 mailbox full', { timeout: 5_000 });
    await page
      .locator('.quick-input-list .monaco-list-row', { hasText: '552 5.2.2' })
      .first()
      .waitFor({ timeout: 10_000 });
  });
  await workbench.screenshot('look-up');
  await workbench.page.keyboard.press('Enter');
  await workbench.webview().getByRole('heading', { name: /full/i, level: 1 }).waitFor();
});

test('nothing was asked of another machine', () => {
  expect(workbench.foreign).toEqual([]);
});
