// dist/server/node.js: the language server for editors that start a process.
import path from 'node:path';
import { runServer } from './run.ts';
import { runScanWorker } from './workers.ts';

// The same bundle is what its threads run.
if (!runScanWorker()) runServer(path.join(__dirname, '..', 'catalog.json'));
