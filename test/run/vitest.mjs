// Runs vitest and reads its JSON report, so that its tests can be counted with the others.

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
    timeout: 600_000,
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

function read(report) {
  const results = noResults();
  for (const file of report.testResults) {
    const path = relative(projectRoot, file.name);
    if (file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed')) {
      results.failed.push({ title: path, message: file.message });
    }
    for (const test of file.assertionResults) {
      const title = `${path} > ${test.fullName}`;
      if (test.status === 'passed') results.passed.push({ title });
      else if (test.status === 'failed')
        results.failed.push({ title, message: test.failureMessages.join('\n') });
      else results.skipped.push({ title, message: `marked as ${test.status} in the file` });
    }
  }
  return results;
}
