// Do success, temporary and permanent look different from each other, in VS Code's own light and dark themes, and do our pages follow
// the theme, wide and narrow? One window for each theme, since a window costs more than what is looked at in it.
// "2026" are the defaults of the embedded version, "Modern" those of the versions before.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openInTheme, type Workbench } from './workbench.ts';

/** Words of fixtures/outcomes/mail.log whose last character stands in a code or a status of each class. */
const words = {
  success: ['status=sent', 'dsn=2.0.0', '(250'],
  temporary: ['status=deferred', 'dsn=4.7.1', 'said: 451'],
  permanent: ['status=bounced', 'dsn=5.1.1', 'said: 550'],
};

const themes = [
  'Light 2026',
  'Dark 2026',
  'Light Modern',
  'Dark Modern',
  'Default High Contrast',
  'Default High Contrast Light',
];

describe.each(themes)('in the theme %s', (theme) => {
  let workbench: Workbench;
  const shot = (name: string) => workbench.screenshot(`${name}-${theme.toLowerCase().replaceAll(' ', '-')}`);

  beforeAll(async () => {
    workbench = await openInTheme(theme);
  });

  afterAll(() => workbench.close());

  test('each class has a colour of its own, the same for code and status', async () => {
    const text = await workbench.colourOf('queued as');
    const colours = new Map([[text, 'text']]);
    for (const [permanence, places] of Object.entries(words)) {
      const seen = new Set<string>();
      for (const place of places) seen.add(await workbench.colourOf(place));
      for (const colour of seen) {
        expect(colours.get(colour), `${permanence} is ${colour}`).toBeUndefined();
        colours.set(colour, permanence);
      }
      // Its colour for errors is known to grammars only; codes, coloured by what they mean, have another red.
      if (theme !== 'Default High Contrast')
        expect([...seen], `${permanence}: ${places.join(', ')}`).toHaveLength(1);
    }
    await shot('colours');
  });

  /** The page that is shown has the colours of the theme. */
  async function followsTheTheme(): Promise<void> {
    const [text, ground] = await workbench
      .webview()
      .locator('body')
      .evaluate((body) => {
        const { color, backgroundColor } = getComputedStyle(body);
        return [color, backgroundColor];
      });
    expect(brightness(text) > brightness(ground), `${text} on ${ground}`).toBe(/Dark|Contrast$/.test(theme));
  }

  /** The page that is shown is not cut off at its side, wide or narrow. Leaves the window without editors. */
  async function fits(name: string): Promise<void> {
    // With nothing beside it, it is as wide as can be.
    if ((await workbench.page.locator('.editor-group-container').count()) > 1)
      await workbench.command('View: Toggle Maximize Editor Group');
    const html = workbench.webview().locator('html');
    for (const width of [1600, 640]) {
      await workbench.page.setViewportSize({ width, height: 1100 });
      const beyond = () => html.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth);
      await expect.poll(beyond).toBeLessThanOrEqual(0);
      await shot(`${name}-${width}`);
    }
    await workbench.page.setViewportSize({ width: 1400, height: 900 });
    await workbench.command('View: Close All Editors');
  }

  test('hover and list of codes are drawn in the colours of the theme', async () => {
    await workbench.hoverOver('said: 550');
    await shot('hover');
    await workbench.command('SMTP Lens: List Codes in This File');
    await workbench.webview().getByRole('row').first().waitFor();
    await followsTheTheme();
    await shot('codes');
    await workbench.command('View: Close All Editors');
  });

  // The themes before those of today have the same colours for what is on a page.
  if (theme.endsWith('Modern')) return;

  test('so is the report', async () => {
    await workbench.openFile('outcomes/mail.log');
    await workbench.command('SMTP Lens: Report');
    await workbench.webview().locator('.chart canvas').waitFor();
    await followsTheTheme();
    await fits('report');
  });

  test('so is the summary of a bounce', async () => {
    await workbench.openFile('bounce-way.eml');
    await workbench.command('SMTP Lens: Show Bounce Summary');
    await workbench.webview().locator('.card').waitFor();
    await followsTheTheme();
    await fits('bounce-summary');
  });

  test('so is the reference', async () => {
    await workbench.command('SMTP Lens: Browse Code Reference');
    const reference = workbench.webview();
    await reference.getByRole('searchbox').fill('511');
    await reference.getByRole('button', { name: /^511/ }).first().click();
    await reference.getByRole('heading', { name: /511/, level: 1 }).waitFor();
    await followsTheTheme();
    await fits('reference');
  });
});

/** The sum of red, green and blue in `rgb(1, 2, 3)`. */
function brightness(colour: string): number {
  return (colour.match(/\d+/g) ?? []).slice(0, 3).reduce((sum, part) => sum + Number(part), 0);
}
