// Is a saved bounce explained where the report states the failure?

import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorkbench, textOf, type Workbench } from './workbench.ts';

let workbench: Workbench;

beforeAll(async () => {
  workbench = await openWorkbench('bounce-mailbox-full.eml');
  // The report's lines, which stand below what the first screen shows.
  await workbench.goToLine(53);
});

afterAll(() => workbench.close());

test('the lens at the failure says what happened', async () => {
  await workbench
    .lenses()
    .filter({ visible: true })
    .filter({ hasText: /full · permanent/ })
    .waitFor();
  await workbench.screenshot('bounce');
});

test('the failure stands among the problems', async () => {
  const rows = await workbench.problems();
  await expect.poll(() => textOf(rows), { timeout: 20_000 }).toMatch(/full.*552 4\.2\.2/is);
  await workbench.page.keyboard.press('Control+J');
});

test('the hover on the reply says that it contradicts itself', async () => {
  const text = await workbench.hoverOver('smtp; 552');
  expect(text).toMatch(/552 4\.2\.2 — .*full/);
  expect(text).toMatch(/contradict/i);
  await workbench.screenshot('bounce-hover');
});

test('nothing was asked of another machine', () => {
  expect(workbench.foreign).toEqual([]);
});
