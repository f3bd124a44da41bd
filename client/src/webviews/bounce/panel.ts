// The summary of a saved message: a panel per document that asks the server, follows the file as it changes and jumps to places.
// What it looks like is the page's affair (view/).
import * as vscode from 'vscode';
import {
  type BounceSummary,
  type BounceSummaryParams,
  bounceSummaryRequest,
  commands,
} from '../../../../server/src/lsp/protocol';
import type { Server } from '../../server';
import { asRange, reveal } from '../../showAll';
import { type DocumentPanel, DocumentPanels } from '../documentPanels';
import { fillPanel } from '../page';
import type { ReferencePanels } from '../reference/panel';
import { Soon } from '../soon';
import { asPageState, isToPanel, type ToPage, type ToPanel } from './messages';
import { words } from './words';

const viewType = 'smtpLens.bounce';
/** The file changes faster than anyone reads: the summary is asked for at most so often, in milliseconds. */
const refreshPause = 400;

/** What the buttons of the page run. */
const pageCommands = {
  text: commands.showDecodedText,
  codes: commands.listCodes,
  redacted: 'smtpLens.copyFileRedacted',
} as const;

export class BouncePanels extends DocumentPanels<BouncePanel> {
  constructor(extension: vscode.Uri, server: Server, reference: ReferencePanels) {
    super(
      viewType,
      server,
      asPageState,
      (panel, uri) => new BouncePanel(panel, uri, extension, server, reference),
    );
  }

  /** Shows one message of this document: by its number, from 0, or a line of it; null: the one that was shown last, or the first. */
  openAt(uri: vscode.Uri, choice: MessageChoice | null): void {
    const panel = this.open(uri);
    if (choice) panel.choose(choice);
  }
}

type MessageChoice = Pick<BounceSummaryParams, 'message' | 'line'>;

class BouncePanel implements DocumentPanel {
  private readonly refreshing = new Soon(refreshPause, () => {
    if (this.panel.visible) void this.refresh();
  });
  private latest = 0;
  /** Which message of the file is shown; null until somebody has chosen. */
  private choice: MessageChoice | null = null;
  /** Addresses that this summary named as sources; no other is opened. */
  private sources = new Set<string>();

  constructor(
    readonly panel: vscode.WebviewPanel,
    private readonly uri: vscode.Uri,
    extension: vscode.Uri,
    private readonly server: Server,
    private readonly reference: ReferencePanels,
  ) {
    panel.title = vscode.l10n.t('Bounce: {0}', this.fileName);
    panel.webview.onDidReceiveMessage((message: unknown) => {
      if (isToPanel(message)) void this.answer(message).catch((error) => server.output.error(String(error)));
    });
    // A page that was hidden has lost everything; it asks for it itself when it is drawn again.
    panel.onDidDispose(() => this.refreshing.stop());
    fillPanel(panel, extension, 'bounce');
  }

  choose(choice: MessageChoice): void {
    this.choice = choice;
    void this.refresh();
  }

  refreshSoon(): void {
    this.refreshing.ask();
  }

  private async answer(message: ToPanel): Promise<void> {
    switch (message.type) {
      case 'ready':
        // After a reload of the window only the page remembers.
        this.choice ??= { message: message.message };
        this.post({ type: 'words', words: words(), uri: this.uri.toString(), file: this.fileName });
        return this.refresh();
      case 'refresh':
        return this.refresh();
      case 'go': {
        const { line, character, endLine, endCharacter } = message;
        const [start, end] = [
          { line, character },
          { line: endLine, character: endCharacter },
        ];
        await reveal(this.uri, asRange({ start, end }));
        return;
      }
      case 'message':
        return this.choose({ message: message.message });
      case 'explain':
        return this.reference.open(message.entry);
      case 'external':
        if (this.sources.has(message.url)) await vscode.env.openExternal(vscode.Uri.parse(message.url, true));
        return;
      case 'command':
        await vscode.commands.executeCommand(pageCommands[message.name], this.uri);
    }
  }

  private async refresh(): Promise<void> {
    const turn = ++this.latest;
    try {
      // The server forgets a document that no editor holds any more; this brings it back.
      await vscode.workspace.openTextDocument(this.uri);
      const params: BounceSummaryParams = { textDocument: { uri: this.uri.toString() }, ...this.choice };
      const summary = await this.server.ask<BounceSummary | null>(bounceSummaryRequest, params);
      if (turn !== this.latest) return;
      if (!summary) return this.post({ type: 'unreachable' });
      // From now on it is that message, wherever its lines may go.
      this.choice = { message: summary.shown };
      const urls = summary.recipients.flatMap(({ sources }) => sources.map(({ url }) => url));
      this.sources = new Set(urls.filter((url) => url !== null && /^https?:\/\//.test(url)) as string[]);
      this.post({ type: 'summary', summary });
    } catch (error) {
      this.server.output.error(String(error));
      if (turn === this.latest) this.post({ type: 'unreachable' });
    }
  }

  private post(message: ToPage): void {
    void this.panel.webview.postMessage(message);
  }

  private get fileName(): string {
    return this.uri.path.split('/').pop() || this.uri.path;
  }
}
