// Does the list of codes show what the log holds, follow it as it grows and begins anew, work by keyboard, and outlive its server?

import { appendFileSync, cpSync, mkdirSync, readFileSync, truncateSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { killServer, openWorkbench, textOf, type Workbench } from './workbench.ts';

const failure = (who: string) =>
  `Nov  1 00:00:35 mail postfix/smtp[1193]: 283FEFC63F: to=<${who}@example.net>, relay=mx.example.net[198.51.100.7]:25, delay=1, delays=0/0/0.5/0.5, dsn=5.2.2, status=bounced (host mx.example.net[198.51.100.7] said: 552 5.2.2 <${who}@example.net>: Mailbox full (in reply to RCPT TO command))\n`;

/** Far above what is aimed at, since other programs run on the machine, too. */
const longestLag = 5_000;

let workbench: Workbench;
// A copy, because the test adds to it and the other tests read the original.
const original = join(inject('workspace'), 'outcomes/mail.log');
const growing = join(inject('workspace'), 'growing/mail.log');
const row = (text: RegExp) => workbench.webview().getByRole('row', { name: text });

beforeAll(async () => {
  mkdirSync(dirname(growing));
  cpSync(original, growing);
  workbench = await openWorkbench('growing/mail.log');
  await workbench.lenses().first().waitFor();
  await workbench.command('SMTP Lens: List Codes in This File');
});

afterAll(() => workbench.close());

test('each code of the log has a row: success, temporary, permanent', async () => {
  await row(/550 5\.1\.1.*permanent/s).waitFor();
  await row(/451 4\.7\.1.*temporary/s).waitFor();
  await row(/2\.0\.0.*success/s).waitFor();
  await workbench.screenshot('codes');
});

test('the filter leaves the rows that fit', async () => {
  const filter = workbench.webview().getByRole('searchbox');
  await filter.fill('451');
  await row(/550 5\.1\.1/).waitFor({ state: 'hidden' });
  expect(await row(/451 4\.7\.1/).count()).toBe(1);
  await filter.fill('');
  await row(/550 5\.1\.1/).waitFor();
});

test('the filter takes an address, and words that stand only in the lines', async () => {
  const filter = workbench.webview().getByRole('searchbox');
  for (const words of ['nobody@example.net', 'nobody']) {
    await filter.fill(words);
    await row(/451 4\.7\.1/).waitFor({ state: 'hidden' });
    await row(/550 5\.1\.1/).waitFor();
  }
  await filter.fill('somebody.else@example.net');
  await workbench.webview().getByText('Nothing fits').waitFor();
  await filter.fill('');
  await row(/451 4\.7\.1/).waitFor();
});

test('a row is reached by keyboard, and Enter jumps to its line', async () => {
  const filter = workbench.webview().getByRole('searchbox');
  await filter.fill('5.1.1');
  await row(/451 4\.7\.1/).waitFor({ state: 'hidden' });
  await filter.press('ArrowDown');
  await workbench.page.keyboard.press('Enter');
  await workbench.page.getByText('Ln 5, Col').waitFor();
  await filter.fill('');
});

test('a failure that is appended to the file gets its row', async () => {
  appendFileSync(growing, failure('dora'));
  await row(/552 5\.2\.2.*permanent/s).waitFor();
  await workbench.screenshot('codes-live');
});

test('the totals follow an append within moments after the editor has drawn it', async () => {
  const lags: number[] = [];
  for (const [at, who] of ['emil', 'fred', 'gerd', 'hans', 'ida'].entries()) {
    // Where the next line will be drawn: the file has five lines at first.
    await workbench.page.keyboard.press('Control+1');
    await workbench.goToLine(at + 7);
    // One failure is in the original, one was appended before.
    const totals = `${at + 3} bounced`;
    const body = workbench.webview().locator('body');
    lags.push(
      await workbench.lag(`${who}@example.net`, body, totals, () => appendFileSync(growing, failure(who))),
    );
  }
  console.log(`From the drawn line to the list of codes: ${lags.join(', ')} ms`);
  expect(Math.max(...lags)).toBeLessThan(longestLag);
});

test('a log that begins anew (copytruncate) is listed anew', async () => {
  truncateSync(growing, 0);
  await workbench.webview().getByText('No codes were found').first().waitFor();
  appendFileSync(growing, readFileSync(original));
  await row(/550 5\.1\.1.*permanent/s).waitFor();
  await expect.poll(() => row(/552 5\.2\.2/).count()).toBe(0);
});

test.runIf(process.platform === 'linux')(
  'a server that is killed is started again, the list goes on, and one message says so, however often',
  async () => {
    for (const [at, who] of ['jana', 'kurt'].entries()) {
      killServer();
      appendFileSync(growing, failure(who));
      const totals = workbench.webview().locator('.totals');
      await expect.poll(() => textOf(totals), { timeout: 30_000 }).toContain(`${at + 2} bounced`);
      await row(/552 5\.2\.2.*permanent/s).waitFor();
    }
    const messages = await workbench.messages();
    await expect
      .poll(() => textOf(messages))
      .toMatch(/language server of SMTP Lens stopped and was started again/);
    await workbench.screenshot('killed');
    expect(await messages.count()).toBe(1);
  },
);

test('nothing was asked of another machine', () => {
  expect(workbench.foreign).toEqual([]);
});
