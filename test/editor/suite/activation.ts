// Does VS Code know the packaged extension, start it for mail logs and bounces, and give each file its language?

import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { extensionId, open, openNew, problemsOf, until } from './documents.ts';

const line =
  'Nov  1 00:00:34 mail postfix/smtp[1192]: 283FEFC63F: to=<nobody@example.net>, relay=mx.example.net[198.51.100.7]:25, delay=3.2, delays=0.1/0.02/1.5/1.6, dsn=5.1.1, status=bounced (host mx.example.net[198.51.100.7] said: 550 5.1.1 <nobody@example.net>: User unknown (in reply to RCPT TO command))\n';

describe('the packaged extension', () => {
  it('is installed from the package, not loaded from the clone', () => {
    const extension = vscode.extensions.getExtension(extensionId);
    assert.ok(extension, `${extensionId} is not installed`);
    assert.match(extension.extensionPath, /smtp-lens\.smtp-lens-\d/);
  });

  it('starts when a mail log is opened', async () => {
    const document = await open('outcomes/mail.log');
    assert.equal(document.languageId, 'maillog');
    await until(
      () => vscode.extensions.getExtension(extensionId)?.isActive,
      (active) => active === true,
    );
  });

  it('registers every command of its manifest', async () => {
    const known = new Set(await vscode.commands.getCommands(true));
    const declared: { command: string }[] =
      vscode.extensions.getExtension(extensionId)?.packageJSON.contributes.commands;
    assert.ok(declared.length > 0);
    assert.deepEqual(
      declared.map(({ command }) => command).filter((command) => !known.has(command)),
      [],
    );
  });
});

describe('the language of a file', () => {
  const expected: [name: string, language: string][] = [
    ['mail.log', 'maillog'],
    ['mail.log.1', 'maillog'],
    ['mail.err', 'maillog'],
    ['mail.warn', 'maillog'],
    ['mail.info', 'maillog'],
    ['maillog', 'maillog'],
    ['maillog-20261101', 'maillog'],
    ['mainlog', 'maillog'],
    ['rejectlog', 'maillog'],
    ['bounce.eml', 'eml'],
    ['app.log', 'log'],
    ['mail.log.2.gz', 'plaintext'],
  ];
  for (const [name, language] of expected) {
    it(`${name} is ${language}`, async () => {
      const document = await openNew(`languages/${name}`, line);
      assert.equal(document.languageId, language);
    });
  }

  it('a .log file with mail in it is explained all the same', async () => {
    const document = await openNew('languages/relay.log', line.repeat(3));
    assert.equal(document.languageId, 'log');
    const problems = await until(
      () => problemsOf(document),
      (found) => found.length > 0,
    );
    assert.match(problems[0]!.message, /550 5\.1\.1/);
  });

  it('a UTF-16 report of Exchange Online is explained, each code at its place', async () => {
    const report = [
      'date_time_utc,source,event_id,recipient_address,recipient_status,sender_address,message_id,a,b,c',
      '2026-11-23T23:20:01Z,SMTP,RECEIVE,info@example.net,,anna.berg@example.org,<7@example.org>,,,',
      '2026-11-23T23:20:03Z,SMTP,FAIL,dora.keller@example.net,{LED=550 5.1.1 no mailbox here by that name},anna.berg@example.org,<7@example.org>,,,',
      '',
    ].join('\r\n');
    const document = await openNew('languages/report.log', Buffer.from(`\ufeff${report}`, 'utf16le'));
    const [problem] = await until(
      () => problemsOf(document),
      (found) => found.length > 0,
    );
    assert.match(problem!.message, /550 5\.1\.1/);
    assert.equal(problem!.range.start.line, 2);
    assert.match(document.getText(problem!.range), /^550/);
  });

  it('a .log file without mail gets no word from us', async () => {
    const text = '2026-11-01 12:00:00 INFO worker 550 finished step 5.1.1 in 250 ms\n'.repeat(20);
    const silent = await openNew('languages/worker.log', text);
    // The next file's problems prove that there was time for this one's.
    const speaking = await openNew('languages/later.log', line);
    await until(
      () => problemsOf(speaking),
      (found) => found.length > 0,
    );
    assert.deepEqual(problemsOf(silent), []);
  });
});
