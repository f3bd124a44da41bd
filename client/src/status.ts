// What was read of the file in front, what was left out and why? Answered in the editor's language status, never by a
// notification. Shown only for documents that the server has; the rest of the status bar stays as it was.
import * as vscode from 'vscode';
import { commands, type StatusParams } from '../../server/src/lsp/protocol';
import type { Archives } from './archives';
import type { Served } from './served';
import type { Server } from './server';

/** Past either, VS Code colours by no grammar, asks for no code lenses or folding, and draws no hints. Characters, and lines. */
const largeFile = { characters: 20 * 1024 * 1024, lines: 300_000 };

const nowhere: vscode.DocumentSelector = { scheme: 'smtp-lens-none' };

export class Status implements vscode.Disposable {
  private readonly item = vscode.languages.createLanguageStatusItem('smtpLens.status', nowhere);
  /** One for each sentence, because the editor writes an item in one line, however long. */
  private leftOut: vscode.LanguageStatusItem[] = [];
  private readonly known = new Map<string, StatusParams>();
  private readonly subscriptions: vscode.Disposable[];
  private running = true;

  constructor(
    server: Server,
    private readonly served: Served,
    private readonly archives: Archives,
  ) {
    this.item.name = 'SMTP Lens';
    this.subscriptions = [
      this.item,
      server.onStatus((status) => {
        this.known.set(vscode.Uri.parse(status.uri).toString(), status);
        this.show();
      }),
      server.onRunning((running) => {
        this.running = running;
        if (!running) this.known.clear();
        this.show();
      }),
      served.onDidChange((document) => {
        if (!served.has(document.uri)) this.known.delete(document.uri.toString());
        this.show();
      }),
      vscode.window.onDidChangeActiveTextEditor(() => this.show()),
    ];
    this.show();
  }

  /** What the server said last about this document. */
  of(uri: vscode.Uri): StatusParams | undefined {
    return this.known.get(uri.toString());
  }

  dispose(): void {
    for (const each of [...this.subscriptions, ...this.leftOut]) each.dispose();
  }

  private show(): void {
    const document = vscode.window.activeTextEditor?.document;
    const isServed = document !== undefined && this.served.has(document.uri);
    void vscode.commands.executeCommand('setContext', 'smtpLens.served', isServed);
    if (!document || !(isServed || (!this.running && this.served.admits(document)))) {
      this.item.selector = nowhere;
      this.sayLeftOut(nowhere, []);
      return;
    }
    this.item.selector = { language: document.languageId };
    if (this.running) this.describe(document, this.known.get(document.uri.toString()));
    else this.describeStopped();
  }

  private describe(document: vscode.TextDocument, status: StatusParams | undefined): void {
    const { item } = this;
    item.busy = status === undefined || status.state === 'reading';
    item.text = status ? summary(status) : vscode.l10n.t('Reading…');
    item.detail =
      status?.kind === 'message'
        ? vscode.l10n.t('Read as a message ({0}).', document.languageId)
        : vscode.l10n.t('Read as a log ({0}).', document.languageId);
    item.severity = vscode.LanguageStatusSeverity.Information;
    item.command = { command: commands.listCodes, title: vscode.l10n.t('List Codes') };
    this.sayLeftOut(item.selector, [
      ...this.archives.leftOut(document.uri),
      ...(status?.leftOut ?? []),
      ...switchedOff(document),
    ]);
  }

  private sayLeftOut(selector: vscode.DocumentSelector, sentences: readonly string[]): void {
    if (sentences.join() === this.leftOut.map(({ text }) => text).join()) {
      for (const item of this.leftOut) item.selector = selector;
      return;
    }
    for (const item of this.leftOut) item.dispose();
    this.leftOut = sentences.map((sentence, at) => {
      const item = vscode.languages.createLanguageStatusItem(`smtpLens.leftOut.${at}`, selector);
      item.name = vscode.l10n.t('SMTP Lens: What Was Left Out');
      item.text = sentence;
      item.severity = vscode.LanguageStatusSeverity.Warning;
      return item;
    });
  }

  private describeStopped(): void {
    const { item } = this;
    item.busy = false;
    item.text = vscode.l10n.t('The language server is not running');
    item.detail = undefined;
    item.severity = vscode.LanguageStatusSeverity.Error;
    this.sayLeftOut(nowhere, []);
    item.command = { command: 'smtpLens.restartServer', title: vscode.l10n.t('Restart Server') };
  }
}

function summary(status: StatusParams): string {
  const number = new Intl.NumberFormat(vscode.env.language);
  if (status.state === 'reading')
    return vscode.l10n.t('Reading… {0} %', Math.floor(Math.min(1, Math.max(0, status.done)) * 100));
  if (status.state === 'silent') return vscode.l10n.t('No mail found in this file');
  const [codes, lines] = [number.format(status.codes), number.format(status.lines)];
  if (status.lines === 1) return vscode.l10n.t('Codes: {0}, in 1 line', codes);
  return vscode.l10n.t('Codes: {0}, in {1} lines', codes, lines);
}

/** What VS Code itself leaves out in a file of this size. Short sentences: the editor cuts a longer line off. */
function switchedOff(document: vscode.TextDocument): string[] {
  const last = document.lineAt(document.lineCount - 1).range.end;
  if (document.lineCount <= largeFile.lines && document.offsetAt(last) <= largeFile.characters) return [];
  return [
    vscode.l10n.t('Large file: VS Code shows no lenses, hints, folding or grammar.'),
    vscode.l10n.t('Hovers, problems, codes’ colours, list and report cover all of it.'),
  ];
}
