// The engine on files: `smtp-lens scan`, `explain`, `lsp`; nothing here knows what a code means.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { UnexplainedReplies } from '../core/features/unexplained.ts';
import type { ScanSink } from '../core/scan/assembly.ts';
import { createService, type Service } from '../core/service.ts';
import { decoded } from '../input/charsets.ts';
import { faultSentence, isFault } from '../input/fault.ts';
import { explanationText } from './output/explanation.ts';
import { Sink } from './output/sink.ts';
import {
  csvWriter,
  jsonWriter,
  markdownWriter,
  ndjsonWriter,
  type ScanWriter,
  sarifWriter,
  textWriter,
} from './output/writers.ts';
import { redactFile } from './redact.ts';
import { type FileResult, scanFile } from './scan.ts';
import { ScanWorkers, threadsAreWorth } from './workers.ts';

const usage = `Usage:
  smtp-lens scan [--format text|json|ndjson|csv|markdown|sarif] [--year YYYY] [--unexplained] FILE…
  smtp-lens explain [--format text|json] [--] TEXT…
  smtp-lens redact FILE
  smtp-lens lsp --stdio
FILE may be - for standard input. Exit code of scan: 0 done, 1 a delivery failed for good, 2 wrong usage or an unreadable file.
`;

class UsageError extends Error {}

/** This code stands in `dist/server/node.js`. */
const dist = path.join(__dirname, '..');
const catalogFile = path.join(dist, 'catalog.json');

const service = (): Service =>
  createService(readFileSync(catalogFile, 'utf8'), { plainText: true, messageHost: { decode: decoded } });

const writers: { readonly [format: string]: (sink: Sink, service: Service) => ScanWriter } = {
  text: (sink, { speech }) => textWriter(sink, speech),
  json: (sink, { speech }) => jsonWriter(sink, speech),
  ndjson: (sink) => ndjsonWriter(sink),
  csv: (sink) => csvWriter(sink),
  markdown: (sink, { speech }) => markdownWriter(sink, speech),
  sarif: (sink, { speech }) => sarifWriter(sink, speech),
};

async function scan(args: string[]): Promise<number> {
  const { values, positionals } = parse({
    args,
    allowPositionals: true,
    options: { format: { type: 'string' }, year: { type: 'string' }, unexplained: { type: 'boolean' } },
  });
  const make = writers[String(values.format ?? 'text')];
  if (!make) throw new UsageError(`unknown format: ${values.format}`);
  if (positionals.length === 0) throw new UsageError('no file named');
  const year = values.year === undefined ? null : Number(values.year);
  if (year !== null && !(Number.isInteger(year) && year >= 1970 && year <= 9999))
    throw new UsageError(`not a year: ${values.year}`);
  const engine = service();
  const sink = new Sink(1);
  const unexplained = values.unexplained ? new UnexplainedReplies(engine.speech) : null;
  const writer = unexplained ? unexplainedWriter(sink, unexplained, values.format) : make(sink, engine);
  const options = { year, style: writer.style, unexplained: unexplained !== null };
  let workers: ScanWorkers | null = null;
  const threads = (): ScanWorkers | null => {
    if (!threadsAreWorth()) return null;
    if (workers) return workers;
    // What comes back from the threads is garbage as soon as it is written: V8 would let 150 MB of it lie.
    setFlagsFromString('--heap-growing-percent=50');
    const parts = { catalog: readFileSync(catalogFile, 'utf8'), rules: [] };
    workers = new ScanWorkers(__filename, parts, engine.speech.catalog.entries);
    return workers;
  };
  let code = 0;
  for (const file of positionals) {
    const found: ScanSink = {
      ...(writer.deliveries && { deliveries: (rows) => writer.deliveries!(rows) }),
      ...(writer.codes && { codes: (text) => writer.codes!(text) }),
      ...(unexplained && { unexplained: (line, text) => unexplained.add(file, line, text) }),
    };
    try {
      const result = await scanFile(file, engine, options, found, threads);
      writer.file(result);
      if (result.fault) throw result.fault;
      if (code === 0 && failedForGood(result)) code = 1;
    } catch (error) {
      process.stderr.write(`smtp-lens: ${file}: ${inWords(error, engine)}\n`);
      code = 2;
    }
  }
  await (workers as ScanWorkers | null)?.end();
  writer.end();
  sink.flush();
  return code;
}

