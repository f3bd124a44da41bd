// Are the project's npm packages installed, and do they agree with package-lock.json? If not, they are installed.
// Loads nothing from node_modules, because it runs before there is one.

import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from './host/places.mjs';

/** @throws {Error} with npm's own words where it could not install. */
export function ensurePackages(say = console.log) {
  const difference = firstDifference();
  if (!difference) return;
  say(`Installing npm packages (${difference}) …`);
  if (npm('ci').status === 0) return;
  // `npm ci` refuses where a registry lacks some other platform's optional package; `npm install` takes the same
  // versions from the lock and passes over those. The lock itself stays as it is.
  const { status, stderr } = npm('install', '--no-save');
  if (status !== 0) throw new Error(`The npm packages could not be installed:\n${stderr}`);
}

function npm(...words) {
  return spawnSync('npm', [...words, '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: projectRoot,
    // Tests use the machine's own Chromium; playwright must not fetch one.
    env: { ...process.env, PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: '1' },
    encoding: 'utf8',
    timeout: 600_000,
  });
}

/** In words, the first package that is missing or has another version than the lock; undefined where all agree. */
function firstDifference() {
  const installedLock = join(projectRoot, 'node_modules/.package-lock.json');
  if (!existsSync(installedLock)) return 'there are none yet';
  const installed = packagesIn(installedLock);
  for (const [path, wanted] of Object.entries(packagesIn(join(projectRoot, 'package-lock.json')))) {
    // Packages for other platforms are optional and rightly missing.
    if (path === '' || wanted.link || (wanted.optional && !installed[path])) continue;
    if (installed[path]?.version !== wanted.version)
      return `${path.replace('node_modules/', '')} ${wanted.version} is missing`;
  }
  return undefined;
}

function packagesIn(lockFile) {
  return JSON.parse(readFileSync(lockFile, 'utf8')).packages ?? {};
}
