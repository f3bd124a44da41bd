// The language server as a process: where its messages come from, its clock, its catalogue. No questions are answered here.
import { createReadStream, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createConnection } from 'vscode-languageserver/node';
import type { Entry } from '../core/catalog/catalog.ts';
import { unpacked } from '../input/archive.ts';
import { decoded } from '../input/charsets.ts';
import { inOneLine } from '../lsp/guard.ts';
import type { Host, ScanThreads } from '../lsp/host.ts';
import { startServer } from '../lsp/server.ts';
import { nodeUnpackers, textOf } from './input.ts';
import { isPlain, sharedPieces } from './sharedPieces.ts';
import { ScanWorkers, threadsAreWorth } from './workers.ts';

const transports = ['--stdio', '--node-ipc'];

/**
 * Serves the client on the transport that the command line names, until the client ends it or goes away.
 * `catalogFile`: the path of `catalog.json`, read unless the client sends its own.
 * Without a transport: one line on standard error, exit code 2.
 */
export function runServer(catalogFile: string): void {
  if (!process.argv.some((argument) => transports.includes(argument))) {
    process.stderr.write(`smtp-lens: the language server needs one of ${transports.join(', ')}\n`);
    process.exitCode = 2;
    return;
  }
  const connection = createConnection();
  // A mistake in one place must not take hovers and problems from every open file.
  const survive = (error: unknown): void => connection.console.error(`unexpected: ${inOneLine(error)}`);
  process.on('uncaughtException', survive);
  process.on('unhandledRejection', survive);
  // Nobody reads any more: there is nothing left to serve, and writing on would fail again and again.
  process.stdout.on('error', () => process.exit(1));
  process.on('disconnect', () => process.exit(1));
  startServer(connection, hostWith(catalogFile));
}

function hostWith(catalogFile: string): Host {
  return {
    clock: {
      now: () => performance.now(),
      soon: (task) => void setImmediate(task),
      later: (milliseconds, task) => void setTimeout(task, milliseconds),
    },
    decode: decoded,
    readCatalog: () => readFileSync(catalogFile, 'utf8'),
    readFile: (uri) =>
      uri.startsWith('file:') ? createReadStream(fileURLToPath(uri), { highWaterMark: 256 * 1024 }) : null,
    unpack: (file) => unpacked(file, nodeUnpackers),
    textOf,
    fromBase64: (text) => Buffer.from(text, 'base64'),
    scanThreads: (rules, entries) => (threadsAreWorth() ? threadsOf(catalogFile, rules, entries) : null),
  };
}

/** Threads run this bundle too; they are started by the first large file and ended with the scan. */
function threadsOf(
  catalogFile: string,
  rules: readonly string[],
  entries: ReadonlyMap<string, Entry>,
): ScanThreads {
  let workers: ScanWorkers | null = null;
  return {
    open(uri, order) {
      if (!uri.startsWith('file:')) return null;
      const file = fileURLToPath(uri);
      workers ??= new ScanWorkers(__filename, { catalog: readFileSync(catalogFile, 'utf8'), rules }, entries);
      return {
        readers: workers.readers({ ...order, style: null, path: '', unexplained: false, report: true }),
        pieces: isPlain(file) ? sharedPieces(file) : null,
      };
    },
    end: async () => workers?.end(),
  };
}
