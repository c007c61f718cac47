// Retention: what goes and what stays, in batches that are in nobody's way, also where two delete at once.
import { randomUUID } from 'node:crypto';
import type { MikroORM } from '@mikro-orm/postgresql';
import { execa } from 'execa';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openDatabase } from '../../../src/db.ts';
import { deleteBatch } from '../../../src/retention/delete-batch.ts';
import { deleteDue } from '../../../src/retention/delete-due.ts';
import { findPolicy, POLICIES, type Policy } from '../../../src/retention/policies.ts';
import { selectDue } from '../../../src/retention/selection.ts';
import { summarise } from '../../../src/retention/summarise.ts';
import { freshDatabase, type TestDatabase } from '../../harness/database.ts';

let database: TestDatabase;
let admin: pg.Client;
let orm: MikroORM;
const ana = { org: randomUUID(), user: randomUUID() };

beforeAll(async () => {
  database = await freshDatabase();
  admin = new pg.Client({ connectionString: database.adminUrl });
  await admin.connect();
  orm = await openDatabase(database.workerUrl);
  await admin.query('select register_person($1, $2, $3, $4, null, $5)', [
    ana.user,
    ana.org,
    'ana@example.com',
    'hash',
    'UTC',
  ]);
});
afterAll(async () => {
  await orm.close();
  await admin.end();
  await database.drop();
});
beforeEach(() => admin.query(`truncate ${POLICIES.map(({ table }) => table).join(', ')} cascade`));

test('every policy names what the catalogue knows, says why, and is a name of its own', async () => {
  for (const policy of POLICIES) {
    expect(policy.why).toMatch(/^[A-Z].{20,}\.$/);
    expect(await deleteDue(orm, policy)).toMatchObject({ policy: policy.name, deleted: 0, isDone: true });
  }
  expect(new Set(POLICIES.map(({ name }) => name)).size).toBe(POLICIES.length);
  expect(POLICIES.map(({ name }) => findPolicy(name))).toEqual(POLICIES);
  expect(findPolicy('nothing')).toBeNull();
});

const place = (table: string): number => POLICIES.findIndex((policy) => policy.table === table);

test('what refers to other rows, and does not go along with them by itself, comes before them', async () => {
  const { rows } = await admin.query<{ child: string; parent: string }>(
    `select conrelid::regclass::text as child, confrelid::regclass::text as parent from pg_constraint
     where contype = 'f' and conrelid <> confrelid and confdeltype <> 'c'`,
  );
  const referred = rows.filter(({ parent }) => place(parent) >= 0);
  expect(referred.length).toBeGreaterThan(1);
  for (const { child, parent } of referred) {
    expect(place(child), `${child} refers to ${parent}`).toBeGreaterThanOrEqual(0);
    expect(place(child), `${child} refers to ${parent}`).toBeLessThan(place(parent));
  }
});

test.each(POLICIES.filter(({ isUnordered }) => !isUnordered))(
  '$name finds its oldest rows by an index, and other tables by a key',
  async (policy) => {
    const plan = await explain(selectDue(policy).replace('?', '1000'));
    expect(plan).toContain('Index Scan');
    expect(plan).not.toMatch(/"Sort"|"Seq Scan"|Join|"Nested Loop"/);
  },
);

test('what is over goes, what is not stays', async () => {
  await keys([
    ['over', '-1 minute'],
    ['alive', '1 minute'],
  ]);
  await admin.query(`insert into rate_limit_buckets (key, full_at) values
    ('over', now() - interval '61 minutes'), ('alive', now() - interval '59 minutes')`);
  await admin.query(`insert into api_keys (id, org_id, user_id, name, prefix, hash, scopes, expires_at, revoked_at) values
    ${apiKey('expired', '-91 days', null)}, ${apiKey('revoked', '1 day', '-91 days')},
    ${apiKey('expired-lately', '-89 days', null)}, ${apiKey('revoked-lately', '1 day', '-89 days')}, ${apiKey('alive', '1 day', null)}`);
  expect(await serveAll()).toMatchObject({ 'idempotency-keys': 1, 'rate-limit-buckets': 1, 'api-keys': 2 });
  expect(await column('idempotency_keys', 'key_hash')).toEqual(['alive']);
  expect(await column('rate_limit_buckets', 'key')).toEqual(['alive']);
  expect(await column('api_keys', 'name')).toEqual(['alive', 'expired-lately', 'revoked-lately']);
});

