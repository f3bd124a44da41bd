// Where else does this failure stand? Few places are peeked at in the editor; many go into a quick pick with their
// lines, because a peek view of thousands is slow to open and hard to read.
import * as vscode from 'vscode';
import {
  type OccurrencesParams,
  type OccurrencesResult,
  occurrencesRequest,
} from '../../server/src/lsp/protocol';
import type { Server } from './server';

const peekAtMost = 200;

/** @param code and `entry` as in a row of the list of codes */
export async function showAll(
  server: Server,
  uri: vscode.Uri,
  code: string,
  entry: string | null,
): Promise<void> {
  const document = await vscode.workspace.openTextDocument(uri);
  const found = await occurrences(server, uri, code, entry);
  if (!found?.ranges.length) {
    void vscode.window.showInformationMessage(vscode.l10n.t('No other place was found in this file.'));
    return;
  }
  const ranges = found.ranges.map(asRange);
  if (ranges.length === 1) await reveal(uri, ranges[0]!);
  else if (ranges.length <= peekAtMost) await peek(document, ranges);
  else await pickOne(document, ranges, found.total, code);
}

/** The places of one row, in order of the file. @throws where the server does not answer */
export async function occurrences(
  server: Server,
  uri: vscode.Uri,
  code: string,
  entry: string | null,
): Promise<OccurrencesResult | undefined> {
  const params: OccurrencesParams = { textDocument: { uri: uri.toString() }, code, entry };
  return (await server.ask<OccurrencesResult | null>(occurrencesRequest, params)) ?? undefined;
}

/** Shows a place of a document beside a panel, or where the document is open already. */
export async function reveal(uri: vscode.Uri, range: vscode.Range): Promise<vscode.TextEditor> {
  const visible = vscode.window.visibleTextEditors.find(
    (editor) => editor.document.uri.toString() === uri.toString(),
  );
  const column = visible?.viewColumn ?? columnOf(uri) ?? vscode.ViewColumn.One;
  return vscode.window.showTextDocument(uri, { selection: range, viewColumn: column });
}

export function asRange({ start, end }: { start: Place; end: Place }): vscode.Range {
  return new vscode.Range(start.line, start.character, end.line, end.character);
}

interface Place {
  line: number;
  character: number;
}

/** The column in which a tab of this document stands, visible or not. */
function columnOf(uri: vscode.Uri): vscode.ViewColumn | undefined {
  return vscode.window.tabGroups.all.find((group) =>
    group.tabs.some(
      ({ input }) => input instanceof vscode.TabInputText && input.uri.toString() === uri.toString(),
    ),
  )?.viewColumn;
}

async function peek(document: vscode.TextDocument, ranges: vscode.Range[]): Promise<void> {
  const { uri } = document;
  const active = vscode.window.activeTextEditor;
  const isActive = active?.document.uri.toString() === uri.toString();
  const editor = isActive ? active : await reveal(uri, ranges[0]!);
  const locations = ranges.map((range) => new vscode.Location(uri, range));
  await vscode.commands.executeCommand(
    'editor.action.peekLocations',
    uri,
    editor.selection.active,
    locations,
    'peek',
  );
}

async function pickOne(
  document: vscode.TextDocument,
  ranges: vscode.Range[],
  total: number,
  code: string,
): Promise<void> {
  const number = new Intl.NumberFormat(vscode.env.language);
  const items = ranges.map((range) => ({
    label: vscode.l10n.t('line {0}', number.format(range.start.line + 1)),
    description: document.lineAt(Math.min(range.start.line, document.lineCount - 1)).text.slice(0, 500),
    range,
  }));
  const [shown, all] = [number.format(ranges.length), number.format(total)];
  const chosen = await vscode.window.showQuickPick(items, {
    title:
      total > ranges.length
        ? vscode.l10n.t('{0}: the first {1} of {2} places', code, shown, all)
        : vscode.l10n.t('{0}: {1} places', code, all),
    matchOnDescription: true,
  });
  if (chosen) await reveal(document.uri, chosen.range);
}
