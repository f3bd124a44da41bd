// Past 20 MiB or 300,000 lines VS Code colours by no grammar, asks for no lenses and draws no hints. Does everything else work in
// a log of 45 MB: colours, hover, problems, the list of codes, the report, a message, the failures alone, and while it grows?

import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { writeLog } from '../../bench/generate.mjs';
import { openWorkbench, textOf, type Workbench } from './workbench.ts';

let workbench: Workbench;

const megabytes = 45;
const file = join(inject('workspace'), 'large/mail.log');
/** Long lines are not wrapped in such files; in this one the code is on the screen. */
const short = (code: string) =>
  `Nov  1 00:00:34 mail postfix/smtp[9]: 283FEFC63F: to=<x@y.example>, dsn=${code}, status=bounced (no such host)\n`;
/** What has to be counted in it. */
let wanted: { lines: number; delivered: number; deferred: number; bounced: number };
const grouped = (count: number) => count.toLocaleString('en');

beforeAll(async () => {
  mkdirSync(join(file, '..'), { recursive: true });
  writeLog(file, megabytes);
  const rest = readFileSync(file, 'utf8');
  const text = `${readFileSync('test/editor/fixtures/outcomes/mail.log', 'utf8')}${short('5.1.2')}${rest}`;
  writeFileSync(file, text);
  const count = (words: string) => text.split(words).length - 1;
  wanted = {
    lines: count('\n'),
    delivered: count(' status=sent '),
    deferred: count(' status=deferred '),
    bounced: count(' status=bounced '),
  };
  workbench = await openWorkbench('large/mail.log', 100_000);
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

test('failures are underlined and stand among the problems', async () => {
  await workbench.page.locator('.squiggly-error, .squiggly-warning').first().waitFor({ timeout: 40_000 });
  const rows = await workbench.problems();
  await expect
    .poll(() => textOf(rows), { timeout: 20_000 })
    .toMatch(/block list \(550 5\.7\.1\).*and \d+ more, \d+ times/);
  await workbench.screenshot('large-problems');
  await workbench.page.keyboard.press('Control+J');
});

test('the language status says what VS Code has switched off and what works, in lines that fit', async () => {
  const { page } = workbench;
  await page.locator('#status\\.languageStatus').click();
  for (const words of [
    'Large file: VS Code shows no lenses, hints, folding or grammar.',
    'Hovers, problems, codes’ colours, list and report cover all of it.',
    `in ${grouped(wanted.lines)} lines`,
  ]) {
    const said = page.locator('.hover-language-status .element .left', { hasText: words });
    await said.waitFor();
    const { right, cut } = await said.evaluate((each) => ({
      right: each.getBoundingClientRect().right,
      cut: each.scrollWidth > each.clientWidth,
    }));
    expect(right, words).toBeLessThan(1400);
    expect(cut, words).toBe(false);
  }
  await workbench.screenshot('large-status');
  await page.keyboard.press('Escape');
});

test('the hover says what it means and leads to the message', async () => {
  expect(await workbench.hoverOver('dsn=5.1.2')).toMatch(/5\.1\.2/);
  await workbench.hover().getByText('Follow message 283FEFC63F').click();
  await workbench.page.getByText('# Accepted from desk.example.com').first().waitFor({ timeout: 20_000 });
  await workbench.screenshot('follow-message');
  await workbench.page.keyboard.press('Control+W');
});

test('its failures alone: all of them, each with its line', async () => {
  const { page } = workbench;
  const failed = wanted.deferred + wanted.bounced;
  await workbench.command('SMTP Lens: Show Only Failures');
  await page.locator('.quick-input-list .monaco-list-row', { hasText: 'Our own deliveries' }).waitFor();
  const start = Date.now();
  await page.keyboard.press('Enter');
  const head = `# Only failures of our own deliveries: ${grouped(failed)} of ${grouped(wanted.lines)} lines.`;
  await page.locator('.view-line', { hasText: head }).waitFor({ timeout: 40_000 });
  console.log(
    `The failures of ${megabytes} MB alone, from the answer to the first line: ${Date.now() - start} ms`,
  );
  // VS Code gives this one its lenses again.
  await expect
    .poll(() => textOf(workbench.lenses()), { timeout: 30_000 })
    .toContain(`${grouped(wanted.deferred)} deferred`);
  await workbench.screenshot('large-only-failures');
  await page.keyboard.press('Control+W');
});

/** Appends a failure with each of these codes; how long the page that is shown takes to count it, in milliseconds. */
async function lagsOf(codes: readonly string[]): Promise<number[]> {
  const lags: number[] = [];
  for (const code of codes) {
    await workbench.goToLine(++wanted.lines);
    const total = `${grouped(++wanted.bounced)} bounced`;
    lags.push(
      await workbench.lag(`dsn=${code}`, workbench.webview().locator('body'), total, () =>
        appendFileSync(file, short(code)),
      ),
    );
  }
  return lags;
}

test('the codes are listed, and the list follows as the log grows', async () => {
  const { page } = workbench;
  await workbench.command('SMTP Lens: List Codes in This File');
  const totals = workbench.webview().locator('.totals');
  await expect
    .poll(() => textOf(totals), { timeout: 30_000 })
    .toMatch(
      new RegExp(
        `^${grouped(wanted.delivered)} delivered\\n${grouped(wanted.deferred)} deferred\\n${grouped(wanted.bounced)} bounced\\n`,
      ),
    );
  await workbench.screenshot('large-codes');
  await page.keyboard.press('Control+1');
  const lags = await lagsOf(['5.1.3', '5.1.6']);
  console.log(`In ${megabytes} MB, from the drawn line to the list of codes: ${lags.join(', ')} ms`);
  expect(Math.max(...lags)).toBeLessThan(10_000);
}, 120_000);

test('so does the report', async () => {
  const { page } = workbench;
  await workbench.command('SMTP Lens: Report');
  const bounced = workbench.webview().locator('.total.bounced');
  await expect.poll(() => textOf(bounced), { timeout: 60_000 }).toContain(grouped(wanted.bounced));
  await workbench.screenshot('large-report');
  await page.keyboard.press('Control+1');
  const lags = await lagsOf(['5.1.8', '5.2.1']);
  console.log(`In ${megabytes} MB, from the drawn line to the report: ${lags.join(', ')} ms`);
  expect(Math.max(...lags)).toBeLessThan(10_000);
}, 120_000);

test('nothing was asked of another machine', () => {
  expect(workbench.foreign).toEqual([]);
});
