// The cast: there after one seed, the same after more of them, also where two run at once; and each can do what the documents say.
import { execa } from 'execa';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { hashPassword } from '../../src/account/password.ts';
import { isWeakPassword } from '../../src/account/password-rules.ts';
import { openDatabase } from '../../src/db.ts';
import { CAST, PASSWORD, TEAM } from '../../src/seed/cast.ts';
import { seedCast } from '../../src/seed/seed-cast.ts';
import { freshDatabase, type TestDatabase } from '../harness/database.ts';
import { openWorld, type World } from '../harness/world.ts';
import { readTables } from '../parts/kernel/seed-every-table.ts';

let world: World;
let admin: pg.Client;
const seed = (env: NodeJS.ProcessEnv = {}) =>
  execa('node', ['src/seed.ts'], {
    env: { API_DATABASE_URL: world.database.apiUrl, ...env },
    reject: false,
  });

beforeAll(async () => {
  world = await openWorld({ worker: 'none' });
  admin = await connect(world.database);
});
afterAll(async () => {
  await admin.end();
  await world.close();
});

test('in production nothing is seeded', async () => {
  expect(await seed({ NODE_ENV: 'production' })).toMatchObject({
    stdout: '',
    stderr: expect.stringContaining('not for production'),
    exitCode: 1,
  });
  expect((await admin.query('select from users')).rowCount).toBe(0);
});

test('the command says who is there and how to sign in; a second time changes nothing', async () => {
  const first = await seed();
  expect(first).toMatchObject({ stderr: '', exitCode: 0 });
  for (const { email } of Object.values(CAST)) expect(first.stdout).toContain(email);
  expect(first.stdout).toContain(PASSWORD);
  expect(first.stdout).toMatch(/^Dora is invited: [\w-]{43}$/m);

  const before = await contents(admin);
  const second = await seed();
  expect(second).toMatchObject({ stderr: '', exitCode: 0 });
  expect(second.stdout).toContain('Dora is invited: its token was shown when it was made');
  expect(await contents(admin)).toEqual(before);
}, 60_000);

test('two at once leave one cast', async () => {
  const database = await freshDatabase();
  const client = await connect(database);
  const orms = await Promise.all([1, 2].map(() => openDatabase(database.apiUrl, { poolSize: 2 })));
  try {
    await Promise.all(orms.map((orm) => seedCast(orm)));
    const both = await contents(client);
    const counted = Object.fromEntries(both.map(({ name, rows }) => [name, rows.length]));
    expect(counted).toMatchObject({ users: 4, orgs: 5, members: 7, profiles: 7, invitations: 3, goals: 1 });
    await seedCast(orms[0]!);
    expect(await contents(client)).toEqual(both);
  } finally {
    await Promise.all(orms.map((orm) => orm.close()));
    await client.end();
    await database.drop();
  }
}, 60_000);

test('Ana signs in, and finds today, a goal with its plan, and the team that she helps to lead', async () => {
  const ana = await signIn(CAST.ana.email);
  expect(await ana('/v1/auth/me')).toMatchObject({ user: { name: 'Ana', zone: 'Europe/Berlin' } });
  const { tasks } = await ana('/v1/tasks?limit=100');
  expect(tasks.map(({ title }: { title: string }) => title)).toEqual(
    expect.arrayContaining(CAST.ana.tasks.map(({ title }) => title)),
  );
  const [goal] = (await ana('/v1/goals')).goals;
  expect(goal).toMatchObject({ status: 'active', wish: CAST.ana.wish });
  expect(tasks.filter(({ goal_id }: { goal_id: string }) => goal_id === goal.id).length).toBeGreaterThan(10);
  expect((await ana('/v1/orgs')).orgs).toEqual([
    expect.objectContaining({ kind: 'personal', role: 'owner' }),
    expect.objectContaining({ name: TEAM.name, kind: 'team', role: 'admin' }),
  ]);
});

test('Dora is asked into the team and has not come', async () => {
  const dora = await signIn(CAST.dora.email);
  expect((await dora('/v1/orgs')).orgs).toHaveLength(1);
  const chloe = await signIn(CAST.chloe.email);
  const team = (await chloe('/v1/orgs')).orgs.find(({ kind }: { kind: string }) => kind === 'team');
  expect((await chloe(`/v1/orgs/${team.id}/invitations`)).invitations).toEqual([
    expect.objectContaining({ email: CAST.dora.email, role: 'member' }),
  ]);
});

test('nobody is rung at once: no number is verified, and what is open begins in an hour or later', async () => {
  const { rows } = await admin.query(`select from profiles where phone_verified_at is not null
    union all select from push_subscriptions
    union all select from tasks where status = 'pending' and starts_at < now() + interval '50 minutes'`);
  expect(rows).toEqual([]);
});

test('a person of that address who is not of the cast is left alone', async () => {
  const database = await freshDatabase();
  const client = await connect(database);
  try {
    await client.query(`select register_person(gen_random_uuid(), gen_random_uuid(), $1, $2, null, 'UTC')`, [
      CAST.ana.email,
      await hashPassword('a password of her own'),
    ]);
    expect(await seed({ API_DATABASE_URL: database.apiUrl })).toMatchObject({
      stderr: expect.stringContaining('ana@example.com exists here with another password'),
      exitCode: 1,
    });
    expect((await client.query('select from users')).rowCount).toBe(1);
  } finally {
    await client.end();
    await database.drop();
  }
});

test('the cast belongs to nobody real, and its password is one that we would take', () => {
  const people = Object.values(CAST);
  for (const { email, phone } of people) {
    expect(email).toMatch(/@example\.com$/);
    expect(phone).toMatch(/^\+1\d{3}55501\d\d$/);
    expect(isWeakPassword(PASSWORD, email)).toBe(false);
  }
  expect(new Set(people.map(({ phone }) => phone)).size).toBe(people.length);
});

async function connect({ adminUrl }: TestDatabase): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  return client;
}

/** Reads as the person of that address. */
// oxlint-disable-next-line typescript/no-explicit-any
async function signIn(email: string): Promise<(path: string) => Promise<any>> {
  const url = world.env['PUBLIC_URL'];
  const answer = await fetch(`${url}/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password: PASSWORD }),
  });
  expect(answer.status).toBe(200);
  const { access_token: token } = z.object({ access_token: z.string() }).parse(await answer.json());
  return async (path) => {
    const read = await fetch(`${url}${path}`, { headers: { authorization: `Bearer ${token}` } });
    expect({ path, status: read.status }).toEqual({ path, status: 200 });
    return read.json();
  };
}

/** Every row of every table of an organisation, and of those who may sign in. */
async function contents(client: pg.Client): Promise<{ name: string; rows: unknown[] }[]> {
  const names = [...(await readTables(client)).map(({ name }) => name), 'orgs', 'users'].toSorted();
  const found = [];
  for (const name of names) {
    const { rows } = await client.query(`select to_jsonb(t) as row from ${name} t order by 1`);
    found.push({ name, rows });
  }
  return found;
}
