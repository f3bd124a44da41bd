// Do success, temporary and permanent look different from each other, in VS Code's own light and dark themes?
// "2026" are the defaults of the embedded version, "Modern" those of the versions before.

import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { openWorkbench, type Workbench } from './workbench.ts';

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

  beforeAll(async () => {
    const settings = { ...inject('settings'), 'workbench.colorTheme': theme };
    writeFileSync(inject('settingsFile'), JSON.stringify(settings));
    workbench = await openWorkbench('outcomes/mail.log');
    await workbench.lenses().first().waitFor();
  });

  afterAll(async () => {
    await workbench.close();
    writeFileSync(inject('settingsFile'), JSON.stringify(inject('settings')));
  });

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
    await workbench.screenshot(`colours-${theme.toLowerCase().replaceAll(' ', '-')}`);
  });

  test('hover and list of codes are drawn in the colours of the theme', async () => {
    await workbench.hoverOver('said: 550');
    await workbench.screenshot(`hover-${theme.toLowerCase().replaceAll(' ', '-')}`);
    await workbench.command('SMTP Lens: List Codes in This File');
    const page = workbench.webview().locator('body');
    await workbench.webview().getByRole('row').first().waitFor();
    const [text, ground] = await page.evaluate((body) => {
      const { color, backgroundColor } = getComputedStyle(body);
      return [color, backgroundColor];
    });
    expect(brightness(text) > brightness(ground), `${text} on ${ground}`).toBe(/Dark|Contrast$/.test(theme));
    await workbench.screenshot(`codes-${theme.toLowerCase().replaceAll(' ', '-')}`);
  });
});

/** The sum of red, green and blue in `rgb(1, 2, 3)`. */
function brightness(colour: string): number {
  return (colour.match(/\d+/g) ?? []).slice(0, 3).reduce((sum, part) => sum + Number(part), 0);
}
