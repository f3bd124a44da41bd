// What VS Code calls inside the extension host: loads every test file, runs them with mocha, and writes the
// results file that proves that the suite reached its end (see host/judge.mjs).

import { writeFileSync } from 'node:fs';
import Mocha from 'mocha';

interface Outcome {
  title: string;
  message?: string;
}

/** @throws {Error} where a test failed, which makes VS Code end with code 1. */
export async function run(): Promise<void> {
  const mocha = new Mocha({ ui: 'bdd', timeout: 30_000, reporter: 'spec', color: false });
  // The test files are part of this bundle, so that mocha cannot load them itself: it only lends them its words.
  mocha.suite.emit('pre-require', globalThis, '', mocha);
  await import('./activation.ts');
  await import('./features.ts');
  await import('./commands.ts');
  await import('./follow.ts');
  await import('./rules.ts');
  await import('./unexplained.ts');
  await import('./bounce.ts');
  await import('./scan.ts');
  await import('./large.ts');

  const passed: Outcome[] = [];
  const failed: Outcome[] = [];
  const skipped: Outcome[] = [];
  await new Promise<void>((done) => {
    mocha
      .run(() => done())
      .on('pass', (test) => passed.push({ title: test.fullTitle() }))
      .on('fail', (test, error) => failed.push({ title: test.fullTitle(), message: error.message }))
      .on('pending', (test) => skipped.push({ title: test.fullTitle() }));
  });
  const file = process.env.SMTP_LENS_RESULTS;
  if (file) writeFileSync(file, JSON.stringify({ passed, failed, skipped }, null, 1));
  if (failed.length) throw new Error(`${failed.length} tests failed`);
}
