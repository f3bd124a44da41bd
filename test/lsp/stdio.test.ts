// Does the server that ships serve a client that starts it as a process, whatever the client can do and sends?
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Diagnostic, Hover, MarkupContent, PublishDiagnosticsParams } from 'vscode-languageserver/node';
import {
  CancellationTokenSource,
  createMessageConnection,
  IPCMessageReader,
  IPCMessageWriter,
  LSPErrorCodes,
} from 'vscode-languageserver/node';
import type { CodesResult, OccurrencesResult, StatusParams } from '../../server/src/lsp/protocol.ts';
import { plainEditor, pullingEditor, ServerFolder, Session } from './session.ts';

const line = (queueId: string, reply: string) =>
  `Nov  1 00:00:31 mx postfix/smtp[12345]: ${queueId}: to=<user@example.com>, relay=mx.example.com[192.0.2.5]:25, ` +
  `delay=1.2, delays=0.1/0/0.5/0.6, dsn=5.1.1, status=bounced (host mx.example.com[192.0.2.5] said: ${reply} ` +
  '(in reply to RCPT TO command))\n';
const bounced = line('3F283FEFC6', '550 5.1.1 <user@example.com>: Recipient address rejected: User unknown');
const queued = 'Nov  1 00:00:32 mx postfix/qmgr[99]: 3F283FEFC6: removed\n';
const log = queued + bounced + queued;
const big = log.repeat(25_000);

const uri = 'file:///var/log/mail.log';
const textDocument = { uri };
const reply = { line: 1, character: bounced.indexOf('550 5.1.1') + 1 };

let folder: ServerFolder;
const sessions: Session[] = [];

async function open(...how: [Parameters<typeof Session.open>[1], unknown?]): Promise<Session> {
  const session = await Session.open(folder, ...how);
  sessions.push(session);
  return session;
}

const hover = (session: Session, position = reply) =>
  session.ask<Hover | null>('textDocument/hover', { textDocument, position });
const codes = (session: Session) => session.ask<CodesResult>('smtpLens/codes', { textDocument });
/** As a person reads it: Markdown escapes dots. */
const textOf = (answer: Hover | null) => (answer!.contents as MarkupContent).value.replaceAll('\\', '');

interface Report {
  kind: string;
  resultId?: string;
  items?: Diagnostic[];
}
const pull = (session: Session, previousResultId?: string) =>
  session.ask<Report>('textDocument/diagnostic', { textDocument, previousResultId });

beforeAll(async () => {
  folder = await ServerFolder.make();
});
afterAll(() => {
  for (const { process } of sessions) process.kill();
  folder.remove();
});

describe('a hover', () => {
  it('is Markdown for a client that prefers it, without links that it cannot follow', async () => {
    const session = await open(pullingEditor);
    await session.openFile(uri, log);
    const answer = await hover(session);
    expect((answer!.contents as MarkupContent).kind).toBe('markdown');
    expect(textOf(answer)).toContain('5.1.1');
    expect(textOf(answer)).not.toContain('command:');
    expect(await hover(session, { line: 0, character: 0 })).toBeNull();
  });

  it('is plain text for a client that asks for it', async () => {
    const session = await open(plainEditor);
    await session.openFile(uri, log);
    const answer = await hover(session);
    expect((answer!.contents as MarkupContent).kind).toBe('plaintext');
    expect(textOf(answer)).toContain('5.1.1');
    expect(textOf(answer)).not.toMatch(/\*\*|\]\(/);
  });

  it('does not wait for the analysis of a big file', async () => {
    const session = await open(plainEditor);
    await session.openFile(uri, big);
    expect(textOf(await hover(session))).toContain('5.1.1');
    expect(session.heard.map(({ method }) => method)).not.toContain('textDocument/publishDiagnostics');
    await session.hears('textDocument/publishDiagnostics');
  });

  it('serves a document of any language', async () => {
    const session = await open(plainEditor);
    await session.openFile(uri, log, 'plaintext');
    expect(textOf(await hover(session))).toContain('5.1.1');
  });
});

