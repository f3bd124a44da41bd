// Does the server run where there is nothing of Node? The web bundle is booted in a world with a worker's globals only.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import vm from 'node:vm';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import type { DataCallback, Hover, MarkupContent, Message } from 'vscode-languageserver/node';
import {
  AbstractMessageReader,
  AbstractMessageWriter,
  createProtocolConnection,
} from 'vscode-languageserver/node';
import type { OpenArchiveResult, ReadPieceParams, ReportResult } from '../../server/src/lsp/protocol.ts';
import { bundleText, catalogText, pullingEditor } from './session.ts';

const archives = path.join(import.meta.dirname, '../fixtures/archives');
const channels: MessageChannel[] = [];
afterEach(() => {
  for (const { port1, port2 } of channels.splice(0)) {
    port1.close();
    port2.close();
  }
});

class RememberedChannel extends MessageChannel {
  constructor() {
    super();
    channels.push(this);
  }
}

class Inbox extends AbstractMessageReader {
  receive: DataCallback = () => {};
  listen(callback: DataCallback) {
    this.receive = callback;
    return { dispose: () => {} };
  }
}

class Outbox extends AbstractMessageWriter {
  constructor(private readonly post: (message: Message) => void) {
    super();
  }
  async write(message: Message) {
    this.post(message);
  }
  end() {}
}

/** Starts `code` as a browser starts a worker; the connection to it, and the world that it lives in. */
function startWorker(code: string) {
  const inbox = new Inbox();
  const world: { [name: string]: unknown; onmessage?: (event: { data: unknown }) => void } = {
    postMessage: (message: unknown) => {
      const copy = structuredClone(message) as Message;
      setTimeout(() => inbox.receive(copy), 0);
    },
    addEventListener: () => {},
    WorkerGlobalScope: class {},
    MessageChannel: RememberedChannel,
    console: { log() {}, info() {}, warn() {}, error() {} },
    ...{ TextDecoder, TextEncoder, performance, queueMicrotask, atob, btoa, ReadableStream },
    ...{ setTimeout, clearTimeout, setInterval, clearInterval },
  };
  world.self = world;
  const context = vm.createContext(world);
  vm.runInContext(code, context);
  const outbox = new Outbox((message) => {
    const data = structuredClone(message);
    setTimeout(() => world.onmessage!({ data }), 0);
  });
  const client = createProtocolConnection(inbox, outbox);
  client.listen();
  return { client, typeOf: (name: string) => vm.runInContext(`typeof ${name}`, context) as string };
}

describe('the web bundle', () => {
  it('answers initialize, hover and diagnostics without anything of Node', async () => {
    const { client, typeOf } = startWorker(await bundleText('server/browser'));
    for (const name of [
      'process',
      'require',
      'Buffer',
      'module',
      'setImmediate',
      'fetch',
      'XMLHttpRequest',
    ]) {
      expect(typeOf(name)).toBe('undefined');
    }
    const { capabilities } = { capabilities: { ...pullingEditor, workspace: {} } };
    const result = await client.sendRequest('initialize', {
      processId: null,
      rootUri: null,
      capabilities,
      initializationOptions: { catalog: await catalogText() },
    });
    expect(result).toMatchObject({ capabilities: { hoverProvider: true } });
    await client.sendNotification('initialized', {});
    const textDocument = { uri: 'vscode-vfs://github/a/b/mail.log' };
    const text =
      'Nov  1 00:00:31 mx postfix/smtpd[1]: NOQUEUE: reject: RCPT from unknown[192.0.2.7]: 554 5.7.1 <a@b.example>: Relay access denied; from=<c@d.example> to=<a@b.example> proto=ESMTP helo=<x>\n';
    await client.sendNotification('textDocument/didOpen', {
      textDocument: { ...textDocument, languageId: 'maillog', version: 1, text },
    });
    const position = { line: 0, character: text.indexOf('554') };
    const hover = await client.sendRequest<Hover>('textDocument/hover', { textDocument, position });
    expect((hover.contents as MarkupContent).value.replaceAll('\\', '')).toContain('5.7.1');
    const report = await client.sendRequest<{ items: unknown[] }>('textDocument/diagnostic', {
      textDocument,
    });
    expect(report.items).toHaveLength(1);
    client.dispose();
  });

  it('unpacks archives that the client hands over, and scans them', async () => {
    const { client } = startWorker(await bundleText('server/browser'));
    const plain = readFileSync(path.join(archives, 'mail.log'));
    const packed: { [uri: string]: Buffer } = {
      'memfs:/mail.log.gz': Buffer.concat([gzipSync(plain), gzipSync(plain)]),
      'memfs:/mail.log.zst': readFileSync(path.join(archives, 'mail.log.zst')),
      'memfs:/mail.log.xz': readFileSync(path.join(archives, 'mail.log.xz')),
    };
    client.onRequest('smtpLens/readPiece', ({ uri, offset, length }: ReadPieceParams) => {
      const bytes = packed[uri]!;
      const piece = bytes.subarray(offset, offset + length);
      return { base64: piece.toString('base64'), end: offset + length >= bytes.length };
    });
    const initializationOptions = { catalog: await catalogText() };
    await client.sendRequest('initialize', {
      processId: null,
      rootUri: null,
      capabilities: {},
      initializationOptions,
    });
    const files = Object.entries(packed).map(([uri, { length: size }]) => {
      return { uri, name: uri.slice(7), size, written: null };
    });
    for (const [index, file] of files.entries()) {
      const { text } = await client.sendRequest<OpenArchiveResult>('smtpLens/openArchive', { file });
      expect(text).toBe(plain.toString().repeat(index === 0 ? 2 : 1));
    }
    await client.sendRequest('smtpLens/scan', { id: 'a', files });
    const { view } = await client.sendRequest<ReportResult>('smtpLens/report', {
      of: { scan: 'a' },
      filter: {},
    });
    expect(view.outcomes.bounced! % 4).toBe(0);
    expect(view.total).toBeGreaterThan(10);
    client.dispose();
  });

  it('says that it needs the catalogue', async () => {
    const { client } = startWorker(await bundleText('server/browser'));
    const answer = client.sendRequest('initialize', { processId: null, rootUri: null, capabilities: {} });
    await expect(answer).rejects.toThrow(/initializationOptions\.catalog/);
    client.dispose();
  });
});
