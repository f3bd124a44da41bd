import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // The suites that need a real VS Code run in their own hosts (test/editor/run.mjs).
    exclude: ['test/editor/**', 'node_modules/**'],
    pool: 'threads',
  },
});
