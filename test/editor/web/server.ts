// One server of VS Code for the web, with the packaged extension unpacked beside it, on a copy of the samples.

import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { installExtension, makeState, removeState } from '../host/server.mjs';
import { startWebServer } from '../host/web.mjs';
import { existingPackage } from '../package.mjs';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where VS Code for the web is served. */
    webAddress: string;
  }
}

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const workspace = mkdtempSync(join(tmpdir(), 'vsw-'));
  cpSync('test/samples', workspace, { recursive: true });
  // The embedded VS Code unpacks the package as any VS Code does.
  const state = makeState();
  installExtension(state, existingPackage());
  const name = readdirSync(state.extensions).find((each) => each.startsWith('smtp-lens.'));
  if (!name) throw new Error(`The package was not unpacked into ${state.extensions}.`);
  const server = await startWebServer({ extension: join(state.extensions, name), workspace });
  project.provide('webAddress', server.address);
  return async () => {
    await server.stop();
    removeState(state);
    rmSync(workspace, { recursive: true, force: true });
  };
}
