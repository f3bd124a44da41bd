// The list of codes of one document: a panel per document that asks the server for the rows, follows the file as it
// changes and jumps to places. What it looks like is the page's affair (view/), and so are sorting and filtering.
import * as vscode from 'vscode';
import {
  type CodeRow,
  type CodesParams,
  type CodesResult,
  codesRequest,
} from '../../../../server/src/lsp/protocol';
import type { Server } from '../../server';
import { asRange, occurrences, reveal, showAll } from '../../showAll';
import type { Status } from '../../status';
import { type DocumentPanel, DocumentPanels } from '../documentPanels';
import { fillPanel } from '../page';
import type { ReferencePanels } from '../reference/panel';
import { Soon } from '../soon';
import { asPageState, isToPanel, type Row, type ToPage, type ToPanel } from './messages';
import { words } from './words';

const viewType = 'smtpLens.codes';
/** The file changes faster than anyone reads: the list is asked for at most so often, in milliseconds. */
const refreshPause = 250;

export class CodesPanels extends DocumentPanels {
  constructor(extension: vscode.Uri, server: Server, status: Status, reference: ReferencePanels) {
    super(
      viewType,
      server,
      asPageState,
      (panel, uri) => new CodesPanel(panel, uri, extension, server, status, reference),
    );
  }
}

class CodesPanel implements DocumentPanel {
  private rows = new Map<string, CodeRow>();
  private readonly refreshing = new Soon(refreshPause, () => {
    if (this.panel.visible) void this.refresh();
  });
  private latest = 0;

  constructor(
    readonly panel: vscode.WebviewPanel,
    private readonly uri: vscode.Uri,
    extension: vscode.Uri,
    private readonly server: Server,
    private readonly status: Status,
    private readonly reference: ReferencePanels,
  ) {
    panel.title = vscode.l10n.t('Codes: {0}', this.fileName);
    panel.webview.onDidReceiveMessage((message: unknown) => {
      if (isToPanel(message)) void this.answer(message).catch((error) => server.output.error(String(error)));
    });
    // A page that was hidden has lost its rows; it asks for them itself when it is drawn again.
    panel.onDidDispose(() => this.refreshing.stop());
    fillPanel(panel, extension, 'codes');
  }

  refreshSoon(): void {
    this.refreshing.ask();
  }

  private async answer(message: ToPanel): Promise<void> {
    switch (message.type) {
      case 'ready':
        this.post({ type: 'words', words: words(), uri: this.uri.toString(), file: this.fileName });
        return this.refresh();
      case 'refresh':
        return this.refresh();
      case 'find':
        return this.find(message.word);
    }
    const row = this.rows.get(message.key);
    if (!row) return;
    if (message.type === 'all') return showAll(this.server, this.uri, row.code, row.entry);
    if (message.type === 'explain') return row.entry ? this.reference.open(row.entry) : undefined;
    if (message.where === 'next') return this.goToNext(row);
    await reveal(this.uri, asRange(message.where === 'last' ? row.last : row.first));
  }

  private async refresh(): Promise<void> {
    const turn = ++this.latest;
    try {
      // The server forgets a document that no editor holds any more; this brings it back.
      await vscode.workspace.openTextDocument(this.uri);
      const params: CodesParams = { textDocument: { uri: this.uri.toString() } };
      const result = await this.server.ask<CodesResult | null>(codesRequest, params);
      if (turn !== this.latest) return;
      if (!result) return this.post({ type: 'unreachable' });
      this.rows = new Map(result.rows.map((row) => [keyOf(row), row]));
      const status = this.status.of(this.uri);
      this.post({
        type: 'codes',
        rows: [...this.rows].map(([key, row]) => shown(key, row)),
        total: result.total,
        deliveries: result.deliveries,
        truncated: result.truncated,
        reading: status?.state === 'reading',
      });
    } catch (error) {
      this.server.output.error(String(error));
      if (turn === this.latest) this.post({ type: 'unreachable' });
    }
  }

  private async goToNext(row: CodeRow): Promise<void> {
    const found = await occurrences(this.server, this.uri, row.code, row.entry);
    const ranges = (found?.ranges ?? [row.first]).map(asRange);
    const editor = vscode.window.visibleTextEditors.find(
      ({ document }) => `${document.uri}` === `${this.uri}`,
    );
    const next = editor && ranges.find((range) => range.start.isAfter(editor.selection.start));
    const target = next ?? ranges[0];
    if (target) await reveal(this.uri, target);
  }

  private async find(word: string): Promise<void> {
    const params: CodesParams = { textDocument: { uri: this.uri.toString() }, holding: word };
    const result = await this.server.ask<CodesResult | null>(codesRequest, params);
    this.post({ type: 'found', word, keys: (result?.rows ?? []).map(keyOf) });
  }

  private post(message: ToPage): void {
    void this.panel.webview.postMessage(message);
  }

  private get fileName(): string {
    return this.uri.path.split('/').pop() || this.uri.path;
  }
}

function keyOf(row: CodeRow): string {
  return `${row.code} ${row.entry ?? ''} ${row.permanence ?? ''}`;
}

function shown(key: string, row: CodeRow): Row {
  const { code, title, reasonTitle, permanence, provider, count, recipients } = row;
  const [first, last] = [row.first.start.line + 1, row.last.start.line + 1];
  const explained = row.entry !== null;
  return { key, code, title, reasonTitle, permanence, provider, count, recipients, explained, first, last };
}
