// The extension in a web host (vscode.dev): the server is a worker, and gets the catalogue from here, because a worker
// reads no files.
import * as vscode from 'vscode';
import { BrowserMessageReader, BrowserMessageWriter, LanguageClient } from 'vscode-languageclient/browser';
import { start } from '../extension';

export function activate(context: vscode.ExtensionContext): void {
  const script = vscode.Uri.joinPath(context.extensionUri, 'dist/server/browser.js').toString(true);
  const catalog = vscode.Uri.joinPath(context.extensionUri, 'dist/catalog.json');
  let worker: Worker | undefined;
  // Asked for at every start; the library leaves the worker of the last one running.
  const newWorker = async () => {
    worker?.terminate();
    worker = new Worker(script, { name: 'SMTP Lens' });
    // Reader and writer, not the worker itself: what the extension host of VS Code makes here is no `instanceof Worker`,
    // and the library then takes it for something else.
    return { reader: new BrowserMessageReader(worker), writer: new BrowserMessageWriter(worker) };
  };
  start(context, {
    createClient: (options) => new LanguageClient('smtpLens', 'SMTP Lens', newWorker, options),
    initializationOptions: async () => ({
      catalog: new TextDecoder().decode(await vscode.workspace.fs.readFile(catalog)),
    }),
  });
  context.subscriptions.push({ dispose: () => worker?.terminate() });
}
