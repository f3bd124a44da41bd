// What happened to this message? Its lines and its story as a read-only document of our own scheme, with links back to
// the file. The text is asked of the server when it is needed and not kept longer than its editor.
// Other files are looked into only where somebody asks for it. Deliberately absent: finding lines, and what is said of them.
import * as vscode from 'vscode';
import { commands, type FollowParams, type FollowResult, followRequest } from '../../server/src/lsp/protocol';
import { type LogPlace, linksTo, type OwnDocument, type OwnDocuments, ownScheme } from './ownDocuments';
import type { Server } from './server';

/** The log and the place in it, as the document's address holds them. */
interface Source {
  uri: string;
  line: number;
  column: number;
  /** Of the log, so that a log that has grown is read again. */
  version: number;
  /** In its rotated siblings and in other open logs too. */
  elsewhere: boolean;
}

export class FollowedMessages implements OwnDocument {
  private readonly known = new Map<string, FollowResult>();

  constructor(
    private readonly server: Server,
    private readonly documents: OwnDocuments,
  ) {
    documents.add('', this);
  }

  forget(address: vscode.Uri): void {
    this.known.delete(address.toString());
  }

  /**
   * Opens the message at a place of a log beside it.
   * @param elsewhere look in the rotated siblings of the log and in other open logs too
   */
  async open(uri: vscode.Uri, line: number, column: number, elsewhere = false): Promise<void> {
    const { version } = await vscode.workspace.openTextDocument(uri);
    const source: Source = { uri: uri.toString(), line, column, version, elsewhere };
    let given = false;
    const found = await vscode.window.withProgress(
      {
        location: elsewhere ? vscode.ProgressLocation.Notification : vscode.ProgressLocation.Window,
        title: vscode.l10n.t('Looking for the message'),
        cancellable: elsewhere,
      },
      async (_progress, token) => {
        token.onCancellationRequested(() => {
          given = true;
        });
        return this.ask(source, token);
      },
    );
    if (given) return;
    if (!found) {
      void vscode.window.showInformationMessage(
        vscode.l10n.t('No message is named on this line: it holds neither a queue id nor a message-id.'),
      );
      return;
    }
    // A message-id may hold what a path must not.
    const path = `/${found.key.replace(/[^\w@.=+ ()-]/g, '_').slice(0, 100)}`;
    const address = vscode.Uri.from({ scheme: ownScheme, path, query: JSON.stringify(source) });
    this.known.set(address.toString(), found);
    const document = await vscode.workspace.openTextDocument(address);
    await vscode.languages.setTextDocumentLanguage(document, 'maillog');
    // From one text of ours to the next in its place; from a log beside it.
    const isBesides = vscode.window.activeTextEditor?.document.uri.scheme === ownScheme;
    const viewColumn = isBesides ? vscode.ViewColumn.Active : vscode.ViewColumn.Beside;
    await vscode.window.showTextDocument(document, { viewColumn, preview: true });
  }

  async provideTextDocumentContent(address: vscode.Uri): Promise<string> {
    return (await this.message(address))?.text ?? '';
  }

  async provideDocumentLinks(document: vscode.TextDocument): Promise<vscode.DocumentLink[]> {
    const source = sourceOf(document.uri);
    const message = await this.message(document.uri);
    if (!source || !message) return [];
    const log = vscode.Uri.parse(source.uri);
    const tooltip = vscode.l10n.t('Show this line in the log');
    const links = message.links.flatMap((link) => {
      const file = link.uri === null ? log : this.documents.unpackedAddress(vscode.Uri.parse(link.uri));
      return file ? linksTo(file, [link], tooltip) : [];
    });
    if (message.more === null) return links;
    const more = new vscode.DocumentLink(
      document.lineAt(message.more).range.with(new vscode.Position(message.more, 2)),
      moreOf(source),
    );
    more.tooltip = vscode.l10n.t('Follow the message there');
    return [more, ...links];
  }

  async placeInLog(address: vscode.Uri, row: number): Promise<LogPlace | undefined> {
    const source = sourceOf(address);
    const message = await this.message(address);
    // The lines below a heading follow each other in the file.
    const heading = message?.links.filter(({ line }) => line < row).pop();
    const next = heading && message?.links.find(({ line }) => line > heading.line);
    if (!source || !heading || (next && row >= next.line - 1)) return undefined;
    const uri = this.documents.unpackedAddress(vscode.Uri.parse(heading.uri ?? source.uri));
    return uri && { uri, line: heading.target + row - heading.line - 1 };
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

  private async ask(
    { uri, line, column, elsewhere }: Source,
    token?: vscode.CancellationToken,
  ): Promise<FollowResult | undefined> {
    await vscode.workspace.openTextDocument(vscode.Uri.parse(uri));
    const position = { line, character: column };
    const params: FollowParams = { textDocument: { uri }, position, elsewhere };
    const found = this.server.ask<FollowResult | null>(followRequest, params, token);
    return (
      (await found.catch((error: unknown) => {
        if (!token?.isCancellationRequested) throw error;
        return null;
      })) ?? undefined
    );
  }
}

/** Asks again, in all files. */
function moreOf({ uri, line, column }: Source): vscode.Uri {
  const given = encodeURIComponent(JSON.stringify([uri, line, column]));
  return vscode.Uri.parse(`command:${commands.followEverywhere}?${given}`);
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
    const { uri, line, column, version = 0 } = source;
    return { uri, line, column, version, elsewhere: source.elsewhere === true };
  } catch {
    return undefined;
  }
}
