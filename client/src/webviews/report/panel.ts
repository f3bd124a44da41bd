// The report: a panel per open document or per scan that asks the server for the numbers under the page's filter, follows
// what changes, and jumps to lines, in files of any size. What it looks like is the page's affair (view/).
import * as vscode from 'vscode';
import {
  type ExportReportParams,
  type ExportReportResult,
  exportReportRequest,
  type FileToRead,
  type ReportFilter,
  type ReportOf,
  type ReportParams,
  type ReportResult,
  reportRequest,
  type ScanParams,
  type ScanProgressParams,
  scanClosedNotification,
  scanRequest,
} from '../../../../server/src/lsp/protocol';
import { type Archives, isArchiveName } from '../../archives';
import { fileToRead } from '../../files';
import type { Server } from '../../server';
import { sayIfTooLarge } from '../../tooLarge';
import { fillPanel } from '../page';
import type { ReferencePanels } from '../reference/panel';
import { Soon } from '../soon';
import { asFilter, asPageState, isToPanel, type Progress, type ToPage, type ToPanel } from './messages';
import { words } from './words';

const viewType = 'smtpLens.report';
/** The numbers change faster than anyone reads: they are asked for at most so often, in milliseconds. */
const refreshPause = 300;

const endings = { csv: 'csv', json: 'json', markdown: 'md' } as const;

interface Parts {
  readonly extension: vscode.Uri;
  readonly server: Server;
  readonly reference: ReferencePanels;
  readonly archives: Archives;
}

export class ReportPanels implements vscode.Disposable, vscode.WebviewPanelSerializer {
  private readonly panels = new Map<string, ReportPanel>();
  private readonly subscriptions: vscode.Disposable[];
  private scans = 0;

  constructor(private readonly parts: Parts) {
    const { server } = parts;
    this.subscriptions = [
      vscode.window.registerWebviewPanelSerializer(viewType, this),
      server.onStatus(({ uri, state }) => {
        if (state !== 'reading') this.panels.get(vscode.Uri.parse(uri).toString())?.refreshSoon();
      }),
      server.onScanProgress((progress) => this.panels.get(progress.id)?.advanced(progress)),
      server.onRunning((runs) => {
        if (!runs) for (const panel of this.panels.values()) panel.lost();
      }),
    ];
  }

  /** Shows the report of an open document; a second time the same panel. */
  open(uri: vscode.Uri): void {
    const known = this.panels.get(uri.toString());
    if (known) known.panel.reveal();
    else this.adopt(this.newPanel(), uri.toString(), { uri });
  }

  /** Scans files and shows what comes of it as it comes. */
  openScan(files: readonly FileToRead[]): void {
    this.adopt(this.newPanel(), this.newId(), { files }).scan();
  }

  /** After a reload of the window: a scan is not begun again unasked. */
  async deserializeWebviewPanel(panel: vscode.WebviewPanel, kept: unknown): Promise<void> {
    const state = asPageState(kept);
    if (!state) {
      panel.dispose();
      return;
    }
    if ('uri' in state.of) {
      const uri = vscode.Uri.parse(state.of.uri);
      this.adopt(panel, uri.toString(), { uri });
      return;
    }
    const files: FileToRead[] = [];
    for (const uri of state.of.files) files.push(await fileToRead(vscode.Uri.parse(uri)));
    this.adopt(panel, this.newId(), { files });
  }

  dispose(): void {
    for (const each of this.subscriptions) each.dispose();
    for (const { panel } of [...this.panels.values()]) panel.dispose();
  }

  private newId(): string {
    return `scan-${++this.scans}`;
  }

  private newPanel(): vscode.WebviewPanel {
    const column = vscode.window.activeTextEditor ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active;
    return vscode.window.createWebviewPanel(viewType, '', column, { enableFindWidget: true });
  }

  private adopt(panel: vscode.WebviewPanel, key: string, source: Source): ReportPanel {
    const report = new ReportPanel(panel, key, source, this.parts);
    this.panels.set(key, report);
    panel.onDidDispose(() => this.panels.delete(key));
    return report;
  }
}

type Source = { readonly uri: vscode.Uri } | { readonly files: readonly FileToRead[] };

class ReportPanel {
  private readonly refreshing = new Soon(refreshPause, () => {
    if (this.panel.visible) void this.refresh();
  });
  private latest = 0;
  private filter: ReportFilter = {};
  private cancel: vscode.CancellationTokenSource | undefined;
  private progress: Progress | null = null;
  private stopped = false;
  /** The server holds no numbers of this scan. */
  private gone: boolean;
  private files: readonly { uri: string; name: string }[] = [];

  constructor(
    readonly panel: vscode.WebviewPanel,
    private readonly id: string,
    private readonly source: Source,
    private readonly parts: Parts,
  ) {
    this.gone = 'files' in source;
    panel.title = vscode.l10n.t('Report: {0}', this.name);
    panel.webview.onDidReceiveMessage((message: unknown) => {
      if (isToPanel(message))
        void this.answer(message).catch((error) => parts.server.output.error(String(error)));
    });
    panel.onDidDispose(() => {
      this.refreshing.stop();
      this.cancel?.cancel();
      if ('files' in source) void parts.server.tell(scanClosedNotification, { id });
    });
    fillPanel(panel, parts.extension, 'report');
  }

