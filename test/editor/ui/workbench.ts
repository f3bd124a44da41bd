// How does a test handle the window of VS Code? By what a person sees and presses; the class names are VS Code's own.
// Absent on purpose: any expectation. Waiting is always for something that must appear, never for a time alone.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FrameLocator, Locator, Page } from 'playwright-core';
import { inject } from 'vitest';
import { openBrowser } from '../host/browser.mjs';
import { languageServers } from '../host/languageServers.mjs';
import { remoteUri, workbenchAddress } from '../host/server.mjs';

const screenshots = 'out/screenshots';

export interface Workbench {
  page: Page;
  /** Requests to other machines; must stay empty. */
  foreign: string[];
  /** Opens a file of the workspace by its name. */
  openFile(name: string): Promise<void>;
  /** Brings a line (from 1) into the middle of the editor. */
  goToLine(line: number): Promise<void>;
  /** Puts the mouse over the last character of the first such words in the editor; answers with the hover's text. */
  hoverOver(words: string): Promise<string>;
  /** The hover that is shown. */
  hover(): Locator;
  /** Presses Ctrl and clicks the last character of the first such words in the editor, until `then` is there. */
  follow(words: string, then: Locator): Promise<void>;
  /** Runs a command by its title in the palette. */
  command(title: string): Promise<void>;
  /** Opens the menu of what is right-clicked and takes an item of it. */
  menu(on: Locator, item: string): Promise<void>;
  /** The messages of VS Code and its extensions that nobody has closed; shows them. */
  messages(): Promise<Locator>;
  /**
   * Does something to a file and measures how long after the editor has drawn these words another place shows them, too.
   * @returns milliseconds, not below 0
   */
  lag(editorWords: string, there: Locator, thereWords: string, act: () => void): Promise<number>;
  /** The texts of the code lenses that are drawn. */
  lenses(): Locator;
  /** The rows of the Problems view; opens it. */
  problems(): Promise<Locator>;
  /** The page inside the webview that is shown. */
  webview(): FrameLocator;
  /** The colour in which the last character of the first such words is drawn, as CSS writes it. */
  colourOf(words: string): Promise<string>;
  /** Saves out/screenshots/<name>.png. */
  screenshot(name: string): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens a window on the workspace, with one file of it.
 * @param patience milliseconds until its first line must be there
 */
export async function openWorkbench(file: string, patience = 30_000): Promise<Workbench> {
  const port = inject('port');
  const folder = inject('workspace');
  const payload: [string, string][] = [['openFile', remoteUri(port, join(folder, file))]];
  const workbench = await openWorkbenchAt(workbenchAddress(port, { folder, payload }));
  await workbench.page.locator('.view-line').first().waitFor({ timeout: patience });
  return workbench;
}

/**
 * Opens a window in a theme on the log of fixtures/outcomes, when it is explained. `close` puts the settings back.
 * @param more settings
 */
export async function openInTheme(theme: string, more: object = {}): Promise<Workbench> {
  const file = inject('settingsFile');
  writeFileSync(file, JSON.stringify({ ...inject('settings'), 'workbench.colorTheme': theme, ...more }));
  const workbench = await openWorkbench('outcomes/mail.log');
  await workbench.lenses().first().waitFor();
  const close = async () => {
    await workbench.close();
    writeFileSync(file, JSON.stringify(inject('settings')));
  };
  return { ...workbench, close };
}

/** Opens a window at an address. */
export async function openWorkbenchAt(address: string): Promise<Workbench> {
  const browser = await openBrowser();
  const { page } = browser;
  await page.goto(address);
  await page.locator('.monaco-workbench').waitFor({ timeout: 60_000 });

  /** Types into the widget that a key opens, and takes the row that then holds these words. */
  const quickInput = (key: string, typed: string, row?: string) =>
    persistently(async () => {
      await page.keyboard.press(key);
      const input = page.locator('.quick-input-widget input[type=text]');
      await input.fill(typed, { timeout: 5_000 });
      if (row)
        await page
          .locator('.quick-input-list .monaco-list-row', { hasText: row })
          .first()
          .waitFor({ timeout: 10_000 });
      await page.keyboard.press('Enter');
    });

  const command = (title: string) => quickInput('F1', `>${title}`, title);

  // The editor's own, in new and in old versions; not those of tabs and buttons.
  const hover = page.locator('.monaco-editor .monaco-hover:not(.hidden) .hover-contents');

  return {
    page,
    hover: () => hover,
    foreign: browser.foreign,
    command,
    close: browser.close,
    async openFile(name) {
      await quickInput('Control+P', name, name.split('/').at(-1));
      await page
        .locator(`.editor-instance[aria-label*="${name.split('/').at(-1)}"] .view-line`)
        .first()
        .waitFor();
    },
    async goToLine(line) {
      await quickInput('Control+G', `:${line}`);
      await page.getByText(`Ln ${line}, Col`).waitFor();
    },
    async hoverOver(words) {
      // A panel that still opens or closes moves the lines under the pointer: then the place is looked up again.
      return persistently(async () => {
        // An earlier hover must be gone, or its text would be taken for this one's.
        await page.mouse.move(0, 0);
        await hover.first().waitFor({ state: 'hidden' });
        const { x, y } = (await page.evaluate(find, words)) ?? fail(words);
        await page.mouse.move(x, y - 2);
        await page.mouse.move(x, y, { steps: 3 });
        await hover.first().waitFor({ timeout: 5_000 });
        return settled(() => textOf(hover));
      });
    },
    async follow(words, then) {
      // By where the words are drawn: a click on an element scrolls it into view first, and VS Code's own areas scroll with it.
      await persistently(async () => {
        if (await then.first().isVisible()) return;
        const { x, y } = (await page.evaluate(find, words)) ?? fail(words);
        await page.keyboard.down('Control');
        await page.mouse.move(x - 3, y);
        await page.mouse.move(x, y, { steps: 3 });
        await page.mouse.click(x, y);
        await page.keyboard.up('Control');
        await then.first().waitFor({ timeout: 5_000 });
      });
    },
    async menu(on, item) {
      await persistently(async () => {
        await page.keyboard.press('Escape');
        await on.click({ button: 'right', timeout: 10_000 });
        // A menu that has just opened takes no click yet; the key goes to what the mouse is over.
        const found = page.locator('.monaco-menu .action-label', { hasText: item });
        await found.hover({ timeout: 5_000 });
        await page.keyboard.press('Enter');
        await found.waitFor({ state: 'hidden', timeout: 5_000 });
      });
    },
    async messages() {
      const list = page.locator('.notifications-center.visible .notification-list-item');
      if (!(await page.locator('.notifications-center.visible').isVisible()))
        await command('Notifications: Show Notifications');
      await page.locator('.notifications-center.visible').waitFor();
      return list;
    },
    async lag(editorWords, there, thereWords, act) {
      const drawn = page
        .locator('body')
        .evaluate(whenShown, { within: '.editor-instance', words: editorWords });
      const told = there.evaluate(whenShown, { within: null, words: thereWords });
      act();
      const [from, to] = await Promise.all([drawn, told]);
      return Math.max(0, to - from);
    },
    lenses: () => page.locator('.codelens-decoration a'),
    async problems() {
      if (!(await page.locator('.markers-panel').isVisible())) await page.keyboard.press('Control+Shift+M');
      const rows = page.locator('.markers-panel .monaco-list-row');
      await rows.first().waitFor({ timeout: 20_000 });
      return rows;
    },
    webview: () => page.frameLocator('iframe.webview.ready:visible').frameLocator('#active-frame'),
    async colourOf(words) {
      return await page.evaluate(find, words).then((found) => found?.colour ?? fail(words));
    },
    async screenshot(name) {
      mkdirSync(screenshots, { recursive: true });
      await page.screenshot({ path: join(screenshots, `${name}.png`), animations: 'disabled' });
    },
  };
}

/**
 * Does it again where it failed: a busy window drops keys, and closes a widget that has just opened when the focus arrives late
 * elsewhere. What is done must give up by itself within seconds.
 */
export async function persistently<T>(act: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await act();
    } catch (error) {
      if (tries === 5) throw error;
      await new Promise((resolve) => setTimeout(resolve, 500 * tries));
    }
  }
}

