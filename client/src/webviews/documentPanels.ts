// One panel for each document: opened once, found again after a reload of the window, told when the document has been read anew.
// Deliberately absent: what a panel shows (its own folder).
import * as vscode from 'vscode';
import type { Server } from '../server';

/** What shows one document in a panel. */
export interface DocumentPanel {
  readonly panel: vscode.WebviewPanel;
  /** The document has changed; not everything that is written need be seen. */
  refreshSoon(): void;
}

export class DocumentPanels<Panel extends DocumentPanel = DocumentPanel>
  implements vscode.Disposable, vscode.WebviewPanelSerializer
{
  private readonly panels = new Map<string, Panel>();
  private readonly subscriptions: vscode.Disposable[];

  /**
   * @param uriIn the document's address in what a page kept over a reload; null where it kept something else
   * @param make fills a panel that has just been opened
   */
  constructor(
    private readonly viewType: string,
    server: Server,
    private readonly uriIn: (kept: unknown) => { readonly uri: string } | null,
    private readonly make: (panel: vscode.WebviewPanel, uri: vscode.Uri) => Panel,
  ) {
    this.subscriptions = [
      vscode.window.registerWebviewPanelSerializer(viewType, this),
      server.onStatus(({ uri, state }) => {
        if (state !== 'reading') this.panels.get(vscode.Uri.parse(uri).toString())?.refreshSoon();
      }),
    ];
  }

  /** Shows this document; a second time the same panel. */
  open(uri: vscode.Uri): Panel {
    const known = this.panels.get(uri.toString());
    if (known) {
      known.panel.reveal();
      return known;
    }
    const column = vscode.window.activeTextEditor ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active;
    return this.adopt(
      vscode.window.createWebviewPanel(this.viewType, '', column, { enableFindWidget: true }),
      uri,
    );
  }

  /** After a reload of the window. */
  async deserializeWebviewPanel(panel: vscode.WebviewPanel, kept: unknown): Promise<void> {
    const state = this.uriIn(kept);
    if (state) this.adopt(panel, vscode.Uri.parse(state.uri));
    else panel.dispose();
  }

  dispose(): void {
    for (const each of this.subscriptions) each.dispose();
    for (const { panel } of [...this.panels.values()]) panel.dispose();
  }

  private adopt(panel: vscode.WebviewPanel, uri: vscode.Uri): Panel {
    const key = uri.toString();
    const made = this.make(panel, uri);
    this.panels.set(key, made);
    panel.onDidDispose(() => this.panels.delete(key));
    return made;
  }
}
