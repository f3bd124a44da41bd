// Does one message of a log show itself in VS Code: followed in a text of its own, in the outline, in colours?

import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { endOf, open, problemsOf, until } from './documents.ts';

describe('one message of a log', () => {
  let document: vscode.TextDocument;
  before(async () => {
    document = await open('outcomes/mail.log');
  });

  it('Follow Message opens its story and its lines, with links back', async () => {
    const { line, character } = endOf(document, '283FEFC63F');
    const command = 'smtpLens.followMessage';
    await vscode.commands.executeCommand(command, document.uri.toString(), line, character);
    const shown = vscode.window.activeTextEditor!.document;
    assert.equal(shown.uri.scheme, 'smtp-lens');
    assert.equal(shown.languageId, 'maillog');
    assert.match(shown.getText(), /^# 283FEFC63F\n# Accepted from desk\.example\.com/);
    assert.match(shown.getText(), /bob@example\.net: delivered to mx\.example\.net after 1 s\./);
    assert.ok(shown.getText().includes(document.lineAt(4).text));
    const links = await until(
      () => vscode.commands.executeCommand<vscode.DocumentLink[]>('vscode.executeLinkProvider', shown.uri),
      (found) => found.length > 0,
    );
    assert.ok(links.some(({ target }) => target?.path === document.uri.path && target.fragment === 'L1'));
    assert.deepEqual(problemsOf(shown), []);
  });

  it('it is in the outline, its beginning and its lines are found', async () => {
    const symbols = await until(
      () =>
        vscode.commands.executeCommand<vscode.DocumentSymbol[]>(
          'vscode.executeDocumentSymbolProvider',
          document.uri,
        ),
      (found) => found?.length > 0,
    );
    assert.deepEqual(
      symbols.map(({ name, children }) => [name, children.length]),
      [['283FEFC63F', 2]],
    );
    const place = endOf(document, 'dsn=5.1.1');
    const ask = <Answer>(command: string) =>
      vscode.commands.executeCommand<Answer>(command, document.uri, place);
    const [definition] = await ask<vscode.Location[]>('vscode.executeDefinitionProvider');
    assert.equal(definition?.range.start.line, 0);
    const lines = await ask<vscode.Location[]>('vscode.executeReferenceProvider');
    assert.deepEqual(
      lines.map(({ range }) => range.start.line),
      [0, 1, 2, 3, 4],
    );
  });

  it('the codes on the screen are coloured', async () => {
    const screen = new vscode.Range(0, 0, 5, 0);
    const tokens = await until(
      () =>
        vscode.commands.executeCommand<vscode.SemanticTokens>(
          'vscode.provideDocumentRangeSemanticTokens',
          document.uri,
          screen,
        ),
      (found) => found?.data.length > 0,
    );
    // dsn, reply and status of three deliveries, five numbers each.
    assert.equal(tokens.data.length, 3 * 3 * 5);
  });
});
