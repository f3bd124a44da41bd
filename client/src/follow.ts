// What happened to this message? Its lines and its story as a read-only document of our own scheme, with links back to
// the file. The text is asked of the server when it is needed and not kept longer than its editor.
// Deliberately absent: other files than the one that was asked about.
import * as vscode from 'vscode';
import { type FollowParams, type FollowResult, followRequest } from '../../server/src/lsp/protocol';
import { linksTo, type OwnDocument, type OwnDocuments, ownScheme } from './ownDocuments';
import type { Server } from './server';

/** The log and the place in it, as the document's address holds them. */
interface Source {
  uri: string;
  line: number;
  column: number;
  /** Of the log, so that a log that has grown is read again. */
  version: number;
}

export class FollowedMessages implements OwnDocument {
  private readonly known = new Map<string, FollowResult>();

  constructor(
    private readonly server: Server,
    documents: OwnDocuments,
  ) {
    documents.add('', this);
  }

  forget(address: vscode.Uri): void {
    this.known.delete(address.toString());
  }

  /** Opens the message at a place of a log beside it. */
  async open(uri: vscode.Uri, line: number, column: number): Promise<void> {
    const { version } = await vscode.workspace.openTextDocument(uri);
    const source: Source = { uri: uri.toString(), line, column, version };
    const found = await vscode.window.withProgress({ location: vscode.ProgressLocation.Window }, () =>
      this.ask(source),
    );
    if (!found) {
      void vscode.window.showInformationMessage(
        vscode.l10n.t('No message is named on this line: it holds neither a queue id nor a message-id.'),
      );
      return;
    }
    // A message-id may hold what a path must not.
    const path = `/${found.key.replace(/[^\w@.=+-]/g, '_').slice(0, 100)}`;
    const address = vscode.Uri.from({ scheme: ownScheme, path, query: JSON.stringify(source) });
    this.known.set(address.toString(), found);
    const document = await vscode.workspace.openTextDocument(address);
    await vscode.languages.setTextDocumentLanguage(document, 'maillog');
    await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside, preview: true });
  }

  async provideTextDocumentContent(address: vscode.Uri): Promise<string> {
    return (await this.message(address))?.text ?? '';
  }

  async provideDocumentLinks({ uri }: vscode.TextDocument): Promise<vscode.DocumentLink[]> {
    const source = sourceOf(uri);
    const message = await this.message(uri);
    if (!source || !message) return [];
    return linksTo(vscode.Uri.parse(source.uri), message.links, vscode.l10n.t('Show this line in the log'));
  }

  private async message(address: vscode.Uri): Promise<FollowResult | undefined> {
    const key = address.toString();
    const known = this.known.get(key);
    const source = sourceOf(address);
    if (known || !source) return known;
    const found = await this.ask(source);
    if (found) this.known.set(key, found);
    return found;
  }

  private async ask({ uri, line, column }: Source): Promise<FollowResult | undefined> {
    await vscode.workspace.openTextDocument(vscode.Uri.parse(uri));
    const params: FollowParams = { textDocument: { uri }, position: { line, character: column } };
    return (await this.server.ask<FollowResult | null>(followRequest, params)) ?? undefined;
  }
}

/** The address of a document that another program made up may hold anything. */
function sourceOf(address: vscode.Uri): Source | undefined {
  try {
    const source: Partial<Source> | null = JSON.parse(address.query);
    if (
      typeof source?.uri !== 'string' ||
      typeof source.line !== 'number' ||
      typeof source.column !== 'number'
    )
      return undefined;
    return { uri: source.uri, line: source.line, column: source.column, version: source.version ?? 0 };
  } catch {
    return undefined;
  }
}
