// Runs test/editor/suite/ inside a real extension host, against the packaged .vsix.
// VSCODE_DESKTOP=1 downloads the desktop VS Code and uses that; VSCODE_DESKTOP=1.91.0 a certain version;
// VSCODE_DESKTOP=/path/to/code one that is there. Otherwise the stand-in of host/ shows the embedded VS Code.
// A pass needs proof in both cases (host/judge.mjs).

import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installHost } from './host/install.mjs';
import { judge } from './host/judge.mjs';
import { projectRoot } from './host/places.mjs';

const resultsFile = join(projectRoot, 'out/results/extension-host.json');

/**
 * @param vsix the package under test
 * @returns `{ passed, failed, skipped, why }`: lists of `{ title, message }`, and a line where the run as a whole failed
 * @throws {Error} with one line where no editor could be had
 */
export async function runInExtensionHost(vsix) {
  const testElectron = await import('@vscode/test-electron');
  const suite = await bundleSuite();
  const executable = await findEditor(testElectron);
  rmSync(resultsFile, { force: true });
  mkdirSync(join(projectRoot, 'out/results'), { recursive: true });
  // Short, because VS Code puts sockets below its user data.
  const folder = mkdtempSync(join(tmpdir(), 'vse-'));
  const places = [`--user-data-dir=${join(folder, 'user')}`, `--extensions-dir=${join(folder, 'ext')}`];
  const workspace = join(folder, 'samples');
  cpSync(join(projectRoot, 'test/samples'), workspace, { recursive: true });
  cpSync(join(projectRoot, 'test/editor/fixtures'), workspace, { recursive: true });
  let exitCode = 0;
  try {
    installExtension(testElectron, executable, places, vsix);
    exitCode = await testElectron.runTests({
      vscodeExecutablePath: executable,
      extensionDevelopmentPath: join(projectRoot, 'test/editor/runner'),
      extensionTestsPath: suite,
      launchArgs: [workspace, ...places],
      extensionTestsEnv: { SMTP_LENS_RESULTS: resultsFile },
    });
  } catch (error) {
    exitCode = error?.code || 1;
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
  const resultsText = existsSync(resultsFile) ? readFileSync(resultsFile, 'utf8') : undefined;
  const { why } = judge({ exitCode, resultsText });
  const results = resultsText ? JSON.parse(resultsText) : { passed: [], failed: [], skipped: [] };
  // Failed tests speak for themselves; `why` is for a run that failed although no test did.
  return { ...results, why: results.failed.length ? undefined : why };
}

async function findEditor(testElectron) {
  const wanted = process.env.VSCODE_DESKTOP;
  if (!wanted) {
    installHost();
    return join(projectRoot, 'test/editor/host/code.mjs');
  }
  if (existsSync(wanted)) return wanted;
  try {
    return await testElectron.downloadAndUnzipVSCode(wanted === '1' ? 'stable' : wanted);
  } catch (error) {
    throw new Error(`VSCODE_DESKTOP=${wanted}: no desktop VS Code could be downloaded (${error.message}).`);
  }
}

function installExtension(testElectron, executable, places, vsix) {
  const isStandIn = executable.endsWith('.mjs');
  const [command] = isStandIn
    ? [executable]
    : testElectron.resolveCliArgsFromVSCodeExecutablePath(executable);
  const result = spawnSync(command, [...places, `--install-extension=${vsix}`, '--force'], {
    encoding: 'utf8',
    timeout: 120_000,
    shell: process.platform === 'win32',
  });
  if (result.status !== 0)
    throw new Error(`${vsix} could not be installed: ${(result.stderr || result.stdout).trim()}`);
}

async function bundleSuite() {
  const { build } = await import('esbuild');
  const outfile = join(projectRoot, 'out/editor/suite.cjs');
  await build({
    entryPoints: [join(projectRoot, 'test/editor/suite/index.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['vscode', 'mocha'],
    sourcemap: 'inline',
    logLevel: 'warning',
  });
  return outfile;
}
