// A database of its own for every test file, cloned from the migrated template.
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import type { Ground } from './global-setup.ts';

export interface TestDatabase {
  /** Owner of the tables. */
  adminUrl: string;
  /** The API's login. */
  apiUrl: string;
  /** The worker's login. */
  workerUrl: string;
  drop(): Promise<void>;
}

/** Clones the template; takes about 50 ms. */
export async function freshDatabase(ground: Ground = inject('ground')): Promise<TestDatabase> {
  const name = `flux_${randomUUID().replaceAll('-', '')}`;
  await createDatabase(ground.adminUrl, name, ground.template);
  return {
    adminUrl: urlOf(ground.adminUrl, name),
    apiUrl: urlOf(ground.adminUrl, name, 'flux_api', ground.apiPassword),
    workerUrl: urlOf(ground.adminUrl, name, 'flux_worker', ground.workerPassword),
    drop: () => dropDatabase(ground.adminUrl, name),
  };
}

/** Whoever still says goodbye gets the time for it: a session that is cut off there is an error that nobody awaits. */
async function dropDatabase(adminUrl: string, name: string): Promise<void> {
  try {
    await run(adminUrl, `drop database if exists ${name}`);
  } catch (error) {
    if ((error as { code?: string }).code !== IN_USE) throw error;
    await run(adminUrl, `drop database if exists ${name} with (force)`);
  }
}

/** SQLSTATE object_in_use; the server itself waits for five seconds. */
const IN_USE = '55006';

export async function createDatabase(adminUrl: string, name: string, template?: string): Promise<void> {
  // Cloning needs the template to itself: two files that clone at once take turns.
  await run(
    adminUrl,
    'select pg_advisory_lock(8_112_026)',
    `create database ${name}${template ? ` template ${template}` : ''}`,
  );
}

/** The same server, another database, perhaps another login. */
export function urlOf(adminUrl: string, database: string, user?: string, password?: string): string {
  const url = new URL(adminUrl);
  url.pathname = `/${database}`;
  if (user) url.username = user;
  if (password) url.password = password;
  return url.href;
}

async function run(url: string, ...statements: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (const sql of statements) await client.query(sql);
  } finally {
    await client.end();
  }
}
