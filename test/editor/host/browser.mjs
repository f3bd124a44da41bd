// How is the workbench shown: a headless Chromium that may talk to this machine and to nobody else.
// Every request to another host is stopped and remembered, so that a test can fail on it.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findChromium } from './places.mjs';

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * Opens a browser window without a page address.
 * `foreign` fills with the addresses of requests that were stopped. `close()` ends the browser and its profile.
 */
export async function openBrowser({ width = 1400, height = 900 } = {}) {
  // Only here: this file must load before the project's packages are installed.
  const { chromium } = await import('playwright-core');
  const profile = mkdtempSync(join(tmpdir(), 'vscb-'));
  mkdirSync(join(profile, 'Default'));
  // VS Code for the web shows its panels from names of their own, and needs to store something for each.
  const cookies = { cookie_controls_mode: 0, block_third_party_cookies: false };
  writeFileSync(join(profile, 'Default/Preferences'), JSON.stringify({ profile: cookies }));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: findChromium(),
    headless: true,
    viewport: { width, height },
    args: flags,
  });
  const foreign = [];
  await context.route(leavesThisMachine, (route) => {
    foreign.push(route.request().url());
    return route.abort();
  });
  const close = async () => {
    await context.close().catch(() => {});
    rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  };
  return { context, page: context.pages()[0] ?? (await context.newPage()), foreign, close };
}

function leavesThisMachine(url) {
  // `localhost` and names below it, as `1a2b.localhost`, are this machine too: a browser asks nobody for their address.
  return /^(http|ws)s?:$/.test(url.protocol) && !/^127\.0\.0\.1$|(?:^|\.)localhost$/.test(url.hostname);
}
