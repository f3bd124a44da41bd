// dist/cli.js: what people run. Its code is that of the language server's bundle, which ships once.
import path from 'node:path';

require(path.join(__dirname, 'server', 'node.js')).runCommandLine();