/** In place of the usual rows: what nothing explains. */
function unexplainedWriter(sink: Sink, found: UnexplainedReplies, format: unknown): ScanWriter {
  if (format !== undefined && format !== 'text' && format !== 'json')
    throw new UsageError('--unexplained is written as text or json');
  return {
    style: null,
    file: () => {},
    end() {
      if (format === 'json')
        sink.write(`${JSON.stringify({ version: 1, unexplained: found.all() }, null, 1)}\n`);
      else for (const { count, text } of found.all()) sink.write(`${count} × ${text}\n`);
    },
  };
}

async function redact(args: string[]): Promise<number> {
  const { positionals } = parse({ args, allowPositionals: true, options: {} });
  if (positionals.length !== 1) throw new UsageError('redact takes one file');
  const sink = new Sink(1);
  const engine = service();
  try {
    await redactFile(positionals[0], engine, sink);
  } catch (error) {
    process.stderr.write(`smtp-lens: ${positionals[0]}: ${inWords(error, engine)}\n`);
    return 2;
  } finally {
    sink.flush();
  }
  return 0;
}

const failedForGood = ({ summary }: FileResult): boolean =>
  Boolean(summary.outcomes.bounced || summary.outcomes.expired);

function inWords(error: unknown, engine?: Service): string {
  if (isFault(error) && engine) return faultSentence(error, engine.speech.t);
  const { code, message } = error as NodeJS.ErrnoException;
  const known: { readonly [code: string]: string } = {
    ENOENT: 'no such file',
    EACCES: 'permission denied',
    EISDIR: 'is a folder, not a file',
  };
  return known[code ?? ''] ?? message ?? String(error);
}

function explain(args: string[]): number {
  const { values, positionals } = parse({
    args,
    allowPositionals: true,
    options: { format: { type: 'string' } },
  });
  const format = String(values.format ?? 'text');
  if (format !== 'text' && format !== 'json') throw new UsageError(`unknown format: ${format}`);
  if (positionals.length === 0) throw new UsageError('nothing to explain');
  const engine = service();
  const explanation = engine.explain(positionals.join(' '));
  process.stdout.write(
    format === 'json'
      ? `${JSON.stringify(explanation, null, 2)}\n`
      : explanationText(explanation, engine.speech),
  );
  return 0;
}

/** Node's own parser; its complaints become ours. */
function parse<T extends Parameters<typeof parseArgs>[0]>(config: T): ReturnType<typeof parseArgs> {
  try {
    return parseArgs(config);
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

async function main([command, ...args]: string[]): Promise<number | null> {
  switch (command) {
    case 'scan':
      return scan(args);
    case 'explain':
      return explain(args);
    case 'redact':
      return redact(args);
    case 'lsp':
      (await import('./run.ts')).runServer(catalogFile);
      return null; // the server lives on
    case '--version':
      process.stdout.write(
        `${JSON.parse(readFileSync(path.join(dist, '..', 'package.json'), 'utf8')).version}\n`,
      );
      return 0;
    case '--help':
    case 'help':
      process.stdout.write(usage);
      return 0;
    default:
      throw new UsageError(command ? `unknown command: ${command}` : 'no command');
  }
}

/** Runs what the process's arguments say, and sets its exit code. */
export function runCommandLine(): void {
  main(process.argv.slice(2)).then(
    (code) => {
      if (code !== null) process.exitCode = code;
    },
    (error) => {
      process.stderr.write(
        error instanceof UsageError
          ? `smtp-lens: ${error.message}\n${usage}`
          : `smtp-lens: ${inWords(error)}\n`,
      );
      process.exitCode = 2;
    },
  );
}
