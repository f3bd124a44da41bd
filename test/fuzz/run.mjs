#!/usr/bin/env node
// `npm run fuzz [-- CASES]`: the property tests with new cases, 100,000 unless another number is named. Exit code 1 when one fails.
import { spawnSync } from 'node:child_process';

const asked = process.argv[2] ?? '100000';
if (!/^[1-9]\d{0,8}$/.test(asked)) {
  console.error(`Not a number of cases: ${asked}`);
  process.exit(2);
}
const { status } = spawnSync(
  'npx',
  ['vitest', 'run', 'test/fuzz', 'test/core/robustness.test.ts', '--testTimeout', '14400000'],
  { stdio: 'inherit', env: { ...process.env, FUZZ_RUNS: asked } },
);
process.exitCode = status ?? 1;
