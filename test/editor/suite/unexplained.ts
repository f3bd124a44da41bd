// Does List Unexplained Replies show what nothing explains, without the names of people and hosts?

import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { openNew, until } from './documents.ts';

const line = (words: string) =>
  `Nov  1 00:00:02 mx postfix/smtp[9]: 3F283FEFC6: to=<anna@example.net>, relay=mx.example.net[198.51.100.5]:25, delay=1, delays=0/0/1/0, dsn=5.0.0, status=bounced (host mx.example.net[198.51.100.5] said: ${words} (in reply to end of DATA command))\n`;

describe('List Unexplained Replies', () => {
  after(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('opens a read-only list with links into the log', async () => {
    await openNew('mail.log', line('550 5.1.1 no such user') + line('599 wibble of ben@example.org'));
    await vscode.commands.executeCommand('smtpLens.listUnexplained');
    const document = await until(
      () => vscode.window.activeTextEditor?.document,
      (shown) => shown?.uri.scheme === 'smtp-lens' && shown.getText().includes('×'),
    );
    assert.match(document!.getText(), /1 × 599 wibble of user@host\.example/);
    assert.doesNotMatch(document!.getText(), /anna|ben@|example\.net/);
    const links = await vscode.commands.executeCommand<vscode.DocumentLink[]>(
      'vscode.executeLinkProvider',
      document!.uri,
    );
    assert.ok(links.some(({ target }) => target?.fragment === 'L2'));
  });
});
