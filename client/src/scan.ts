// Which files are to be scanned? Those that a menu names, the rotated ones beside them if the user wants them, and all logs
// of a folder, in the order in which they were written. What is found goes to the report.
// Deliberately absent: reading (the server does), and how far it is (webviews/report).
import * as vscode from 'vscode';
import {
  type FileToRead,
  type RotatedFilesParams,
  type RotatedFilesResult,
  rotatedFilesRequest,
} from '../../server/src/lsp/protocol';
import { fileToRead } from './files';
import type { Server } from './server';
import type { ReportPanels } from './webviews/report/panel';

/** A folder of more files is no folder of logs. */
const mostFiles = 2_000;
const deepest = 4;
const passedOver = new Set(['node_modules', '.git', '.svn', '.hg', 'journal']);

export class Scanner {
  constructor(
    private readonly server: Server,
    private readonly reports: ReportPanels,
  ) {}

  /** Scans files; of a single one its rotated siblings are offered. @param uris none: the user is asked */
  async scanFiles(uris: readonly vscode.Uri[]): Promise<void> {
    const chosen = uris.length > 0 ? uris : await ask(false);
    if (!chosen?.length) return;
    const [only] = chosen;
    const files = chosen.length === 1 ? await this.withSiblings(only!) : chosen;
    if (files) await this.scan(files);
  }

  /** Scans the files of a folder and of the folders in it. */
  async scanFolder(given: vscode.Uri | undefined): Promise<void> {
    const folder = given ?? (await ask(true))?.[0];
    if (!folder) return;
    const found: vscode.Uri[] = [];
    await vscode.window.withProgress({ location: vscode.ProgressLocation.Window }, () =>
      collect(folder, 0, found),
    );
    if (found.length === 0) {
      void vscode.window.showInformationMessage(vscode.l10n.t('There are no files in this folder.'));
      return;
    }
    if (found.length >= mostFiles)
      void vscode.window.showWarningMessage(
        vscode.l10n.t('The folder holds very many files; the first {0} are scanned.', mostFiles),
      );
    await this.scan(await this.inOrder(found));
  }

  private async scan(uris: readonly vscode.Uri[]): Promise<void> {
    const files: FileToRead[] = [];
    for (const uri of uris) files.push(await fileToRead(uri));
    this.reports.openScan(files);
  }

  /** @returns undefined where the user thought better of it */
  private async withSiblings(file: vscode.Uri): Promise<readonly vscode.Uri[] | undefined> {
    const folder = vscode.Uri.joinPath(file, '..');
    const name = nameOf(file);
    const names = await namesIn(folder);
    const rotated = await this.rotated(name, names);
    if (rotated.length < 2) return [file];
    const all = vscode.l10n.t('All {0} files of this log', rotated.length);
    const one = vscode.l10n.t('Only {0}', name);
    const answer = await vscode.window.showQuickPick(
      [
        { label: one, description: '', all: false },
        { label: all, description: `${rotated[0]} … ${rotated[rotated.length - 1]}`, all: true },
      ],
      {
        title: vscode.l10n.t('Scan File'),
        placeHolder: vscode.l10n.t('This log is rotated. What is to be scanned?'),
      },
    );
    if (!answer) return undefined;
    return answer.all ? rotated.map((each) => vscode.Uri.joinPath(folder, each)) : [file];
  }

  /** The files of each log in the order of writing. */
  private async inOrder(files: readonly vscode.Uri[]): Promise<vscode.Uri[]> {
    const folders = new Map<string, vscode.Uri[]>();
    for (const file of files) {
      const folder = vscode.Uri.joinPath(file, '..').toString();
      folders.set(folder, [...(folders.get(folder) ?? []), file]);
    }
    const ordered: vscode.Uri[] = [];
    for (const [folder, inside] of folders)
      for (const name of await this.rotated(null, inside.map(nameOf)))
        ordered.push(vscode.Uri.joinPath(vscode.Uri.parse(folder, true), name));
    return ordered;
  }

  private async rotated(name: string | null, names: readonly string[]): Promise<readonly string[]> {
    const params: RotatedFilesParams = { name, names: [...names] };
    const found = await this.server
      .ask<RotatedFilesResult>(rotatedFilesRequest, params)
      .catch(() => undefined);
    return found?.names ?? (name === null ? names : [name]);
  }
}

async function ask(folders: boolean): Promise<vscode.Uri[] | undefined> {
  return vscode.window.showOpenDialog({
    canSelectFiles: !folders,
    canSelectFolders: folders,
    canSelectMany: !folders,
    openLabel: vscode.l10n.t('Scan'),
  });
}

async function namesIn(folder: vscode.Uri): Promise<string[]> {
  try {
    const entries = await vscode.workspace.fs.readDirectory(folder);
    return entries.filter(([, type]) => type & vscode.FileType.File).map(([name]) => name);
  } catch {
    return [];
  }
}

async function collect(folder: vscode.Uri, depth: number, found: vscode.Uri[]): Promise<void> {
  let entries: [string, vscode.FileType][] = [];
  try {
    entries = await vscode.workspace.fs.readDirectory(folder);
  } catch {
    // A folder that may not be read has nothing for us.
  }
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [name, type] of entries) {
    if (found.length >= mostFiles) return;
    const uri = vscode.Uri.joinPath(folder, name);
    if (type & vscode.FileType.File) found.push(uri);
    // A link to a folder may lead back up.
    else if (type === vscode.FileType.Directory && depth < deepest && !passedOver.has(name))
      await collect(uri, depth + 1, found);
  }
}

const nameOf = (uri: vscode.Uri): string => uri.path.split('/').pop() ?? '';
