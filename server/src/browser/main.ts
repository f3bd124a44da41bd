// dist/server/browser.js: the language server as a web worker. It has no files: the client sends the catalogue.
import { BrowserMessageReader, BrowserMessageWriter, createConnection } from 'vscode-languageserver/browser';
import { startServer } from '../lsp/server.ts';

declare const self: DedicatedWorkerGlobalScope;

const connection = createConnection(new BrowserMessageReader(self), new BrowserMessageWriter(self));

// A channel's messages come in turn with the client's; timers would wait four milliseconds each time.
const { port1, port2 } = new MessageChannel();
const tasks: (() => void)[] = [];
port1.onmessage = () => tasks.shift()?.();

startServer(connection, {
  clock: {
    now: () => performance.now(),
    soon: (task) => {
      tasks.push(task);
      port2.postMessage(null);
    },
    later: (milliseconds, task) => void setTimeout(task, milliseconds),
  },
  decode: (bytes, charset) => {
    try {
      return new TextDecoder(charset).decode(bytes);
    } catch {
      return null;
    }
  },
  readCatalog: () => {
    throw new Error('a web worker needs the catalogue in initializationOptions.catalog');
  },
});
