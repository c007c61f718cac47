// As the runtime logins: no row of another organisation can be read or written, on any table that the catalogue knows.
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDatabase } from '../../src/db.ts';
import { asPerson } from '../../src/kernel/context.ts';
import { freshDatabase, type TestDatabase } from '../harness/database.ts';
import { findHoles, LOGINS } from './row-security-holes.ts';
import { readTables, rowOf, seedEveryTable, type Owner, type Table } from './seed-every-table.ts';

const NOTHING = { rows: 0 };
/** insufficient_privilege: no right to the table, or a row that its policies do not allow. */
const REFUSED = { refused: '42501' };
const FOREIGN_KEY = '23503';

let database: TestDatabase;
let admin: pg.Client;
let tables: Table[];
const ana = { orgId: randomUUID(), userId: randomUUID() };
const ben = { orgId: randomUUID(), userId: randomUUID() };

beforeAll(async () => {
  database = await freshDatabase();
  admin = await connect(database.adminUrl);
  for (const { orgId, userId } of [ana, ben])
    await admin.query('select register_person($1, $2, $3, $4, null, $5)', [
      userId,
      orgId,
      `${userId}@example.com`,
      'hash',
      'UTC',
    ]);
  tables = await readTables(admin);
  for (const owner of [ana, ben]) await seedEveryTable(admin, tables, owner);
});
afterAll(async () => {
  await admin.end();
  await database.drop();
});

test('the catalogue shows no hole', async () => {
  expect(await findHoles(admin)).toEqual([]);
});

test('a table, a view and a function without protection are found', async () => {
  await admin.query('begin');
  await admin.query(`
    create table leaky (id uuid primary key, org_id uuid, goal_id uuid references orgs (id));
    alter table leaky enable row level security;
    create policy all_of_it on leaky using (true);
    create table nobodys (id uuid primary key);
    create view all_goals as select * from goals;
    create function read_all() returns bigint language sql security definer as 'select count(*) from goals';
    alter table goals add foreign key (roadmap_of) references goals (id);
    grant select, insert on leaky, nobodys to flux_tenant;
    grant truncate on tasks to flux_system;
    grant select on tasks to flux_api;
  `);
  const holes = await findHoles(admin);
  await admin.query('rollback');
  expect(holes).toEqual([
    'all_goals: a view shows rows with the rights of its owner',
    'flux_api, tasks: a login has rights of its own',
    'flux_system, tasks: a right that knows no row security',
    'goals.goals_roadmap_of_fkey: a reference to another organisation is possible',
    'leaky.all_of_it: a policy is for everybody',
    'leaky: no policy asks flux_tenant for its membership',
    'leaky: no policy holds flux_tenant to its organisation',
    'leaky: no whole index begins with org_id',
    'leaky: org_id may be null',
    'leaky: row security is not forced',
    'nobodys: has no org_id, and is not one of the two tables that may do without',
    'nobodys: no policy asks flux_tenant for its membership',
    'nobodys: row security is not forced',
    'read_all: a function that others trust finds its tables where its caller says, or in the temporary schema of its caller',
    'read_all: everybody may call it',
    'read_all: runs with the rights of its owner, and is not one of the four that may',
  ]);
});

test('both people have a row in every table', async () => {
  expect(tables.length).toBeGreaterThan(12);
  for (const owner of [ana, ben]) {
    const empty = [];
    for (const { name } of tables) if (!(await rowOf(admin, name, owner))) empty.push(name);
    expect(empty).toEqual([]);
  }
});

