// What can be read in this saved message? *Show Decoded Text* as a read-only document beside it, with links back to the lines of
// the file; it follows the file as it changes. Deliberately absent: undoing encodings (the server does).
import * as vscode from 'vscode';
import { type DecodedText, type DocumentParams, decodedTextRequest } from '../../server/src/lsp/protocol';
import { fileOf, linksTo, type OwnDocument, type OwnDocuments, ownScheme } from './ownDocuments';
import type { Server } from './server';

const authority = 'text';

export class DecodedTexts implements OwnDocument, vscode.Disposable {
  private readonly known = new Map<string, DecodedText>();
  /** Addresses that are shown, by the file they are of. */
  private readonly shown = new Map<string, vscode.Uri>();
  private readonly subscription: vscode.Disposable;

  constructor(
    private readonly server: Server,
    documents: OwnDocuments,
  ) {
    documents.add(authority, this);
    this.subscription = server.onStatus(({ uri, state }) => {
      const address = state === 'reading' ? undefined : this.shown.get(vscode.Uri.parse(uri).toString());
      if (!address) return;
      this.known.delete(address.toString());
      documents.renew(address);
    });
  }

  dispose(): void {
    this.subscription.dispose();
  }

  forget(address: vscode.Uri): void {
    this.known.delete(address.toString());
    const file = fileOf(address);
    if (file) this.shown.delete(file.toString());
  }

  /** Opens the text of a saved message beside it. */
  async open(file: vscode.Uri): Promise<void> {
    const name = file.path.split('/').pop() || 'message';
    const path = `/${name.replace(/[^\w@.=+ -]/g, '_').slice(0, 100)}.txt`;
    const query = JSON.stringify({ uri: file.toString() });
    const address = vscode.Uri.from({ scheme: ownScheme, authority, path, query });
    const document = await vscode.workspace.openTextDocument(address);
    // Codes in it are explained as in the file.
    await vscode.languages.setTextDocumentLanguage(document, 'maillog');
    await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside, preview: true });
  }

  async provideTextDocumentContent(address: vscode.Uri): Promise<string> {
    const decoded = await this.decoded(address);
    return decoded?.text ?? vscode.l10n.t('This is no saved message, so there is nothing to decode.');
  }

  async provideDocumentLinks({ uri }: vscode.TextDocument): Promise<vscode.DocumentLink[]> {
    const file = fileOf(uri);
    const decoded = await this.decoded(uri);
    if (!file || !decoded) return [];
    return linksTo(file, decoded.links, vscode.l10n.t('Show these lines in the file'));
  }

  private async decoded(address: vscode.Uri): Promise<DecodedText | undefined> {
    const known = this.known.get(address.toString());
    const file = fileOf(address);
    if (known || !file) return known;
    await vscode.workspace.openTextDocument(file);
    const params: DocumentParams = { textDocument: { uri: file.toString() } };
    const found = (await this.server.ask<DecodedText | null>(decodedTextRequest, params)) ?? undefined;
    if (found) {
      this.known.set(address.toString(), found);
      this.shown.set(file.toString(), address);
    }
    return found;
  }
}
