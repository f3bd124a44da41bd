// Builds everything that ships into dist/: two servers, two clients, the command line, the webviews' pages
// and the catalogue. `--watch` rebuilds on change. Imported, it builds nothing and tells how each bundle is built.
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import * as esbuild from 'esbuild';
import { buildCatalog, joinCatalog } from './catalog/build.mjs';

const watch = process.argv.includes('--watch');
const shared = {
  bundle: true,
  minify: !watch,
  sourcemap: watch ? 'linked' : false,
  legalComments: 'none',
  target: 'es2022',
  logLevel: 'warning',
};
const node = {
  ...shared,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  // jsonc-parser's other build asks for its parts by names that no bundler sees.
  mainFields: ['module', 'main'],
  // The libraries know sockets too; without `net` no bundle can open one.
  alias: { net: './server/src/node/noSockets.ts' },
};
const browser = {
  ...shared,
  platform: 'browser',
  format: 'iife',
  mainFields: ['browser', 'module', 'main'],
  conditions: ['browser'],
};

export const bundles = [
  { ...node, entryPoints: { 'server/node': 'server/src/node/main.ts' } },
  {
    ...node,
    entryPoints: { cli: 'server/src/node/entry.ts' },
    banner: { js: '#!/usr/bin/env node' },
  },
  // What zstd and xz need: loaded by the above when it meets such a file.
  { ...node, entryPoints: { unpackers: 'server/src/input/unpackers.ts' } },
  { ...browser, entryPoints: { 'server/browser': 'server/src/browser/main.ts' } },
  { ...node, entryPoints: { 'client/node': 'client/src/node/main.ts' }, external: ['vscode'] },
  {
    ...browser,
    format: 'cjs',
    entryPoints: { 'client/browser': 'client/src/browser/main.ts' },
    external: ['vscode'],
  },
  {
    ...browser,
    entryPoints: {
      'webviews/bounce': 'client/src/webviews/bounce/view/main.ts',
      'webviews/codes': 'client/src/webviews/codes/view/main.ts',
      'webviews/reference': 'client/src/webviews/reference/view/main.ts',
      'webviews/report': 'client/src/webviews/report/view/main.ts',
    },
  },
];

/** What the engine makes of the catalogue at its start where the file does not hold it: the index of its patterns. */
export async function patternIndex() {
  const { outputFiles } = await esbuild.build({
    entryPoints: ['server/src/core/verdict/patternIndex.ts'],
    absWorkingDir: import.meta.dirname,
    bundle: true,
    format: 'esm',
    write: false,
  });
  const code = Buffer.from(outputFiles[0].contents).toString('base64');
  const { indexPatterns, patternsOf } = await import(`data:text/javascript;base64,${code}`);
  return indexPatterns(patternsOf(joinCatalog()));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  rmSync('dist', { recursive: true, force: true });
  mkdirSync('dist', { recursive: true });
  const { version: release } = JSON.parse(readFileSync('package.json', 'utf8'));
  buildCatalog('dist/catalog.json', { release, patternIndex: await patternIndex() });
  copyFileSync('client/rules.schema.json', 'dist/rules.schema.json');
  for (const options of bundles) {
    const missing = Object.values(options.entryPoints).filter((file) => !existsSync(file));
    if (missing.length) throw new Error(`esbuild: no such entry point: ${missing.join(', ')}`);
    if (watch) await (await esbuild.context({ ...options, outdir: 'dist' })).watch();
    else await esbuild.build({ ...options, outdir: 'dist' });
  }
}
