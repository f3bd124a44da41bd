// Do hover, problems and code lenses of the packaged extension reach VS Code, with what the log says?

import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { hoverAt, lensesOf, open, openNew, problemsOf, until } from './documents.ts';

describe('a Postfix log', () => {
  let document: vscode.TextDocument;
  before(async () => {
    document = await open('outcomes/mail.log');
  });

  for (const words of ['said: 550', '550 5.1.1', 'dsn=5.1.1']) {
    it(`the hover on "${words}" says that the mailbox does not exist`, async () => {
      const text = await until(
        () => hoverAt(document, words),
        (answer) => answer !== '',
      );
      // Markdown escapes the dots.
      assert.match(text, /550 5\\?\.1\\?\.1/);
      assert.match(text, /mailbox/i);
      assert.match(text, /permanent/i);
    });
  }

  it('the hover on a greylisting says that it is temporary', async () => {
    const text = await until(
      () => hoverAt(document, 'said: 451'),
      (answer) => answer !== '',
    );
    assert.match(text, /temporary/i);
  });

  for (const words of ['size=550', '[1192]', ':25', '198.51']) {
    it(`the hover on "${words}", which is no code, gives no verdict`, async () => {
      // The hover on a code beside it proves that the server is up.
      await until(
        () => hoverAt(document, 'said: 550'),
        (answer) => answer !== '',
      );
      assert.doesNotMatch(await hoverAt(document, words), /permanent|temporary|mailbox/i);
    });
  }

  it('the failures are problems, the final one graver than the temporary one', async () => {
    const problems = await until(
      () => problemsOf(document),
      (found) => found.length >= 2,
    );
    const permanent = problems.find((problem) => problem.message.includes('550 5.1.1'));
    const temporary = problems.find((problem) => problem.message.includes('451 4.7.1'));
    assert.equal(permanent?.severity, vscode.DiagnosticSeverity.Warning);
    assert.equal(temporary?.severity, vscode.DiagnosticSeverity.Information);
    assert.match(document.getText(permanent?.range), /550|5\.1\.1/);
    assert.match(permanent?.message ?? '', /nobody@example\.net/);
  });

  it('a lens at the head counts, a lens at the failure names it', async () => {
    const lenses = await until(
      () => lensesOf(document),
      (found) => found.length > 1 && found.every((lens) => lens.command),
    );
    const titles = lenses.map((lens) => `${lens.range.start.line}: ${lens.command?.title}`);
    assert.ok(
      titles.some((title) => /^0: .*1 deferred.*1 bounced/.test(title)),
      titles.join('\n'),
    );
    assert.ok(
      titles.some((title) => /^4: .*mailbox/i.test(title)),
      titles.join('\n'),
    );
  });
});

describe('a log that is being written', () => {
  it('a new failure becomes a problem, and goes when its line goes', async () => {
    const document = await openNew(
      'live/mail.log',
      'Nov  1 00:00:30 mail postfix/qmgr[902]: 1A2B3C4D5E: removed\n',
    );
    const failure =
      'Nov  1 00:00:35 mail postfix/smtp[7]: 1A2B3C4D5F: to=<dora@example.net>, relay=mx.example.net[198.51.100.7]:25, delay=1, delays=0/0/0.5/0.5, dsn=5.2.2, status=bounced (host mx.example.net[198.51.100.7] said: 552 5.2.2 mailbox full (in reply to RCPT TO command))\n';
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(1, 0), failure);
    await vscode.workspace.applyEdit(edit);
    const problems = await until(
      () => problemsOf(document),
      (found) => found.length === 1,
    );
    assert.equal(problems[0]!.range.start.line, 1);
    const undo = new vscode.WorkspaceEdit();
    undo.delete(document.uri, new vscode.Range(1, 0, 2, 0));
    await vscode.workspace.applyEdit(undo);
    await until(
      () => problemsOf(document),
      (found) => found.length === 0,
    );
    await document.save();
  });
});
