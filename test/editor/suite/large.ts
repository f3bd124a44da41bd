// Past 20 MiB VS Code asks for less, and draws no hints. Is what it does ask for answered in such a log: colours, hover, hints,
// problems? What is seen of it in a window, and all of 45 MB, is the affair of ../ui/large.ui.ts.

import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { hoverAt, openNew, problemsOf, until } from './documents.ts';

const failure =
  'Nov  1 00:01:02 mail postfix/smtp[7]: 1A2B3C4D5F: to=<anna@example.net>, relay=mx.example.net[198.51.100.7]:25, delay=4004, delays=4000/0/2/2, dsn=5.2.2, status=bounced (host mx.example.net[198.51.100.7] said: 552 5.2.2 mailbox full (in reply to RCPT TO command))\n';
const removed = 'Nov  1 00:01:03 mail postfix/qmgr[902]: 1A2B3C4D5F: removed\n';

describe('a log of more than 20 MiB', () => {
  let document: vscode.TextDocument;
  const settings = () => vscode.workspace.getConfiguration('smtpLens');
  const lastLines = () => new vscode.Range(document.lineCount - 3, 0, document.lineCount - 1, 0);

  before(async () => {
    await settings().update('inlayHints.enabled', true, vscode.ConfigurationTarget.Global);
    const filler = removed.repeat(Math.ceil((21 * 1024 * 1024) / removed.length));
    document = await openNew('large/mail.log', `${failure}${filler}${failure}`);
    assert.ok(document.offsetAt(document.lineAt(document.lineCount - 1).range.end) > 20 * 1024 * 1024);
  });

  after(async () => {
    await settings().update('inlayHints.enabled', undefined, vscode.ConfigurationTarget.Global);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('has its problems, from its first line to its last', async () => {
    const [problem] = await until(
      () => problemsOf(document),
      (found) => found.length > 0,
    );
    assert.match(problem!.message, /552 5\.2\.2.*2 times/);
    assert.equal(problem!.relatedInformation?.[0]?.location.range.start.line, document.lineCount - 2);
  });

  it('has hovers', async () => {
    assert.match(await until(() => hoverAt(document, 'said: 552'), Boolean), /mailbox/i);
  });

  it('has colours for the lines on the screen', async () => {
    const tokens = await until(
      () =>
        vscode.commands.executeCommand<vscode.SemanticTokens>(
          'vscode.provideDocumentRangeSemanticTokens',
          document.uri,
          lastLines(),
        ),
      (found) => found?.data.length > 0,
    );
    // dsn, reply and status, five numbers each.
    assert.equal(tokens.data.length, 3 * 5);
  });

  it('has hints, which VS Code itself does not draw there', async () => {
    const hints = await until(
      () =>
        vscode.commands.executeCommand<vscode.InlayHint[]>(
          'vscode.executeInlayHintProvider',
          document.uri,
          lastLines(),
        ),
      (found) => found?.length > 0,
    );
    const labels = hints.map(({ label }) =>
      typeof label === 'string' ? label : label.map(({ value }) => value).join(''),
    );
    assert.ok(
      labels.some((label) => /mailbox is full/i.test(label)),
      labels.join('\n'),
    );
  });
});
