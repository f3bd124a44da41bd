// Do the commands of SMTP Lens do what their titles say, called as the palette calls them?

import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { hoverAt, open, until } from './documents.ts';

describe('the commands', () => {
  beforeEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('List Codes in This File opens a panel for the file', async () => {
    await open('outcomes/mail.log');
    await vscode.commands.executeCommand('smtpLens.listCodes');
    await until(
      () => webviews(),
      (types) => types.some((type) => type.endsWith('smtpLens.codes')),
    );
  });

  it('Browse Code Reference opens the reference', async () => {
    await vscode.commands.executeCommand('smtpLens.browseReference');
    await until(
      () => webviews(),
      (types) => types.some((type) => type.endsWith('smtpLens.reference')),
    );
  });

  it('a second call shows the same panel again', async () => {
    await vscode.commands.executeCommand('smtpLens.browseReference');
    await until(
      () => webviews(),
      (types) => types.length === 1,
    );
    await vscode.commands.executeCommand('smtpLens.browseReference');
    assert.equal(webviews().length, 1);
  });

  it('Restart Server brings the hovers back', async () => {
    const document = await open('outcomes/mail.log');
    await until(
      () => hoverAt(document, 'said: 550'),
      (text) => text !== '',
    );
    await vscode.commands.executeCommand('smtpLens.restartServer');
    await until(
      () => hoverAt(document, 'said: 550'),
      (text) => text !== '',
    );
  });

  it('Show Output runs', async () => {
    await vscode.commands.executeCommand('smtpLens.showOutput');
  });
});

/** The types of the webviews that stand in a tab; VS Code puts a prefix before the extension's own name. */
function webviews(): string[] {
  return vscode.window.tabGroups.all
    .flatMap((group) => group.tabs)
    .map((tab) => tab.input)
    .filter((input) => input instanceof vscode.TabInputWebview)
    .map((input) => input.viewType);
}
