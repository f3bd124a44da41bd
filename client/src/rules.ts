// Which rules of their own have the users, and when do they change? The files named in `smtpLens.rules.files` are read
// through the editor's file system and handed to the server, which checks and matches them.
// In Restricted Mode none is read: a folder that is not trusted must not say what a reply means.
import * as vscode from 'vscode';
import { type RulesParams, rulesNotification } from '../../server/src/lsp/protocol';
import type { Server } from './server';

const setting = 'smtpLens.rules.files';

/** Sends the rules when the server has started, and whenever the setting, the trust or a file changes. */
export class Rules implements vscode.Disposable {
  private readonly subscriptions: vscode.Disposable[] = [];
  private watchers: vscode.Disposable[] = [];
  /** Names of files that were told to be missing; each once. */
  private readonly told = new Set<string>();

  constructor(private readonly server: Server) {
    this.subscriptions.push(
      server.onRunning((runs) => runs && void this.send()),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(setting)) void this.send();
      }),
      vscode.workspace.onDidGrantWorkspaceTrust(() => void this.send()),
      vscode.workspace.onDidChangeWorkspaceFolders(() => void this.send()),
    );
  }

  dispose(): void {
    for (const each of [...this.subscriptions, ...this.watchers]) each.dispose();
  }

  private async send(): Promise<void> {
    const named = vscode.workspace.isTrusted ? ruleFiles() : [];
    this.watch(named.map(({ uri }) => uri));
    const files = await Promise.all(named.map(({ uri }) => read(uri)));
    await this.server.tell<RulesParams>(rulesNotification, { files });
    for (const name of new Set(named.map((one) => one.name)))
      this.tellMissing(name, !files.some(({ text }, index) => named[index]!.name === name && text !== null));
  }

  /** A name that is read in no folder is a slip in the settings. */
  private tellMissing(name: string, missing: boolean): void {
    if (!missing) this.told.delete(name);
    else if (!this.told.has(name)) {
      this.told.add(name);
      void vscode.window.showWarningMessage(
        vscode.l10n.t('The file of rules “{0}” (smtpLens.rules.files) cannot be read.', name),
      );
    }
  }

  private watch(uris: readonly vscode.Uri[]): void {
    for (const each of this.watchers) each.dispose();
    this.watchers = uris.flatMap((uri) => {
      const folder = vscode.Uri.joinPath(uri, '..');
      const name = uri.path.slice(uri.path.lastIndexOf('/') + 1);
      const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(folder, name));
      const again = () => void this.send();
      return [watcher, watcher.onDidChange(again), watcher.onDidCreate(again), watcher.onDidDelete(again)];
    });
  }
}

/** Absolute paths and URIs as they are; others in every folder of the workspace. */
function ruleFiles(): { name: string; uri: vscode.Uri }[] {
  const names = vscode.workspace.getConfiguration().get<string[]>(setting, []);
  const folders = vscode.workspace.workspaceFolders ?? [];
  const uris = (name: string): vscode.Uri[] => {
    if (/^[a-z][a-z0-9+.-]+:\/\//i.test(name)) return [vscode.Uri.parse(name)];
    if (name.startsWith('/') || /^[a-z]:[\\/]/i.test(name)) {
      const [folder] = folders;
      return [folder && !name.includes('\\') ? folder.uri.with({ path: name }) : vscode.Uri.file(name)];
    }
    return folders.map((folder) => vscode.Uri.joinPath(folder.uri, name));
  };
  return names.flatMap((name) => uris(name).map((uri) => ({ name, uri })));
}

/** The text is null where there is no such file, or it cannot be read. */
async function read(uri: vscode.Uri): Promise<RulesParams['files'][number]> {
  try {
    const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
    return { uri: uri.toString(), text };
  } catch {
    return { uri: uri.toString(), text: null };
  }
}
