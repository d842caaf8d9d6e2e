import { defineConfig } from 'vitest/config';

/** Tests that drive the pages in a real browser; they share one, so they run one after another. */
export default defineConfig({
  test: {
    include: ['test/browser/**/*.test.ts'],
    globalSetup: ['test/support/global-setup.ts'],
    setupFiles: ['test/support/end-of-file.ts'],
    pool: 'forks',
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    passWithNoTests: true,
    // One second, as vitest has it, is short for a page on a busy machine.
    expect: { poll: { timeout: 15_000 } },
  },
});
