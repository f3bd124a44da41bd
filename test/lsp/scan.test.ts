// Scanning, archives and the report over LSP: files that the client names, read by the server or handed over in pieces.
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type {
  ExportReportResult,
  FileToRead,
  OpenArchiveResult,
  ReadPieceParams,
  ReportResult,
  ScanProgressParams,
} from '../../server/src/lsp/protocol.ts';
import { pullingEditor, ServerFolder, Session } from './session.ts';

const sample = path.join(import.meta.dirname, '../samples/mail.log');
const archives = path.join(import.meta.dirname, '../fixtures/archives');
const text = readFileSync(sample, 'utf8');
const written = { year: 2026, month: 11, day: 27 };
let server: ServerFolder;
let session: Session;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'smtp-lens-scan-'));
  server = await ServerFolder.make();
  session = await Session.open(server, pullingEditor);
}, 60_000);
afterAll(async () => {
  await session.end();
  server.remove();
  rmSync(folder, { recursive: true });
});

const onDisk = (file: string): FileToRead => ({
  uri: pathToFileURL(file).toString(),
  name: path.basename(file),
  size: statSync(file).size,
  written,
});
const file = (name: string, content: string | Buffer): FileToRead => {
  writeFileSync(path.join(folder, name), content);
  return onDisk(path.join(folder, name));
};
const report = (of: object, filter: object = {}) =>
  session.ask<ReportResult | null>('smtpLens/report', { of, filter });
async function scan(id: string, files: FileToRead[]): Promise<ReportResult> {
  await session.ask('smtpLens/scan', { id, files });
  return (await report({ scan: id }))!;
}

describe('a scan', () => {
  test('adds files up: plain, packed, and messages beside them', async () => {
    const once = await scan('once', [onDisk(sample)]);
    expect(once.view.outcomes.bounced).toBeGreaterThan(5);
    expect(once.lines).toBe(text.split('\n').length - 1);
    const packed = file('mail.log.1.gz', gzipSync(text));
    const twice = await scan('twice', [packed, onDisk(sample), file('app.bin', Buffer.alloc(100))]);
    expect(twice.view.outcomes.bounced).toBe(once.view.outcomes.bounced * 2);
    expect(twice.view.total).toBe(once.view.total * 2);
    expect(twice.files.map(({ holdsMail }) => holdsMail)).toEqual([true, true, false]);
    const bounce = await scan('bounce', [
      onDisk(path.join(import.meta.dirname, '../samples/bounce-mailbox-full.eml')),
    ]);
    expect(bounce.view.outcomes).toEqual({ bounced: 1 });
    expect(bounce.view.reasons[0]?.key).toBe('mailbox-full');
  });

  test('tells how far it is, and that it is done', async () => {
    const done = session.hears<ScanProgressParams>(
      'smtpLens/scanProgress',
      ({ id, finished }) => id === 'progress' && finished,
    );
    await scan('progress', [onDisk(sample)]);
    expect(await done).toMatchObject({ done: 1, lines: text.split('\n').length - 1 });
  });

  test('is the same where the client hands the bytes over', async () => {
    const bytes = gzipSync(text);
    session.answers['smtpLens/readPiece'] = ({ uri, offset, length }: ReadPieceParams) =>
      uri === 'vscode-vfs://x/mail.log.gz'
        ? {
            base64: bytes.subarray(offset, offset + Math.min(length, 1000)).toString('base64'),
            end: offset + 1000 >= bytes.length,
          }
        : { base64: null, end: true };
    const remote = { uri: 'vscode-vfs://x/mail.log.gz', name: 'mail.log.gz', size: bytes.length, written };
    const there = await scan('there', [remote]);
    const here = await scan('here', [onDisk(sample)]);
    expect(there.view).toEqual(here.view);
    const gone = await scan('gone', [{ ...remote, uri: 'vscode-vfs://x/none' }, onDisk(sample)]);
    expect(gone.files[0]!.leftOut).toEqual(['The file could not be read.']);
    expect(gone.view.total).toBe(here.view.total);
  });

  test('a damaged archive says so and gives what it holds', async () => {
    const cut = file('cut.gz', gzipSync(text).subarray(0, 4000));
    const { files, view } = await scan('cut', [cut, file('gone.log', '')]);
    expect(files[0]!.leftOut.join()).toContain('ends too early');
    expect(view.total).toBeGreaterThan(5);
  });

  test('can be stopped, and keeps what it has; closed, it is forgotten', async () => {
    const big = file('big.log', text.repeat(300));
    const running = session.client.sendRequest('smtpLens/scan', { id: 'stopped', files: [big] });
    await session.hears<ScanProgressParams>('smtpLens/scanProgress', ({ id }) => id === 'stopped');
    await session.client.sendNotification('smtpLens/scanClosed', { id: 'stopped' });
    await running;
    expect(await report({ scan: 'stopped' })).toBeNull();
  });
});

