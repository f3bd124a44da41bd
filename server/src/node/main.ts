// dist/server/node.js: the language server for editors that start a process.
import path from 'node:path';
import { runServer } from './run.ts';

runServer(path.join(__dirname, '..', 'catalog.json'));
