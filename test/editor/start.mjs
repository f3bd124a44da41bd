#!/usr/bin/env node
// `npm start`: shows SMTP Lens at work on test/samples/, from a fresh clone, with or without VS Code on the machine.
// With `code` on the PATH it is the user's own VS Code; otherwise an embedded VS Code whose address is printed.
// npm start -- --embedded       the embedded one in any case
// npm start -- --port 8080      its port (a free one by default); it listens on 127.0.0.1 only
// npm start -- --check          without a person: opens the sample log, waits for lens, problem and hover,
//                               saves out/screenshots/start.png, ends with 0 or 1

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { CannotInstall, installHost } from './host/install.mjs';
import { findProgram, projectRoot } from './host/places.mjs';
import { installExtension, makeState, remoteUri, startServer, workbenchAddress } from './host/server.mjs';
import { buildPackage } from './package.mjs';
import { ensurePackages } from './packages.mjs';

const samples = join(projectRoot, 'test/samples');

async function main(words) {
  ensurePackages();
  console.log('Building and packaging …');
  const vsix = buildPackage();
  if (words.includes('--check')) return check();
  const code = findProgram('code');
  if (code && !words.includes('--embedded') && openInDesktop(code)) return 0;
  return serve(vsix, words.includes('--port') ? Number(words[words.indexOf('--port') + 1]) : 0);
}

/** Opens a window of the user's own VS Code with the extension loaded from this clone. */
function openInDesktop(code) {
  console.log(`Opening ${samples} in your VS Code (${code}) …`);
  const result = spawnSync(code, [`--extensionDevelopmentPath=${projectRoot}`, samples], {
    stdio: 'inherit',
  });
  if (result.status === 0) return true;
  console.log('Your VS Code did not start; using the embedded one.');
  return false;
}

/** Serves the embedded VS Code until Ctrl+C. */
async function serve(vsix, port) {
  installHost({ browser: false });
  const state = makeState();
  installExtension(state, vsix);
  const server = await startServer(state, { port });
  const log = join(samples, 'mail.log');
  const payload = existsSync(log) ? [['openFile', remoteUri(server.port, log)]] : [];
  console.log(`\nSMTP Lens is running in an embedded VS Code. Open this address in a browser on this machine:\n
    ${workbenchAddress(server.port, { folder: samples, payload })}\n
From another machine: ssh -L ${server.port}:127.0.0.1:${server.port} <this machine>, then the same address there.
Ctrl+C ends it.`);
  const interrupted = new Promise((done) => {
    // `on`, not `once`: npm passes the terminal's Ctrl+C on a second time, in the middle of tidying up.
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, () => done('interrupted'));
  });
  const why = await Promise.race([interrupted, server.ended]);
  await server.stop();
  return why === 'interrupted' ? 0 : 1;
}

/** The same without a person: one test of the window, in a headless browser. */
function check() {
  installHost();
  const vitest = join(projectRoot, 'node_modules/vitest/vitest.mjs');
  const arguments_ = ['run', '--config', 'test/editor/ui/vitest.config.ts', 'start.ui.ts'];
  const result = spawnSync(process.execPath, [vitest, ...arguments_], { cwd: projectRoot, stdio: 'inherit' });
  if (result.status !== 0) return 1;
  console.log(`Checked. The screenshot is ${join(projectRoot, 'out/screenshots/start.png')}`);
  return 0;
}

main(process.argv.slice(2)).then(
  (exitCode) => process.exit(exitCode),
  (error) => {
    console.error(error instanceof CannotInstall ? error.message : error);
    process.exit(1);
  },
);
