// One VS Code server for all files of this folder, with the packaged .vsix installed, on a copy of the samples.

import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { installExtension, makeState, startServer } from '../host/server.mjs';
import { existingPackage } from '../package.mjs';

declare module 'vitest' {
  interface ProvidedContext {
    /** The port of the server. */
    port: number;
    /** The folder that the workbench opens; tests may write into it. */
    workspace: string;
    /** Where the extension under test is unpacked. */
    extensions: string;
    /** The settings file that the workbench watches. */
    settingsFile: string;
    /** What stands in it at the start. */
    settings: object;
  }
}

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const vsix = existingPackage();
  const workspace = mkdtempSync(join(tmpdir(), 'vsw-'));
  for (const source of ['test/samples', 'test/editor/fixtures'])
    cpSync(source, workspace, { recursive: true });
  // Wrapped, so that the ends of long lines are on the screen, where a mouse can reach them.
  const state = makeState({ settings: { 'editor.wordWrap': 'on' } });
  installExtension(state, vsix);
  const server = await startServer(state);
  project.provide('port', server.port);
  project.provide('workspace', workspace);
  project.provide('extensions', state.extensions);
  const settingsFile = join(state.userData, 'User', 'settings.json');
  project.provide('settingsFile', settingsFile);
  project.provide('settings', JSON.parse(readFileSync(settingsFile, 'utf8')));
  return async () => {
    const death = server.death();
    await server.stop();
    rmSync(workspace, { recursive: true, force: true });
    if (death) throw new Error(`The extension host died: ${death}`);
  };
}
