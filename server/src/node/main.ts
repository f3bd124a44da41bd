// dist/server/node.js: the language server for editors that start a process, the command line (dist/cli.js calls it), and the
// threads that both start.
import path from 'node:path';
import { runServer } from './run.ts';
import { runScanWorker } from './workers.ts';

export { runCommandLine } from './cli.ts';

if (!runScanWorker() && require.main === module) runServer(path.join(__dirname, '..', 'catalog.json'));
