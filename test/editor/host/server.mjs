// How is the embedded VS Code server started, watched and ended?
// It serves on the loopback address only, with a state folder of its own that goes away with it.
// Absent on purpose: the browser that shows it (browser.mjs) and what a test run means (judge.mjs).

import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { extensionHostDeath } from './judge.mjs';
import { partsOf } from './places.mjs';

const quietSettings = {
  'telemetry.telemetryLevel': 'off',
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'chat.disableAIFeatures': true,
  'security.workspace.trust.enabled': false,
  // The embedded VS Code counts as a remote one, which asks before it opens a file of more than 10 MB.
  'workbench.editorLargeFileConfirmation': 1024,
};

/**
 * Folders for one run of the editor: settings, extensions, home.
 * Kept short, because VS Code puts Unix sockets below them and a socket's path ends at 107 characters.
 */
export function makeState({ userData, extensions, settings = {} } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'vsc-'));
  const state = {
    folder,
    home: join(folder, 'home'),
    userData: resolve(userData ?? join(folder, 'user')),
    extensions: resolve(extensions ?? join(folder, 'ext')),
  };
  for (const path of [state.home, join(state.userData, 'User'), state.extensions])
    mkdirSync(path, { recursive: true });
  const file = join(state.userData, 'User', 'settings.json');
  if (!existsSync(file))
    writeFileSync(file, `${JSON.stringify({ ...quietSettings, ...settings }, null, 2)}\n`);
  return state;
}

export function removeState(state) {
  rmSync(state.folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}

/** Installs a packaged extension (.vsix) into the state's extensions folder. */
export function installExtension(state, vsix) {
  const { nodeBinary, serverMain } = partsOf();
  const arguments_ = [serverMain, ...placesIn(state), '--install-extension', resolve(vsix), '--force'];
  const result = spawnSync(nodeBinary, arguments_, {
    env: environment(state),
    encoding: 'utf8',
    timeout: 60_000,
  });
  if (result.status !== 0)
    throw new Error(`VS Code refused ${vsix}: ${(result.stderr || result.stdout).trim()}`);
}

/**
 * Starts the server; resolves when it listens.
 * `death()` is the line by which the server reported an extension host that died, or undefined.
 * `stop()` ends the server with everything it started and removes the state folder.
 */
export async function startServer(state, { port = 0, log = 'info', echo = false } = {}) {
  const { nodeBinary, serverMain } = partsOf();
  const arguments_ = [serverMain, ...placesIn(state), '--host', '127.0.0.1', '--port', String(port)];
  // Without the smoke-test driver the server ignores the addresses of tests that a page hands to it.
  arguments_.push('--without-connection-token', '--enable-smoke-test-driver', '--log', log);
  arguments_.push('--disable-telemetry', '--disable-experiments', '--disable-workspace-trust');
  // A process group of its own: the extension host and the language server end with the server.
  const server = spawn(nodeBinary, arguments_, {
    env: environment(state),
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise((done) => server.once('exit', done));
  let output = '';
  const listening = new Promise((listens, fails) => {
    const read = (chunk) => {
      if (echo) process.stderr.write(chunk);
      output += chunk;
      const found = /Extension host agent listening on (\d+)/.exec(output);
      if (found) listens(Number(found[1]));
    };
    server.stdout.setEncoding('utf8').on('data', read);
    server.stderr.setEncoding('utf8').on('data', read);
    server.once('error', fails);
    ended.then(() => fails(new Error(`The VS Code server ended: ${output.trim().split('\n').at(-1)}`)));
    setTimeout(() => fails(new Error('The VS Code server did not start within 60 s.')), 60_000).unref();
  });
  const stop = async () => {
    signal(server, 'SIGTERM');
    await Promise.race([ended, new Promise((done) => setTimeout(done, 3000))]);
    signal(server, 'SIGKILL');
    removeState(state);
  };
  try {
    return { port: await listening, ended, stop, death: () => extensionHostDeath(output) };
  } catch (error) {
    await stop();
    throw error;
  }
}

/**
 * The address of the workbench on a folder (or on nothing). `payload` are the pairs that VS Code's page takes,
 * such as `['openFile', 'vscode-remote://127.0.0.1:PORT/abs/mail.log']`.
 */
export function workbenchAddress(port, { folder, payload = [] } = {}) {
  const query = new URLSearchParams(folder ? { folder: resolve(folder) } : { ew: 'true' });
  const quiet = [
    ['skipWelcome', 'true'],
    ['skipReleaseNotes', 'true'],
  ];
  query.set('payload', JSON.stringify([...payload, ...quiet]));
  return `http://127.0.0.1:${port}/?${query}`;
}

/** A file of this machine as the workbench names it. */
export function remoteUri(port, path) {
  return `vscode-remote://127.0.0.1:${port}${resolve(path)}`;
}

function placesIn(state) {
  const folders = ['--server-data-dir', join(state.folder, 'server'), '--user-data-dir', state.userData];
  return ['--accept-server-license-terms', ...folders, '--extensions-dir', state.extensions];
}

function environment(state) {
  // An empty gallery: the editor asks no marketplace for anything.
  const env = { ...process.env, EXTENSIONS_GALLERY: '{}', HOME: state.home, TMPDIR: state.folder };
  delete env.NODE_OPTIONS;
  return env;
}

function signal(server, name) {
  try {
    process.kill(-server.pid, name);
  } catch {
    // The whole group has ended already.
  }
}
