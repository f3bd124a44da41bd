// The code reference: one panel that fetches index, search results and pages from the server and opens links of
// sources outside. What it looks like is the page's affair (view/).
import * as vscode from 'vscode';
import {
  type IndexResult,
  indexRequest,
  type PageParams,
  pageRequest,
  type ReferencePage,
  type SearchParams,
  type SearchResult,
  searchRequest,
} from '../../../../server/src/lsp/protocol';
import type { Server } from '../../server';
import { fillPanel } from '../page';
import { isToPanel, type ToPage, type ToPanel } from './messages';
import { words } from './words';

const viewType = 'smtpLens.reference';
const resultsAtMost = 100;

export class ReferencePanels implements vscode.Disposable, vscode.WebviewPanelSerializer {
  private panel: vscode.WebviewPanel | undefined;
  /** To be shown once the page is ready. */
  private wanted: string | undefined;
  private ready = false;
  /** Addresses that pages of this session named as sources; no other is opened. */
  private readonly sources = new Set<string>();
  private readonly subscriptions: vscode.Disposable[];

  constructor(
    private readonly extension: vscode.Uri,
    private readonly server: Server,
  ) {
    this.subscriptions = [
      vscode.window.registerWebviewPanelSerializer(viewType, this),
      server.onRunning((running) => {
        if (running && this.ready) void this.greet();
      }),
    ];
  }

  /** Shows the reference, and in it the page of an entry (`reply/550`) where one is given. */
  open(entry?: string): void {
    this.wanted = entry ?? this.wanted;
    if (this.panel) {
      this.panel.reveal();
      if (this.ready) this.showWanted();
      return;
    }
    const column = vscode.window.activeTextEditor ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active;
    this.adopt(vscode.window.createWebviewPanel(viewType, '', column, { enableFindWidget: true }));
  }

  /** Back (-1) or forward through the pages read. */
  step(by: -1 | 1): void {
    if (this.ready) this.post({ type: 'step', by });
  }

  /** After a reload of the window; which page it was, the page itself knows. */
  async deserializeWebviewPanel(panel: vscode.WebviewPanel): Promise<void> {
    this.adopt(panel);
  }

  dispose(): void {
    for (const each of this.subscriptions) each.dispose();
    this.panel?.dispose();
  }

  private adopt(panel: vscode.WebviewPanel): void {
    this.panel = panel;
    this.ready = false;
    panel.title = vscode.l10n.t('SMTP Code Reference');
    panel.webview.onDidReceiveMessage((message: unknown) => {
      if (!isToPanel(message)) return;
      void this.answer(message).catch((error) => {
        this.server.output.error(String(error));
        this.post({ type: 'unreachable' });
      });
    });
    panel.onDidChangeViewState(() => {
      // Out of sight the page is thrown away; it says `ready` again when it is back.
      if (!panel.visible) this.ready = false;
    });
    panel.onDidDispose(() => {
      if (this.panel === panel) this.panel = undefined;
      this.ready = false;
    });
    fillPanel(panel, this.extension, 'reference');
  }

  private async answer(message: ToPanel): Promise<void> {
    if (message.type === 'ready') return this.greet();
    if (message.type === 'search') return this.search(message.query);
    if (message.type === 'page') return this.page(message.entry);
    if (this.sources.has(message.url)) await vscode.env.openExternal(vscode.Uri.parse(message.url, true));
  }

  private async greet(): Promise<void> {
    const index = await this.server.ask<IndexResult>(indexRequest, {});
    if (!index) return this.post({ type: 'unreachable' });
    this.post({ type: 'words', words: words(), groups: index.groups });
    this.ready = true;
    this.showWanted();
  }

  private showWanted(): void {
    if (this.wanted === undefined) return;
    this.post({ type: 'show', entry: this.wanted });
    this.wanted = undefined;
  }

  private async search(query: string): Promise<void> {
    const params: SearchParams = { query, limit: resultsAtMost };
    const result = await this.server.ask<SearchResult>(searchRequest, params);
    this.post({ type: 'results', query, entries: result?.entries ?? [] });
  }

  private async page(entry: string): Promise<void> {
    const params: PageParams = { entry };
    const page = (await this.server.ask<ReferencePage | null>(pageRequest, params)) ?? null;
    for (const { url } of page?.sources ?? []) if (url && /^https?:\/\//.test(url)) this.sources.add(url);
    this.post({ type: 'page', entry, page });
  }

  private post(message: ToPage): void {
    void this.panel?.webview.postMessage(message);
  }
}
