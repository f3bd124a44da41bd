// Builds and packages the extension: `npm run package`. Answers with the path of the .vsix.

import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from './host/places.mjs';

/** Where `npm run package` writes to; `SMTP_LENS_VSIX` names another package to try. */
export function packagePath() {
  const { name, version } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8'));
  return process.env.SMTP_LENS_VSIX || join(projectRoot, `${name}-${version}.vsix`);
}

/** The package that the editor suites try. @throws {Error} with one line where there is none. */
export function existingPackage() {
  if (!existsSync(packagePath()))
    throw new Error(`There is no ${packagePath()}: "npm run package" writes it.`);
  return packagePath();
}

/** @throws {Error} with the tools' output where the build or the packaging fails. */
export function buildPackage() {
  if (process.env.SMTP_LENS_VSIX) return packagePath();
  // A package of an earlier build must never stand in for one that failed.
  rmSync(packagePath(), { force: true });
  const result = spawnSync('npm', ['run', '--silent', 'package'], {
    cwd: projectRoot,
    encoding: 'utf8',
    // Questions that vsce asks on a terminal are answered by their absence.
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 300_000,
  });
  if (result.status !== 0) throw new Error(`"npm run package" failed:\n${result.stdout}${result.stderr}`);
  return packagePath();
}
