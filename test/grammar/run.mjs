// Question: do the grammars give each piece of a line the scope that the marked files beside this one ask for?
// Runs vscode-tmgrammar-test once per file, so that each file counts as one test, over grammars.json, which adds
// a stand-in for VS Code's own log grammar. Absent: colours (colours.test.ts) and file names (filenames.test.ts).
// The last line is `N passed, N failed`; the exit code is 0 only when something passed and nothing failed.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '../..');
const require = createRequire(import.meta.url);
const tool = require.resolve('vscode-tmgrammar-test/dist/unit.js');

/** The marked files: their first line reads `# SYNTAX TEST "<scope>" "<what>"`. */
const marked = readdirSync(here)
  .filter((name) => /\.(?:log|eml)$/.test(name))
  .map((name) => join(here, name));

/** One file, judged by the tool's exit code; a file that asks for nothing fails, since the tool lets it pass. */
function judge(file) {
  const asked = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => /^#\s*(?:\^|<-)/.test(line)).length;
  if (asked === 0) return { ok: false, words: 'no assertion in this file' };
  const path = relative(root, file).replaceAll('\\', '/');
  const done = spawnSync(process.execPath, [tool, '--config', join(here, 'grammars.json'), '-c', path], {
    cwd: root,
    encoding: 'utf8',
  });
  return { ok: done.status === 0, words: `${asked} assertions`, output: done.stdout + done.stderr };
}

let passed = 0;
let failed = 0;
for (const file of marked) {
  const { ok, words, output } = judge(file);
  console.log(`${ok ? 'ok  ' : 'FAIL'} ${relative(root, file)}: ${words}`);
  if (!ok && output) console.log(output);
  if (ok) passed++;
  else failed++;
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
