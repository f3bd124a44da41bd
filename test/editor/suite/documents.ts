// How do the tests of this folder open a document and wait for an answer about it?
// Waiting asks again until the answer fits or mocha's own time-out ends the test; nothing sleeps for a fixed time.

import * as vscode from 'vscode';

export const extensionId = 'smtp-lens.smtp-lens';

/** A file of the folder that the window has open, by its path there. */
export function workspaceFile(path: string): vscode.Uri {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  if (!folder) throw new Error('The window has no folder open.');
  return vscode.Uri.joinPath(folder.uri, path);
}

export async function open(path: string): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(workspaceFile(path));
  await vscode.window.showTextDocument(document);
  return document;
}

/** Writes a file into the window's folder and opens it. */
export async function openNew(path: string, text: string | Uint8Array): Promise<vscode.TextDocument> {
  const bytes = typeof text === 'string' ? Buffer.from(text) : text;
  await vscode.workspace.fs.writeFile(workspaceFile(path), bytes);
  return open(path);
}

/** The place of the last character of the first such words. */
export function endOf(document: vscode.TextDocument, words: string): vscode.Position {
  const start = document.getText().indexOf(words);
  if (start < 0) throw new Error(`${document.uri.path} does not hold "${words}".`);
  return document.positionAt(start + words.length - 1);
}

/** Asks until the answer fits; what VS Code answers before the server is up is empty, not wrong. */
export async function until<T>(ask: () => T | PromiseLike<T>, fits: (answer: T) => boolean): Promise<T> {
  const deadline = Date.now() + 20_000;
  for (;;) {
    const answer = await ask();
    if (fits(answer)) return answer;
    if (Date.now() > deadline) throw new Error(`No fitting answer; the last was ${JSON.stringify(answer)}`);
    await new Promise((done) => setTimeout(done, 100));
  }
}

/** The text of the hovers of SMTP Lens over the end of such words; empty where there is none. */
export async function hoverAt(document: vscode.TextDocument, words: string): Promise<string> {
  const position = endOf(document, words);
  const command = 'vscode.executeHoverProvider';
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(command, document.uri, position);
  const parts = hovers.flatMap((hover) => hover.contents);
  return parts.map((part) => (typeof part === 'string' ? part : part.value)).join('\n');
}

export async function lensesOf(document: vscode.TextDocument): Promise<vscode.CodeLens[]> {
  const command = 'vscode.executeCodeLensProvider';
  return vscode.commands.executeCommand<vscode.CodeLens[]>(command, document.uri, 100);
}

export function problemsOf(document: vscode.TextDocument): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(document.uri).filter((problem) => problem.source === 'SMTP Lens');
}
