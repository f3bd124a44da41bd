// The command line as a person runs it: dist/cli.js in a process of its own.
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import * as esbuild from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildCatalog } from '../../catalog/build.mjs';
import { bundles } from '../../esbuild.mjs';

const root = path.join(import.meta.dirname, '..', '..');
const sample = path.join(root, 'test', 'samples', 'mail.log');
let folder: string;
let cli: string;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'smtp-lens-cli-'));
  const names = ['cli', 'server/node', 'server/browser'];
  for (const bundle of bundles.filter(({ entryPoints }) => names.some((name) => name in entryPoints)))
    await esbuild.build({ ...bundle, outdir: path.join(folder, 'dist'), absWorkingDir: root });
  buildCatalog(path.join(folder, 'dist', 'catalog.json'));
  cli = path.join(folder, 'dist', 'cli.js');
  expect(existsSync(cli)).toBe(true);
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Run {
  code: number;
  out: string;
  err: string;
}

function run(args: string[], input?: string | Buffer): Promise<Run> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [cli, ...args],
      { maxBuffer: 1 << 28, timeout: 30_000 },
      (error, out, err) => resolve({ code: error ? Number(error.code ?? 99) : 0, out, err }),
    );
    child.stdin?.end(input ?? '');
  });
}

const file = (name: string, content: string | Buffer): string => {
  const target = path.join(folder, name);
  writeFileSync(target, content);
  return target;
};