describe('diagnostics', () => {
  it('are pushed to a client that does not pull, and taken back on closing', async () => {
    const session = await open(plainEditor);
    expect(session.result.capabilities.diagnosticProvider).toBeUndefined();
    await session.openFile(uri, log);
    const first = await session.hears<PublishDiagnosticsParams>('textDocument/publishDiagnostics');
    expect(first).toMatchObject({ uri, version: 1 });
    expect(first.diagnostics[0]!.source).toBe('SMTP Lens');
    await session.insert(uri, 0, queued);
    await session.hears<PublishDiagnosticsParams>(
      'textDocument/publishDiagnostics',
      ({ version }) => version === 2,
    );
    await session.closeFile(uri);
    await session.hears<PublishDiagnosticsParams>(
      'textDocument/publishDiagnostics',
      ({ diagnostics }) => diagnostics.length === 0,
    );
  });

  it('are answered to a client that pulls, and not pushed', async () => {
    const session = await open(pullingEditor);
    expect(session.result.capabilities.diagnosticProvider).toBeDefined();
    await session.openFile(uri, log);
    const first = await pull(session);
    expect(first.kind).toBe('full');
    expect(first.items!.length).toBeGreaterThan(0);
    expect(await pull(session, first.resultId)).toEqual({ kind: 'unchanged', resultId: first.resultId });
    await session.insert(uri, 0, bounced);
    const second = await pull(session, first.resultId);
    expect(second.kind).toBe('full');
    expect(second.resultId).not.toBe(first.resultId);
    expect(session.heard.map(({ method }) => method)).not.toContain('textDocument/publishDiagnostics');
  });

  it('follow the settings of a client that is asked for them', async () => {
    const session = await open(pullingEditor);
    session.configuration = { diagnostics: { enabled: false } };
    await session.openFile(uri, log);
    const first = await pull(session);
    expect(first.items).toEqual([]);
    session.configuration = { diagnostics: { enabled: true } };
    await session.client.sendNotification('workspace/didChangeConfiguration', { settings: null });
    await session.hears('workspace/diagnostic/refresh');
    await session.hears('workspace/codeLens/refresh');
    expect((await pull(session, first.resultId)).items!.length).toBeGreaterThan(0);
  });

  it('follow the settings that a client sends', async () => {
    const session = await open(plainEditor, { settings: { diagnostics: { enabled: false } } });
    await session.openFile(uri, log);
    const first = await session.hears<PublishDiagnosticsParams>('textDocument/publishDiagnostics');
    expect(first.diagnostics).toEqual([]);
    const settings = { smtpLens: { diagnostics: { enabled: true } } };
    await session.client.sendNotification('workspace/didChangeConfiguration', { settings });
    await session.hears<PublishDiagnosticsParams>(
      'textDocument/publishDiagnostics',
      ({ diagnostics }) => diagnostics.length > 0,
    );
  });
});

describe('a document', () => {
  it('is followed through incremental changes', async () => {
    const session = await open(plainEditor);
    await session.openFile(uri, log);
    expect((await codes(session)).total).toBeGreaterThan(0);
    await session.insert(uri, 0, `${queued}${queued}`);
    expect(await hover(session, { ...reply, line: 1 })).toBeNull();
    expect(textOf(await hover(session, { ...reply, line: 3 }))).toContain('5.1.1');
    const row = (await codes(session)).rows.find(({ code }) => code.includes('550'))!;
    expect(row.first.start.line).toBe(3);
    const { code, entry } = row;
    const all = await session.ask<OccurrencesResult>('smtpLens/occurrences', { textDocument, code, entry });
    expect(all.ranges.map(({ start }) => start.line)).toContain(3);
  });

  it('has its reading reported', async () => {
    const session = await open(plainEditor);
    await session.openFile(uri, log);
    const told = await session.hears<StatusParams>('smtpLens/status', ({ state }) => state === 'ready');
    expect(told).toMatchObject({ uri, version: 1, kind: 'log', done: 1, leftOut: [] });
    expect(told.codes).toBeGreaterThan(0);
  });

  it('is a message when its name says so', async () => {
    const session = await open(plainEditor);
    await session.openFile('file:///home/a/bounce.eml', 'Subject: x\n\n550 5.1.1 x\n', 'plaintext');
    expect((await session.hears<StatusParams>('smtpLens/status')).kind).toBe('message');
  });

  it('has code lenses', async () => {
    const session = await open(plainEditor);
    await session.openFile(uri, log);
    const lenses = await session.ask<unknown[]>('textDocument/codeLens', { textDocument });
    expect(lenses.length).toBeGreaterThan(0);
  });
});

