// Does the editor help to write a file of rules, tell mistakes in it, and do the rules explain what is in a log?

import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { endOf, hoverAt, open, openNew, problemsOf, until } from './documents.ts';

const name = 'partners.smtp-lens.json';
const rule = (reason: string) =>
  `{\n  "rules": [\n    {\n      "title": "The partner wants a contract number",\n      "text": "said",\n      "host": "example.net",\n      "reason": "${reason}"\n    }\n  ]\n}\n`;

describe('a file of rules', () => {
  after(async () => {
    await vscode.workspace
      .getConfiguration()
      .update('smtpLens.rules.files', undefined, vscode.ConfigurationTarget.Workspace);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('is completed and explained as it is written', async () => {
    const document = await openNew(name, rule('policy'));
    const reasons = await until(
      async () => {
        const list = await vscode.commands.executeCommand<vscode.CompletionList>(
          'vscode.executeCompletionItemProvider',
          document.uri,
          endOf(document, '"policy'),
        );
        return list.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
      },
      (labels) => labels.some((label) => label.includes('mailbox-full')),
    );
    assert.ok(reasons.some((label) => label.includes('rate-limit')));
    const hover = await until(
      () => hoverAt(document, '"host'),
      (text) => text !== '',
    );
    assert.match(hover, /The server that answered/);
  });

  it('tells a mistake at its line, and forgets it when it is mended', async () => {
    const document = await openNew(name, rule('no-such-reason'));
    await vscode.workspace
      .getConfiguration()
      .update('smtpLens.rules.files', [name], vscode.ConfigurationTarget.Workspace);
    await open('outcomes/mail.log');
    const [problem] = await until(
      () => problemsOf(document),
      (found) => found.length > 0,
    );
    assert.equal(document.lineAt(problem!.range.start.line).text.trim(), '"reason": "no-such-reason"');
    await vscode.workspace.fs.writeFile(document.uri, Buffer.from(rule('recipient-restricted')));
    await until(
      () => problemsOf(document),
      (found) => found.length === 0,
    );
  });
});
