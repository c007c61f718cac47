// Two kinds of tests: those that stand alone, and those on a real PostgreSQL and a real Temporal server, started once for the whole run.
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import LongestFirst from './test/harness/longest-first.ts';

// Every file has a process of its own, and many start others: what one has compiled, the next need not.
process.env['NODE_COMPILE_CACHE'] ??= join(import.meta.dirname, 'node_modules/.cache/compiled');

const ALONE = 'test/{pure,rules}/**/*.test.ts';

export default defineConfig({
  test: {
    pool: 'forks',
    // One more than the cores of a small machine: some file always waits for a clock or for a process.
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
    testTimeout: 30_000,
    projects: [
      {
        extends: true,
        // Nothing here keeps anything for the next file: one process runs them all.
        test: { name: 'alone', include: [ALONE], isolate: false },
      },
      {
        extends: true,
        test: {
          name: 'real',
          include: ['test/**/*.test.ts'],
          exclude: [ALONE],
          globalSetup: ['test/harness/global-setup.ts'],
          setupFiles: ['test/harness/setup.ts'],
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
