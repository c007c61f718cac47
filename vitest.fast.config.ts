// The inner loop: only what needs no PostgreSQL and no Temporal. `npm test` runs these files and all the others.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/{pure,rules}/**/*.test.ts'],
    pool: 'forks',
    // Nothing here keeps anything for the next file.
    isolate: false,
    maxWorkers: 2,
    testTimeout: 30_000,
  },
});
