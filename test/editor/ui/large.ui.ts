// Past 300,000 lines VS Code stops colouring by grammar. Do the codes keep their colours there, and is a message followed?

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { openWorkbench, type Workbench } from './workbench.ts';

let workbench: Workbench;

/** Long lines are not wrapped in such files; in this one the code is on the screen. */
const short =
  'Nov  1 00:00:34 mail postfix/smtp[9]: 283FEFC63F: to=<x@y.example>, dsn=5.1.2, status=bounced (no such host)\n';

beforeAll(async () => {
  const folder = join(inject('workspace'), 'large');
  mkdirSync(folder, { recursive: true });
  const lines = readFileSync('test/editor/fixtures/outcomes/mail.log', 'utf8');
  writeFileSync(join(folder, 'mail.log'), `${lines}${short}${'-\n'.repeat(301_000)}`);
  workbench = await openWorkbench('large/mail.log');
});

afterAll(() => workbench.close());

test('the codes have a colour each, though the grammar gives none', async () => {
  const colour = (words: string) => workbench.colourOf(words);
  const different = async () =>
    new Set([
      await colour('to=<nobody'),
      await colour('(250'),
      await colour('said: 451'),
      await colour('said: 550'),
    ]).size;
  await expect.poll(different, { timeout: 40_000 }).toBe(4);
  expect(await colour('status=bounced')).toBe(await colour('to=<nobody'));
  await workbench.screenshot('large-colours');
});

test('the hover says what it means and leads to the message', async () => {
  expect(await workbench.hoverOver('dsn=5.1.2')).toMatch(/5\.1\.2/);
  await workbench.hover().getByText('Follow message 283FEFC63F').click();
  await workbench.page.getByText('# Accepted from desk.example.com').first().waitFor({ timeout: 20_000 });
  await workbench.screenshot('follow-message');
});
