// Runs the grammar tests: files of mail text with the expected scopes in lines beneath (vscode-tmgrammar-test).

import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../editor/host/places.mjs';
import { noResults } from './results.mjs';

const folder = 'test/grammar';
const reports = join(projectRoot, 'out/results/grammar');

export function runGrammarTests() {
  const files = grammarTestFiles();
  if (!files.length) return noResults();
  rmSync(reports, { recursive: true, force: true });
  const command = join(projectRoot, 'node_modules/.bin/vscode-tmgrammar-test');
  const result = spawnSync(command, ['--xunit-report', reports, ...files], {
    cwd: projectRoot,
    encoding: 'utf8',
    timeout: 120_000,
  });
  const results = noResults();
  const reported = existsSync(reports) ? readdirSync(reports) : [];
  for (const file of reported) count(readFileSync(join(reports, file), 'utf8'), results);
  if (result.status !== 0) {
    if (!results.failed.length)
      results.failed.push({ title: 'vscode-tmgrammar-test', message: 'it ended without a report' });
    results.failed[0].message = `${result.stdout}${result.stderr}`;
  }
  return results;
}

/** The files whose first line is the header that the tool asks for: `# SYNTAX TEST "source.x" "what it is about"`. */
function grammarTestFiles() {
  if (!existsSync(join(projectRoot, folder))) return [];
  const entries = readdirSync(join(projectRoot, folder), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .filter((file) => /^.{1,8}SYNTAX TEST "/.test(readFileSync(file, 'latin1').slice(0, 100)));
}

/** One test per line with assertions, as the tool's report counts them. */
function count(report, results) {
  for (const [, title, body] of report.matchAll(
    //   <testcase name="test/grammar/postfix.log:12" classname="…" time="0"></testcase>
    /<testcase name="([^"]*)"[^>]*>([\s\S]*?)<\/testcase>/g,
  )) {
    if (/<(failure|error)\b/.test(body))
      results.failed.push({ title, message: 'told with the first failure' });
    else results.passed.push({ title });
  }
}
