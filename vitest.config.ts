// Two kinds of tests: those that stand alone, and those on a real PostgreSQL and a real Temporal server, started once for the whole run.
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import LongestFirst from './test/harness/longest-first.ts';
import { PATIENCE_MS } from './test/harness/patience.ts';

// Every file has a process of its own, and many start others: what one has compiled, the next need not.
process.env['NODE_COMPILE_CACHE'] ??= join(import.meta.dirname, 'node_modules/.cache/compiled');

const ALONE = 'test/{pure,rules}/**/*.test.ts';

/** These leave nothing behind in their process, and share it: what they import is read once, which is half of their work. */
const TOGETHER = ['test/{http,parts}/**/*.test.ts'];
/** But for those that put something in the place of a module or of a global, or that are long themselves. */
const APART = [
  'test/http/{matrix,metrics,idempotency,rate-limit,two-apis}.test.ts',
  'test/http/account/{auth,outside-issuers,phones}.test.ts',
  'test/http/reminders/cut-anew.test.ts',
  'test/parts/growth.test.ts',
  'test/parts/chat/{hostile-answers,late-done,late-words}.test.ts',
  'test/parts/{dev,retention,temporal}/*.test.ts',
  'test/parts/kernel/end-process.test.ts',
  'test/parts/llm/*.test.ts',
  'test/parts/reconciler/lost-signals.test.ts',
  'test/parts/usage/{bill,meter}.test.ts',
];

const REAL = {
  globalSetup: ['test/harness/global-setup.ts'],
  setupFiles: ['test/harness/same-day.ts', 'test/harness/setup.ts'],
  // Not budgets: they only end what hangs, and a machine may do ten other things.
  testTimeout: 5 * 60_000,
  hookTimeout: 3 * 60_000,
  expect: { poll: { timeout: PATIENCE_MS } },
};

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
        test: { ...REAL, name: 'together', include: TOGETHER, exclude: APART, isolate: false },
      },
      {
        extends: true,
        test: { ...REAL, name: 'apart', include: ['test/!(pure|rules|http|parts)/**/*.test.ts', ...APART] },
      },
    ],
  },
});