  /** Begins the scan, or begins it anew. */
  scan(): void {
    if (!('files' in this.source)) return;
    const { files } = this.source;
    this.cancel?.cancel();
    const cancel = new vscode.CancellationTokenSource();
    this.cancel = cancel;
    this.gone = this.stopped = false;
    this.progress = { done: 0, file: files[0]?.name ?? '', lines: 0 };
    const params: ScanParams = { id: this.id, files: [...files] };
    const done = this.parts.server.ask(scanRequest, params, cancel.token);
    void done
      .then(undefined, (error: unknown) => {
        if (!cancel.token.isCancellationRequested) this.parts.server.output.error(String(error));
      })
      .then(() => {
        if (this.cancel !== cancel) return;
        this.progress = null;
        this.stopped = cancel.token.isCancellationRequested;
        this.refreshSoon();
      });
  }

  advanced({ file, done, lines, finished }: ScanProgressParams): void {
    if (finished || !('files' in this.source) || !this.progress) return;
    this.progress = { done, lines, file: this.source.files[file]?.name ?? '' };
    this.post({ type: 'progress', progress: this.progress });
    this.refreshSoon();
  }

  /** The server has stopped. */
  lost(): void {
    if (!('files' in this.source)) return;
    this.cancel = undefined;
    this.progress = null;
    this.gone = true;
    // What was asked of the server that died fails after this, and is no news.
    this.latest++;
    this.post({ type: 'lost' });
  }

  refreshSoon(): void {
    this.refreshing.ask();
  }

  private async answer(message: ToPanel): Promise<void> {
    switch (message.type) {
      case 'ready': {
        const of =
          'uri' in this.source
            ? { uri: this.source.uri.toString() }
            : { files: this.source.files.map(({ uri }) => uri) };
        this.filter = asFilter(message.filter);
        this.post({ type: 'words', words: words(), of, name: this.name });
        return this.refresh();
      }
      case 'filter':
        this.filter = asFilter(message.filter);
        return this.refresh();
      case 'refresh':
        return this.refresh();
      case 'stop':
        this.cancel?.cancel();
        return;
      case 'again':
        this.scan();
        return;
      case 'go':
        return this.go(message.file, message.line);
      case 'explain':
        return this.parts.reference.open(message.entry);
      case 'export':
        return this.export(message.format);
    }
  }

  private async refresh(): Promise<void> {
    if (this.gone) return this.post({ type: 'lost' });
    const turn = ++this.latest;
    try {
      const params: ReportParams = { of: await this.of(), filter: this.filter };
      const result = await this.parts.server.ask<ReportResult | null>(reportRequest, params);
      if (turn !== this.latest) return;
      if (!result) return this.post({ type: 'unreachable' });
      this.files = result.files;
      this.post({ type: 'report', result, progress: this.progress, stopped: this.stopped });
    } catch (error) {
      this.parts.server.output.error(String(error));
      if (turn === this.latest) this.post({ type: 'unreachable' });
    }
  }

  private async of(): Promise<ReportOf> {
    if ('files' in this.source) return { scan: this.id };
    // The server forgets a document that no editor holds any more; this brings it back.
    await vscode.workspace.openTextDocument(this.source.uri);
    const { written } = await fileToRead(this.source.uri);
    return { uri: this.source.uri.toString(), written };
  }

  /** Also into files that VS Code hands to no extension: the editor itself finds the line. */
  private async go(file: number, line: number): Promise<void> {
    const named = this.files[file];
    if (!named) return;
    const uri = vscode.Uri.parse(named.uri);
    if (isArchiveName(uri)) return this.parts.archives.open(uri, line - 1);
    const selection = new vscode.Range(line - 1, 0, line - 1, 0);
    const beside =
      this.panel.viewColumn === vscode.ViewColumn.One ? vscode.ViewColumn.Beside : vscode.ViewColumn.One;
    await vscode.commands.executeCommand('vscode.open', uri, {
      selection,
      viewColumn: beside,
      preview: true,
    });
    await sayIfTooLarge(uri);
  }

  private async export(format: keyof typeof endings): Promise<void> {
    const params: ExportReportParams = { of: await this.of(), filter: this.filter, format };
    const found = await this.parts.server.ask<ExportReportResult | null>(exportReportRequest, params);
    if (!found) return;
    const language = { csv: 'plaintext', json: 'json', markdown: 'markdown' }[format];
    const folder = this.folder;
    const target = await vscode.window.showSaveDialog({
      ...(folder && { defaultUri: vscode.Uri.joinPath(folder, `report.${endings[format]}`) }),
      filters: { [language]: [endings[format]] },
    });
    if (!target) return;
    await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(found.text));
    await vscode.window.showTextDocument(target, { preview: true });
  }

  private get folder(): vscode.Uri | undefined {
    const uri = 'uri' in this.source ? this.source.uri : vscode.Uri.parse(this.source.files[0]?.uri ?? '');
    const isOurs = uri.scheme === 'smtp-lens' || uri.scheme === 'untitled';
    return isOurs ? vscode.workspace.workspaceFolders?.[0]?.uri : vscode.Uri.joinPath(uri, '..');
  }

  private post(message: ToPage): void {
    void this.panel.webview.postMessage(message);
  }

  private get name(): string {
    if ('uri' in this.source) return this.source.uri.path.split('/').pop() || this.source.uri.path;
    const { files } = this.source;
    if (files.length === 1) return files[0]!.name;
    return vscode.l10n.t('{0} files', files.length);
  }
}
