import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // The suites that need a real VS Code run in their own hosts (test/editor/run.mjs).
    exclude: ['test/editor/**', 'node_modules/**'],
    pool: 'threads',
    // No test measures time: a busy machine is slow, not wrong.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
