// How is the workbench shown: a headless Chromium that may talk to this machine and to nobody else.
// Every request to another host is stopped and remembered, so that a test can fail on it.

import { mkdtempSync, rmSync } from 'node:fs';
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
  return /^(http|ws)s?:$/.test(url.protocol) && url.hostname !== '127.0.0.1';
}
