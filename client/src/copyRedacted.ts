// How does a line, a selection or a file get onto the clipboard without its names? The server makes them up; nothing is changed in
// the file. Deliberately absent: files that VS Code keeps to itself for their size (the command line redacts those).
import * as vscode from 'vscode';
import { type RedactParams, type RedactResult, redactRequest } from '../../server/src/lsp/protocol';
import type { Served } from './served';
import type { Server } from './server';
import { isTooLarge, offerCommandLine } from './tooLarge';

interface Parts {
  readonly cli: vscode.Uri;
  readonly server: Server;
  readonly served: Served;
}

/** @param file the whole of this file; null for what is selected in the editor in front, or the cursor's line */
export async function copyRedacted({ cli, server, served }: Parts, file: vscode.Uri | null): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  const uri = file ?? editor?.document.uri;
  if (!uri) {
    void vscode.window.showInformationMessage(vscode.l10n.t('Open a mail log or a saved message first.'));
    return;
  }
  if (await isTooLarge(uri)) return offerCommandLine(uri, cli, 'redact');
  const document = await vscode.workspace.openTextDocument(uri);
  await server.start();
  if (!served.has(uri) && !served.admits(document)) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('SMTP Lens does not read files of the language “{0}”.', document.languageId),
    );
    return;
  }
  const params: RedactParams = {
    textDocument: { uri: uri.toString() },
    ranges: file || !editor ? null : rangesOf(editor).map(plain),
  };
  const answer = await vscode.window.withProgress({ location: vscode.ProgressLocation.Window }, () =>
    server.ask<RedactResult | null>(redactRequest, params),
  );
  if (!answer) {
    void vscode.window.showWarningMessage(
      vscode.l10n.t('Nothing was copied: the language server does not answer.'),
    );
    return;
  }
  await vscode.env.clipboard.writeText(answer.text);
  vscode.window.setStatusBarMessage(
    vscode.l10n.t('Copied with made-up names. Read it before you share it: free words are not known.'),
    8000,
  );
}

/** What is selected, in the order of the file; with nothing selected the cursor's line. */
function rangesOf({ document, selection, selections }: vscode.TextEditor): vscode.Range[] {
  const chosen = selections.filter(({ isEmpty }) => !isEmpty);
  if (chosen.length === 0) return [document.lineAt(selection.active.line).range];
  return [...chosen].sort((a, b) => a.start.compareTo(b.start));
}

const plain = ({ start, end }: vscode.Range): NonNullable<RedactParams['ranges']>[number] => ({
  start: { line: start.line, character: start.character },
  end: { line: end.line, character: end.character },
});
