// Is the file in front too large for any extension? VS Code hands none over 50 MB to extensions: it shows the text, and
// to us there is no document and no editor, only a tab; not even the language status shows an item of ours there. What
// is left are the commands: they answer here, and say what can be done instead.
import * as vscode from 'vscode';

/** From `TextModel.MODEL_SYNC_LIMIT` of VS Code; its own count is in characters, of which a log has one a byte. */
const syncLimit = 50 * 1024 * 1024;

/** The file of the tab in front where that tab shows text and yet has no editor for extensions. */
export function fileWithoutEditor(): vscode.Uri | undefined {
  if (vscode.window.activeTextEditor) return undefined;
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof vscode.TabInputText ? input.uri : undefined;
}

/** Whether VS Code keeps this file to itself for its size. */
export async function isTooLarge(uri: vscode.Uri): Promise<boolean> {
  try {
    return (await vscode.workspace.fs.stat(uri)).size > syncLimit;
  } catch {
    return false;
  }
}

/** Where a line of such a file has just been shown: in passing, since it is no fault of anyone's. */
export async function sayIfTooLarge(uri: vscode.Uri): Promise<void> {
  if (!(await isTooLarge(uri))) return;
  const words = vscode.l10n.t(
    'VS Code gives a file over 50 MB no colours and no hovers. The report covers all of it.',
  );
  vscode.window.setStatusBarMessage(`$(info) ${words}`, 15_000);
}

/** Says why nothing is explained in it, and hands over the command that reads it. */
export async function offerCommandLine(
  uri: vscode.Uri,
  cli: vscode.Uri,
  command: 'scan' | 'scan --unexplained' | 'redact' = 'scan',
): Promise<void> {
  const copy = vscode.l10n.t('Copy Command');
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t(
      'VS Code hands no file over 50 MB to extensions, so nothing can be explained in this one. The command line of SMTP Lens reads files of any size.',
    ),
    ...(uri.scheme === 'file' && cli.scheme === 'file' ? [copy] : []),
  );
  if (answer === copy)
    await vscode.env.clipboard.writeText(`node ${quoted(cli.fsPath)} ${command} ${quoted(uri.fsPath)}`);
}

/** Says why nothing is explained in it, and what reads it all the same. */
export async function offerScan(
  uri: vscode.Uri,
  cli: vscode.Uri,
  scanner: { scanFiles(uris: readonly vscode.Uri[]): Promise<void> },
): Promise<void> {
  const [scan, command] = [vscode.l10n.t('Scan File'), vscode.l10n.t('Copy Command')];
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t(
      'VS Code hands no file over 50 MB to extensions, so nothing can be explained in this one. Scan File reads files of any size and shows what they add up to.',
    ),
    scan,
    ...(uri.scheme === 'file' && cli.scheme === 'file' ? [command] : []),
  );
  if (answer === scan) await scanner.scanFiles([uri]);
  else if (answer === command)
    await vscode.env.clipboard.writeText(`node ${quoted(cli.fsPath)} scan ${quoted(uri.fsPath)}`);
}

function quoted(path: string): string {
  return /^[\w./\\:-]+$/.test(path) ? path : `"${path}"`;
}
