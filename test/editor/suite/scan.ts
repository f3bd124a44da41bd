// Do compressed logs open, are files scanned, does what is shown follow a file that others write to, and does all of it survive
// the death of the server?

import * as assert from 'node:assert/strict';
import { appendFileSync, readFileSync, renameSync, truncateSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import * as vscode from 'vscode';
import { languageServers } from '../host/languageServers.mjs';
import { hoverAt, open, openNew, problemsOf, until, workspaceFile } from './documents.ts';

const failure = (second: number, who: string) =>
  `Nov  1 00:01:${String(second).padStart(2, '0')} mail postfix/smtp[7]: 1A2B3C4D5F: to=<${who}@example.net>, relay=mx.example.net[198.51.100.7]:25, delay=1, delays=0/0/0.5/0.5, dsn=5.2.2, status=bounced (host mx.example.net[198.51.100.7] said: 552 5.2.2 mailbox full (in reply to RCPT TO command))\n`;

const tabs = (): string[] =>
  vscode.window.tabGroups.all.flatMap((group) => group.tabs.map(({ label }) => label));

describe('a compressed log', () => {
  it('opens as a read-only document with the language of what is in it', async () => {
    const file = workspaceFile('packed/mail.log.2.gz');
    const text = failure(1, 'anna') + failure(2, 'bert');
    const cut = gzipSync(text);
    await vscode.workspace.fs.writeFile(file, Buffer.concat([gzipSync(text), cut]));
    await vscode.commands.executeCommand('smtpLens.openArchive', file);
    const document = vscode.window.activeTextEditor?.document;
    assert.ok(document);
    assert.equal(document.uri.scheme, 'smtp-lens');
    assert.equal(document.languageId, 'maillog');
    assert.equal(document.getText(), text + text);
    const problems = await until(
      () => problemsOf(document),
      (found) => found.length > 0,
    );
    assert.match(problems[0]!.message, /4 times/);
    assert.match(await until(() => hoverAt(document, 'said: 552'), Boolean), /mailbox/i);
  });

  it('a message is one by its content', async () => {
    const eml = readFileSync(workspaceFile('bounce-unknown-user.eml').fsPath);
    const file = workspaceFile('packed/saved.gz');
    await vscode.workspace.fs.writeFile(file, gzipSync(eml));
    await vscode.commands.executeCommand('smtpLens.openArchive', file);
    assert.equal(vscode.window.activeTextEditor?.document.languageId, 'eml');
  });
});

describe('a scan', () => {
  it('of files shows its report', async () => {
    await vscode.workspace.fs.writeFile(workspaceFile('alone/mail.log'), Buffer.from(failure(1, 'anna')));
    await vscode.commands.executeCommand('smtpLens.scanFile', workspaceFile('alone/mail.log'));
    await until(tabs, (labels) => labels.includes('Report: mail.log'));
  });

  it('of a folder shows its report', async () => {
    await vscode.commands.executeCommand('smtpLens.scanFolder', workspaceFile('packed'));
    await until(tabs, (labels) => labels.includes('Report: 2 files'));
  });
});

/** Milliseconds; far above what is aimed at, since other programs run on the machine, too. */
const longestLag = 5_000;

describe('a log that others write to', () => {
  it('its problems follow within moments after the editor shows what was appended', async () => {
    const document = await openNew('followed/mail.log', failure(1, 'anna'));
    const told = (times: number) =>
      problemsOf(document).some(({ message }) => message.includes(`${times} times`));
    await until(
      () => problemsOf(document),
      (found) => found.length > 0,
    );
    const lags: number[] = [];
    for (let times = 2; times <= 6; times++) {
      const changed = when(vscode.workspace.onDidChangeTextDocument, ({ document: of, contentChanges }) => {
        return of === document && contentChanges.length > 0;
      });
      const diagnosed = when(vscode.languages.onDidChangeDiagnostics, () => told(times));
      appendFileSync(document.uri.fsPath, failure(times, 'anna'));
      const [from, to] = await Promise.all([changed, diagnosed]);
      lags.push(to - from);
    }
    console.log(`      from the change in the editor to its problems: ${lags.join(', ')} ms`);
    assert.ok(Math.max(...lags) < longestLag, lags.join(', '));
  });

  it('is followed as it grows, and when it begins anew', async () => {
    const document = await openNew('tailed/mail.log', failure(1, 'anna'));
    const { fsPath } = document.uri;
    const count = (times: RegExp) => (found: vscode.Diagnostic[]) =>
      found.some(({ message }) => times.test(message));
    await until(() => problemsOf(document), count(/: anna@example\.net$/));
    for (let more = 2; more <= 4; more++) {
      appendFileSync(fsPath, failure(more, 'anna'));
      await until(() => problemsOf(document), count(new RegExp(`${more} times`)));
    }
    // copytruncate: the same file, empty, and written to again.
    truncateSync(fsPath, 0);
    await until(
      () => problemsOf(document),
      (found) => found.length === 0,
    );
    appendFileSync(fsPath, failure(5, 'bert'));
    await until(() => problemsOf(document), count(/: bert@example\.net$/));
    // Another file under the same name.
    writeFileSync(fsPath, failure(6, 'carl') + failure(7, 'carl'));
    await until(() => problemsOf(document), count(/carl@example\.net, 2 times/));
    // As logrotate does it otherwise: the old one is moved away, and a new one begins.
    renameSync(fsPath, `${fsPath}.1`);
    writeFileSync(fsPath, failure(8, 'dora'));
    await until(() => problemsOf(document), count(/: dora@example\.net$/));
    appendFileSync(fsPath, failure(9, 'dora'));
    await until(() => problemsOf(document), count(/dora@example\.net, 2 times/));
  });
});

/** The time of the first event that fits. */
function when<T>(event: vscode.Event<T>, fits: (of: T) => boolean): Promise<number> {
  return new Promise((resolve) => {
    const listening = event((of) => {
      if (!fits(of)) return;
      listening.dispose();
      resolve(Date.now());
    });
  });
}

/** Processes of the language server that this extension host has started. */
const servers = (): number[] => languageServers((parent) => parent === process.pid);

describe('the death of the server', () => {
  it('costs nothing of the user’s: what was typed stays, and is read by a new one', async function () {
    if (process.platform !== 'linux') return this.skip();
    const document = await openNew('killed/mail.log', failure(1, 'anna'));
    await until(
      () => problemsOf(document),
      (found) => found.length === 1,
    );
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(1, 0), failure(2, 'anna'));
    await vscode.workspace.applyEdit(edit);
    const [before, ...others] = servers();
    assert.ok(before);
    assert.deepEqual(others, []);
    process.kill(before, 'SIGKILL');
    const [after] = await until(servers, (found) => found.length === 1 && found[0] !== before);
    assert.notEqual(after, before);
    const problems = await until(
      () => problemsOf(document),
      (found) => found.some(({ message }) => /2 times/.test(message)),
    );
    assert.equal(problems.length, 1);
    assert.ok(document.isDirty);
    assert.equal(document.getText(), failure(1, 'anna') + failure(2, 'anna'));
    assert.match(await hoverAt(await open('outcomes/mail.log'), 'said: 550'), /mailbox/i);
    await document.save();
  });
});
