// Does the summary of a bounce answer the reader's questions, jump to the lines and follow the file?

import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { openWorkbench, textOf, type Workbench } from './workbench.ts';

// A copy, because the test changes it.
const original = join(inject('workspace'), 'bounce-way.eml');
const changing = join(inject('workspace'), 'changing/bounce.eml');

let workbench: Workbench;
const inside = () => workbench.webview();

describe('in a window', () => {
  beforeAll(async () => {
    mkdirSync(dirname(changing), { recursive: true });
    cpSync(original, changing);
    workbench = await openWorkbench('changing/bounce.eml');
    await workbench.lenses().filter({ hasText: 'Summary' }).first().click();
    await inside().getByRole('heading', { level: 1 }).waitFor();
  });

  afterAll(() => workbench.close());

  test('the lens opens it, and it says what happened, whether it is over, who must act', async () => {
    await expect
      .poll(() => textOf(inside().locator('header')))
      .toMatch(/Not delivered to ben\.long@example\.net|Not delivered to ben@example\.net/);
    const card = await textOf(inside().locator('.card'));
    expect(card).toMatch(/It is over: the sending server has given up/);
    expect(card).toMatch(/Who must act\s+Sending server/);
    await workbench.screenshot('bounce-summary');
  });

  test('the way is a table with a bar for each wait', async () => {
    const rows = inside().locator('table.way').first().locator('tbody tr');
    expect(await rows.count()).toBe(4);
    expect(await textOf(rows.nth(2))).toMatch(/relay\.example\.org.*2 h 2 min/s);
    expect(await rows.nth(2).locator('rect.remarkable').count()).toBe(1);
  });

  test('a hop and a card jump to their lines, by keyboard too', async () => {
    const text = readFileSync(changing, 'utf8').split('\n');
    const lineOf = (words: string) => text.findIndex((line) => line.includes(words)) + 1;
    const hop = inside().getByRole('button', { name: 'relay.example.org' });
    await hop.focus();
    await workbench.page.keyboard.press('Enter');
    await workbench.page.getByText(`Ln ${lineOf('Received: from filter.example.org')}, Col`).waitFor();
    await inside()
      .locator('.card')
      .getByRole('button', { name: /Show line/ })
      .click();
    await workbench.page.getByText(`Ln ${lineOf('Diagnostic-Code:')}, Col`).waitFor();
  });

  test('it follows the file', async () => {
    writeFileSync(changing, readFileSync(changing, 'utf8').replace('Action: failed', 'Action: delayed'));
    await expect
      .poll(() => textOf(inside().locator('header h1')), { timeout: 20_000 })
      .toMatch(/still being tried/);
  });

  test('the readable text stands in a document beside it, with codes explained', async () => {
    await inside().getByRole('button', { name: 'Show Decoded Text' }).click();
    await workbench.page.getByText('could not be delivered: mañana').first().waitFor();
    await workbench.screenshot('bounce-decoded');
  });

  test('nothing was asked of another machine', () => {
    expect(workbench.foreign).toEqual([]);
  });
});

describe('of a file with several messages', () => {
  beforeAll(async () => {
    const parts = ['bounce-several-recipients.eml', 'bounce-way.eml'].map((name) =>
      readFileSync(join(inject('workspace'), name), 'utf8').trimEnd(),
    );
    mkdirSync(dirname(changing), { recursive: true });
    const text = parts.map((part) => `From MAILER-DAEMON Mon Mar  2 10:00:04 2026\n${part}\n`).join('\n');
    writeFileSync(join(dirname(changing), 'several.eml'), text);
    workbench = await openWorkbench('changing/several.eml');
  });

  afterAll(() => workbench.close());

  const list = () => inside().getByRole('combobox', { name: 'Message of this file' });
  const headline = () => textOf(inside().locator('header h1'));
  const lens = (words: string | RegExp) => workbench.lenses().filter({ hasText: words }).first();

  test('the lens above them all opens the first, which leads to the next', async () => {
    await lens(/^2 messages: Not delivered to 4 recipients/).click();
    await list().waitFor();
    await expect.poll(headline).toMatch(/^Not delivered to 3 recipients: /);
    expect(await inside().locator('.card').count()).toBe(3);
    expect(await inside().getByRole('button', { name: 'Previous message' }).isDisabled()).toBe(true);
    await inside().getByRole('button', { name: 'Next message' }).click();
    await expect.poll(headline).toMatch(/^Not delivered to ben/);
    expect(await list().inputValue()).toBe('1');
    expect(await inside().locator('.card').count()).toBe(1);
    expect(await textOf(inside().locator('table.way').first())).toMatch(/relay\.example\.org.*2 h 2 min/s);
    await workbench.screenshot('bounce-summary-several');
  });

  test('the list chooses, and its answers are those of the messages', async () => {
    const told = await list().locator('option').allTextContents();
    expect(told.map((one) => one.slice(0, 34))).toEqual([
      'Message 1 of 2: Not delivered to 3',
      'Message 2 of 2: Not delivered to b',
    ]);
    await list().selectOption('0');
    await expect.poll(headline).toMatch(/^Not delivered to 3 recipients: /);
  });

  test('the lens of a message opens its own summary', async () => {
    await inside().getByRole('button', { name: 'Next message' }).click();
    await expect.poll(() => list().inputValue()).toBe('1');
    await lens(/^Not delivered to 3 recipients: /).click();
    await expect.poll(() => list().inputValue()).toBe('0');
  });
});
