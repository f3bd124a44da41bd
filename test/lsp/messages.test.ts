// Does an editor get outline, folds and remarks on a saved message from the server as it ships?
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DocumentSymbol, FoldingRange, Hover } from 'vscode-languageserver/node';
import { pullingEditor, ServerFolder, Session } from './session.ts';

let folder: ServerFolder;
let session: Session;
const uri = 'file:///bounce.eml';
const text = readFileSync(path.join(import.meta.dirname, '../samples/bounce-mailbox-full.eml'), 'utf8');
const document = { textDocument: { uri } };

beforeAll(async () => {
  folder = await ServerFolder.make();
  session = await Session.open(folder, pullingEditor);
  await session.openFile(uri, text, 'eml');
}, 60_000);

afterAll(async () => {
  await session.end();
  folder.remove();
});

test('outline and folds', async () => {
  const symbols = await session.ask<DocumentSymbol[]>('textDocument/documentSymbol', document);
  expect(symbols.map(({ name }) => name)).toEqual(['Head', 'Notification', 'Report', 'Returned message']);
  const folds = await session.ask<FoldingRange[]>('textDocument/foldingRange', document);
  const report = text.split('\n').findIndex((line) => line.includes('Delivery report'));
  expect(folds.map(({ startLine }) => startLine)).toContain(report);
});

test('a hover on a field, a remark on the report, silenced by a setting', async () => {
  const line = text.split('\n').findIndex((one) => one.startsWith('Reporting-MTA'));
  const hover = await session.ask<Hover>('textDocument/hover', {
    ...document,
    position: { line, character: 3 },
  });
  expect((hover.contents as { value: string }).value).toContain('The server that wrote this report');
  const codes = async () => {
    const { items } = await session.ask<{ items: { code: string }[] }>('textDocument/diagnostic', document);
    return items.map(({ code }) => code);
  };
  expect(await codes()).toContain('reply-and-status-disagree');
  session.configuration = { lint: { 'reply-and-status-disagree': 'off' } };
  await session.client.sendNotification('workspace/didChangeConfiguration', { settings: null });
  expect(await codes()).not.toContain('reply-and-status-disagree');
});
