// Whatever a client sends, the server answers it, and goes on serving: with a result, or with an error that says something.
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Hover, MarkupContent } from 'vscode-languageserver/node';
import { pullingEditor, ServerFolder, Session } from '../lsp/session.ts';
import { cases, hurtLog, hurtMessage } from './material.ts';

let folder: ServerFolder;
let session: Session;

beforeAll(async () => {
  folder = await ServerFolder.make();
  session = await Session.open(folder, pullingEditor);
});

afterAll(async () => {
  await session.end();
  folder.remove();
});

const uri = fc.constantFrom(
  'file:///mail.log',
  'file:///bounce.eml',
  'file:///never-opened.log',
  '',
  'nonsense',
);
const number = fc.oneof(fc.nat(60), fc.constantFrom(-1, 2 ** 31, 1e300, 0.5));
const position = fc.record({ line: number, character: number });
const range = fc.record({ start: position, end: position });
const anything = fc
  .anything({ maxDepth: 2 })
  .map((value) => JSON.parse(JSON.stringify({ value })).value ?? null);
const often = <T>(value: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 9, arbitrary: value }, { weight: 1, arbitrary: anything });

/** Parameters as the protocol has them, now and then anything else. */
const params = fc.record(
  {
    textDocument: often(fc.record({ uri })),
    position: often(position),
    range: often(range),
    text: often(fc.string({ maxLength: 40 })),
    query: often(fc.string({ maxLength: 20 })),
    limit: often(number),
    entry: often(fc.constantFrom('reply/550', '__proto__', 'constructor', '')),
    code: often(fc.constantFrom('550', '550 5.1.1', '')),
    context: often(fc.constant({ includeDeclaration: true })),
    positions: often(fc.array(position, { maxLength: 3 })),
  },
  { requiredKeys: ['textDocument', 'position'] },
);

/** Every request that the server says it answers, and its own. */
const methods = [
  ...['hover', 'definition', 'references', 'documentHighlight', 'documentSymbol', 'codeLens', 'documentLink'],
  ...[
    'foldingRange',
    'inlayHint',
    'semanticTokens/range',
    'diagnostic',
    'selectionRange',
    'prepareCallHierarchy',
  ],
]
  .map((name) => `textDocument/${name}`)
  .concat(
    ['codes', 'occurrences', 'follow', 'explain', 'index', 'search', 'page'].map(
      (name) => `smtpLens/${name}`,
    ),
  );

/** Milliseconds; far more than any answer takes on a busy machine. */
const patience = 60_000;

const log =
  'Nov  1 00:00:34 mail postfix/smtp[1192]: 283FEFC63F: to=<x@y.example>, dsn=5.1.2, status=bounced (no such host)\n';

test('strange requests, notifications and texts are survived', { timeout: 3_600_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        hurtLog.map((text) => ['log', text]),
        hurtMessage.map((text) => ['eml', text]),
      ),
      fc.array(fc.tuple(fc.constantFrom(...methods), params), { minLength: 4, maxLength: 8 }),
      fc.array(fc.tuple(number, fc.string({ maxLength: 30 })), { maxLength: 3 }),
      async ([kind, text], requests, edits) => {
        const open = kind === 'log' ? 'file:///mail.log' : 'file:///bounce.eml';
        await session.openFile(open, text, kind === 'log' ? 'maillog' : 'eml');
        const answers = requests.map(([method, given]) =>
          Promise.race([
            session.ask(method, given).then(
              () => 'answered',
              (error: Error) => error.message,
            ),
            // What is never answered must be told by name, not by a test that hangs.
            new Promise((resolve) =>
              setTimeout(resolve, patience, `no answer to ${method}: ${JSON.stringify(given)}`),
            ),
          ]),
        );
        for (const [line, words] of edits) await session.insert(open, line, words);
        for (const answer of await Promise.all(answers)) expect(answer).not.toMatch(/^(?:no answer.*)?$/);
        await session.closeFile(open);
      },
    ),
    cases(1 / 10),
  );
  await session.openFile('file:///after.log', log);
  const hover = await session.ask<Hover>('textDocument/hover', {
    textDocument: { uri: 'file:///after.log' },
    position: { line: 0, character: log.indexOf('5.1.2') },
  });
  expect((hover.contents as MarkupContent).value).toContain('5.1.2');
});
