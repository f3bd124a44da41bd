// What `npm start -- --check` asks: does the sample log come up with a lens, a problem and a hover?

import { expect, test } from 'vitest';
import { openWorkbench, textOf } from './workbench.ts';

test('the sample log is explained', async () => {
  const workbench = await openWorkbench('mail.log');
  try {
    await workbench.lenses().first().waitFor();
    const rows = await workbench.problems();
    await expect.poll(() => textOf(rows), { timeout: 20_000 }).toContain('SMTP Lens');
    await workbench.page.keyboard.press('Control+J');
    expect(await workbench.hoverOver('said: 550')).toMatch(/550 .* — .*permanent/);
    await workbench.screenshot('start');
    expect(workbench.foreign).toEqual([]);
  } finally {
    await workbench.close();
  }
});
