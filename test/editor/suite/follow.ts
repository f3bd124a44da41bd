// Does one message of a log show itself in VS Code: followed in a text of its own, in the outline, in colours?

import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import * as vscode from 'vscode';
import { endOf, open, openNew, problemsOf, until, workspaceFile } from './documents.ts';

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
    const place = endOf(document, '[1192]');
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

  it('Show Only opens the lines that name it, each leading back; following from there goes by the log', async () => {
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('smtpLens.showOnlyHost', 'mx.example.net');
    const shown = vscode.window.activeTextEditor!.document;
    assert.equal(shown.uri.scheme, 'smtp-lens');
    const [title, gap, ...lines] = shown.getText().split('\n');
    assert.equal(title, '# Only lines that name the host mx.example.net: 2 of 5 lines.');
    assert.deepEqual([gap, ...lines], ['', document.lineAt(2).text, document.lineAt(4).text, '']);
    const links = await until(
      () => vscode.commands.executeCommand<vscode.DocumentLink[]>('vscode.executeLinkProvider', shown.uri),
      (found) => found.length > 0,
    );
    assert.deepEqual(
      links.map(({ target }) => [target?.path, target?.fragment]),
      [
        [document.uri.path, 'L3'],
        [document.uri.path, 'L5'],
      ],
    );
    const [back] = await until(
      () =>
        vscode.commands.executeCommand<vscode.Location[]>(
          'vscode.executeDefinitionProvider',
          shown.uri,
          new vscode.Position(3, 20),
        ),
      (found) => found.length > 0,
    );
    assert.equal(back!.uri.toString(), document.uri.toString());
    assert.equal(back!.range.start.line, 4);

    await vscode.commands.executeCommand('smtpLens.followMessage', shown.uri.toString(), 2, 0);
    const followed = vscode.window.activeTextEditor!.document;
    assert.match(followed.getText(), /^# 283FEFC63F\n/);
    assert.ok(followed.getText().includes(document.lineAt(0).text));
  });

  it('Show Only Failures knows ours from those at our own door', async () => {
    for (const [direction, title] of [
      ['out', '# Only failures of our own deliveries: 2 of 5 lines.'],
      ['in', '# Only what was refused at our own door: 0 of 5 lines.'],
    ]) {
      await vscode.window.showTextDocument(document);
      await vscode.commands.executeCommand('smtpLens.showOnlyFailures', direction);
      assert.equal(vscode.window.activeTextEditor!.document.lineAt(0).text, title);
    }
  });

  it('is followed through rotated files, packed ones too, when that is asked for', async () => {
    const at = (clock: string, words: string) => `Nov  ${clock} mail postfix/${words}\n`;
    const to = (status: string) =>
      `smtp[9]: 3F283FEFC6: to=<u@example.net>, relay=mx.example.net[192.0.2.5]:25, delay=1, delays=0/0/1/0, ${status}`;
    const write = (name: string, bytes: Uint8Array) =>
      vscode.workspace.fs.writeFile(workspaceFile(`rotated/${name}`), bytes);
    await write(
      'mail.log.2.gz',
      gzipSync(at('1 23:00:00', 'smtpd[9]: 3F283FEFC6: client=pc.example.org[192.0.2.7]')),
    );
    await write(
      'mail.log.1',
      Buffer.from(
        at(
          '1 23:59:00',
          to('dsn=4.4.1, status=deferred (connect to mx.example.net[192.0.2.5]:25: Connection timed out)'),
        ),
      ),
    );
    const log = await openNew(
      'rotated/mail.log',
      at('2 00:10:00', to('dsn=2.0.0, status=sent (250 2.0.0 Ok)')),
    );
    await vscode.commands.executeCommand('smtpLens.followEverywhere', log.uri.toString(), 0, 3);
    const text = vscode.window.activeTextEditor!.document.getText();
    assert.match(text, /# Accepted from pc\.example\.org\[192\.0\.2\.7\] at Nov {2}1 23:00:00\./);
    assert.match(text, /# mail\.log\.1, line 1 · \+ 59 min\n/);
    assert.match(text, /# mail\.log, line 1 · \+ 11 min\n/);
  });

  it('its hops and its address are found', async () => {
    const place = endOf(document, 'status=sent');
    const [hop] = await vscode.commands.executeCommand<vscode.CallHierarchyItem[]>(
      'vscode.prepareCallHierarchy',
      document.uri,
      place,
    );
    assert.equal(hop?.name, '283FEFC63F');
    const out = await vscode.commands.executeCommand<vscode.CallHierarchyOutgoingCall[]>(
      'vscode.provideOutgoingCalls',
      hop,
    );
    assert.deepEqual(
      out.map(({ to }) => to.name),
      ['4F1B2'],
    );
    const symbols = await vscode.commands.executeCommand<vscode.SymbolInformation[]>(
      'vscode.executeWorkspaceSymbolProvider',
      'carol@',
    );
    assert.ok(symbols.some(({ name }) => name === 'carol@example.org'));
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
