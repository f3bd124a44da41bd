import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/editor/web/*.ui.ts'],
    globalSetup: 'test/editor/web/server.ts',
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
