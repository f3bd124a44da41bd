// Does a saved bounce show itself in VS Code: a summary, its readable text, a copy without names, a way from a problem to its page?

import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { hoverAt, lensesOf, open, problemsOf, until, workspaceFile } from './documents.ts';

describe('a saved bounce', () => {
  let document: vscode.TextDocument;
  before(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    document = await open('bounce-way.eml');
    await until(
      () => problemsOf(document),
      (problems) => problems.length > 0,
    );
  });

  it('bears the answer at its head, as a problem and as a lens', async () => {
    const subject = document
      .getText()
      .split('\n')
      .findIndex((line) => line.startsWith('Subject:'));
    const [head] = problemsOf(document).filter(({ range }) => range.start.line === subject);
    assert.match(head!.message, /^Not delivered to ben@example\.net: .* The sending server has given up\.$/);
    const lenses = await until(
      () => lensesOf(document),
      (found) => found.length > 2,
    );
    assert.equal(lenses[0]!.command!.title, head!.message);
    assert.equal(lenses[0]!.command!.command, 'smtpLens.showBounceSummary');
  });

  it('Show Bounce Summary opens a panel for the file, a second time the same', async () => {
    for (let times = 0; times < 2; times++) {
      await vscode.commands.executeCommand('smtpLens.showBounceSummary', document.uri);
      const panels = await until(
        () => webviewsOf('smtpLens.bounce'),
        (found) => found.length > 0,
      );
      assert.equal(panels.length, 1);
    }
  });

  it('Show Decoded Text opens a document of our own scheme, with links back', async () => {
    await vscode.commands.executeCommand('smtpLens.showDecodedText', document.uri);
    const shown = vscode.window.activeTextEditor!.document;
    assert.equal(shown.uri.scheme, 'smtp-lens');
    assert.match(shown.getText(), /your message could not be delivered: mañana we try no more/);
    const links = await until(
      () => vscode.commands.executeCommand<vscode.DocumentLink[]>('vscode.executeLinkProvider', shown.uri),
      (found) => found.length > 0,
    );
    assert.ok(links.some(({ target }) => target?.path === document.uri.path && target.fragment === 'L1'));
    assert.deepEqual(problemsOf(shown), []);
  });

  it('the decoded text follows the file', async () => {
    const shown = vscode.window.activeTextEditor!.document;
    const edit = new vscode.WorkspaceEdit();
    const line = document
      .getText()
      .split('\n')
      .findIndex((each) => each.startsWith('The offer'));
    edit.insert(document.uri, new vscode.Position(line, 0), 'Anew: ');
    await vscode.workspace.applyEdit(edit);
    await until(
      () => shown.getText(),
      (text) => text.includes('Anew: The offer'),
    );
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('undo');
  });

  it('a packed body is readable in its hover', async () => {
    assert.match(await hoverAt(document, 'SGVsbG8'), /your message could not be delivered: mañana/);
  });

  it('Copy Redacted takes the line, the selection, the whole file', async () => {
    const editor = await vscode.window.showTextDocument(document);
    const lines = document.getText().split('\n');
    const line = lines.findIndex((each) => each.startsWith('Final-Recipient'));
    editor.selection = new vscode.Selection(line, 0, line, 0);
    await vscode.commands.executeCommand('smtpLens.copyRedacted');
    assert.match(
      await vscode.env.clipboard.readText(),
      /^Final-Recipient: rfc822; user\d+@host\d+\.example$/,
    );
    editor.selection = new vscode.Selection(line, 0, line + 3, lines[line + 3]!.length);
    await vscode.commands.executeCommand('smtpLens.copyRedacted');
    assert.match(await vscode.env.clipboard.readText(), /Action: failed\nStatus: 5\.7\.1$/);
    await vscode.commands.executeCommand('smtpLens.copyFileRedacted', document.uri);
    const whole = await vscode.env.clipboard.readText();
    assert.equal(whole.split('\n').length, lines.length);
    assert.doesNotMatch(whole, /ben|anna|News in November|1D8E8F2/);
  });

  it('a problem offers the page that explains it', async () => {
    const [problem] = problemsOf(document);
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      problem!.range,
    );
    assert.ok(actions.some(({ command }) => command?.command === 'smtpLens.openReference'));
  });

  it('the page about the rules ships with the extension', async () => {
    await vscode.commands.executeCommand('smtpLens.openLintRule', 'malformed-code');
    await until(
      () => vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ label }) => label)),
      (labels) => labels.some((label) => label.includes('lint.md')),
    );
  });

  it('in a log, Copy Redacted copies the line', async () => {
    const log = await open('outcomes/mail.log');
    vscode.window.activeTextEditor!.selection = new vscode.Selection(4, 0, 4, 0);
    await vscode.commands.executeCommand('smtpLens.copyRedacted');
    const copied = await vscode.env.clipboard.readText();
    assert.match(copied, /dsn=5\.1\.1, status=bounced/);
    assert.doesNotMatch(copied, /283FEFC63F|example\.net/);
    assert.equal(log.uri.path, workspaceFile('outcomes/mail.log').path);
  });
});

function webviewsOf(type: string): vscode.Tab[] {
  return vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter(({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith(type));
}