describe('scan', () => {
  test('json: a document of version 1 whose rows point at the text', async () => {
    const { code, out } = await run(['scan', '--format', 'json', '--year', '2026', sample]);
    const document = JSON.parse(out);
    expect(code).toBe(1);
    expect(document.version).toBe(1);
    const [only] = document.files;
    const lines = readFileSync(sample, 'utf8').split('\n');
    expect(only).toMatchObject({ path: sample, kind: 'log', lines: lines.length - 1, truncated: null });
    expect(only.formats.postfix).toBe(only.lines);
    expect(only.codes.length).toBeGreaterThan(100);
    for (const row of only.codes)
      expect(lines[row.line - 1].slice(row.column - 1, row.column - 1 + row.length)).toBe(row.text);
    for (const row of only.problems)
      expect(row).toMatchObject({
        severity: expect.stringMatching(/^(?:error|warning|information|hint)$/),
        count: expect.any(Number),
      });
    const keys =
      'direction,enhanced,entry,host,line,outcome,permanence,phase,provider,queueId,reason,recipient,reply,sender,text,time';
    expect(Object.keys(only.deliveries[0]).sort().join(',')).toBe(keys);
  });

  test('ndjson has the same deliveries, each with its path', async () => {
    const rows = (await run(['scan', '--format', 'ndjson', sample])).out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const { files } = JSON.parse((await run(['scan', '--format', 'json', sample])).out);
    expect(rows).toEqual(files[0].deliveries.map((row: object) => ({ path: sample, ...row })));
  });

  test('standard input, gzip with two members, CRLF, a byte order mark and UTF-16 give the same answers', async () => {
    const text = readFileSync(sample, 'utf8');
    const half = text.indexOf('\n', text.length / 2) + 1;
    const shape = async (args: string[], input?: Buffer) => {
      const { files } = JSON.parse(
        (await run(['scan', '--format', 'json', '--year', '2026', ...args], input)).out,
      );
      const { codes, deliveries, lines, problems } = files[0];
      return { codes, deliveries, lines, problems };
    };
    const plain = await shape([sample]);
    expect(await shape(['-'], Buffer.from(text))).toEqual(plain);
    expect(
      await shape([
        file('two.log.gz', Buffer.concat([gzipSync(text.slice(0, half)), gzipSync(text.slice(half))])),
      ]),
    ).toEqual(plain);
    expect(await shape([file('crlf.log', text.replaceAll('\n', '\r\n'))])).toEqual(plain);
    expect(await shape([file('bom.log', `\ufeff${text}`)])).toEqual(plain);
    expect(await shape([file('wide.log', Buffer.from(`\ufeff${text}`, 'utf16le'))])).toEqual(plain);
  });

  test('exit codes: 0 nothing failed, 1 a delivery failed for good, 2 a file could not be read (the others are reported)', async () => {
    const clean = file(
      'clean.log',
      'Nov  1 00:00:31 mail postfix/smtp[1]: 4A1B2C3D4E: to=<u@d.example>, relay=mx.x[192.0.2.5]:25, delay=1, delays=0/0/1/0, dsn=2.0.0, status=sent (250 2.0.0 Ok)\n',
    );
    const refused = file(
      'refused.log',
      'Nov  1 00:00:31 mail postfix/smtpd[1]: NOQUEUE: reject: RCPT from unknown[192.0.2.7]: 554 5.7.1 <a@b>: Relay access denied; from=<x@y> to=<a@b> proto=ESMTP helo=<z>\n',
    );
    expect((await run(['scan', clean, refused])).code).toBe(0);
    expect((await run(['scan', sample])).code).toBe(1);
    const missing = await run(['scan', '--format', 'json', path.join(folder, 'none.log'), clean]);
    expect(missing.code).toBe(2);
    expect(missing.err).toContain('none.log: no such file');
    expect(JSON.parse(missing.out).files.map(({ path: name }: { path: string }) => name)).toEqual([clean]);
  });

  test('wrong usage is one clear line and exit code 2', async () => {
    for (const args of [
      [],
      ['scan'],
      ['scan', '--format', 'xml', sample],
      ['scan', '--wrong', sample],
      ['frobnicate'],
      ['explain'],
      ['scan', '--year', 'x', sample],
    ]) {
      const { code, err, out } = await run(args);
      expect([args, code, out]).toEqual([args, 2, '']);
      expect(err).toMatch(/^smtp-lens: .+\n/);
    }
  });

  test.each([
    ['an empty file', ''],
    ['a binary file', Buffer.from([0, 1, 2, 255, 254, 0, 53, 53, 48, 0])],
    ['one long line', 'x'.repeat(3_000_000)],
    ['NUL bytes and Latin-1', Buffer.concat([Buffer.from('\0\0gr\xfc\xdfe 550 rows\n', 'latin1')])],
    ['no mail', '127.0.0.1 - - "GET /550 HTTP/1.1" 550 12\n'],
  ])('%s: no codes, no crash', async (name, content) => {
    const { code, out } = await run([
      'scan',
      '--format',
      'json',
      file(`${name.replaceAll(' ', '-')}.log`, content),
    ]);
    const [only] = JSON.parse(out).files;
    expect(code).toBe(0);
    expect(only).toMatchObject({ codes: [], deliveries: [], problems: [] });
    if (name === 'one long line') expect(only.truncated).toContain('65,536');
  });

  const archives = path.join(root, 'test/fixtures/archives');
  const archive = (name: string) => readFileSync(path.join(archives, name));
  const reported = async (...files: string[]) => {
    const { code, out, err } = await run(['scan', '--format', 'json', '--year', '2026', ...files]);
    return { code, err, files: JSON.parse(out).files };
  };

  test.each(['mail.log.zst', 'mail.log.xz'])(
    '%s: told by its content, one behind the other',
    async (name) => {
      const once = (await reported(path.join(archives, 'mail.log'))).files[0];
      // The name says nothing of what is in it.
      const twice = await reported(file(`${name}.renamed`, Buffer.concat([archive(name), archive(name)])));
      expect(twice.files[0].lines).toBe(once.lines * 2);
      expect(twice.files[0].deliveries.slice(0, once.deliveries.length)).toEqual(once.deliveries);
      expect(twice.files[0].truncated).toBeNull();
    },
  );

  test.each([
    ['gzip', gzipSync(readFileSync(sample)).subarray(0, 4000)],
    ['zstd', Buffer.concat([archive('mail.log.zst'), archive('mail.log.zst').subarray(0, 900)])],
    ['xz', Buffer.concat([archive('mail.log.xz'), archive('mail.log.xz').subarray(0, 900)])],
  ])(
    'a truncated %s archive: what was read is reported, with a word, and exit code 2',
    async (kind, bytes) => {
      const { code, err, files } = await reported(file(`cut.${kind}`, bytes), sample);
      expect(code).toBe(2);
      expect(err).toContain(`cut.${kind}: The ${kind} archive ends too early; it was read only in part`);
      expect(files.length).toBe(2);
      expect(files[0].truncated).toContain('ends too early');
      expect(files[0].deliveries.length).toBeGreaterThan(5);
    },
  );

  test('an archive that expands a thousandfold is stopped, with a word', async () => {
    const { code, err, files } = await reported(file('bomb.gz', gzipSync(Buffer.alloc(320 * 1024 * 1024))));
    expect(code).toBe(2);
    expect(err).toContain('expands to more than');
    expect(files[0].truncated).toContain('expands to more than');
  });

  test('bzip2 is named, and the other files are read', async () => {
    const { code, err, files } = await reported(path.join(archives, 'mail.log.bz2'), sample);
    expect(code).toBe(2);
    expect(err).toContain('compressed with bzip2');
    expect(files.length).toBe(1);
  });

  test.each(['text', 'csv', 'markdown', 'sarif'])('%s is written', async (format) => {
    const { out } = await run(['scan', '--format', format, sample]);
    if (format === 'sarif') expect(JSON.parse(out).runs[0].results.length).toBeGreaterThan(5);
    else expect(out.split('\n').length).toBeGreaterThan(10);
    expect(out).toContain('550 5.1.1');
  });
});

