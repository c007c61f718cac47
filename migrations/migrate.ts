// The migration command: `npm run migrate -- up|down|status|history`.
import pg from 'pg';
import { readConfig } from '../src/config.ts';
import { openDatabase } from '../src/db.ts';
import { errorCode } from '../src/kernel/error-code.ts';
import { connectOwner } from './connect-owner.ts';
import { prepareRoles } from './roles.ts';

const HELP = `Usage: npm run migrate -- <command>
  up        prepare the roles and apply what is pending
  down      take back the newest migration
  status    which migration the database is at, and what is pending
  history   every applied migration with its time
Reads DATABASE_URL (a login that owns the tables and may create roles); up also reads API_DATABASE_URL and
WORKER_DATABASE_URL, and gives the logins flux_api and flux_worker the passwords that stand in them.`;

/** Applies every pending migration; resolves to their names. */
export async function migrateUp(databaseUrl: string): Promise<string[]> {
  return withMigrator(databaseUrl, async (migrator) => (await migrator.up()).map((done) => done.name));
}

async function run(command: string | undefined): Promise<string> {
  if (!['up', 'down', 'status', 'history'].includes(command ?? '')) throw new Error(HELP);
  const config = readConfig(['DATABASE_URL']);
  const url = config.DATABASE_URL;
  if (command === 'up') {
    await prepareRoles(url, {
      api: passwordIn(config.API_DATABASE_URL),
      worker: passwordIn(config.WORKER_DATABASE_URL),
    });
    const applied = await migrateUp(url);
    return applied.length > 0 ? `Applied ${applied.join(', ')}\n` : 'Nothing to apply.\n';
  }
  return withMigrator(url, async (migrator) => {
    if (command === 'down') {
      const reverted = await migrator.down();
      return reverted.length > 0
        ? `Took back ${reverted.map((done) => done.name).join(', ')}\n`
        : 'Nothing to take back.\n';
    }
    const executed = await migrator.getExecuted();
    if (command === 'history')
      return (
        executed.map((row) => `${row.executed_at.toISOString()}  ${row.name}\n`).join('') || 'None yet.\n'
      );
    const pending = await migrator.getPending();
    return `At ${executed.at(-1)?.name ?? 'nothing'}; pending: ${pending.map((m) => m.name).join(', ') || 'none'}\n`;
  });
}

/** The login gets the password that its process will come with; null leaves it as it is. */
function passwordIn(loginUrl: string | undefined): string | null {
  return loginUrl ? decodeURIComponent(new URL(loginUrl).password) || null : null;
}

async function withMigrator<T>(
  url: string,
  work: (migrator: Awaited<ReturnType<typeof openDatabase>>['migrator']) => Promise<T>,
): Promise<T> {
  // Two deployments that migrate at once take turns. The lock goes with its connection, however this process ends.
  const lock = await connectOwner(url);
  await lock.query('select pg_advisory_lock(7_301_962)');
  const orm = await openDatabase(url, { poolSize: 1, statementTimeoutMs: 0 });
  try {
    const done = await work(orm.migrator);
    await noteApplied(lock, await orm.migrator.getExecuted());
    return done;
  } finally {
    await orm.close();
    await lock.end();
  }
}

/**
 * On the table of migrations itself, which the logins may not read: its comment they may, and so a process knows at its
 * start whether it fits.
 */
async function noteApplied(client: pg.Client, executed: { name: string }[]): Promise<void> {
  const names = executed.map(({ name }) => name).join(' ');
  await client.query(`comment on table flux_migrations is ${pg.escapeLiteral(names)}`);
}

if (import.meta.main)
  try {
    process.stdout.write(await run(process.argv[2]));
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message || errorCode(error) : String(error)}\n`);
    process.exitCode = 1;
  }
