// Is a message followed through rotated files and other open logs, from hop to hop, and found by its id in what is open?
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type {
  CallHierarchyIncomingCall,
  CallHierarchyItem,
  CallHierarchyOutgoingCall,
  SelectionRange,
  WorkspaceSymbol,
} from 'vscode-languageserver/node';
import {
  type FollowResult,
  listFilesRequest,
  readFileRequest,
  type SelectResult,
} from '../../server/src/lsp/protocol.ts';
import { pullingEditor, ServerFolder, Session } from './session.ts';

const at = (clock: string, words: string) => `Nov  ${clock} mx postfix/${words}\n`;
const to = (status: string) =>
  `smtp[9]: 3F283FEFC6: to=<u@d.example>, relay=mx.d.example[192.0.2.5]:25, delay=1, delays=0/0/1/0, ${status}`;
const deferred =
  'dsn=4.7.1, status=deferred (host mx.d.example[192.0.2.5] said: 451 4.7.1 Greylisting in action (in reply to RCPT TO command))';

const folder = 'file:///var/log/';
const [oldest, older, current] = [
  at('1 23:00:00', 'smtpd[9]: 3F283FEFC6: client=pc.example.org[192.0.2.7]'),
  at('1 23:59:00', to(deferred)),
  at('2 00:10:00', to('dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as 77AA88BB99)')) +
    at('2 00:10:00', 'qmgr[9]: 3F283FEFC6: removed'),
];
const nextHop =
  '2026-11-02T00:10:01+01:00 d postfix/smtpd[9]: 77AA88BB99: client=mx.example.org[192.0.2.6]\n' +
  '2026-11-02T00:10:02+01:00 d postfix/local[9]: 77AA88BB99: to=<u@d.example>, relay=local, delay=2, delays=0/0/0/2, dsn=2.0.0, status=sent (delivered to maildir)\n';

const uri = `${folder}mail.log`;
const textDocument = { uri };
const position = { line: 0, character: 3 };

let server: ServerFolder;
const sessions: Session[] = [];

/** An editor with the current log and the next hop's open, and a folder with the rotated ones. */
async function open(): Promise<{ session: Session; read: string[] }> {
  const session = await Session.open(server, pullingEditor, { commandLinks: true });
  sessions.push(session);
  const bytes = new Map([
    [`${folder}mail.log.2.gz`, gzipSync(oldest)],
    [`${folder}mail.log.1`, Buffer.from(older)],
  ]);
  const read: string[] = [];
  session.client.onRequest(listFilesRequest, ({ uri: of }: { uri: string }) => ({
    names: of === folder ? ['mail.log.1', 'auth.log', 'mail.log', 'mail.log.3.gz', 'mail.log.2.gz'] : [],
  }));
  session.client.onRequest(readFileRequest, (params: { uri: string }) => {
    read.push(params.uri);
    return { base64: bytes.get(params.uri)?.toString('base64') ?? null };
  });
  await session.openFile(uri, current);
  await session.openFile('file:///var/other/next.log', nextHop);
  return { session, read };
}

beforeAll(async () => {
  server = await ServerFolder.make();
});
afterAll(() => {
  for (const { process } of sessions) process.kill();
  server.remove();
});

describe('a message that was rotated away in the middle', () => {
  it('is followed in its own file alone until more is asked for', async () => {
    const { session, read } = await open();
    const found = await session.ask<FollowResult>('smtpLens/follow', { textDocument, position });
    expect(found.story).toContain('First seen at Nov  2 00:10:00');
    expect(found.links.map((link) => link.uri)).toEqual([null]);
    expect(read).toEqual([]);
  });

  it('is then followed through the rotated files and into the next hop’s log; what cannot be read is named', async () => {
    const { session, read } = await open();
    const params = { textDocument, position, elsewhere: true };
    const found = await session.ask<FollowResult>('smtpLens/follow', params);
    expect(found.story).toContain('Accepted from pc.example.org[192.0.2.7] at Nov  1 23:00:00.');
    expect(found.story).toMatch(/u@d\.example: deferred once \(.+\), delivered after 1 h 10 min\./);
    expect(found.story).toContain(
      'Looked for in 5 files: mail.log.3.gz, mail.log.2.gz, mail.log.1, mail.log, next.log.',
    );
    expect(found.story).toContain(
      'Not looked into, because they cannot be read here or are too large: mail.log.3.gz.',
    );
    expect(found.links.map((link) => [link.uri, link.target])).toEqual([
      [`${folder}mail.log.2.gz`, 0],
      [`${folder}mail.log.1`, 0],
      [null, 0],
      ['file:///var/other/next.log', 0],
      ['file:///var/other/next.log', 1],
    ]);
    // Each is read once, however many rounds the search takes.
    expect(read.filter((one) => one.endsWith('mail.log.1'))).toHaveLength(1);
    expect(read.some((one) => one.includes('auth'))).toBe(false);
  });
});

