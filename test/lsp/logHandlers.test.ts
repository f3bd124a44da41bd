// Does the server answer what editors ask about the lines on the screen and about one message of a log?
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type {
  DocumentSymbol,
  FoldingRange,
  Hover,
  InlayHint,
  MarkupContent,
  SemanticTokens,
} from 'vscode-languageserver/node';
import { CancellationTokenSource, LSPErrorCodes } from 'vscode-languageserver/node';
import type { FollowResult } from '../../server/src/lsp/protocol.ts';
import { pullingEditor, ServerFolder, Session } from './session.ts';

const uri = 'file:///var/log/mail.log';
const textDocument = { uri };
const at = (clock: string, words: string) => `Nov  1 ${clock} mx postfix/${words}\n`;
const log = [
  at('00:00:01', 'smtpd[9]: 3F283FEFC6: client=pc.example.org[192.0.2.7]'),
  at('00:00:01', 'cleanup[9]: 3F283FEFC6: message-id=<1@example.org>'),
  at('00:00:01', 'qmgr[9]: 3F283FEFC6: from=<a@example.org>, size=999, nrcpt=1 (queue active)'),
  at(
    '00:00:02',
    'smtp[9]: 3F283FEFC6: to=<u@d.example>, relay=mx.d.example[192.0.2.5]:25, delay=1, delays=0/0/1/0, dsn=4.7.1, status=deferred (host mx.d.example[192.0.2.5] said: 451 4.7.1 Greylisting in action, please come back later (in reply to RCPT TO command))',
  ),
  at(
    '00:12:02',
    'smtp[9]: 3F283FEFC6: to=<u@d.example>, relay=mx.d.example[192.0.2.5]:25, delay=721, delays=720/0/1/0, dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as 77AA88BB99)',
  ),
  at('00:12:02', 'qmgr[9]: 3F283FEFC6: removed'),
].join('');
const whole = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };

let folder: ServerFolder;
const sessions: Session[] = [];

async function open(configuration: unknown = null, text = log): Promise<Session> {
  const session = await Session.open(folder, pullingEditor, { commandLinks: true });
  sessions.push(session);
  session.configuration = configuration;
  await session.openFile(uri, text);
  return session;
}

beforeAll(async () => {
  folder = await ServerFolder.make();
});
afterAll(() => {
  for (const { process } of sessions) process.kill();
  folder.remove();
});

describe('colours', () => {
  it('are offered by range only, with the names that the manifest describes', async () => {
    const session = await open();
    const offered = session.result.capabilities.semanticTokensProvider!;
    expect(offered).toMatchObject({ range: true, full: false });
    const root = path.join(import.meta.dirname, '../..');
    const { contributes } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
    const ids = (list: { id: string }[]) => list.map(({ id }) => id);
    expect(offered.legend.tokenTypes).toEqual(ids(contributes.semanticTokenTypes));
    expect(offered.legend.tokenModifiers).toEqual(ids(contributes.semanticTokenModifiers));
    const named = contributes.semanticTokenModifiers.map(({ id }: { id: string }) => `smtpCode.${id}`);
    for (const { scopes } of contributes.semanticTokenScopes) expect(Object.keys(scopes)).toEqual(named);
    const params = { textDocument, range: whole };
    const { data } = await session.ask<SemanticTokens>('textDocument/semanticTokens/range', params);
    expect(data.length / 5).toBe(6);
  });

  it('of a file that is not open there are none', async () => {
    const session = await open();
    const params = { textDocument: { uri: 'file:///x' }, range: whole };
    expect(await session.ask('textDocument/semanticTokens/range', params)).toEqual({ data: [] });
  });
});

describe('hints', () => {
  const ask = (session: Session) =>
    session.ask<InlayHint[]>('textDocument/inlayHint', { textDocument, range: whole });

  it('are off until they are asked for', async () => {
    expect(await ask(await open())).toEqual([]);
    const hints = await ask(await open({ inlayHints: { enabled: true } }));
    // The reason behind the code, and the wait behind the stamp.
    expect(hints.map(({ position, label }) => [position.line, label])).toEqual([
      [3, expect.stringMatching(/grey|later/i)],
      [4, '+ 12 min'],
    ]);
  });
});

describe('one message', () => {
  const position = { line: 3, character: log.split('\n')[3]!.indexOf('451 4.7.1') + 1 };

  it('is followed: its lines, its story, its text', async () => {
    const session = await open();
    const found = await session.ask<FollowResult>('smtpLens/follow', { textDocument, position });
    expect(found.key).toBe('3F283FEFC6');
    expect(found.lines).toHaveLength(6);
    expect(found.story).toContain('deferred once');
    expect(found.text).toContain('# line 5 · + 12 min');
    expect(found.links.map(({ target }) => target)).toEqual([0, 3, 4]);
    expect(await session.ask('smtpLens/follow', { textDocument: { uri: 'file:///x' }, position })).toBeNull();
    expect(
      await session.ask('smtpLens/follow', { textDocument, position: { line: 1e9, character: -1 } }),
    ).toBeNull();
  });

  it('has a beginning, lines, an outline and links to it in the hover', async () => {
    const session = await open();
    const range = { start: { line: 0, character: 37 }, end: { line: 0, character: 47 } };
    expect(await session.ask('textDocument/definition', { textDocument, position })).toEqual({ uri, range });
    const context = { includeDeclaration: true };
    const word = { line: 3, character: 3 };
    const references = { textDocument, position: word, context };
    expect(await session.ask('textDocument/references', references)).toHaveLength(6);
    // Of a code the places of that code.
    expect(await session.ask('textDocument/references', { textDocument, position, context })).toHaveLength(1);
    expect(
      await session.ask('textDocument/documentHighlight', {
        textDocument,
        position: { line: 3, character: 36 },
      }),
    ).toHaveLength(6);
    const [symbol] = await session.ask<DocumentSymbol[]>('textDocument/documentSymbol', { textDocument });
    expect(symbol!.name).toBe('3F283FEFC6');
    expect(await session.ask('textDocument/documentLink', { textDocument })).toEqual([]);
    const folds = await session.ask<FoldingRange[]>('textDocument/foldingRange', { textDocument });
    expect(folds).toEqual([{ startLine: 0, endLine: 5 }]);
    const hover = await session.ask<Hover>('textDocument/hover', { textDocument, position });
    const { value } = hover.contents as MarkupContent;
    expect(value).toContain('Later: delivered, 12 min after this attempt.');
    expect(value).toContain('command:smtpLens.followMessage?');
  });

  it('in a big file can be given up', async () => {
    const session = await open(null, log.replaceAll('3F283FEFC6', '4F283FEFC6').repeat(4_000) + log);
    const last = { line: 24_003, character: 40 };
    const source = new CancellationTokenSource();
    const given = session.client.sendRequest(
      'smtpLens/follow',
      { textDocument, position: last },
      source.token,
    );
    source.cancel();
    await expect(given).rejects.toMatchObject({ code: LSPErrorCodes.RequestCancelled });
    const found = await session.ask<FollowResult>('smtpLens/follow', { textDocument, position: last });
    expect(found.lines.map(({ start }) => start.line)).toContain(24_003);
  }, 20_000);

  it('opened by itself, as a text of ours, is no file with problems', async () => {
    const session = await open();
    const own = 'smtp-lens:/3F283FEFC6?x';
    await session.openFile(own, log);
    const asked = { textDocument: { uri: own } };
    expect(await session.ask('textDocument/diagnostic', asked)).toMatchObject({ items: [] });
    expect(await session.ask('textDocument/diagnostic', { textDocument })).not.toMatchObject({ items: [] });
  });
});