describe('the report', () => {
  test('a filter applies to everything at once', async () => {
    const all = (await scan('filter', [onDisk(sample)])).view;
    const reason = all.reasons.find(({ failed }) => failed > 0)!;
    const { view } = (await report({ scan: 'filter' }, { reasons: [reason.key] }))!;
    expect(view.total).toBe(reason.count);
    expect(view.reasons).toEqual([reason]);
    expect(view.codes.every((row) => row.reason === reason.key)).toBe(true);
    const inTime = Object.values(view.timeline.series).flat();
    expect(inTime.reduce((sum, count) => sum + count, 0) + view.timeline.without).toBe(reason.count);
    const [host] = all.hosts.rows;
    const ofHost = (await report({ scan: 'filter' }, { hosts: [host!.key] }))!.view;
    expect(ofHost.total).toBe(host!.count);
    expect(ofHost.hosts.rows).toEqual([host]);
  });

  test.each(['csv', 'json', 'markdown'] as const)('leaves as %s', async (format) => {
    await scan('export', [onDisk(sample)]);
    const found = await session.ask<ExportReportResult>('smtpLens/exportReport', {
      of: { scan: 'export' },
      filter: {},
      format,
    });
    expect(found.text).toContain('5.1.1');
    if (format === 'json') expect(JSON.parse(found.text).timeline.start).toMatch(/^2026-11-/);
    if (format === 'markdown') expect(found.text).toContain('| Name | Deliveries |');
  });

  test('of an open document follows it, line by line', async () => {
    const uri = 'file:///growing/mail.log';
    await session.openFile(uri, text);
    const before = (await report({ uri, written }))!;
    expect(before.view.total).toBe((await scan('same', [onDisk(sample)])).view.total);
    await session.insert(
      uri,
      text.split('\n').length - 1,
      'Nov  1 23:59:59 mail postfix/smtp[9]: 1A2B3C4D5F: to=<new@example.net>, relay=mx.new.example[192.0.2.9]:25, delay=1, delays=0/0/0.5/0.5, dsn=5.2.2, status=bounced (host mx.new.example[192.0.2.9] said: 552 5.2.2 full (in reply to RCPT TO command))\n',
    );
    const after = (await report({ uri, written }))!;
    expect(after.view.total).toBe(before.view.total + 1);
    expect((await report({ uri, written }, { hosts: ['mx.new.example'] }))!.view.outcomes).toEqual({
      bounced: 1,
    });
    await session.closeFile(uri);
    expect(await report({ uri, written })).toBeNull();
  });
});

describe('an archive', () => {
  const open = (of: FileToRead) => session.ask<OpenArchiveResult>('smtpLens/openArchive', { file: of });

  test.each(['mail.log.xz', 'mail.log.zst'])('%s is text', async (name) => {
    const { text: found, kind, leftOut } = await open(onDisk(path.join(archives, name)));
    expect(found).toBe(readFileSync(path.join(archives, 'mail.log'), 'utf8'));
    expect({ kind, leftOut }).toEqual({ kind: 'log', leftOut: [] });
  });

  test('a message is known by its name or its content', async () => {
    const eml = readFileSync(path.join(import.meta.dirname, '../samples/bounce-expired.eml'));
    expect((await open(file('a.eml.gz', gzipSync(eml)))).kind).toBe('message');
    expect((await open(file('b.gz', gzipSync(eml)))).kind).toBe('message');
  });

  test('what an editor cannot take is left out, with a word', async () => {
    const { text: found, leftOut } = await open(
      file('long.gz', gzipSync(`${'x'.repeat(99)}\n`.repeat(600_000))),
    );
    expect(found.length).toBeLessThan(50 * 1024 * 1024);
    expect(leftOut.join()).toContain('48 MiB');
    expect((await open(file('cut2.gz', gzipSync(text).subarray(0, 4000)))).leftOut.join()).toContain(
      'too early',
    );
  });
});