describe.each(LOGINS)('%s', (loginName) => {
  let login: pg.Client;
  beforeAll(async () => {
    login = await connect(loginName === 'flux_api' ? database.apiUrl : database.workerUrl);
  });
  afterAll(() => login.end());

  test('without a role nothing is possible', async () => {
    const names = [...tables.map(({ name }) => name), 'users', 'orgs', 'flux_migrations'];
    const statements = names.flatMap((name) => [
      `select from ${name}`,
      `delete from ${name}`,
      `insert into ${name} default values`,
    ]);
    expect(await surprises(login, null, statements, REFUSED)).toEqual([]);
  });

  test('the roles of the system and of the owner are out of reach', async () => {
    const { rows } = await admin.query<{ owner: string }>(
      `select distinct tableowner as owner from pg_tables where schemaname = 'public'`,
    );
    const roles = ['flux_identity', ...rows.map(({ owner }) => owner)];
    if (loginName === 'flux_api') roles.push('flux_system', 'flux_worker');
    const statements = roles.map((role) => `set role "${role}"`);
    expect(await surprises(login, null, statements, REFUSED)).toEqual([]);
    expect(await surprises(login, ana, statements, REFUSED)).toEqual([]);
  });

  test('a person sees and changes what is theirs', async () => {
    const statements = writable().flatMap(({ name }) => [
      `select from ${name}`,
      `update ${name} set org_id = org_id`,
    ]);
    statements.push('select from orgs', 'select from members');
    expect(await surprises(login, ana, statements, { rows: 1 })).toEqual([]);
  });

  test('nothing of another organisation is read, changed or deleted', async () => {
    const before = await contents();
    const theirs = `where org_id = '${ben.orgId}'`;
    const statements = tables.flatMap(({ name }) => [
      `select from ${name} ${theirs}`,
      `update ${name} set org_id = '${ana.orgId}' ${theirs}`,
      `update ${name} set user_id = user_id ${theirs}`,
      `delete from ${name} ${theirs}`,
    ]);
    expect(await surprises(login, ana, statements, NOTHING, REFUSED)).toEqual([]);
    expect(await contents()).toEqual(before);
  });

  test('of the tables without an organisation a person sees their own row of one, and changes none', async () => {
    expect(await surprises(login, ana, [`select from orgs where id <> '${ana.orgId}'`], NOTHING)).toEqual([]);
    const statements = [
      'select from users',
      'update users set email = email',
      'delete from users',
      'update orgs set name = name',
      'delete from orgs',
      `insert into orgs (id, name, kind) values ('${randomUUID()}', 'x', 'team')`,
      `insert into members (org_id, user_id, role) values ('${ben.orgId}', '${ana.userId}', 'owner')`,
      `update members set role = 'owner'`,
      'delete from members',
    ];
    expect(await surprises(login, ana, statements, REFUSED)).toEqual([]);
  });

  test('no row gets into another organisation, or to another person', async () => {
    const owners = [{ ...ana, orgId: ben.orgId }, { ...ana, userId: ben.userId }, ben];
    const copies = [];
    for (const table of tables) for (const owner of owners) copies.push(await copyOf(table, owner));
    expect(await surprises(login, ana, copies, REFUSED)).toEqual([]);
    const moves = writable().flatMap(({ name }) => [
      `update ${name} set org_id = '${ben.orgId}'`,
      `update ${name} set user_id = '${ben.userId}'`,
    ]);
    expect(await surprises(login, ana, moves, REFUSED)).toEqual([]);
  });

  test('no row can point into another organisation', async () => {
    const statements = [];
    for (const { name, references } of writable())
      for (const { target, columns, targetColumns } of references) {
        const at = columns.findIndex((column) => !['org_id', 'user_id'].includes(column));
        if (at < 0) continue;
        const theirs = (await rowOf(admin, target, ben))?.[targetColumns[at]!];
        statements.push(`update ${name} set ${columns[at]} = '${String(theirs)}'`);
      }
    expect(statements.length).toBeGreaterThan(12);
    expect(await surprises(login, ana, statements, { refused: FOREIGN_KEY })).toEqual([]);
  });

  test('an organisation that one does not belong to stays empty, whatever is claimed', async () => {
    const readable = tables.filter(isForTenants).map(({ name }) => `select from ${name}`);
    const forged = { orgId: ben.orgId, userId: ana.userId };
    for (const claimed of [forged, { orgId: ana.orgId, userId: ben.userId }, { orgId: '', userId: '' }])
      expect(await surprises(login, claimed, [...readable, 'select from orgs'], NOTHING)).toEqual([]);
    const copies = [];
    for (const table of writable()) copies.push(await copyOf(table, forged));
    expect(await surprises(login, forged, copies, REFUSED)).toEqual([]);
  });

  test('who a transaction acted for is forgotten with it', async () => {
    const url = loginName === 'flux_api' ? database.apiUrl : database.workerUrl;
    const orm = await openDatabase(url, { poolSize: 1 });
    const whoAmI = `select current_user as "user", current_setting('app.org_id', true) as org, current_setting('app.user_id', true) as person`;
    try {
      expect(await asPerson(orm, ana, ({ em }) => em.execute(whoAmI))).toEqual([
        { user: 'flux_tenant', org: ana.orgId, person: ana.userId },
      ]);
      await expect(asPerson(orm, ana, ({ em }) => em.execute('select 1 / 0'))).rejects.toThrow('zero');
      expect(await orm.em.fork().execute(whoAmI)).toEqual([{ user: loginName, org: '', person: '' }]);
    } finally {
      await orm.close();
    }
  });
});

