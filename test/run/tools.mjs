// Do the linter and the compiler agree, and does the package hold what it must and nothing else?

import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../editor/host/places.mjs';
import { buildPackage } from '../editor/package.mjs';
import { noResults, single } from './results.mjs';

const megabyte = 1_000_000;

/** The package may not grow past this; it is what every user downloads. */
const largestPackage = 1.2 * megabyte;

export function checkSources() {
  const result = spawnSync('npm', ['run', '--silent', 'check'], {
    cwd: projectRoot,
    encoding: 'utf8',
    timeout: 300_000,
  });
  return single('npm run check', result.status === 0 ? undefined : `${result.stdout}${result.stderr}`);
}

/** Builds and packages; then looks at the list of files in the package and at its size. */
export async function packageExtension() {
  let vsix;
  try {
    vsix = buildPackage();
  } catch (error) {
    return single('npm run package', error.message);
  }
  const { listFiles } = await import('@vscode/vsce');
  const files = await listFiles({ cwd: projectRoot, dependencies: false });
  const { size } = statSync(vsix);
  const missing = requiredFiles().filter((file) => !files.includes(file));
  // Sources, tests, maps and packages of others have no place in it; `dist/` holds the bundles.
  const strange = files.filter((file) =>
    // The page about the lint rules is shown in the editor.
    /^(test|client|server|out|node_modules|catalog)\/|^docs\/(?!lint\.md$)|\.(ts|map)$/.test(file),
  );
  const results = [
    single('npm run package'),
    single(
      'the package holds every file that the manifest names',
      unless(missing.length, `missing: ${missing.join(', ')}`),
    ),
    single('the package holds no sources', unless(strange.length, `too much: ${strange.join(', ')}`)),
    single(
      'the package is small',
      unless(size > largestPackage, `${size} bytes are more than ${largestPackage}`),
    ),
  ];
  return results.reduce((all, one) => ({
    ...noResults(),
    passed: [...all.passed, ...one.passed],
    failed: [...all.failed, ...one.failed],
  }));
}

function requiredFiles() {
  const {
    main,
    browser,
    bin,
    icon,
    contributes = {},
  } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8'));
  const named = [main, browser, icon, ...Object.values(bin ?? {})].filter(Boolean);
  for (const language of contributes.languages ?? []) named.push(language.configuration);
  for (const grammar of contributes.grammars ?? []) named.push(grammar.path);
  const always = ['dist/server/node.js', 'dist/server/browser.js', 'dist/catalog.json', 'package.json'];
  return [...always, ...named.filter(Boolean).map((file) => file.replace(/^\.\//, ''))];
}

function unless(bad, message) {
  return bad ? message : undefined;
}
