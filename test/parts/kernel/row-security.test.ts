// As the runtime logins: no row of another organisation, or of another person in the same one, can be read or written, on any table
// that the catalogue knows.
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDatabase, tablesOfAPerson, type TableOfAPerson } from '../../../src/db.ts';
import { asPerson } from '../../../src/kernel/context.ts';
import { freshDatabase, type TestDatabase } from '../../harness/database.ts';
import { findHoles, LOGINS, WITHOUT_ORG } from './row-security-holes.ts';
import { readTables, rowOf, seedEveryTable, type Owner, type Right, type Table } from './seed-every-table.ts';

const NOTHING = { rows: 0 };
/** insufficient_privilege: no right to the table, or a row that its policies do not allow. */
const REFUSED = { refused: '42501' };
const FOREIGN_KEY = { refused: '23503' };
const UNIQUE = { refused: '23505' };

let database: TestDatabase;
let admin: pg.Client;
let tables: Table[];
/** Owner of a team. */
const ana = { orgId: randomUUID(), userId: randomUUID() };
/** Of another organisation. */
const ben = { orgId: randomUUID(), userId: randomUUID() };
/** A member of Ana's team. */
const cleo = { orgId: ana.orgId, userId: randomUUID() };
/** Was a member of it. */
const dan = { orgId: ana.orgId, userId: randomUUID() };

beforeAll(async () => {
  database = await freshDatabase();
  admin = await connect(database.adminUrl);
  for (const { orgId, userId } of [ana, ben]) await register(userId, orgId);
  await admin.query(`update orgs set kind = 'team' where id = $1`, [ana.orgId]);
  for (const { orgId, userId } of [cleo, dan]) {
    await register(userId, randomUUID());
    await admin.query(`insert into members (org_id, user_id, role) values ($1, $2, 'member')`, [
      orgId,
      userId,
    ]);
    await admin.query(`insert into profiles (org_id, user_id, zone) values ($1, $2, 'UTC')`, [orgId, userId]);
  }
  tables = await readTables(admin);
  for (const owner of [ana, ben, cleo, dan]) await seedEveryTable(admin, tables, owner);
  await admin.query('delete from members where user_id = $1 and org_id = $2', [dan.userId, dan.orgId]);
});

