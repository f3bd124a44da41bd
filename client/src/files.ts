// The files beside the open one, for a server that reads none by itself: it asks, and the editor's own file system
// answers, so that remote and virtual folders work too. Deliberately absent: writing, and walking down into folders.
import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import {
  type ListFilesParams,
  type ListFilesResult,
  listFilesRequest,
  type ReadFileParams,
  type ReadFileResult,
  readFileRequest,
} from '../../server/src/lsp/protocol';

/** A message to the server holds the whole file; past this size it does more harm than good. */
const maximumBytes = 64 * 1024 * 1024;

export function answerFileRequests(client: BaseLanguageClient): vscode.Disposable[] {
  return [
    client.onRequest(readFileRequest, ({ uri }: ReadFileParams) => readFile(vscode.Uri.parse(uri))),
    client.onRequest(listFilesRequest, ({ uri }: ListFilesParams) => listFiles(vscode.Uri.parse(uri))),
  ];
}

async function readFile(uri: vscode.Uri): Promise<ReadFileResult> {
  try {
    const { size } = await vscode.workspace.fs.stat(uri);
    if (size > maximumBytes) return { base64: null };
    return { base64: base64(await vscode.workspace.fs.readFile(uri)) };
  } catch {
    return { base64: null };
  }
}

async function listFiles(folder: vscode.Uri): Promise<ListFilesResult> {
  try {
    const entries = await vscode.workspace.fs.readDirectory(folder);
    return { names: entries.filter(([, type]) => type & vscode.FileType.File).map(([name]) => name) };
  } catch {
    return { names: [] };
  }
}

/** Without `Buffer`, which a web worker has not. A multiple of three bytes at a time, so that the pieces join. */
function base64(bytes: Uint8Array): string {
  const pieces: string[] = [];
  for (let at = 0; at < bytes.length; at += 0x6000) {
    pieces.push(btoa(String.fromCharCode(...bytes.subarray(at, at + 0x6000))));
  }
  return pieces.join('');
}
