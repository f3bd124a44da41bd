// The language server as a web worker. It has no files: the client sends the catalogue.
import { BrowserMessageReader, BrowserMessageWriter, createConnection } from 'vscode-languageserver/browser';
import { unpacked } from '../input/archive.ts';
import { decoded } from '../input/charsets.ts';
import { unpackers } from '../input/unpackers.ts';
import { startServer } from '../lsp/server.ts';

declare const self: DedicatedWorkerGlobalScope;

const connection = createConnection(new BrowserMessageReader(self), new BrowserMessageWriter(self));

// A channel's messages come in turn with the client's; timers would wait four milliseconds each time.
const { port1, port2 } = new MessageChannel();
const tasks: (() => void)[] = [];
port1.onmessage = () => tasks.shift()?.();

// A byte order mark inside a file is a character of it.
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

startServer(connection, {
  clock: {
    now: () => performance.now(),
    soon: (task) => {
      tasks.push(task);
      port2.postMessage(null);
    },
    later: (milliseconds, task) => void setTimeout(task, milliseconds),
  },
  decode: decoded,
  unpack: (file) => unpacked(file, unpackers),
  textOf: (bytes) => decoder.decode(bytes),
  fromBase64: (text) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0)),
  readCatalog: () => {
    throw new Error('a web worker needs the catalogue in initializationOptions.catalog');
  },
});