test('a session goes after the last of its tokens', async () => {
  const over = await session('-61 days', null);
  const ended = await session('10 days', '-61 days');
  const endedLately = await session('10 days', '-59 days');
  const held = await session('-61 days', null);
  await tokens([
    [over, '-61 days'],
    [ended, '-31 days'],
    [endedLately, '-29 days'],
    [held, '-29 days'],
  ]);
  expect(await serveAll()).toMatchObject({ 'refresh-tokens': 2, sessions: 2 });
  expect(await column('sessions', 'id')).toEqual([endedLately, held].toSorted());
  expect(await column('refresh_tokens', 'session_id')).toEqual([endedLately, held].toSorted());
});

test('an invitation goes a month after whatever ended it', async () => {
  await admin.query(`insert into invitations (id, org_id, email, role, token_hash, invited_by, expires_at, accepted_at, revoked_at)
    values ${invitation('expired', '-31 days', null, null)}, ${invitation('accepted', '1 day', '-31 days', null)},
      ${invitation('revoked', '1 day', null, '-31 days')}, ${invitation('lately', '-29 days', null, null)},
      ${invitation('open', '1 day', null, null)}`);
  expect(await serveAll()).toMatchObject({ invitations: 3 });
  expect(await column('invitations', 'email')).toEqual(['lately', 'open']);
});

test('findings go unless their goal is still negotiated', async () => {
  const negotiated = await goal('negotiating');
  const active = await goal('active');
  for (const [id, age] of [
    [negotiated, '31 days'],
    [active, '31 days'],
    [active, '29 days'],
  ])
    await admin.query(
      `insert into specialist_findings (id, org_id, user_id, created_at, goal_id, draft_number, specialist, output)
       values ($1, $2, $3, now() - $4::interval, $5, $6, 'scheduler', '{}')`,
      [randomUUID(), ana.org, ana.user, age, id, age === '31 days' ? 1 : 2],
    );
  expect(await serveAll()).toMatchObject({ 'agent-runs': 1 });
  expect(await column('specialist_findings', 'goal_id')).toEqual([negotiated, active].toSorted());
});

test('dispatches and their messages go once their task is settled; what is unclear, open or proves consent stays', async () => {
  const settled = await task('done');
  const open = await task('pending');
  const over = await dispatch(settled, { age: '91 days', state: 'accepted' });
  const given = await dispatch(settled, { age: '91 days', state: 'unknown', reason: 'never_confirmed' });
  const unclear = await dispatch(settled, { age: '91 days', state: 'unknown' });
  const ofOpen = await dispatch(open, { age: '91 days', state: 'accepted' });
  const lately = await dispatch(settled, { age: '89 days', state: 'accepted' });
  const heard = await dispatch(settled, { age: '91 days', state: 'accepted' });
  await notification(settled, over, '91 days');
  await notification(settled, null, '91 days');
  const kept = [
    await notification(open, ofOpen, '91 days'),
    await notification(settled, lately, '89 days'),
    await notification(settled, heard, '89 days'),
    await notification(null, null, '900 days'),
  ];
  expect(await serveAll()).toMatchObject({ notifications: 2, dispatches: 2 });
  expect(await column('notification_log', 'id')).toEqual(kept.toSorted());
  const left = await column('dispatch_log', 'id');
  expect(left).toEqual([unclear, ofOpen, lately, heard].toSorted());
  expect(left).not.toContain(given);
});

