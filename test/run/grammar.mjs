// Runs the grammar tests (test/grammar/run.mjs) and counts their lines: one test per file of marked mail text.

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../editor/host/places.mjs';
import { noResults } from './results.mjs';

export function runGrammarTests() {
  const runner = join(projectRoot, 'test/grammar/run.mjs');
  const results = noResults();
  if (!existsSync(runner)) return results;
  const { status, stdout, stderr } = spawnSync(process.execPath, [runner], {
    cwd: projectRoot,
    encoding: 'utf8',
    timeout: 120_000,
  });
  // ok   test/grammar/postfix.log: 102 assertions
  // FAIL test/grammar/bounce.eml: 76 assertions
  for (const [, verdict, title] of stdout.matchAll(/^(ok|FAIL) +(.*)$/gm)) {
    if (verdict === 'ok') results.passed.push({ title });
    else results.failed.push({ title, message: stdout });
  }
  if (status !== 0 && !results.failed.length) {
    results.failed.push({ title: 'test/grammar/run.mjs', message: `${stdout}${stderr}` });
  }
  return results;
}