test('a table that the API makes for itself is not taken for the real one by what it may call', async () => {
  const api = await connect(database.apiUrl);
  try {
    // Code of the caller that would run with the rights of flux_identity, and so read every password's hash.
    await api.query(`
      create temp table loot (email text);
      create temp table verified_phones (phone text primary key, org_id uuid, user_id uuid, verified_at timestamptz);
      create function pg_temp.steal() returns trigger language plpgsql as
        'begin insert into pg_temp.loot select email from public.users; return new; end';
      create trigger steal before insert on verified_phones for each row execute function pg_temp.steal();
      grant all on loot, verified_phones to public;
    `);
    await api.query('select record_verified_phone($1, $2, $3)', [ana.orgId, ana.userId, '+12025550199']);
    expect((await api.query('select from loot')).rowCount).toBe(0);
  } finally {
    await api.end();
  }
});

const isForTenants = ({ name }: Table): boolean => name !== 'verified_phones';
/** Memberships and numbers are made by functions of flux_identity alone. */
const writable = (): Table[] => tables.filter((table) => isForTenants(table) && table.name !== 'members');

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client;
}

type Outcome = { rows: number } | { refused: string };

/** The statements with another outcome than these, each tried alone and taken back, with what came of them. */
async function surprises(
  login: pg.Client,
  person: Owner | null,
  statements: string[],
  ...expected: Outcome[]
): Promise<string[]> {
  const allowed = expected.map((outcome) => JSON.stringify(outcome));
  const found = [];
  for (const sql of statements) {
    const outcome = JSON.stringify(await attempt(login, person, sql));
    if (!allowed.includes(outcome)) found.push(`${sql}: ${outcome}`);
  }
  return found;
}

/** `person`: who the database takes the login for; null: no role is taken. */
async function attempt(login: pg.Client, person: Owner | null, sql: string): Promise<Outcome> {
  await login.query('begin');
  try {
    if (person) {
      await login.query('set local role flux_tenant');
      await login.query(`select set_config('app.org_id', $1, true), set_config('app.user_id', $2, true)`, [
        person.orgId,
        person.userId,
      ]);
    }
    const { rowCount } = await login.query(sql);
    return { rows: rowCount ?? 0 };
  } catch (error) {
    return { refused: error instanceof pg.DatabaseError ? (error.code ?? '') : String(error) };
  } finally {
    await login.query('rollback');
  }
}

/** An insert of a copy of Ana's row under a new id, for another owner. */
async function copyOf({ name, primaryKey }: Table, owner: Owner): Promise<string> {
  const row: Record<string, unknown> = { ...(await rowOf(admin, name, ana)) };
  const key = primaryKey.includes('org_id') ? {} : { [primaryKey[0]!]: randomUUID() };
  const values = { ...row, ...key, org_id: owner.orgId, user_id: owner.userId };
  return `insert into ${name} select * from json_populate_record(null::${name}, ${pg.escapeLiteral(JSON.stringify(values))})`;
}

/** Everything in every table, in a form that shows any change. */
async function contents(): Promise<unknown[]> {
  const all = tables.map(({ name }) => `select '${name}' as name, to_jsonb(t) as "row" from ${name} t`);
  return (await admin.query(`select * from (${all.join(' union all ')}) x order by name, "row"::text`)).rows;
}
