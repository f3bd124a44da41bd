// The extension in a Node host (desktop, remote): the server is a process of its own, spoken to over Node's IPC.
import type * as vscode from 'vscode';
import { LanguageClient, type NodeModule, TransportKind } from 'vscode-languageclient/node';
import { start } from '../extension';

export function activate(context: vscode.ExtensionContext): void {
  const run: NodeModule = {
    module: context.asAbsolutePath('dist/server/node.js'),
    transport: TransportKind.ipc,
  };
  const debug: NodeModule = { ...run, options: { execArgv: ['--nolazy', '--inspect=6009'] } };
  start(context, {
    createClient: (options) => new LanguageClient('smtpLens', 'SMTP Lens', { run, debug }, options),
    // The process reads the catalogue beside it by itself.
    initializationOptions: async () => ({}),
  });
}
