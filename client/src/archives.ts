// What stands in `mail.log.2.gz`? *Open Compressed Log* shows it as a read-only document of our own scheme; the ending is left
// out of its name, so that it gets the language that the file in it would have. Nothing is claimed by file type: who never
// runs the command sees nothing of this. Deliberately absent: unpacking (the server does).
import * as vscode from 'vscode';
import {
  type OpenArchiveParams,
  type OpenArchiveResult,
  openArchiveRequest,
} from '../../server/src/lsp/protocol';
import { holdsMail } from './content';
import { fileToRead } from './files';
import { type OwnDocument, type OwnDocuments, ownScheme } from './ownDocuments';
import type { Server } from './server';

const authority = 'archive';
const ending = /\.(?:gz|zst|zstd|xz)$/i;

export const isArchiveName = (uri: vscode.Uri): boolean => ending.test(uri.path);

export class Archives implements OwnDocument {
  /** What was left out of the documents that are open, by address. */
  private readonly sentences = new Map<string, readonly string[]>();
  private readonly texts = new Map<string, OpenArchiveResult>();

  constructor(
    private readonly server: Server,
    documents: OwnDocuments,
  ) {
    documents.add(authority, this);
  }

  /** Opens an archive, at a line (from 0) where one is given. */
  async open(file: vscode.Uri, line?: number): Promise<void> {
    const address = addressOf(file);
    const opened = await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Window, title: vscode.l10n.t('Unpacking {0}…', nameOf(file)) },
      () => this.document(address),
    );
    if (!opened) {
      void vscode.window.showErrorMessage(
        vscode.l10n.t('{0} could not be read as a compressed file (gzip, zstd or xz).', nameOf(file)),
      );
      return;
    }
    const { document, isNew } = opened;
    await vscode.window.showTextDocument(document, {
      preview: true,
      ...(line !== undefined && { selection: new vscode.Range(line, 0, line, 0) }),
    });
    const leftOut = this.leftOut(document.uri);
    if (isNew && leftOut.length > 0) void vscode.window.showWarningMessage(leftOut.join(' '));
  }

  /** Sentences on what a document of ours has not got. */
  leftOut(address: vscode.Uri): readonly string[] {
    return this.sentences.get(address.toString()) ?? [];
  }

  async provideTextDocumentContent(address: vscode.Uri): Promise<string> {
    const known = this.texts.get(address.toString());
    this.texts.delete(address.toString());
    return (known ?? (await this.unpack(address)))?.text ?? '';
  }

  async provideDocumentLinks(): Promise<vscode.DocumentLink[]> {
    return [];
  }

  forget(address: vscode.Uri): void {
    this.sentences.delete(address.toString());
    this.texts.delete(address.toString());
  }

  private async document(
    address: vscode.Uri,
  ): Promise<{ document: vscode.TextDocument; isNew: boolean } | undefined> {
    const open = vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === address.toString());
    if (open) return { document: open, isNew: false };
    const unpacked = await this.unpack(address);
    if (!unpacked || (unpacked.text === '' && unpacked.leftOut.length > 0)) return undefined;
    this.texts.set(address.toString(), unpacked);
    const document = await vscode.workspace.openTextDocument(address);
    const language = languageOf(document, unpacked.kind);
    if (language) await vscode.languages.setTextDocumentLanguage(document, language);
    return { document, isNew: true };
  }

  private async unpack(address: vscode.Uri): Promise<OpenArchiveResult | undefined> {
    const file = fileOf(address);
    const params: OpenArchiveParams | undefined = file && { file: await fileToRead(file) };
    const found = params && (await this.server.ask<OpenArchiveResult | null>(openArchiveRequest, params));
    if (found) this.sentences.set(address.toString(), found.leftOut);
    return found ?? undefined;
  }
}

/** The language that neither the name nor the editor found; undefined where theirs is right. */
function languageOf(document: vscode.TextDocument, kind: OpenArchiveResult['kind']): string | undefined {
  if (document.languageId === 'maillog' || document.languageId === 'eml') return undefined;
  if (kind === 'message') return 'eml';
  return holdsMail(document) ? 'maillog' : undefined;
}

function addressOf(file: vscode.Uri): vscode.Uri {
  const query = JSON.stringify({ uri: file.toString() });
  return vscode.Uri.from({ scheme: ownScheme, authority, path: file.path.replace(ending, ''), query });
}

/** The address of a document that another program made up may hold anything. */
function fileOf(address: vscode.Uri): vscode.Uri | undefined {
  try {
    const { uri }: { uri?: unknown } = JSON.parse(address.query) ?? {};
    return typeof uri === 'string' ? vscode.Uri.parse(uri, true) : undefined;
  } catch {
    return undefined;
  }
}

const nameOf = (file: vscode.Uri): string => file.path.split('/').pop() || file.path;
