// An editor for the tests: starts the server that ships as a process and speaks to it with the real client library.
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { BuildOptions } from 'esbuild';
import * as esbuild from 'esbuild';
import type { InitializeParams, InitializeResult, MessageConnection } from 'vscode-languageserver/node';
import {
  createMessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';

const root = path.join(import.meta.dirname, '../..');

/** How esbuild.mjs builds what ships. */
export async function shippedBundles(): Promise<
  (BuildOptions & { entryPoints: { [out: string]: string } })[]
> {
  return (await import(path.join(root, 'esbuild.mjs'))).bundles;
}

/** The bundle named as in dist/, built from the sources as they are now. */
export async function bundleText(name: string): Promise<string> {
  const options = (await shippedBundles()).find(({ entryPoints }) => name in entryPoints);
  const built = await esbuild.build({ ...options, absWorkingDir: root, outdir: 'dist', write: false });
  return built.outputFiles![0]!.text;
}

export async function catalogText(): Promise<string> {
  return JSON.stringify((await import(path.join(root, 'catalog/build.mjs'))).joinCatalog());
}

/** A folder laid out like dist/, with the Node server and the catalogue in it. */
export class ServerFolder {
  private constructor(private readonly folder: string) {}

  static async make(): Promise<ServerFolder> {
    const folder = mkdtempSync(path.join(tmpdir(), 'smtp-lens-lsp-'));
    const file = new ServerFolder(folder);
    writeFileSync(path.join(folder, 'catalog.json'), await catalogText());
    for (const bundle of await shippedBundles())
      if ('server/node' in bundle.entryPoints || 'server/browser' in bundle.entryPoints)
        await esbuild.build({ ...bundle, absWorkingDir: root, outdir: folder });
    return file;
  }

  start(...argv: string[]): ChildProcess {
    return spawn(process.execPath, [path.join(this.folder, 'server/node.js'), ...argv], { stdio: 'pipe' });
  }

  /** As VS Code starts it: messages go through Node's own channel between parent and child. */
  fork(): ChildProcess {
    return fork(path.join(this.folder, 'server/node.js'), ['--node-ipc'], { stdio: 'pipe' });
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** What VS Code can do, as far as the server asks. */
export const pullingEditor: InitializeParams['capabilities'] = {
  workspace: {
    configuration: true,
    diagnostics: { refreshSupport: true },
    codeLens: { refreshSupport: true },
  },
  textDocument: { hover: { contentFormat: ['markdown', 'plaintext'] }, diagnostic: {} },
};

/** What an older client in a terminal can do. */
export const plainEditor: InitializeParams['capabilities'] = {
  textDocument: { hover: { contentFormat: ['plaintext'] }, publishDiagnostics: {} },
};

interface Heard {
  method: string;
  params: unknown;
}

export class Session {
  /** Every notification and request of the server so far. */
  readonly heard: Heard[] = [];
  /** What the server is told when it asks for the section `smtpLens`. */
  configuration: unknown = null;
  /** What other requests of the server are answered with, by method. */
  readonly answers: { [method: string]: (params: never) => unknown } = {};
  result: InitializeResult = { capabilities: {} };
  private readonly listeners = new Set<(heard: Heard) => void>();
  private versions = new Map<string, number>();

  private constructor(
    readonly client: MessageConnection,
    readonly process: ChildProcess,
  ) {}

  static async open(
    folder: ServerFolder,
    capabilities: InitializeParams['capabilities'],
    initializationOptions?: unknown,
  ): Promise<Session> {
    const server = folder.start('--stdio');
    const reader = new StreamMessageReader(server.stdout!);
    const client = createMessageConnection(reader, new StreamMessageWriter(server.stdin!));
    const session = new Session(client, server);
    client.onNotification((method, params) => session.hear({ method, params }));
    client.onRequest((method, params) => {
      session.hear({ method, params });
      if (method in session.answers) return session.answers[method]!(params as never);
      return method === 'workspace/configuration' ? [session.configuration] : null;
    });
    client.listen();
    const params = { processId: process.pid, rootUri: null, capabilities, initializationOptions };
    session.result = await client.sendRequest('initialize', params);
    await client.sendNotification('initialized', {});
    return session;
  }

  ask<Result>(method: string, params: unknown): Promise<Result> {
    return this.client.sendRequest<Result>(method, params);
  }

  async openFile(uri: string, text: string, languageId = 'maillog'): Promise<void> {
    this.versions.set(uri, 1);
    await this.client.sendNotification('textDocument/didOpen', {
      textDocument: { uri, languageId, version: 1, text },
    });
  }

  async insert(uri: string, line: number, text: string): Promise<void> {
    const version = this.versions.get(uri)! + 1;
    this.versions.set(uri, version);
    const place = { line, character: 0 };
    await this.client.sendNotification('textDocument/didChange', {
      textDocument: { uri, version },
      contentChanges: [{ range: { start: place, end: place }, text }],
    });
  }

  async closeFile(uri: string): Promise<void> {
    await this.client.sendNotification('textDocument/didClose', { textDocument: { uri } });
  }

  /** What the server says by `method` and `fits`, now or already said. */
  hears<Params>(method: string, fits: (params: Params) => boolean = () => true): Promise<Params> {
    const isIt = (heard: Heard) => heard.method === method && fits(heard.params as Params);
    const already = this.heard.find(isIt);
    if (already) return Promise.resolve(already.params as Params);
    return new Promise((resolve) => {
      const listener = (heard: Heard) => {
        if (!isIt(heard)) return;
        this.listeners.delete(listener);
        resolve(heard.params as Params);
      };
      this.listeners.add(listener);
    });
  }

  /** Ends the server as an editor does; its exit code. */
  async end(): Promise<number> {
    const gone = once(this.process, 'exit');
    await this.client.sendRequest('shutdown');
    await this.client.sendNotification('exit');
    const [code] = await gone;
    this.client.dispose();
    return code as number;
  }

  private hear(heard: Heard): void {
    this.heard.push(heard);
    for (const listener of [...this.listeners]) listener(heard);
  }
}
