// Does a person who opens a mail log in VS Code see what SMTP Lens knows: lens, squiggle, problem, hover?

import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorkbench, textOf, type Workbench } from './workbench.ts';

let workbench: Workbench;

beforeAll(async () => {
  workbench = await openWorkbench('outcomes/mail.log');
});

afterAll(() => workbench.close());

test('a code lens says what happened', async () => {
  await expect.poll(() => textOf(workbench.lenses()), { timeout: 30_000 }).toMatch(/1 bounced/);
});

test('the failure is underlined and stands among the problems', async () => {
  await workbench.page.locator('.squiggly-error, .squiggly-warning').first().waitFor();
  const rows = await workbench.problems();
  await expect
    .poll(() => textOf(rows), { timeout: 20_000 })
    .toMatch(/mailbox.*\(550 5\.1\.1\).*nobody@example\.net/i);
  await workbench.screenshot('mail-log-problems');
});

test.each(['said: 550', '550 5.1.1', 'dsn=5.1.1'])('the mouse over %s shows what it means', async (words) => {
  const text = await workbench.hoverOver(words);
  expect(text).toMatch(/550 5\.1\.1 — .*mailbox.*permanent/i);
  expect(text).toMatch(/Sender .*address/);
  await workbench.screenshot(`mail-log-hover-${words.replace(/[^\w.]+/g, '')}`);
});

test('nothing was asked of another machine', () => {
  expect(workbench.foreign).toEqual([]);
});
