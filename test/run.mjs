#!/usr/bin/env node
// `npm test`: sets up everything that a fresh clone lacks, runs every suite, adds up, and closes with
// `N passed, N failed`. Exit code 1 on any failure, and where a suite ran no test at all.
// `npm test -- engine grammar` runs only the suites named; the names are the keys below.

import { CannotInstall, installHost } from './editor/host/install.mjs';
import { installWebHost } from './editor/host/web.mjs';
import { existingPackage } from './editor/package.mjs';
import { ensurePackages } from './editor/packages.mjs';
import { noResults, print, single, totals, withoutFalseGreen } from './run/results.mjs';

// Imported when their turn comes: most of them need packages that `ensurePackages` has to install first.
const suites = {
  check: {
    name: 'Lint and types',
    run: async () => (await import('./run/tools.mjs')).checkSources(),
  },
  package: {
    name: 'Build and package',
    run: async () => (await import('./run/tools.mjs')).packageExtension(),
  },
  engine: {
    name: 'Engine, catalogue, language server',
    run: async () => (await import('./run/vitest.mjs')).runVitest('engine'),
  },
  grammar: {
    name: 'Grammars',
    run: async () => (await import('./run/grammar.mjs')).runGrammarTests(),
  },
  host: {
    name: 'In the extension host of a real VS Code',
    run: async () => {
      const { runInExtensionHost } = await import('./editor/extension-host.mjs');
      const { why, ...results } = await runInExtensionHost(existingPackage());
      if (why) results.failed.push({ title: 'the run as a whole', message: why });
      return results;
    },
  },
  ui: {
    name: 'In the window of a real VS Code',
    run: async () => {
      existingPackage();
      installHost();
      const { runInWindow } = await import('./run/vitest.mjs');
      return runInWindow('ui', 'test/editor/ui/vitest.config.ts');
    },
  },
  web: {
    name: 'In the web host of a real VS Code',
    run: async () => {
      existingPackage();
      installHost();
      installWebHost();
      const { runInWindow } = await import('./run/vitest.mjs');
      return runInWindow('web', 'test/editor/web/vitest.config.ts');
    },
  },
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in suites));
if (unknown.length) {
  console.error(`No such suite: ${unknown.join(', ')}. There are: ${Object.keys(suites).join(', ')}.`);
  process.exit(2);
}
ensurePackages();

const all = [];
for (const [key, { name, run }] of Object.entries(suites)) {
  if (asked.length && !asked.includes(key)) continue;
  console.log(`\n── ${name}`);
  const start = Date.now();
  const results = withoutFalseGreen(await run().catch(asFailure));
  print(name, results, (Date.now() - start) / 1000);
  all.push({ name, ...results });
}

console.log('\n── All suites');
for (const { name, ...results } of all)
  console.log(`${results.failed.length ? '✗' : '✓'} ${name}: ${totals([results])}`);
console.log(`\n${totals(all)}`);
process.exitCode = all.some((results) => results.failed.length) ? 1 : 0;

/** What cannot be installed is one plain line; anything else keeps its stack. */
function asFailure(error) {
  const message = error instanceof CannotInstall ? error.message : (error?.stack ?? String(error));
  return { ...noResults(), ...single('could not run', message) };
}
