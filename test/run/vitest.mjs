// Runs vitest and reads its JSON report, so that its tests can be counted with the others.
// Absent on purpose: a second try for the engine's tests. They have no window, no mouse and no clock to blame.

import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { projectRoot } from '../editor/host/places.mjs';
import { noResults } from './results.mjs';

/**
 * @param name of the report, below out/results/
 * @param arguments_ more arguments for `vitest run`
 */
export function runVitest(name, arguments_ = []) {
  const report = join(projectRoot, 'out/results', `${name}.json`);
  rmSync(report, { force: true });
  const command = [
    join(projectRoot, 'node_modules/vitest/vitest.mjs'),
    'run',
    '--reporter=default',
    '--reporter=json',
  ];
  const result = spawnSync(process.execPath, [...command, `--outputFile.json=${report}`, ...arguments_], {
    cwd: projectRoot,
    stdio: ['ignore', 'inherit', 'inherit'],
    timeout: 1_200_000,
  });
  const results = existsSync(report) ? read(JSON.parse(readFileSync(report, 'utf8'))) : noResults();
  // An error outside of any test (an unhandled rejection, a broken import) shows in the exit code only.
  if (result.status !== 0 && !results.failed.length) {
    results.failed.push({
      title: 'vitest',
      message: `ended with code ${result.status ?? result.signal}, see above`,
    });
  }
  return results;
}

/**
 * The same for tests in a window. A file of which a test fails runs once more as a whole, in a new VS Code: keys and clicks get lost
 * where the machine is busy. What fails again has failed; what passes only then is told in `secondTry`, with its first failure.
 * More than three failures at once are no lost click, and stand.
 */
export function runInWindow(name, config) {
  const first = runVitest(name, ['--config', config]);
  const files = [...new Set(first.failed.map(({ file }) => file))];
  if (!files.length || files.includes(undefined) || first.failed.length > 3) return first;
  console.log(`\nOnce more, since a test failed: ${files.join(', ')}`);
  const second = runVitest(`${name}-again`, ['--config', config, ...files]);
  const elsewhere = ({ file }) => !files.includes(file);
  return {
    passed: [...first.passed.filter(elsewhere), ...second.passed],
    failed: second.failed,
    skipped: [...first.skipped.filter(elsewhere), ...second.skipped],
    secondTry: first.failed.filter(({ title }) => !second.failed.some((again) => again.title === title)),
  };
}

function read(report) {
  const results = noResults();
  for (const file of report.testResults) {
    const path = relative(projectRoot, file.name);
    if (file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed')) {
      results.failed.push({ title: path, message: file.message, file: path });
    }
    for (const test of file.assertionResults) {
      const title = `${path} > ${test.fullName}`;
      if (test.status === 'passed') results.passed.push({ title, file: path });
      else if (test.status === 'failed')
        results.failed.push({ title, message: test.failureMessages.join('\n'), file: path });
      else results.skipped.push({ title, message: `marked as ${test.status} in the file`, file: path });
    }
  }
  return results;
}