describe('the reference', () => {
  it('is answered without any document', async () => {
    const session = await open(plainEditor);
    expect(await session.ask('smtpLens/explain', { text: '550 5.1.1' })).toMatchObject({ reply: '550' });
    const index = await session.ask<{ groups: { entries: { entry: string }[] }[] }>('smtpLens/index', {});
    const first = index.groups[0]!.entries[0]!.entry;
    expect(await session.ask('smtpLens/page', { entry: first })).toMatchObject({ entry: first });
    expect(await session.ask('smtpLens/page', { entry: 'none/such' })).toBeNull();
    const found = await session.ask<{ entries: unknown[] }>('smtpLens/search', { query: '550', limit: 1 });
    expect(found.entries).toHaveLength(1);
  });
});

describe('the server', () => {
  it('gives up what is cancelled', async () => {
    const session = await open(plainEditor);
    await session.openFile(uri, big);
    const source = new CancellationTokenSource();
    const answer = session.client.sendRequest('smtpLens/codes', { textDocument }, source.token);
    source.cancel();
    await expect(answer).rejects.toMatchObject({ code: LSPErrorCodes.RequestCancelled });
    expect((await codes(session)).total).toBeGreaterThan(0);
  });

  it('lets go of questions about a document that is closed', async () => {
    const session = await open(plainEditor);
    await session.openFile(uri, big);
    const answer = codes(session);
    await session.closeFile(uri);
    expect(await answer).toEqual({ rows: [], total: 0, deliveries: {}, truncated: null });
  });

  it('survives what makes no sense', async () => {
    const session = await open(plainEditor);
    expect(await session.ask('textDocument/hover', { nonsense: true })).toBeNull();
    expect(await session.ask('smtpLens/search', { query: null, limit: 'x' })).toHaveProperty('entries');
    expect(await codes(session)).toMatchObject({ rows: [], total: 0 });
    await expect(session.ask('smtpLens/nonsense', {})).rejects.toThrow();
    await session.client.sendNotification('textDocument/didChange', { contentChanges: 7 } as object);
    await session.client.sendNotification('textDocument/didOpen', {});
    await session.client.sendNotification('workspace/didChangeConfiguration', { settings: 'x' });
    await session.openFile(uri, log);
    expect(textOf(await hover(session))).toContain('5.1.1');
    expect(await hover(session, { line: 1e9, character: -5 })).toBeNull();
    const logged = session.heard.filter(({ method }) => method === 'window/logMessage');
    expect(logged.map(({ params }) => (params as { message: string }).message).join('\n')).toContain(
      'textDocument/hover failed',
    );
  });

  it('takes the catalogue that it is sent, and says so when it is none', async () => {
    await expect(open(plainEditor, { catalog: 'no JSON' })).rejects.toThrow(/^SMTP Lens cannot start/);
  });

  it('speaks through the channel of a parent process too', async () => {
    const child = folder.fork();
    const client = createMessageConnection(new IPCMessageReader(child), new IPCMessageWriter(child));
    client.listen();
    const params = { processId: process.pid, rootUri: null, capabilities: plainEditor };
    expect(await client.sendRequest('initialize', params)).toMatchObject({
      serverInfo: { name: 'SMTP Lens' },
    });
    const gone = once(child, 'exit');
    child.disconnect();
    await gone;
    client.dispose();
  });

  it('ends when it is told to, and when nobody is there', async () => {
    expect(await (await open(plainEditor)).end()).toBe(0);
    const left = await open(plainEditor);
    const gone = once(left.process, 'exit');
    left.process.stdin!.end();
    expect(await gone).toEqual([1, null]);
  });

  it('says what it needs when it is started without a transport', async () => {
    const started = folder.start();
    let said = '';
    started.stderr!.on('data', (chunk) => {
      said += chunk;
    });
    expect(await once(started, 'close')).toEqual([2, null]);
    expect(said).toBe('smtp-lens: the language server needs one of --stdio, --node-ipc\n');
  });
});
