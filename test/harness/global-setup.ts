// Once per run: PostgreSQL with a migrated template, a Temporal server in memory, and the workflows bundled.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { migrateUp } from '../../migrations/migrate.ts';
import { prepareRoles } from '../../migrations/roles.ts';
import { startPostgres } from '../../src/dev/postgres.ts';
import { bundleWorkflows } from '../../temporal/bundle.ts';
import { findTemporalCli } from '../../temporal/server/find-cli.ts';
import { startTemporal } from '../../temporal/server.ts';
import { createDatabase, urlOf } from './database.ts';

declare module 'vitest' {
  interface ProvidedContext {
    ground: Ground;
  }
}

/** Plain values: vitest hands them to every worker as JSON. */
export interface Ground {
  /** Superuser on the database "postgres". */
  adminUrl: string;
  template: string;
  apiPassword: string;
  workerPassword: string;
  temporalAddress: string;
  /** The CLI that this run found. */
  temporalCli: string;
  /** A file with the bundled workflows. */
  bundlePath: string;
}

const say = (message: string) => void process.stderr.write(`${message}\n`);

export async function startGround(): Promise<Ground & { stop: () => Promise<void> }> {
  const directory = await mkdtemp(join(tmpdir(), 'flux-test-'));
  const cli = await findTemporalCli({ cliPath: process.env['TEMPORAL_CLI_PATH'], onProgress: say });
  const [postgres, temporal] = await Promise.all([
    startPostgres({ directory, durable: false, onProgress: say }),
    startTemporal({ cli, directory, durable: false }),
  ]);
  const template = 'flux_template';
  await createDatabase(postgres.url, template);
  const passwords = { api: 'api-in-tests', worker: 'worker-in-tests' };
  await prepareRoles(postgres.url, passwords);
  await migrateUp(urlOf(postgres.url, template));
  const bundlePath = join(directory, 'workflows.js');
  await writeFile(bundlePath, (await bundleWorkflows()).code);
  return {
    adminUrl: postgres.url,
    template,
    apiPassword: passwords.api,
    workerPassword: passwords.worker,
    temporalAddress: temporal.address,
    temporalCli: cli,
    bundlePath,
    stop: async () => {
      await Promise.all([postgres.stop(), temporal.stop()]);
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** Every project loads this module for itself, so the ground that they share is kept where all of them look. */
const shared = globalThis as { ground?: { made: ReturnType<typeof startGround>; projects: number } };

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const kept = (shared.ground ??= { made: startGround(), projects: 0 });
  kept.projects += 1;
  const { stop, ...ground } = await kept.made;
  project.provide('ground', ground);
  return async () => {
    kept.projects -= 1;
    if (kept.projects === 0) await stop();
  };
}