it('is followed from an unpacked file too, which is a piece of the log like the others', async () => {
  const { session } = await open();
  const query = encodeURIComponent(JSON.stringify({ uri: `${folder}mail.log.2.gz` }));
  const own = `smtp-lens://archive/var/log/mail.log.2?${query}`;
  await session.openFile(own, oldest);
  const params = { textDocument: { uri: own }, position, elsewhere: true };
  const found = await session.ask<FollowResult>('smtpLens/follow', params);
  expect(found.story).toContain(
    'Looked for in 5 files: mail.log.3.gz, mail.log.2.gz, mail.log.1, mail.log, next.log.',
  );
  expect(found.links.map((link) => [link.uri, link.target]).slice(0, 3)).toEqual([
    [null, 0],
    [`${folder}mail.log.1`, 0],
    [uri, 0],
  ]);
  const definition = { textDocument: { uri: own }, position };
  expect(await session.ask('textDocument/definition', definition)).toMatchObject({ uri: own });
});

describe('hops', () => {
  it('lead to the next log and back', async () => {
    const { session } = await open();
    const [item] = await session.ask<CallHierarchyItem[]>('textDocument/prepareCallHierarchy', {
      textDocument,
      position,
    });
    expect(item!.name).toBe('3F283FEFC6');
    const [out] = await session.ask<CallHierarchyOutgoingCall[]>('callHierarchy/outgoingCalls', { item });
    expect([out!.to.name, out!.to.uri]).toEqual(['77AA88BB99', 'file:///var/other/next.log']);
    const [back] = await session.ask<CallHierarchyIncomingCall[]>('callHierarchy/incomingCalls', {
      item: out!.to,
    });
    expect([back!.from.name, back!.from.uri]).toEqual(['3F283FEFC6', uri]);
    const made = { ...item!, data: { uri: 7 } };
    expect(await session.ask('callHierarchy/outgoingCalls', { item: made })).toEqual([]);
  });
});

describe('what stands in the open files', () => {
  it('is found by an address or an id', async () => {
    const { session } = await open();
    const found = await session.ask<WorkspaceSymbol[]>('workspace/symbol', { query: '77AA88' });
    expect(found.map(({ name, location }) => [name, location.uri])).toEqual([
      ['77AA88BB99', uri],
      ['77AA88BB99', 'file:///var/other/next.log'],
    ]);
    expect(await session.ask('workspace/symbol', { query: '' })).toEqual([]);
  });

  it('is selected for a view that shows nothing else', async () => {
    const { session } = await open();
    const found = await session.ask<SelectResult>('smtpLens/select', {
      textDocument,
      kind: 'host',
      position,
    });
    expect(found).toEqual({
      value: 'mx.d.example',
      lines: [0],
      total: 2,
      title: 'Only lines that name the host mx.d.example: 1 of 2 lines.',
      version: 1,
    });
    const unknown = { textDocument: { uri: 'file:///x' }, kind: 'failures' };
    expect(await session.ask('smtpLens/select', unknown)).toBeNull();
  });

  it('grows a selection', async () => {
    const { session } = await open();
    const [range] = await session.ask<SelectionRange[]>('textDocument/selectionRange', {
      textDocument,
      positions: [{ line: 0, character: current.indexOf('2.0.0') + 1 }],
    });
    expect(range!.range).toEqual({
      start: { line: 0, character: current.indexOf('2.0.0') },
      end: { line: 0, character: current.indexOf('2.0.0') + 5 },
    });
    expect(range!.parent).toBeDefined();
  });
});