describe('explain', () => {
  const explain = async (...words: string[]) =>
    JSON.parse((await run(['explain', '--format', 'json', '--', ...words])).out);

  test('the words of several arguments are one text', async () => {
    expect(await explain('550', '5.1.1')).toMatchObject({
      version: 1,
      input: '550 5.1.1',
      reply: '550',
      enhanced: '5.1.1',
      reason: 'unknown-user',
      entry: 'enhanced/5.1.1',
    });
  });

  test('a lone 553 depends on the phase: unknown, with the candidates', async () => {
    const { reply, confidence, reason, alternatives } = await explain('553');
    expect({ reply, confidence, reason }).toEqual({ reply: '553', confidence: 'code', reason: 'unknown' });
    expect(alternatives.map((one: { reason: string }) => one.reason)).toEqual(
      expect.arrayContaining(['unknown-user', 'sender-rejected']),
    );
  });

  test('511 is a number on the wire and short for 5.1.1; no standard has it', async () => {
    const { reply, enhanced, entry, alternatives, notes } = await explain('511');
    expect({ reply, enhanced, entry }).toEqual({ reply: '511', enhanced: null, entry: 'legacy/511' });
    expect(alternatives[0].entry).toBe('enhanced/5.1.1');
    expect(notes.join(' ')).toContain('No standard');
  });

  test('101 is no SMTP', async () => {
    expect(await explain('SMTP Error 101, cannot open SMTP stream')).toMatchObject({
      reply: null,
      permanence: null,
      entry: 'legacy/101',
      reason: 'connection',
    });
  });

  test('a number that nothing explains', async () => {
    expect(await explain('hello world')).toMatchObject({
      reply: null,
      enhanced: null,
      entry: null,
      confidence: null,
      reason: 'unknown',
    });
  });

  test('a whole log line', async () => {
    const line =
      readFileSync(sample, 'utf8')
        .split('\n')
        .find((one) => one.includes('status=bounced') && one.includes('550-5.1.1')) ?? '';
    expect(await explain(line)).toMatchObject({
      reply: '550',
      enhanced: '5.1.1',
      permanence: 'permanent',
      reason: 'unknown-user',
    });
  });

  test('as text: what happened first, lines that fit a terminal', async () => {
    const { out, code } = await run(['explain', '550', '5.1.1']);
    expect(code).toBe(0);
    expect(out.split('\n')[0]).toMatch(/^550 5\.1\.1 — .+ · permanent$/);
    expect(out.split('\n').every((line) => line.length <= 78 || /<http/.test(line))).toBe(true);
  });
});
