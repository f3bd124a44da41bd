// dist/server/node.js: the language server for editors that start a process, the command line (dist/cli.js calls it), and the
// threads that both start.
import path from 'node:path';
import { runScanWorker } from './workers.ts';

export { runCommandLine } from './cli.ts';

// Loaded late: the command line and the threads need none of the language server.
if (!runScanWorker() && require.main === module)
  void import('./run.ts').then(({ runServer }) => runServer(path.join(__dirname, '..', 'catalog.json')));
