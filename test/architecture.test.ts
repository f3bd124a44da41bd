// May this file import that one? The judge of the arrows in ARCHITECTURE.md: the compiler keeps Node, the DOM and vscode out
// of the rooms, this test keeps the rooms apart.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

const root = path.join(import.meta.dirname, '..');

/** Which rooms (folders, or files of core/) a room may import from, besides itself. */
const arrows: { readonly [room: string]: readonly string[] } = {
  'core/l10n': [],
  'core/text': [],
  'core/codes': ['core/text'],
  'core/catalog': ['core/codes', 'core/l10n', 'catalog'],
  'core/model': ['core/codes', 'core/text', 'core/catalog', 'core/l10n'],
  'core/formats': ['core/model', 'core/codes', 'core/text'],
  'core/mime': ['core/text', 'core/codes', 'core/model'],
  'core/reports': ['core/mime', 'core/model', 'core/codes', 'core/text'],
  'core/verdict': ['core/catalog', 'core/codes', 'core/model'],
  'core/tally': ['core/model', 'core/verdict', 'core/codes', 'core/text'],
  'core/analyze': [
    'core/formats',
    'core/model',
    'core/reports',
    'core/mime',
    'core/text',
    'core/verdict',
    'core/tally',
  ],
  'core/features': [
    'core/analyze',
    'core/tally',
    'core/reports',
    'core/mime',
    'core/formats',
    'core/verdict',
    'core/model',
    'core/catalog',
    'core/codes',
    'core/text',
    'core/l10n',
  ],
  'core/scan': [
    'core/features',
    'core/analyze',
    'core/tally',
    'core/formats',
    'core/reports',
    'core/mime',
    'core/verdict',
    'core/model',
    'core/catalog',
    'core/codes',
    'core/text',
    'core/l10n',
  ],
  input: [],
  'core/service': [
    'core/scan',
    'core/features',
    'core/analyze',
    'core/formats',
    'core/reports',
    'core/mime',
    'core/verdict',
    'core/model',
    'core/catalog',
    'core/text',
    'core/l10n',
  ],
  lsp: [
    'input',
    'core/scan',
    'core/catalog',
    'core/model',
    'core/service',
    'core/text',
    'core/features',
    'core/mime',
    'core/codes',
  ],
  node: [
    'lsp',
    'input',
    'core/scan',
    'core/catalog',
    'core/service',
    'core/features',
    'core/analyze',
    'core/tally',
    'core/formats',
    'core/reports',
    'core/mime',
    'core/model',
    'core/text',
    'core/verdict',
    'core/l10n',
  ],
  browser: ['lsp', 'input', 'core/service', 'core/mime'],
  client: ['lsp/protocol'],
};

/** Files of core/features that others of that room may import: shared thought, no feature. */
const shared = [
  'present',
  'settings',
  'wording',
  'overview',
  'commands',
  'problems',
  'fields',
  'gloss',
  'postfixWords',
  'checkWords',
  'eximFields',
  'expired',
  'lint',
  'redact',
  'complaintFields',
  'redactEncoded',
  'redactLogins',
  'redactMessage',
  'redactLog',
  'headline',
  'headProblem',
  'reportOfMessage',
  'messageTexts',
  'messageWay',
  'mailTime',
  'messageHeads',
  'messageFields',
  'received',
  'authResults',
  'spamHeaders',
  'reportFields',
  'documentLinks',
  'usualFields',
  'explain',
  'referenceLinks',
  'pasted',
  'status',
  'lines',
  'messageAt',
  'story',
  'subject',
  'linesOf',
  'messageList',
  'dialogues',
  'waits',
];

const roomNames = Object.keys(arrows).sort((a, b) => b.length - a.length);

/** `core/formats` for server/src/core/formats/postfix.ts, `client` for client/src/…, `catalog` for the data. */
function roomOf(file: string): string {
  const name = path
    .relative(root, file)
    .replaceAll(path.sep, '/')
    .replace(/^server\/src\//, '')
    .replace(/^client\/src\/.*/, 'client');
  if (name.startsWith('catalog/')) return 'catalog';
  if (name.startsWith('test/')) return 'test';
  return roomNames.find((room) => name === `${room}.ts` || name.startsWith(`${room}/`)) ?? name;
}

function* sources(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) yield* sources(file);
    else if (/\.ts$/.test(entry.name) && !entry.name.endsWith('.d.ts')) yield file;
  }
}

