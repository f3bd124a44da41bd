// Which documents does the server get to see? The languages of the manifest, those of the setting `smtpLens.languages`,
// and a `log` only once its content shows mail. What is not served is never sent: neither its text nor a question
// about it. Deliberately absent: output channels and other views that only look like files.
import * as vscode from 'vscode';
import type { Middleware, TextDocumentFilter } from 'vscode-languageclient';
import { holdsMail, textHoldsMail } from './content';

const always: readonly string[] = ['maillog', 'eml'];
const onEvidence = 'log';
/** `output`: output channels; the others show text that is no file of its own. */
const excludedSchemes: ReadonlySet<string> = new Set([
  'output',
  'debug',
  'comment',
  'search-editor',
  'vscode-terminal',
  'vscode-interactive-input',
  'walkThroughSnippet',
]);

export class Served implements vscode.Disposable {
  /** Documents that the server has been told of and not yet told to forget. */
  private readonly open = new Set<string>();
  private readonly changed = new vscode.EventEmitter<vscode.TextDocument>();
  private chosen: readonly string[] = [];
  /** A document has been opened or closed towards the server. */
  readonly onDidChange = this.changed.event;
  /** What the library listens to; the same array for life, its contents follow the settings. */
  readonly selector: TextDocumentFilter[] = [];

  constructor() {
    this.readSettings();
  }

  dispose(): void {
    this.changed.dispose();
  }

  /** Reads `smtpLens.languages` again. @returns whether other languages are listened to now */
  readSettings(): boolean {
    const before = this.languages.join();
    const setting: unknown = vscode.workspace.getConfiguration('smtpLens').get('languages');
    this.chosen = Array.isArray(setting) ? setting.filter((id) => typeof id === 'string') : [];
    const languages = [...new Set([...always, onEvidence, ...this.chosen])];
    this.selector.splice(0, this.selector.length, ...languages.map((language) => ({ language })));
    return languages.join() !== before;
  }

  get languages(): string[] {
    return this.selector.map((filter) => ('language' in filter && filter.language) || '');
  }

  /** Whether the server may read this document. Looks at the content of a `log`. */
  admits(document: vscode.TextDocument): boolean {
    const language = document.languageId;
    if (excludedSchemes.has(document.uri.scheme)) return false;
    if (always.includes(language) || this.chosen.includes(language)) return true;
    return language === onEvidence && holdsMail(document);
  }

  /** The same after a change: looks at the new text only, so that watching a growing log costs nothing. */
  becomesMail({ document, contentChanges }: vscode.TextDocumentChangeEvent): boolean {
    if (document.languageId !== onEvidence || excludedSchemes.has(document.uri.scheme)) return false;
    return !this.has(document.uri) && contentChanges.some((change) => textHoldsMail(change.text));
  }

  /** Whether the server has this document. */
  has(uri: vscode.Uri): boolean {
    return this.open.has(uri.toString());
  }

  /** The server is gone, and what it knew with it. */
  forgetAll(): void {
    this.open.clear();
  }

  /** Keeps everything about other documents away from the server. */
  middleware(sendOpen: (document: vscode.TextDocument) => Promise<void>): Middleware {
    // Set for the one call in which `sendOpen` comes back to `didOpen`: the evidence may stand in the middle of a
    // large file, where the look at the whole would not find it again.
    let admitted: vscode.TextDocument | undefined;
    return {
      didOpen: async (document, next) => {
        if (document !== admitted && !this.admits(document)) return;
        this.open.add(document.uri.toString());
        await next(document);
        this.changed.fire(document);
      },
      didChange: async (event, next) => {
        if (this.has(event.document.uri)) return next(event);
        if (!this.becomesMail(event)) return;
        // Opening sends the text as it is now, this change included.
        admitted = event.document;
        const sent = sendOpen(event.document);
        admitted = undefined;
        await sent;
      },
      didClose: async (document, next) => {
        if (!this.open.delete(document.uri.toString())) return;
        await next(document);
        this.changed.fire(document);
      },
      didSave: async (document, next) => {
        if (this.has(document.uri)) await next(document);
      },
      // Hovers, lenses, diagnostics and the rest: each of them takes null for "nothing".
      sendRequest: async (type, param, token, next) => {
        const uri = documentOf(param);
        return uri !== undefined && this.isKeptBack(uri) ? (null as never) : next(type, param, token);
      },
    };
  }

  private isKeptBack(uri: string): boolean {
    return !this.open.has(uri) && vscode.workspace.textDocuments.some((each) => each.uri.toString() === uri);
  }
}

/** The uri in `{ textDocument: { uri } }`, the shape of every question about a document. */
function documentOf(param: unknown): string | undefined {
  const { textDocument } = (param ?? {}) as { textDocument?: { uri?: unknown } };
  return typeof textDocument?.uri === 'string' ? textDocument.uri : undefined;
}
