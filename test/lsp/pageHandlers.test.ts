// Does the server answer what the summary of a bounce, its readable text and a redacted copy ask?
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type {
  CodeAction,
  CodeLens,
  DocumentDiagnosticReport,
  DocumentLink,
} from 'vscode-languageserver/node';
import {
  type BounceSummary,
  bounceSummaryRequest,
  type DecodedText,
  decodedTextRequest,
  type RedactResult,
  redactRequest,
  type UnexplainedResult,
  unexplainedRequest,
} from '../../server/src/lsp/protocol.ts';
import { pullingEditor, ServerFolder, Session } from './session.ts';

const uri = 'file:///home/anna/bounce.eml';
const textDocument = { uri };
const bounce = readFileSync(
  path.join(import.meta.dirname, '../samples/bounce-several-recipients.eml'),
  'utf8',
);
const log =
  'Nov  1 00:00:02 mx postfix/smtp[9]: 3F283FEFC6: to=<u@example.net>, relay=mx.example.net[198.51.100.5]:25, delay=1, delays=0/0/1/0, dsn=5.1.1, status=bounced (host mx.example.net[198.51.100.5] said: 550 5.1.1 no such user)\n';

let folder: ServerFolder;
let session: Session;

beforeAll(async () => {
  folder = await ServerFolder.make();
  session = await Session.open(folder, pullingEditor, { commandLinks: true });
  await session.openFile(uri, bounce, 'eml');
  await session.openFile('file:///var/log/mail.log', log);
});
afterAll(() => {
  session.process.kill();
  folder.remove();
});

describe('a saved bounce', () => {
  it('has a summary, a readable text, and lenses that lead to the summary', async () => {
    const summary = await session.ask<BounceSummary>(bounceSummaryRequest, { textDocument });
    expect(summary.kind).toBe('bounce');
    expect(summary.recipients).toHaveLength(3);
    const { text } = await session.ask<DecodedText>(decodedTextRequest, { textDocument });
    expect(text).toContain('<alumni@uni.example.net>: host mail.uni.example.net[198.51.100.43] said: 550');
    const [lens] = await session.ask<CodeLens[]>('textDocument/codeLens', { textDocument });
    expect(lens!.command).toMatchObject({ command: 'smtpLens.showBounceSummary', arguments: [uri] });
    expect(lens!.command!.title).toBe(summary.headline);
  });

  it('in a file of several messages is told by number or by line', async () => {
    const several = { uri: 'file:///home/anna/several.eml' };
    const separator = 'From MAILER-DAEMON Mon Mar  2 10:00:04 2026\n';
    const letter = 'From: a@example.org\nSubject: Hello\n\nHow are you?\n';
    await session.openFile(several.uri, `${separator}${bounce.trimEnd()}\n\n${separator}${letter}`, 'eml');
    const asked = [
      {},
      { message: 1 },
      { line: 0 },
      { line: bounce.split('\n').length + 1 },
      { message: null },
    ];
    const kinds: string[] = [];
    for (const choice of asked)
      kinds.push(
        (await session.ask<BounceSummary>(bounceSummaryRequest, { textDocument: several, ...choice })).kind,
      );
    expect(kinds).toEqual(['bounce', 'none', 'bounce', 'none', 'bounce']);
  });

  it('bears the answer at its subject among the problems', async () => {
    const report = await session.ask<DocumentDiagnosticReport>('textDocument/diagnostic', { textDocument });
    const items = report.kind === 'full' ? report.items : [];
    const subject = bounce.split('\n').findIndex((line) => line.startsWith('Subject:'));
    const [head] = items.filter(({ range }) => range.start.line === subject);
    expect(head!.message).toMatch(/^Not delivered to 3 recipients: /);
  });

  it('has the links of its report, not those of the message that came back', async () => {
    const links = await session.ask<DocumentLink[]>('textDocument/documentLink', { textDocument });
    expect(links.map(({ target }) => target)).toEqual([
      'https://bl.example.net/query/ip/192.0.2.25',
      'https://bl.example.net/query/ip/192.0.2.25',
    ]);
  });
});