/** What a file imports: `from './x'`, `import './x.css'`, `import('./x')`. */
function imports(file: string): string[] {
  return [
    ...readFileSync(file, 'utf8').matchAll(/(?:^|[}\s])(?:from|import)\s?\(?'([^'\s]+)'\)?[;)]?$/gm),
  ].map(([, name]) => name);
}

function target(file: string, name: string): string {
  const found = path.resolve(path.dirname(file), name);
  return /\.(?:ts|css|json|mjs)$/.test(found) ? found : `${found}.ts`;
}

const files = [...sources(path.join(root, 'server/src')), ...sources(path.join(root, 'client/src'))];
const named = (file: string) => path.relative(root, file);

describe('who may import whom', () => {
  test('there is something to judge', () => expect(files.length).toBeGreaterThan(60));

  test('every file is in a room', () => {
    expect(files.map(roomOf).filter((room) => !(room in arrows))).toEqual([]);
  });

  test('relative imports follow the arrows', () => {
    const wrong: string[] = [];
    for (const file of files) {
      const room = roomOf(file);
      for (const name of imports(file).filter((one) => one.startsWith('.'))) {
        const to = roomOf(target(file, name));
        const allowed =
          to === room ||
          arrows[room].includes(to) ||
          arrows[room].some((one) => named(target(file, name)).startsWith(`server/src/${one}.`));
        if (!allowed) wrong.push(`${named(file)} → ${name}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  test('the engine sees no editor, no Node, no library but those for words, for HTML and for JSON with comments', () => {
    const allowed = new Set(['vscode-languageserver-types', 'minisearch', 'jsonc-parser', 'htmlparser2']);
    const wrong = files
      .filter((file) => roomOf(file).startsWith('core/'))
      .flatMap((file) =>
        imports(file)
          .filter((name) => !name.startsWith('.') && !allowed.has(name))
          .map((name) => `${named(file)} → ${name}`),
      );
    expect(wrong).toEqual([]);
  });

  test('vscode is the client’s alone, node: is Node’s alone', () => {
    const wrong = files.flatMap((file) =>
      imports(file)
        .filter(
          (name) =>
            (name === 'vscode' && !roomOf(file).startsWith('client')) ||
            (name.startsWith('node:') && !/(?:^|\/)node\//.test(named(file))),
        )
        .map((name) => `${named(file)} → ${name}`),
    );
    expect(wrong).toEqual([]);
  });

  test('a feature imports no other feature', () => {
    const wrong: string[] = [];
    for (const file of files.filter((one) => roomOf(one) === 'core/features')) {
      for (const name of imports(file).filter((one) => one.startsWith('./')))
        if (!shared.includes(path.basename(name, '.ts'))) wrong.push(`${named(file)} → ${name}`);
    }
    expect(wrong).toEqual([]);
  });

  test('a webview’s page imports its own folder and its messages', () => {
    const views = files.filter((file) =>
      /webviews\/[^/]+\/view\//.test(named(file).replaceAll(path.sep, '/')),
    );
    const wrong = views.flatMap((file) => {
      const home = path.join(root, 'client/src/webviews');
      return (
        imports(file)
          // The chart's library beside them, and nothing else.
          .filter((name) => name !== 'uplot' && name !== 'uplot/dist/uPlot.min.css')
          .filter((name) => !name.startsWith('.') || !target(file, name).startsWith(home))
          .map((name) => `${named(file)} → ${name}`)
      );
    });
    expect(wrong).toEqual([]);
  });

  test('no cycles', () => {
    const edges = new Map(
      files.map((file) => [
        file,
        imports(file)
          .filter((name) => name.startsWith('.'))
          .map((name) => target(file, name))
          .filter((one) => files.includes(one)),
      ]),
    );
    const done = new Set<string>();
    const cycles: string[] = [];
    const visit = (file: string, trail: string[]): void => {
      if (trail.includes(file))
        cycles.push([...trail.slice(trail.indexOf(file)), file].map(named).join(' → '));
      if (done.has(file) || trail.includes(file)) return;
      for (const next of edges.get(file) ?? []) visit(next, [...trail, file]);
      done.add(file);
    };
    for (const file of files) visit(file, []);
    expect(cycles).toEqual([]);
  });
});
