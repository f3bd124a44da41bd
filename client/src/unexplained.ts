// Which replies in this file does nothing explain? *List Unexplained Replies* as a read-only document beside it, redacted, with
// links to the lines where they were met: to be looked through and passed on to whoever can tell.
// Deliberately absent: sending it anywhere; finding the replies (the server does).
import * as vscode from 'vscode';
import {
  type DocumentParams,
  type UnexplainedResult,
  unexplainedRequest,
} from '../../server/src/lsp/protocol';
import { fileOf, linksTo, type OwnDocument, type OwnDocuments, ownScheme } from './ownDocuments';
import type { Server } from './server';

const authority = 'unexplained';

export class UnexplainedReplies implements OwnDocument {
  private readonly known = new Map<string, UnexplainedResult>();

  constructor(
    private readonly server: Server,
    private readonly documents: OwnDocuments,
  ) {
    documents.add(authority, this);
  }

  forget(address: vscode.Uri): void {
    this.known.delete(address.toString());
  }

  /** Opens the list beside the file; asked for again, it is made anew. */
  async open(file: vscode.Uri): Promise<void> {
    const name = file.path.split('/').pop() || 'log';
    const path = `/${name.replace(/[^\w@.=+ -]/g, '_').slice(0, 100)}.unexplained.txt`;
    const query = JSON.stringify({ uri: file.toString() });
    const address = vscode.Uri.from({ scheme: ownScheme, authority, path, query });
    this.known.delete(address.toString());
    await vscode.window.withProgress({ location: vscode.ProgressLocation.Window }, () => this.found(address));
    this.documents.renew(address);
    const document = await vscode.workspace.openTextDocument(address);
    await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside, preview: true });
  }

  async provideTextDocumentContent(address: vscode.Uri): Promise<string> {
    return (await this.found(address))?.text ?? vscode.l10n.t('The language server does not answer.');
  }

  async provideDocumentLinks({ uri }: vscode.TextDocument): Promise<vscode.DocumentLink[]> {
    const file = fileOf(uri);
    const found = await this.found(uri);
    return file && found ? linksTo(file, found.links, vscode.l10n.t('Show this line in the log')) : [];
  }

  private async found(address: vscode.Uri): Promise<UnexplainedResult | undefined> {
    const known = this.known.get(address.toString());
    const file = fileOf(address);
    if (known || !file) return known;
    await vscode.workspace.openTextDocument(file);
    const params: DocumentParams = { textDocument: { uri: file.toString() } };
    const found = (await this.server.ask<UnexplainedResult | null>(unexplainedRequest, params)) ?? undefined;
    if (found) this.known.set(address.toString(), found);
    return found;
  }
}
