#!/usr/bin/env node
// A stand-in for the desktop's `code` executable, for `runTests({ vscodeExecutablePath })` of @vscode/test-electron
// on a machine without one: a real VS Code server with its extension host, its workbench in a headless Chromium.
// It runs a suite (`--extensionTestsPath`) and ends with the suite's code: 0 only with proof (judge.mjs), 124 on time-out.
// Known flags: --extensionDevelopmentPath, --extensionTestsPath, --user-data-dir, --extensions-dir,
// --install-extension, --log, --version, and a folder.
// Environment: SMTP_LENS_RESULTS, the file that the suite writes; SMTP_LENS_EDITOR_LIMIT_S, seconds until the time-out (180);
// SMTP_LENS_EDITOR_VERBOSE, shows the server's own log too.

import { existsSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readArguments } from './arguments.mjs';
import { openBrowser } from './browser.mjs';
import { judge } from './judge.mjs';
import { partsOf } from './places.mjs';
import {
  installExtension,
  makeState,
  remoteUri,
  removeState,
  startServer,
  workbenchAddress,
} from './server.mjs';

const asked = readArguments(process.argv.slice(2));
const verbose = Boolean(process.env.SMTP_LENS_EDITOR_VERBOSE);
const limitSeconds = Number(process.env.SMTP_LENS_EDITOR_LIMIT_S || 180);

/** Lines that VS Code itself prints on every start; the suite's own lines stand between them. */
const noise =
  // Resolving connection token (managed)... | Creating a socket (renderer) ... | [reconnection-grace-time] ... | Ignoring fetching additional builtin extensions
  /^(Resolv|Creating a socket|\[reconnection-grace|Ignoring fetching|\[AgentHost|\[AccountPolicyGate|\[Service Worker\]|Updating additional)/;

async function main() {
  if (asked.has('version')) {
    console.log(JSON.parse(readFileSync(join(partsOf().vscode, 'product.json'), 'utf8')).version);
    return 0;
  }
  const state = makeState({
    userData: asked.last('user-data-dir'),
    extensions: asked.last('extensions-dir'),
  });
  try {
    for (const vsix of asked.all('install-extension')) installExtension(state, vsix);
    if (asked.has('extensionTestsPath')) return await testRun(state);
    if (asked.has('install-extension')) return 0;
    throw new Error('This stand-in only runs tests: --extensionTestsPath is missing.');
  } finally {
    removeState(state);
  }
}

async function testRun(state) {
  const server = await startServer(state, { log: asked.last('log') ?? 'info', echo: verbose });
  let browser;
  try {
    browser = await openBrowser();
    const exitCode = await Promise.race([
      runSuite(browser.page, server.port),
      server.ended.then(() => 3),
      interrupted(),
      timeOut(),
    ]);
    if (exitCode === 3) complain('the VS Code server ended before the suite', 3);
    return verdict(exitCode, server.death());
  } finally {
    await browser?.close();
    await server.stop();
  }
}

/** Opens the workbench with the suite's address; resolves with the code that VS Code reports at the suite's end. */
async function runSuite(page, port) {
  const ended = new Promise((done) => {
    page.on('crash', () => done(complain('the page crashed', 4)));
    // The names are VS Code's: the workbench calls them when it runs under test.
    page.exposeFunction('codeAutomationExit', (code) => done(code)).catch(done);
  });
  page.on('pageerror', (error) => console.error(`workbench: ${error.message}`));
  await page.exposeFunction('codeAutomationLog', (type, words) => {
    if (verbose || !noise.test(String(words[0]))) (console[type] ?? console.log)(...words);
  });
  const payload = asked
    .all('extensionDevelopmentPath')
    .map((path) => ['extensionDevelopmentPath', remoteUri(port, path)]);
  payload.push(['extensionTestsPath', remoteUri(port, suiteFile(asked.last('extensionTestsPath')))]);
  await page.goto(workbenchAddress(port, { folder: asked.folder, payload }));
  return ended;
}

function suiteFile(path) {
  if (!existsSync(path)) return `${path}.js`;
  return statSync(path).isDirectory() ? join(path, 'index.js') : resolve(path);
}

function verdict(exitCode, death) {
  const file = process.env.SMTP_LENS_RESULTS;
  if (!file) return death ? complain(death, 5) : exitCode;
  const resultsText = existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  const judged = judge({ exitCode, death, resultsText });
  if (judged.why) complain(judged.why, judged.exitCode);
  return judged.exitCode;
}

function interrupted() {
  return new Promise((done) => {
    // `on`, not `once`: npm passes the terminal's Ctrl+C on a second time, in the middle of tidying up.
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, () => done(130));
  });
}

function timeOut() {
  return new Promise((done) => {
    const late = () => done(complain(`no result after ${limitSeconds} s`, 124));
    setTimeout(late, limitSeconds * 1000).unref();
  });
}

function complain(why, exitCode) {
  console.error(`editor: ${why}`);
  return exitCode;
}

main().then(
  (exitCode) => process.exit(exitCode),
  (error) => process.exit(complain(error.stack ?? error, 1)),
);
