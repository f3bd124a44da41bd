// Builds everything that ships into dist/: two servers, two clients, the command line, the webviews' pages
// and the catalogue. What both servers need ships once, in the web worker's bundle: a worker is one file, Node can load two.
// `--watch` rebuilds on change. Imported, it builds nothing and tells how each bundle is built.
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as esbuild from 'esbuild';
import { buildCatalog, joinCatalog } from './catalog/build.mjs';

const root = import.meta.dirname;
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

/** What Node's server takes from the worker's bundle: the engine, and the libraries as far as they know no host. */
const inBoth = /\/server\/src\/(core|input|lsp)\/|\/node_modules\/vscode-[a-z-]+\/lib\/(common|esm)\//;

/** For Node's bundle: a module of both is taken from the worker's, where it goes by its path. `taken` fills with the paths. */
const takeFromWorker = (taken) => ({
  name: 'take-from-worker',
  setup(build) {
    build.onResolve({ filter: /^[.]{1,2}\/|^vscode-/ }, async ({ path, pluginData, ...from }) => {
      if (pluginData === 'resolving') return undefined;
      const target = await build.resolve(path, { ...from, pluginData: 'resolving' });
      if (!inBoth.test(target.path)) return target;
      taken?.add(target.path);
      return { path: relative(root, target.path), namespace: 'worker' };
    });
    build.onLoad({ filter: /./, namespace: 'worker' }, ({ path }) => ({
      contents: `module.exports = require('./browser.js').modules[${JSON.stringify(path)}];`,
    }));
    build.onResolve({ filter: /^[.]\/browser[.]js$/, namespace: 'worker' }, () => ({ external: true }));
  },
});

/** For the worker's bundle: it hands out what Node's takes; a module runs when it is first asked for. */
const giveToNode = {
  name: 'give-to-node',
  setup(build) {
    build.onLoad({ filter: /\/server\/src\/browser\/main[.]ts$/ }, async ({ path }) => {
      const taken = new Set();
      await esbuild.build({
        ...serverOfNode,
        plugins: [takeFromWorker(taken)],
        outdir: 'dist',
        write: false,
      });
      const modules = [...taken].map(
        (file) =>
          `get ${JSON.stringify(relative(root, file))}() { return require(${JSON.stringify(file)}); }`,
      );
      const contents = `${readFileSync(path, 'utf8')}\nexport const modules = { ${modules.join(', ')} };`;
      return { contents, loader: 'ts' };
    });
  },
};

const serverOfNode = {
  ...node,
  absWorkingDir: root,
  entryPoints: { 'server/node': 'server/src/node/main.ts' },
};

export const bundles = [
  { ...serverOfNode, plugins: [takeFromWorker()] },
  {
    ...node,
    entryPoints: { cli: 'server/src/node/entry.ts' },
    banner: { js: '#!/usr/bin/env node' },
  },
  {
    ...browser,
    entryPoints: { 'server/browser': 'server/src/browser/main.ts' },
    plugins: [giveToNode],
    globalName: 'smtpLens',
    footer: { js: "if (typeof module === 'object') module.exports = smtpLens;" },
  },
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
    absWorkingDir: root,
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