test('the summary counts what would go, from the oldest on, and deletes nothing', async () => {
  await keys([
    ['oldest', '-3 days'],
    ['old', '-1 day'],
    ['alive', '1 day'],
  ]);
  const summary = async () => (await summarise(orm)).find(({ policy }) => policy === 'idempotency-keys');
  const found = await summary();
  expect(found).toMatchObject({ table: 'idempotency_keys', keep: '48 hours', due: 2 });
  expect(found!.oldest!.toISOString().slice(0, 10)).toBe(
    new Date(Date.now() - 3 * 86_400_000).toISOString().slice(0, 10),
  );
  expect(await summary()).toEqual(found);
  expect((await summarise(orm)).map(({ policy }) => policy)).toEqual(POLICIES.map(({ name }) => name));
});

const KEYS: Policy = findPolicy('idempotency-keys')!;

test('two at once delete 20,000 rows in batches of at most 5,000, and touch none that lives', async () => {
  await manyKeys('over', 20_000, '-1 hour');
  await manyKeys('alive', 2000, '1 hour');
  const before = await fingerprint();
  const both = await Promise.all([deleteDue(orm, KEYS), deleteDue(orm, KEYS)]);
  expect(both.reduce((sum, { deleted }) => sum + deleted, 0)).toBe(20_000);
  for (const { largestBatch } of both) expect(largestBatch).toBeLessThanOrEqual(5000);
  expect(await fingerprint()).toEqual(before);
});

test('a row that somebody holds is not waited for', async () => {
  await keys([
    ['held', '-2 hours'],
    ['free', '-1 hour'],
  ]);
  await admin.query('begin');
  await admin.query(`select from idempotency_keys where key_hash = 'held' for update`);
  expect(await deleteDue(orm, KEYS)).toMatchObject({ deleted: 1, isDone: true });
  await admin.query('commit');
  expect(await column('idempotency_keys', 'key_hash')).toEqual(['held']);
  expect(await deleteDue(orm, KEYS)).toMatchObject({ deleted: 1 });
});

test('a batch takes the oldest, and no more than it was told', async () => {
  await keys([
    ['new', '-1 hour'],
    ['old', '-3 hours'],
    ['middle', '-2 hours'],
  ]);
  expect(await deleteBatch(orm, KEYS, { size: 2 })).toBe(2);
  expect(await column('idempotency_keys', 'key_hash')).toEqual(['new']);
  for (const size of [0, 5001]) await expect(deleteBatch(orm, KEYS, { size })).rejects.toThrow(RangeError);
});

test('a batch that takes too long is taken back and tried smaller, until all is gone', async () => {
  await manyKeys('over', 300, '-1 hour');
  // All of them at once would take 300 ms at least.
  const slow: Policy = { ...KEYS, only: 'pg_sleep(0.001) is not null' };
  const deletion = await deleteDue(orm, slow);
  expect(deletion).toMatchObject({ deleted: 300, isDone: true });
  expect(deletion.largestBatch).toBeLessThan(300);
});

test('it ends after the batch under way when told, or when its time is over', async () => {
  await manyKeys('over', 1500, '-1 hour');
  expect(await deleteDue(orm, KEYS, { signal: AbortSignal.abort() })).toMatchObject({
    deleted: 0,
    isDone: false,
  });
  expect(await deleteDue(orm, KEYS, { forMs: 0 })).toMatchObject({ deleted: 0, isDone: false });
  expect(await deleteDue(orm, KEYS)).toMatchObject({ deleted: 1500, batches: 2, isDone: true });
});