async function register(userId: string, orgId: string): Promise<void> {
  await admin.query('select register_person($1, $2, $3, $4, null, $5)', [
    userId,
    orgId,
    `${userId}@example.com`,
    'hash',
    'UTC',
  ]);
}

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
    create table leaky (id uuid primary key, org_id uuid, user_id uuid, goal_id uuid references orgs (id));
    alter table leaky enable row level security;
    create policy all_of_it on leaky using (true);
    create table nobodys (id uuid primary key);
    grant select on users to flux_tenant;
    create view all_goals as select * from goals;
    create function read_all() returns bigint language sql security definer as 'select count(*) from goals';
    alter table goals add foreign key (roadmap_of) references goals (id);
    create unique index on messages (org_id, id);
    alter table goals add constraint of_anybody foreign key (org_id, conversation_id) references messages (org_id, id) not valid;
    grant execute on function register_person, list_own_orgs to flux_worker;
    revoke execute on function app_role() from flux_tenant;
    drop function own_email();
    grant select, insert on leaky, nobodys to flux_tenant;
    grant truncate on tasks to flux_system;
    grant select on tasks to flux_api;
  `);
  const holes = await findHoles(admin);
  await admin.query('rollback');
  expect(holes).toEqual([
    'all_goals: a view shows rows with the rights of its owner',
    'app_role: may be called by a role that has no business with it, or not by one that has',
    'flux_api, tasks: a login has rights of its own',
    'flux_system, tasks: a right that knows no row security',
    'goals.goals_roadmap_of_fkey: a reference to another organisation is possible',
    'goals.goals_roadmap_of_fkey: a reference to another person is possible',
    'goals.of_anybody: a reference to another person is possible',
    'leaky.all_of_it: a policy is for everybody',
    'leaky.all_of_it: a policy says what may be read, and not what may be written',
    'leaky: no policy asks flux_tenant for its membership',
    'leaky: no policy gives flux_system its rows',
    'leaky: no policy holds flux_tenant to its organisation',
    'leaky: no whole index begins with org_id',
    'leaky: org_id may be null',
    'leaky: row security is not forced',
    'list_own_orgs: may be called by a role that has no business with it, or not by one that has',
    'nobodys: has no org_id, and flux_tenant has a right to it',
    'nobodys: has no org_id, and is not one of the tables that may do without',
    'nobodys: no policy asks flux_tenant for its membership',
    'nobodys: no policy gives flux_system its rows',
    'nobodys: row security is not forced',
    'own_email: is on a list here, and nowhere else',
    'read_all: a function that others trust finds its tables where its caller says, or in the temporary schema of its caller',
    'read_all: everybody may call it',
    'read_all: runs with the rights of its owner, and is not one of those that may',
    'register_person: may be called by a role that has no business with it, or not by one that has',
    'users: has no org_id, and flux_tenant has a right to it',
    'users: no policy asks flux_tenant for its membership',
  ]);
});

test("what is a person's is found, in whatever table it stands", async () => {
  const { rows } = await admin.query<TableOfAPerson>(`
    select c.relname as table, bool_or(attname = 'org_id') as "isPerOrg"
    from pg_class c join pg_attribute a on a.attrelid = c.oid and not attisdropped
    where relkind = 'r' and relnamespace = 'public'::regnamespace
    group by c.relname having bool_or(attname = 'user_id')`);
  expect(tablesOfAPerson().toSorted(byName)).toEqual(rows.toSorted(byName));
  expect(tables.filter(({ isPersonal }) => !isPersonal).map(({ name }) => name)).toEqual(['invitations']);
});

test('everybody has a row in every table', async () => {
  expect(tables.length).toBeGreaterThan(12);
  for (const owner of [ana, ben, cleo]) {
    const empty = [];
    for (const table of tables) if (!(await rowOf(admin, table, owner))) empty.push(table.name);
    expect(empty).toEqual([]);
  }
});

test.each([
  ['tasks', ['duration_minutes', 'org_id', 'starts_at', 'status', 'user_id']],
  [
    'dispatch_log',
    [
      'external_id',
      'generation',
      'id',
      'last_sent_at',
      'org_id',
      'provider_rank',
      'state',
      'step',
      'task_id',
      'user_id',
    ],
  ],
  ['notification_log', ['dispatch_id', 'event', 'external_id', 'org_id', 'user_id']],
])(
  'the functions that answer before anybody is known read no more of %s than they say',
  async (table, known) => {
    const { rows } = await admin.query<{ column: string }>(
      `select attname as column from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped
         and has_column_privilege('flux_identity', attrelid, attnum, 'select') order by attname`,
      [table],
    );
    expect(rows.map(({ column }) => column)).toEqual(known);
  },
);

/** A member of Ana's team, or who was one, in the organisation that is theirs alone. */
async function atHome({ userId }: Owner): Promise<Owner> {
  const { rows } = await admin.query<{ org_id: string }>(
    'select org_id from members where user_id = $1 and org_id <> $2',
    [userId, ana.orgId],
  );
  return { orgId: rows[0]!.org_id, userId };
}

describe.each(LOGINS)('%s', (loginName) => {
  let login: pg.Client;
  beforeAll(async () => {
    login = await connect(loginName === 'flux_api' ? database.apiUrl : database.workerUrl);
  });
  afterAll(() => login.end());

  test('without a role nothing is possible', async () => {
    const names = [...tables.map(({ name }) => name), ...Object.keys(WITHOUT_ORG), 'orgs', 'flux_migrations'];
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
    for (const person of [ana, cleo]) {
      const statements = personal('select').map(({ name }) => `select from ${name}`);
      statements.push(...personal('update').map(({ name }) => `update ${name} set org_id = org_id`));
      statements.push('select from orgs');
      expect(statements.length).toBeGreaterThan(24);
      expect(await surprises(login, person, statements, { rows: 1 })).toEqual([]);
    }
  });

  test('nothing of another organisation is read, changed or deleted', async () => {
    const before = await contents();
    const theirs = `where org_id = '${ben.orgId}'`;
    const statements = tables.flatMap(({ name }) => [
      `select from ${name} ${theirs}`,
      `update ${name} set org_id = '${ana.orgId}' ${theirs}`,
      `update ${name} set org_id = org_id ${theirs}`,
      `delete from ${name} ${theirs}`,
    ]);
    expect(await surprises(login, ana, statements, NOTHING, REFUSED)).toEqual([]);
    expect(await contents()).toEqual(before);
  });

  test('nothing of another person in the same organisation is read, changed or deleted, not by its owner either', async () => {
    expect(await surprises(login, ana, statementsAbout(cleo), NOTHING, REFUSED)).toEqual([]);
    expect(await surprises(login, cleo, statementsAbout(ana), NOTHING, REFUSED)).toEqual([]);
    expect(await surprises(login, ana, statementsAbout(dan), NOTHING, REFUSED)).toEqual([]);
  });

  test('who belongs to the organisation and who is invited is for those to know whose business it is', async () => {
    const others = `where user_id <> '${cleo.userId}'`;
    expect(await surprises(login, cleo, ['select from members'], { rows: 2 })).toEqual([]);
    expect(await surprises(login, ana, ['select from invitations'], { rows: 1 })).toEqual([]);
    const unseen = [
      'select from invitations',
      'update invitations set revoked_at = now()',
      `update members set role = 'owner'`,
      `delete from members ${others}`,
    ];
    expect(await surprises(login, cleo, unseen, NOTHING)).toEqual([]);
    const refused = [
      `update orgs set name = 'x'`,
      `insert into invitations (id, org_id, email, role, token_hash, invited_by, expires_at)
       values ('${randomUUID()}', '${cleo.orgId}', 'x', 'admin', 'x', '${cleo.userId}', now())`,
    ];
    expect(await surprises(login, cleo, refused, REFUSED)).toEqual([]);
  });

  test('what the functions of the database do not do for a person, nobody does', async () => {
    expect(await surprises(login, ana, [`select from orgs where id <> '${ana.orgId}'`], NOTHING)).toEqual([]);
    const statements = [
      ...Object.keys(WITHOUT_ORG).flatMap((name) => [`select from ${name}`, `delete from ${name}`]),
      'update users set email = email',
      `update orgs set kind = 'personal'`,
      'delete from orgs',
      `insert into orgs (id, name, kind) values ('${randomUUID()}', 'x', 'team')`,
      ...[ana, ben].map(
        ({ orgId }) =>
          `insert into members (org_id, user_id, role) values ('${orgId}', '${dan.userId}', 'owner')`,
      ),
      `update members set user_id = '${dan.userId}'`,
      'update members set created_at = now()',
      'delete from invitations',
      `update invitations set email = 'x'`,
      'update invitations set accepted_at = now()',
    ];
    expect(await surprises(login, ana, statements, REFUSED)).toEqual([]);
  });

  test('no row gets into another organisation, or to another person', async () => {
    const copies = [];
    for (const table of tables) {
      const owners = [{ ...ana, orgId: ben.orgId }, ben];
      if (table.isPersonal) owners.push({ ...ana, userId: ben.userId }, cleo);
      for (const owner of owners) copies.push(await copyOf(table, owner));
    }
    expect(await surprises(login, ana, copies, REFUSED)).toEqual([]);
    const moves = personal('update').flatMap(({ name }) => [
      `update ${name} set org_id = '${ben.orgId}'`,
      ...[ben, cleo].map(({ userId }) => `update ${name} set user_id = '${userId}'`),
    ]);
    expect(await surprises(login, ana, moves, REFUSED)).toEqual([]);
  });

  test('no row can point into another organisation', async () => {
    expect(await surprises(login, ana, await pointersTo(ben), FOREIGN_KEY)).toEqual([]);
  });

  test('no row can point at what another person in the same organisation has', async () => {
    // One draft of each number for a goal, one dispatch of each step for a task: there is one already.
    expect(await surprises(login, ana, await pointersTo(cleo), FOREIGN_KEY, UNIQUE)).toEqual([]);
    const free = (await pointersTo(cleo)).filter(
      (sql) => !/^update (plan_drafts|specialist|dispatch)/.test(sql),
    );
    expect(free.length).toBeGreaterThan(8);
    expect(await surprises(login, ana, free, FOREIGN_KEY)).toEqual([]);
  });

  test('a removed member reads and changes nothing, not even what they made', async () => {
    const seen = readable().map(({ name }) => `select from ${name}`);
    const changes = tables.flatMap(({ name }) => [
      `update ${name} set org_id = org_id`,
      `delete from ${name}`,
    ]);
    expect(await surprises(login, dan, [...seen, 'select from orgs'], NOTHING)).toEqual([]);
    expect(await surprises(login, dan, changes, NOTHING, REFUSED)).toEqual([]);
    const copies = [];
    for (const table of tables) copies.push(await copyOf(table, dan));
    expect(await surprises(login, dan, copies, REFUSED)).toEqual([]);
    const functions = [
      `select from list_own_orgs(null, 10)`,
      `select from describe_members(array['${ana.userId}'::uuid])`,
      `select from accept_invitation('x')`,
      `select where create_org('${randomUUID()}', 'x') is not null`,
      `select where app_role() is not null`,
      `select from own_llm_standing('{}')`,
      `select from org_llm_usage('2026-11', null, 10)`,
    ];
    expect(await surprises(login, dan, functions, NOTHING)).toEqual([]);
  });

  test('an organisation that one does not belong to stays empty, whatever is claimed', async () => {
    const seen = readable().map(({ name }) => `select from ${name}`);
    const forged = { orgId: ben.orgId, userId: ana.userId };
    for (const claimed of [forged, { orgId: ana.orgId, userId: ben.userId }, { orgId: '', userId: '' }])
      expect(await surprises(login, claimed, [...seen, 'select from orgs'], NOTHING)).toEqual([]);
    const copies = [];
    for (const table of tables) copies.push(await copyOf(table, forged));
    expect(await surprises(login, forged, copies, REFUSED)).toEqual([]);
  });

  test('calls of another organisation are told to whom they are made, by their ids alone', async () => {
    await admin.query(
      `update dispatch_log set step = 'call', state = 'accepted', last_sent_at = now(), external_id = 'CA' || id where org_id = $1
         and user_id = any ($2)`,
      [ana.orgId, [cleo.userId, dan.userId]],
    );
    const ask = ['running_calls', 'own_call_ids'].map(
      (name) => `select from ${name}(now() - interval '1 hour')`,
    );
    // It rings on until it is hung up, though they have left.
    for (const person of [cleo, await atHome(cleo), await atHome(dan)])
      expect(await surprises(login, person, ask, { rows: 1 })).toEqual([]);
    const forged = [
      dan,
      { ...cleo, orgId: ben.orgId },
      { ...ben, orgId: cleo.orgId },
      { orgId: '', userId: '' },
    ];
    for (const person of [ana, ben, ...forged])
      expect(await surprises(login, person, ask, NOTHING)).toEqual([]);
  });

  test('times of another organisation are told to whom they belong, and while they belong there', async () => {
    const ask = [`select from busy_elsewhere('-infinity', 'infinity')`];
    expect(await surprises(login, await atHome(cleo), ask, { rows: 1 })).toEqual([]);
    const forged = [
      { ...cleo, orgId: ben.orgId },
      { ...ben, orgId: cleo.orgId },
      { orgId: '', userId: '' },
    ];
    for (const person of [ana, ben, cleo, dan, await atHome(dan), ...forged])
      expect(await surprises(login, person, ask, NOTHING)).toEqual([]);
  });

  test('what models cost is told to whose it is, and in sums to owners and admins alone', async () => {
    const month = `to_char(now() at time zone 'UTC', 'YYYY-MM')`;
    const sums = [`select from org_llm_usage(${month}, null, 10)`];
    // All together, Ana, Cleo, and Dan who has left.
    expect(await surprises(login, ana, sums, { rows: 4 })).toEqual([]);
    for (const person of [cleo, dan, { ...ana, orgId: ben.orgId }, { orgId: '', userId: '' }])
      expect(await surprises(login, person, sums, NOTHING)).toEqual([]);
    const ofOrg = `select from own_llm_standing('{}') where budget = 'organisation' and spent is not null`;
    expect(await surprises(login, ana, [ofOrg], { rows: 1 })).toEqual([]);
    expect(await surprises(login, cleo, [ofOrg], NOTHING)).toEqual([]);
    const written = ['reserve', 'settle'].map((what) => `select ${what}_llm_call('{}', '{}')`);
    written.push('update llm_call_events set cost_nanos = 0', 'update llm_spendings set spent_nanos = 0');
    written.push('delete from llm_call_events', 'delete from llm_spendings', 'delete from llm_budgets');
    expect(await surprises(login, ana, written, REFUSED)).toEqual([]);
    const ofTheTeam = `insert into llm_budgets (id, org_id) values ('${randomUUID()}', '${ana.orgId}')`;
    expect(await surprises(login, ana, [ofTheTeam], { rows: 1 })).toEqual([]);
    for (const person of [cleo, dan, ben])
      expect(await surprises(login, person, [ofTheTeam], REFUSED)).toEqual([]);
  });

  test('who a transaction acted for is forgotten with it', async () => {
    const url = loginName === 'flux_api' ? database.apiUrl : database.workerUrl;
    const orm = await openDatabase(url, { poolSize: 1 });
    const whoAmI = `select current_user as "user", current_setting('app.org_id', true) as org, current_setting('app.user_id', true) as person`;
    try {
      const store = { orm, perform: async () => {} };
      const actor = { ...ana, via: 'rest' } as const;
      expect(await asPerson(store, actor, ({ em }) => em.execute(whoAmI))).toEqual([
        { user: 'flux_tenant', org: ana.orgId, person: ana.userId },
      ]);
      await expect(asPerson(store, actor, ({ em }) => em.execute('select 1 / 0'))).rejects.toThrow('zero');
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
      create temp table inbound_ids (id text primary key, received_at timestamptz);
      create function pg_temp.steal() returns trigger language plpgsql as
        'begin insert into pg_temp.loot select email from public.users; return new; end';
      create trigger steal before insert on inbound_ids for each row execute function pg_temp.steal();
      grant all on loot, inbound_ids to public;
    `);
    await api.query('select take_inbound($1)', [`SM${'1'.repeat(32)}`]);
    expect((await api.query('select from loot')).rowCount).toBe(0);
  } finally {
    await api.end();
  }
});