describe('a redacted copy', () => {
  it('of a whole message keeps every line and names nobody', async () => {
    const { text } = await session.ask<RedactResult>(redactRequest, { textDocument });
    expect(text.split('\n')).toHaveLength(bounce.split('\n').length);
    expect(text).not.toMatch(/anna|alumni|uni\.example\.net|198\.51\.100\.43|Talk on Friday/);
    expect(text).toContain('550 relay not permitted');
  });

  it('of a range has its lines, the same as in the whole', async () => {
    const whole = (await session.ask<RedactResult>(redactRequest, { textDocument })).text.split('\n');
    const range = { start: { line: 52, character: 0 }, end: { line: 54, character: 200 } };
    const { text } = await session.ask<RedactResult>(redactRequest, { textDocument, ranges: [range] });
    expect(text).toBe(whole.slice(52, 55).join('\n'));
  });

  it('of several ranges has the same name for the same thing', async () => {
    const line = bounce.split('\n').findIndex((each) => each.startsWith('Final-Recipient: rfc822; rbl@'));
    const ranges = [line, line, line + 1].map((at) => ({
      start: { line: at, character: 0 },
      end: { line: at, character: 500 },
    }));
    const { text } = await session.ask<RedactResult>(redactRequest, { textDocument, ranges });
    const [first, second, third] = text.split('\n');
    expect(second).toBe(first);
    expect(third!.replace('Original-Recipient: rfc822;', '')).toBe(
      first!.replace('Final-Recipient: rfc822; ', ''),
    );
  });

  it('of a line in a CSV file knows its columns', async () => {
    const csv = 'file:///home/anna/trace.csv';
    const rows = Array.from({ length: 50 }, (_, n) => `a@example.org,u${n}@example.net,"Offer, secret",FAIL`);
    await session.openFile(csv, `${['sender,recipient,message_subject,event', ...rows].join('\n')}\n`);
    const range = { start: { line: 45, character: 0 }, end: { line: 45, character: 500 } };
    const { text } = await session.ask<RedactResult>(redactRequest, {
      textDocument: { uri: csv },
      ranges: [range],
    });
    expect(text).toMatch(/^user\d+@host1\.example,user\d+@host2\.example,"xxxxx, xxxxxx",FAIL$/);
  });

  it('of a few words in a line has these words only', async () => {
    const line = log.trimEnd();
    const start = line.indexOf('status=');
    const range = { start: { line: 0, character: start }, end: { line: 0, character: line.length } };
    const { text } = await session.ask<RedactResult>(redactRequest, {
      textDocument: { uri: 'file:///var/log/mail.log' },
      ranges: [range],
    });
    expect(text).toMatch(
      /^status=bounced \(host host\d+\.example\[192\.0\.2\.1\] said: 550 5\.1\.1 no such user\)$/,
    );
  });
});

it('a log has neither summary nor readable text', async () => {
  const of = { textDocument: { uri: 'file:///var/log/mail.log' } };
  expect(await session.ask(bounceSummaryRequest, of)).toBeNull();
  expect(await session.ask(decodedTextRequest, of)).toBeNull();
});

describe('replies that nothing explains', () => {
  const line = (words: string) =>
    `Nov  1 00:00:02 mx postfix/smtp[9]: 3F283FEFC6: to=<anna@example.net>, relay=mx.example.net[198.51.100.5]:25, delay=1, delays=0/0/1/0, dsn=5.0.0, status=bounced (host mx.example.net[198.51.100.5] said: ${words} (in reply to end of DATA command))\n`;

  it('are listed with made-up names, the most frequent first, each with its first line', async () => {
    const odd = 'file:///var/log/odd.log';
    const text = [
      log,
      line('599 flurb of ben@example.net at mx7.example.net'),
      line('598 wibble'),
      line('599 flurb of carla@example.org at mx9.example.org'),
    ].join('');
    await session.openFile(odd, text);
    const found = await session.ask<UnexplainedResult>(unexplainedRequest, { textDocument: { uri: odd } });
    expect(found).toMatchObject({ replies: 2, total: 3 });
    const lines = found.text.split('\n');
    expect(lines[0]).toBe('Replies that nothing explains: 2, 3 times in all.');
    expect(lines.filter((each) => each.includes('×'))).toEqual([
      expect.stringMatching(/^2 × 599 flurb of user@host\.example at /),
      '1 × 598 wibble',
    ]);
    expect(found.text).not.toMatch(/anna|ben|carla|example\.(?:net|org)/);
    expect(found.links.map(({ target }) => target)).toEqual([1, 2]);
    expect(lines[found.links[1]!.line]).toBe('1 × 598 wibble');
  });

  it('are none where everything is explained', async () => {
    const found = await session.ask<UnexplainedResult>(unexplainedRequest, {
      textDocument: { uri: 'file:///var/log/mail.log' },
    });
    expect(found).toEqual({
      text: 'Every failure in this file has a known reason.\n',
      replies: 0,
      total: 0,
      links: [],
    });
  });
});

describe('code actions', () => {
  it('lead from a problem to its page, and from a remark to its rule', async () => {
    const odd = 'file:///home/anna/odd.eml';
    const text = bounce.replace('Status: 5.0.0', 'Status: 550');
    await session.openFile(odd, text, 'eml');
    const report = await session.ask<DocumentDiagnosticReport>('textDocument/diagnostic', {
      textDocument: { uri: odd },
    });
    const diagnostics = report.kind === 'full' ? report.items : [];
    const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
    const actions = await session.ask<CodeAction[]>('textDocument/codeAction', {
      textDocument: { uri: odd },
      range,
      context: { diagnostics },
    });
    const commands = actions.map(({ command }) => [command!.command, ...command!.arguments!].join(' '));
    expect(commands).toContain('smtpLens.openLintRule malformed-code');
    expect(
      commands.filter((command) => command.startsWith('smtpLens.openReference ')).length,
    ).toBeGreaterThan(0);
    expect(new Set(commands).size).toBe(commands.length);
  });

  it('are not offered to an editor that runs no commands of ours', async () => {
    const other = await Session.open(folder, pullingEditor);
    expect(other.result.capabilities.codeActionProvider).toBeUndefined();
    other.process.kill();
  });
});
