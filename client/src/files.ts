// The files beside the open one, for a server that reads none by itself: it asks, and the editor's own file system
// answers, so that remote and virtual folders work too. Deliberately absent: writing, and walking down into folders.
import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import {
  type FileToRead,
  type ListFilesParams,
  type ListFilesResult,
  listFilesRequest,
  type ReadFileParams,
  type ReadFileResult,
  type ReadPieceParams,
  type ReadPieceResult,
  readFileRequest,
  readPieceRequest,
} from '../../server/src/lsp/protocol';

/** A message to the server holds the whole file; past this size it does more harm than good. */
const maximumBytes = 64 * 1024 * 1024;

export function answerFileRequests(client: BaseLanguageClient): vscode.Disposable[] {
  return [
    client.onRequest(readFileRequest, ({ uri }: ReadFileParams) => readFile(vscode.Uri.parse(uri))),
    client.onRequest(readPieceRequest, (params: ReadPieceParams) => readPiece(params)),
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

/** The file of which pieces are being asked: the editor's file system gives only whole ones. */
let whole: { uri: string; bytes: Promise<Uint8Array> } | undefined;

async function readPiece({ uri, offset, length }: ReadPieceParams): Promise<ReadPieceResult> {
  try {
    if (whole?.uri !== uri || offset === 0)
      whole = { uri, bytes: Promise.resolve(vscode.workspace.fs.readFile(vscode.Uri.parse(uri, true))) };
    const bytes = await whole.bytes;
    const end = offset + length >= bytes.length;
    if (end) whole = undefined;
    return { base64: base64(bytes.subarray(offset, offset + length)), end };
  } catch {
    whole = undefined;
    return { base64: null, end: true };
  }
}

/** What the server must know of a file to read it; of one that is not there it finds out itself. */
export async function fileToRead(uri: vscode.Uri): Promise<FileToRead> {
  const name = uri.path.split('/').pop() || uri.path;
  try {
    const { size, mtime } = await vscode.workspace.fs.stat(uri);
    const day = new Date(mtime);
    const written = { year: day.getFullYear(), month: day.getMonth() + 1, day: day.getDate() };
    return { uri: uri.toString(), name, size, written: mtime > 0 ? written : null };
  } catch {
    return { uri: uri.toString(), name, size: 0, written: null };
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