test('the command says what is due, deletes it, and says so', async () => {
  await keys([
    ['over', '-1 hour'],
    ['alive', '1 hour'],
  ]);
  expect(await command('summary')).toMatchObject({
    stdout: expect.stringMatching(/^idempotency-keys +1 +20\d\d-.+Z +48 hours$/m),
    exitCode: 0,
  });
  const { stdout } = await command('summary', '--json');
  expect(JSON.parse(stdout)).toHaveLength(POLICIES.length);
  expect(await command('run')).toMatchObject({
    stdout: expect.stringMatching(/^idempotency-keys +1 +1 +1 +\d+$/m),
    exitCode: 0,
  });
  expect(await column('idempotency_keys', 'key_hash')).toEqual(['alive']);
  expect(JSON.parse((await command('run', '--json')).stdout)[0]).toMatchObject({ deleted: 0, isDone: true });

  expect(await command('--help')).toMatchObject({ stdout: expect.stringContaining('Usage'), exitCode: 0 });
  for (const wrong of [[], ['sideways'], ['run', 'now']])
    expect(await command(...wrong)).toMatchObject({
      stdout: '',
      stderr: expect.stringContaining('Usage: npm run retention'),
      exitCode: 1,
    });
  const nowhere = await execa('node', ['src/retention.ts', 'summary'], {
    env: { WORKER_DATABASE_URL: 'postgres://nobody@127.0.0.1:1/nothing' },
    reject: false,
  });
  expect(nowhere).toMatchObject({ stderr: expect.stringContaining('127.0.0.1:1'), exitCode: 1 });
  const forgotten = { env: { WORKER_DATABASE_URL: '', NODE_ENV: 'production' }, reject: false };
  expect(await execa('node', ['src/retention.ts', 'run'], forgotten)).toMatchObject({
    stderr: 'WORKER_DATABASE_URL is missing. See .env.example.',
    exitCode: 1,
  });
}, 120_000);

test('Ctrl+C ends the command after the batch under way, and the rest is for the next time', async () => {
  await keys([['over', '-1 hour']]);
  await admin.query(`insert into api_keys (id, org_id, user_id, name, prefix, hash, scopes, expires_at, revoked_at)
    values ${apiKey('over', '-91 days', null)}`);
  const holder = new pg.Client({ connectionString: database.adminUrl });
  await holder.connect();
  await holder.query('begin; lock table api_keys');
  const running = command('run');
  while ((await column('idempotency_keys', 'key_hash')).length > 0);
  running.kill('SIGINT');
  expect(await running).toMatchObject({
    stdout: expect.stringMatching(/^idempotency-keys +1 [^]*^api-keys +0 .+not finished$/m),
    exitCode: 130,
  });
  await holder.end();
  expect(await column('api_keys', 'name')).toEqual(['over']);
}, 120_000);

function command(...args: string[]) {
  return execa('node', ['src/retention.ts', ...args], {
    env: { WORKER_DATABASE_URL: database.workerUrl },
    reject: false,
  });
}

/** Serves every policy; what each deleted. */
async function serveAll(): Promise<Record<string, number>> {
  const deleted: Record<string, number> = {};
  for (const policy of POLICIES) deleted[policy.name] = (await deleteDue(orm, policy)).deleted;
  return deleted;
}

/** The plan that PostgreSQL takes where it may not choose to read everything. */
async function explain(sql: string): Promise<string> {
  await admin.query('begin');
  await admin.query('set local enable_seqscan = off; set local enable_bitmapscan = off');
  const { rows } = await admin.query(`explain (format json) ${sql}`);
  await admin.query('rollback');
  return JSON.stringify(rows);
}

async function column(table: string, name: string): Promise<string[]> {
  const { rows } = await admin.query<{ value: string }>(
    `select ${name}::text as value from ${table} order by 1`,
  );
  return rows.map(({ value }) => value);
}

/** Names and when they end, from now. */
async function keys(rows: [name: string, endsIn: string][]): Promise<void> {
  for (const [name, endsIn] of rows)
    await admin.query(
      `insert into idempotency_keys (org_id, user_id, key_hash, fingerprint, status, effect_id, expires_at)
       values ($1, $2, $3, '', 'completed', $4, now() + $5::interval)`,
      [ana.org, ana.user, name, randomUUID(), endsIn],
    );
}

