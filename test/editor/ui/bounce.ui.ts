// Is a saved bounce explained where it stands: at its head, at its status, at the reply that it quotes?

import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorkbench, type Workbench } from './workbench.ts';

let workbench: Workbench;

beforeAll(async () => {
  workbench = await openWorkbench('bounce-mailbox-full.eml');
  await workbench.lenses().first().waitFor();
});

afterAll(() => workbench.close());

test('the lens at its head says what happened to whom', async () => {
  const head = (await workbench.lenses().allInnerTexts()).join('\n');
  expect(head).toMatch(/full/i);
  await workbench.screenshot('bounce');
});

test('the failure stands among the problems', async () => {
  const rows = await workbench.problems();
  expect((await rows.allInnerTexts()).join('\n')).toMatch(/full.*552 4\.2\.2/is);
  await workbench.page.keyboard.press('Control+J');
});

test('the hover on the reply says that it contradicts itself', async () => {
  await workbench.goToLine(45);
  const text = await workbench.hoverOver('smtp; 552');
  expect(text).toMatch(/552 4\.2\.2 — .*full/);
  expect(text).toMatch(/contradict/i);
  await workbench.screenshot('bounce-hover');
});

test('nothing was asked of another machine', () => {
  expect(workbench.foreign).toEqual([]);
});