const byName = (a: TableOfAPerson, b: TableOfAPerson): number => a.table.localeCompare(b.table);

const may =
  (right: Right) =>
  (table: Table): boolean =>
    table.rights.includes(right);
const readable = (): Table[] => tables.filter(may('select'));
/** Tables with rows of one's own that one may read, change ... Memberships are made and changed by other rules. */
const personal = (right: Right): Table[] =>
  tables.filter((table) => table.isPersonal && table.name !== 'members' && may(right)(table));

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

/** Statements that read, change and delete what `userId` has. */
function statementsAbout({ userId }: Owner): string[] {
  return tables
    .filter(({ name, isPersonal }) => isPersonal && name !== 'members')
    .flatMap(({ name }) => [
      `select from ${name} where user_id = '${userId}'`,
      `update ${name} set user_id = user_id where user_id = '${userId}'`,
      `update ${name} set org_id = org_id where user_id = '${userId}'`,
      `delete from ${name} where user_id = '${userId}'`,
    ]);
}

/** Statements that turn each reference of one's own rows to a row of `owner`. */
async function pointersTo(owner: Owner): Promise<string[]> {
  const statements = [];
  for (const { name, references } of personal('update'))
    for (const { target, columns, targetColumns } of references) {
      const at = columns.findIndex((column) => !['org_id', 'user_id'].includes(column));
      if (at < 0) continue;
      const table = tables.find((one) => one.name === target)!;
      const theirs = (await rowOf(admin, table, owner))?.[targetColumns[at]!];
      statements.push(`update ${name} set ${columns[at]} = '${String(theirs)}'`);
    }
  expect(statements.length).toBeGreaterThan(12);
  return statements;
}

/** An insert of a copy of Ana's row under a new id, for another owner. */
async function copyOf(table: Table, owner: Owner): Promise<string> {
  const { name, primaryKey, isPersonal } = table;
  const row: Record<string, unknown> = { ...(await rowOf(admin, table, ana)) };
  const key = primaryKey.includes('org_id') ? {} : { [primaryKey[0]!]: randomUUID() };
  const values = { ...row, ...key, org_id: owner.orgId, ...(isPersonal && { user_id: owner.userId }) };
  return `insert into ${name} select * from json_populate_record(null::${name}, ${pg.escapeLiteral(JSON.stringify(values))})`;
}

/** Everything in every table, in a form that shows any change. */
async function contents(): Promise<unknown[]> {
  const all = tables.map(({ name }) => `select '${name}' as name, to_jsonb(t) as "row" from ${name} t`);
  return (await admin.query(`select * from (${all.join(' union all ')}) x order by name, "row"::text`)).rows;
}
