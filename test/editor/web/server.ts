// One server of VS Code for the web, with the packaged extension unpacked beside it, on a copy of the samples.

import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
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

/** One log packed in three ways, gzip in two members, and another that breaks off. */
function writeArchives(folder: string): void {
  mkdirSync(folder);
  const fixtures = 'test/fixtures/archives';
  const text = readFileSync(join(fixtures, 'mail.log'), 'utf8');
  const middle = text.indexOf('\n', text.length / 2) + 1;
  const members = [text.slice(0, middle), text.slice(middle)].map((each) => gzipSync(each));
  writeFileSync(join(folder, 'mail.log.1.gz'), Buffer.concat(members));
  for (const [ending, number] of [
    ['zst', 2],
    ['xz', 3],
  ])
    cpSync(join(fixtures, `mail.log.${ending}`), join(folder, `mail.log.${number}.${ending}`));
  const whole = gzipSync(readFileSync('test/samples/mail.log'));
  writeFileSync(join(folder, 'cut.log.gz'), whole.subarray(0, whole.length * 0.7));
}

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const workspace = mkdtempSync(join(tmpdir(), 'vsw-'));
  cpSync('test/samples', workspace, { recursive: true });
  writeArchives(join(workspace, 'packed'));
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
