// The migrations: up, down and up again, what the command says, and that they and the entities mean the same tables.
import { randomUUID } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { execa } from 'execa';
import pg from 'pg';
import { afterEach, describe, expect, inject, test } from 'vitest';
import { migrateUp } from '../../migrations/migrate.ts';
import { openDatabase } from '../../src/db.ts';
import { createDatabase, freshDatabase, urlOf } from '../harness/database.ts';
import { readTables, seedEveryTable } from './kernel/seed-every-table.ts';

const NAMES = (await readdir(new URL('../../migrations', import.meta.url)))
  .filter((file) => file.startsWith('Migration'))
  .map((file) => file.replace('.ts', ''))
  .toSorted();
const newest = NAMES.at(-1)!;
const cleanUps: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp();
});

test('the entities and the migrations mean the same tables; foreign keys stand in the migrations alone', async () => {
  const { url, client } = await migrated();
  const { rows } = await client.query<{ name: string }>(
    `select conname as name from pg_constraint where contype = 'f' order by 1`,
  );
  expect((await drift(url)).filter((line) => !line.includes(' drop constraint '))).toEqual([]);
  const dropped = (await drift(url)).map((line) => /drop constraint "?(\w+_fkey\d*)"?;$/.exec(line)?.[1]);
  expect(new Set(dropped)).toEqual(new Set(rows.map(({ name }) => name)));

  await client.query('alter table goals drop column tags');
  expect((await drift(url)).join('\n')).toContain('add "tags"');
});

test('down takes back everything, and up makes the same again', async () => {
  const { url, client } = await migrated();
  const before = await describeSchema(client);
  expect(before.length).toBeGreaterThan(300);

  const orm = await openDatabase(url, { poolSize: 1 });
  try {
    await orm.migrator.down({ to: 0 });
  } finally {
    await orm.close();
  }
  const left = await describeSchema(client);
  expect(left.filter((line) => !line.includes('flux_migrations'))).toEqual([]);

  expect(await migrateUp(url)).toEqual(NAMES);
  expect(await describeSchema(client)).toEqual(before);
});

test('a statement may take as long as a large table needs', async () => {
  const { url, client } = await empty();
  await client.query('create schema watch; create table watch.seen (statement_timeout text)');
  await client.query(`create function watch.see() returns event_trigger language plpgsql security definer as $$
    begin insert into watch.seen values (current_setting('statement_timeout')); end $$`);
  await client.query('create event trigger see on ddl_command_end execute function watch.see()');
  await migrateUp(url);
  const { rows } = await client.query('select distinct statement_timeout from watch.seen');
  expect(rows).toEqual([{ statement_timeout: '0' }]);
});

test('up twice at once and up again do no harm', async () => {
  const { url } = await empty();
  const applied = await Promise.allSettled([migrateUp(url), migrateUp(url)]);
  expect(applied.some(({ status }) => status === 'fulfilled')).toBe(true);
  expect(await migrateUp(url)).toEqual([]);
});

test('the command says what it did, and where the database stands', async () => {
  const { url } = await empty();
  const migrate = async (command: string) => {
    const { stdout, stderr, exitCode } = await execa('node', ['migrations/migrate.ts', command], {
      env: { DATABASE_URL: url },
      extendEnv: true,
      reject: false,
    });
    return { out: stdout, err: stderr, exitCode };
  };

  expect(await Promise.all([migrate('status'), migrate('history')])).toEqual([
    says(`At nothing; pending: ${NAMES.join(', ')}`),
    says(/^None yet\.$/),
  ]);
  expect(await migrate('up')).toEqual(says(`Applied ${NAMES.join(', ')}`));
  expect(await Promise.all([migrate('status'), migrate('history')])).toEqual([
    says(`At ${newest}; pending: none`),
    says(new RegExp(`^${NAMES.map((name) => `\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z {2}${name}`).join('\n')}$`)),
  ]);
  expect(await migrate('down')).toEqual(says(`Took back ${newest}`));
  expect(await migrate('sideways')).toEqual({
    out: '',
    err: expect.stringContaining('Usage: npm run migrate'),
    exitCode: 1,
  });
});

