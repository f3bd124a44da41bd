// The language server as a process: where its messages come from, its clock, its catalogue. No questions are answered here.
import { readFileSync } from 'node:fs';
import { TextDecoder } from 'node:util';
import { createConnection } from 'vscode-languageserver/node';
import { inOneLine } from '../lsp/guard.ts';
import type { Host } from '../lsp/host.ts';
import { startServer } from '../lsp/server.ts';

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
    decode: (bytes, charset) => {
      try {
        return new TextDecoder(charset).decode(bytes);
      } catch {
        return null;
      }
    },
    readCatalog: () => readFileSync(catalogFile, 'utf8'),
  };
}
