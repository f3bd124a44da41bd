// Does a person who follows a message, or looks at failures alone, see what happened, in light and in dark?

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openInTheme, type Workbench } from './workbench.ts';

describe.each(['Light 2026', 'Dark 2026'])('in the theme %s', (theme) => {
  let workbench: Workbench;
  const shot = (name: string) => workbench.screenshot(`${name}-${theme.split(' ')[0]!.toLowerCase()}`);

  beforeAll(async () => {
    workbench = await openInTheme(theme, { 'smtpLens.inlayHints.enabled': true });
  });

  afterAll(() => workbench.close());

  test('the message is told in sentences, its lines stand below them', async () => {
    await workbench.goToLine(4);
    await workbench.command('SMTP Lens: Follow Message');
    const lines = workbench.page.locator('.editor-instance[aria-label*="283FEFC63F"] .view-line');
    await lines.filter({ hasText: 'Accepted from desk.example.com' }).first().waitFor();
    expect((await lines.allInnerTexts()).join('\n').replaceAll('\u00a0', ' ')).toMatch(/line 3 · \+ 1 s/);
    await shot('follow-message');
  });

  test('a link in it looks in other files too, and says that there is none', async () => {
    await workbench.page.locator('.detected-link', { hasText: 'Look in' }).first().waitFor();
    const answer = workbench.page.locator('.view-line', { hasText: 'No rotated file' });
    await workbench.follow('Look in rotated files', answer);
    await shot('follow-everywhere');
  });

  test('failures alone: which ones is asked, what is shown is said', async () => {
    await workbench.openFile('outcomes/mail.log');
    await workbench.command('SMTP Lens: Show Only Failures');
    await workbench.page
      .locator('.quick-input-list .monaco-list-row', { hasText: 'At our own door' })
      .waitFor();
    await shot('show-only-failures-which');
    await workbench.page.keyboard.press('Enter');
    const lines = workbench.page.locator('.view-line', { hasText: 'Only failures' });
    await lines.first().waitFor();
    await shot('show-only-failures');
  });

  test('nothing was asked of another machine', () => {
    expect(workbench.foreign).toEqual([]);
  });
});