test('a database that cannot be reached is one sentence, and no success', async () => {
  const { stderr, exitCode } = await execa('node', ['migrations/migrate.ts', 'up'], {
    env: { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/nothing' },
    reject: false,
  });
  expect(exitCode).toBe(1);
  expect(stderr.split('\n')).toHaveLength(1);
  expect(stderr).toBe('DATABASE_URL leads to a database that cannot be reached (ECONNREFUSED).');
});

const up = async (env: Record<string, string>) => {
  const command = ['migrations/migrate.ts', 'up'];
  const { stderr, exitCode } = await execa('node', command, { env, reject: false });
  return [exitCode, stderr];
};

describe('a second Flux in the same server', () => {
  test('works with the same owner and the same passwords, and takes the logins from nobody', async () => {
    const { url } = await empty();
    const { apiPassword } = inject('ground');
    const loginUrl = (password: string) => urlOf(url, 'any', 'flux_api', password);
    expect(await up({ DATABASE_URL: url, API_DATABASE_URL: loginUrl('another') })).toEqual([
      1,
      expect.stringMatching(/^The login flux_api is used by another Flux in this PostgreSQL server, [^\n]*$/),
    ]);
    expect(await up({ DATABASE_URL: url, API_DATABASE_URL: loginUrl(apiPassword) })).toEqual([0, '']);
  });

  test('of another owner is refused before anything is changed', async () => {
    const { url, client } = await empty();
    const owner = `owner_${randomUUID().replaceAll('-', '')}`;
    await client.query(`create role ${owner} login createrole password 'x'`);
    cleanUps.push(async () => {
      const admin = await connect(inject('ground').adminUrl);
      await admin.query(`drop role ${owner}`);
    });
    expect(await up({ DATABASE_URL: urlOf(url, new URL(url).pathname.slice(1), owner, 'x') })).toEqual([
      1,
      expect.stringMatching(/^The roles flux_api, .* are there and another login made them: [^\n]*$/),
    ]);
    const { rows } = await client.query(`select from pg_tables where schemaname = 'public'`);
    expect(rows).toEqual([]);
  });
});

test('the database keeps updated_at, whatever a statement says; every time has a zone', async () => {
  const database = await freshDatabase();
  cleanUps.push(() => database.drop());
  const client = await connect(database.adminUrl);
  const ana = { orgId: randomUUID(), userId: randomUUID() };
  await client.query('select register_person($1, $2, $3, $4, null, $5)', [
    ana.userId,
    ana.orgId,
    'ana@example.com',
    'hash',
    'UTC',
  ]);
  const tables = await readTables(client);
  await seedEveryTable(client, tables, ana);

  const touched = tables.filter(({ columns }) => columns.some(({ name }) => name === 'updated_at'));
  expect(touched.length).toBeGreaterThan(2);
  for (const { name } of touched) {
    const { rows } = await client.query(
      `update ${name} set updated_at = '2000-01-01' returning '${name}' as name, updated_at >= date_trunc('milliseconds', now()) as is_kept`,
    );
    expect(rows).toEqual([{ name, is_kept: true }]);
  }
  const { rows } = await client.query(`
    select table_name, column_name from information_schema.columns
    where table_schema = 'public' and data_type in ('timestamp without time zone', 'time without time zone')`);
  expect(rows).toEqual([]);
});

async function empty(): Promise<{ url: string; client: pg.Client }> {
  const { adminUrl } = inject('ground');
  const name = `flux_${randomUUID().replaceAll('-', '')}`;
  await createDatabase(adminUrl, name);
  cleanUps.push(async () => {
    const client = await connect(adminUrl);
    await client.query(`drop database ${name} with (force)`);
  });
  const url = urlOf(adminUrl, name);
  return { url, client: await connect(url) };
}

async function migrated(): Promise<{ url: string; client: pg.Client }> {
  const database = await empty();
  expect(await migrateUp(database.url)).toEqual(NAMES);
  return database;
}

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  cleanUps.push(() => client.end());
  return client;
}

const says = (out: string | RegExp) => ({
  out: typeof out === 'string' ? out : expect.stringMatching(out),
  err: '',
  exitCode: 0,
});

/** What would have to be done to the database so that it matches the entities, one statement per line. */
async function drift(url: string): Promise<string[]> {
  const orm = await openDatabase(url, { poolSize: 1 });
  try {
    const sql = await orm.schema.getUpdateSchemaSQL();
    return sql.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('set names'));
  } finally {
    await orm.close();
  }
}

/** Every table, column, key, index, policy, trigger, function and right in the schema, a line each. */
async function describeSchema(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ line: string }>(`
    select format('table %s %s %s %s', relname, relrowsecurity, relforcerowsecurity, relacl) as line
      from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace
    union all select format('column %s %s', table_name, to_jsonb(c) - 'ordinal_position' - 'table_catalog' - 'udt_catalog')
      from information_schema.columns c where table_schema = 'public'
    union all select format('constraint %s %s %s', conrelid::regclass, conname, pg_get_constraintdef(oid))
      from pg_constraint where connamespace = 'public'::regnamespace
    union all select format('index %s', indexdef) from pg_indexes where schemaname = 'public'
    union all select format('policy %s', to_jsonb(p)) from pg_policies p where schemaname = 'public'
    union all select format('trigger %s', pg_get_triggerdef(oid)) from pg_trigger where not tgisinternal
    union all select format('function %s %s %s', pg_get_functiondef(oid), proowner::regrole, proacl)
      from pg_proc where pronamespace = 'public'::regnamespace
    order by 1`);
  return rows.map(({ line }) => line);
}