/** A crash of our server, as far as VS Code can tell. Those of windows before may still be there; they are nobody's any more. */
export function killServer(): void {
  const extensions = inject('extensions');
  const pids = languageServers((_parent, command) => command.includes(extensions));
  if (pids.length === 0) throw new Error(`No server of ${extensions} runs.`);
  for (const pid of pids) process.kill(pid, 'SIGKILL');
}

/** The texts of all that a locator finds, a line each. For `expect.poll`: a busy window draws again what it has just drawn. */
export async function textOf(locator: Locator): Promise<string> {
  return (await locator.allInnerTexts()).join('\n');
}

/** A text that is not empty and stays for a moment: the parts of a hover come one after the other. */
async function settled(read: () => Promise<string>): Promise<string> {
  let text = '';
  for (let tries = 0; tries < 20; tries++) {
    const now = await read();
    if (now !== '' && now === text) break;
    text = now;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  return text;
}

function fail(words: string): never {
  throw new Error(`The editor does not show "${words}".`);
}

/** Runs in a page: the time at which its elements hold such words. Blanks of the editor are drawn as U+00A0. */
function whenShown(
  root: Element,
  { within, words }: { within: string | null; words: string },
): Promise<number> {
  return new Promise((resolve) => {
    const places = () => (within ? [...root.querySelectorAll(within)] : [root]);
    const look = () => {
      if (!places().some(({ textContent }) => (textContent ?? '').replaceAll('\u00a0', ' ').includes(words)))
        return;
      observer.disconnect();
      resolve(Date.now());
    };
    const observer = new MutationObserver(look);
    observer.observe(root, { subtree: true, childList: true, characterData: true });
    look();
  });
}

/** Runs in the page: where the words' last character stands, and its colour. Blanks are drawn as U+00A0. */
function find(words: string): { x: number; y: number; colour: string } | undefined {
  for (const line of document.querySelectorAll('.editor-instance .view-line')) {
    const text = (line.textContent ?? '').replaceAll('\u00a0', ' ');
    if (!text.includes(words)) continue;
    let last = text.indexOf(words) + words.length - 1;
    const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const length = node.textContent?.length ?? 0;
      if (last < length) {
        const range = document.createRange();
        range.setStart(node, last);
        range.setEnd(node, last + 1);
        const box = range.getBoundingClientRect();
        const colour = getComputedStyle(node.parentElement as Element).color;
        return { x: box.x + box.width / 2, y: box.y + box.height / 2, colour };
      }
      last -= length;
    }
  }
  return undefined;
}
