import { defineConfig } from 'vitest/config';

// One server and one window after the other: two hosts at once starve each other on a small machine.
export default defineConfig({
  test: {
    include: ['test/editor/ui/*.ui.ts'],
    globalSetup: 'test/editor/ui/server.ts',
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