async function manyKeys(name: string, count: number, endsIn: string): Promise<void> {
  await admin.query(
    `insert into idempotency_keys (org_id, user_id, key_hash, fingerprint, status, effect_id, expires_at)
     select $1, $2, $3 || n, '', 'completed', gen_random_uuid(), now() + $4::interval from generate_series(1, $5::int) as n`,
    [ana.org, ana.user, name, endsIn, count],
  );
}

/** Of all that is alive. */
async function fingerprint(): Promise<unknown> {
  const { rows } = await admin.query(
    `select count(*), md5(string_agg(k::text || xmin, ',' order by key_hash)) from idempotency_keys k where expires_at > now()`,
  );
  return rows[0];
}

function invitation(email: string, expires: string, accepted: string | null, revoked: string | null): string {
  const ids = `'${randomUUID()}', '${ana.org}', '${email}', 'member', '${email}', '${ana.user}'`;
  return `(${ids}, ${at(expires)}, ${at(accepted)}, ${at(revoked)})`;
}

function apiKey(name: string, expires: string, revoked: string | null): string {
  const ids = `'${randomUUID()}', '${ana.org}', '${ana.user}'`;
  return `(${ids}, '${name}', '', '${name}', '{}', ${at(expires)}, ${at(revoked)})`;
}

const at = (fromNow: string | null): string => (fromNow === null ? 'null' : `now() + interval '${fromNow}'`);

async function session(expiresIn: string, revokedIn: string | null): Promise<string> {
  const id = randomUUID();
  await admin.query(
    `insert into sessions (id, user_id, expires_at, revoked_at) values ($1, $2, now() + $3::interval, now() + $4::interval)`,
    [id, ana.user, expiresIn, revokedIn],
  );
  return id;
}

async function tokens(rows: [session: string, expiresIn: string][]): Promise<void> {
  for (const [id, expiresIn] of rows)
    await admin.query(
      `insert into refresh_tokens (hash, session_id, expires_at) values ($1, $2, now() + $3::interval)`,
      [randomUUID(), id, expiresIn],
    );
}

async function goal(status: string): Promise<string> {
  const [id, conversation] = [randomUUID(), randomUUID()];
  await admin.query('insert into conversations (id, org_id, user_id) values ($1, $2, $3)', [
    conversation,
    ana.org,
    ana.user,
  ]);
  await admin.query(
    `insert into goals (id, org_id, user_id, conversation_id, wish, title, status) values ($1, $2, $3, $4, '', '', $5)`,
    [id, ana.org, ana.user, conversation, status],
  );
  return id;
}

async function task(status: string): Promise<string> {
  const id = randomUUID();
  await admin.query(
    `insert into tasks (id, org_id, user_id, title, starts_at, duration_minutes, status) values ($1, $2, $3, '', now(), 5, $4)`,
    [id, ana.org, ana.user, status],
  );
  return id;
}

let generation = 0;
async function dispatch(
  taskId: string,
  { age, state, reason = null }: { age: string; state: string; reason?: string | null },
): Promise<string> {
  const id = randomUUID();
  await admin.query(
    `insert into dispatch_log (id, org_id, user_id, created_at, task_id, generation, step, state, reason, first_sent_at, last_sent_at)
     values ($1, $2, $3, now() - $4::interval, $5, $6, 'push', $7, $8, now(), now())`,
    [id, ana.org, ana.user, age, taskId, ++generation, state, reason],
  );
  return id;
}

async function notification(taskId: string | null, dispatchId: string | null, age: string): Promise<string> {
  const id = randomUUID();
  await admin.query(
    `insert into notification_log (id, org_id, user_id, created_at, task_id, dispatch_id, direction, channel, event, external_id)
     values ($1, $2, $3, now() - $4::interval, $5, $6, 'out', 'push', 'sent', $1::uuid::text)`,
    [id, ana.org, ana.user, age, taskId, dispatchId],
  );
  return id;
}
