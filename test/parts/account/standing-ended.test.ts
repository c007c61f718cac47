// The database tells whose standing ended, whichever statement ended it, and nothing of what only went its way.
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { STANDING_ENDED } from '../../../src/account/kept-standing.ts';
import { freshDatabase } from '../../harness/database.ts';

const stack = new AsyncDisposableStack();
let admin: pg.Client;
const told: string[] = [];
beforeAll(async () => {
  const database = await freshDatabase();
  stack.defer(() => database.drop());
  admin = new pg.Client({ connectionString: database.adminUrl });
  await admin.connect();
  stack.defer(() => admin.end());
  admin.on('notification', ({ payload = '' }) => told.push(payload));
  await admin.query(`listen ${STANDING_ENDED}`);
});
afterAll(() => stack.disposeAsync());

/** Somebody with a session, an API key and a membership; `$1` is the person in every statement. */
async function somebody(): Promise<string> {
  const user = randomUUID();
  const org = randomUUID();
  await admin.query('insert into users (id, email) values ($1, $2)', [user, `${user}@example.com`]);
  await admin.query(`insert into orgs (id, name, kind) values ($1, 'Personal', 'personal')`, [org]);
  await admin.query(`insert into members (org_id, user_id, role) values ($1, $2, 'owner')`, [org, user]);
  await admin.query(`insert into profiles (org_id, user_id, zone) values ($1, $2, 'UTC')`, [org, user]);
  await admin.query(
    `insert into sessions (id, user_id, expires_at) select gen_random_uuid(), $1, now() + interval '1 day'
     from generate_series(1, 2)`,
    [user],
  );
  await admin.query(
    `insert into api_keys (id, org_id, user_id, name, prefix, hash, scopes, expires_at)
     values (gen_random_uuid(), $1, $2, 'x', 'x', $3, '{tasks:read}', now() + interval '1 day')`,
    [org, user, randomUUID()],
  );
  return user;
}

/** What is told by a statement; it is heard before its own answer. */
async function tellsOf(user: string, statement: string): Promise<number> {
  told.length = 0;
  await admin.query(statement, [user]);
  // One more answer: what a backend tells itself comes before it at the latest.
  await admin.query('select 1');
  expect(told.filter((one) => one !== user)).toEqual([]);
  return told.length;
}

const END_ALL = `with ended as (update sessions set revoked_at = now() where user_id = $1 returning 1),
  keys as (update api_keys set revoked_at = now() where user_id = $1 returning 1) select from ended, keys`;
const LET_EXPIRE = [
  `update sessions set expires_at = now() - interval '1 second' where user_id = $1`,
  `update api_keys set expires_at = now() - interval '1 second' where user_id = $1`,
];

test.each([
  ['a session is revoked', 'update sessions set revoked_at = now() where user_id = $1'],
  [
    'a session is made shorter',
    `update sessions set expires_at = now() + interval '1 hour' where user_id = $1`,
  ],
  [
    'a session is another person’s',
    'update sessions set user_id = (select id from users where id <> $1 limit 1) where user_id = $1',
  ],
  ['a living session is deleted', 'delete from sessions where user_id = $1'],
  ['every session is ended', 'select end_every_session($1)'],
  ['an API key is taken back', 'update api_keys set revoked_at = now() where user_id = $1'],
  ['an API key is made shorter', `update api_keys set expires_at = now() where user_id = $1`],
  ['an API key may do something else', `update api_keys set scopes = '{tasks:write}' where user_id = $1`],
  ['a living API key is deleted', 'delete from api_keys where user_id = $1'],
  ['a member gets another role', `update members set role = 'member' where user_id = $1`],
  ['a membership begins anew', 'update members set created_at = now() where user_id = $1'],
  ['a member is removed', 'delete from members where user_id = $1'],
  ['somebody of an outside issuer signs out', 'update users set signed_out_at = now() where id = $1'],
])('it is told where %s, once for each transaction', async (_what, statement) => {
  await somebody();
  expect(await tellsOf(await somebody(), statement)).toBe(1);
});

test('it is told where the person is deleted', async () => {
  const user = randomUUID();
  await admin.query('insert into users (id, email) values ($1, $2)', [user, `${user}@example.com`]);
  expect(await tellsOf(user, 'delete from users where id = $1')).toBe(1);
});

test.each([
  ['a session is used', 'update sessions set last_used_at = now() where user_id = $1'],
  [
    'a session is made longer',
    `update sessions set expires_at = now() + interval '9 days' where user_id = $1`,
  ],
  ['the use of a key is noted', 'update api_keys set last_used_at = now() where user_id = $1'],
  ['a key gets another name', `update api_keys set name = 'y' where user_id = $1`],
  ['a person gets another address', `update users set email = id || '@example.org' where id = $1`],
])('nothing is told where %s', async (_what, statement) => {
  expect(await tellsOf(await somebody(), statement)).toBe(0);
});

test.each([
  ['were ended', [END_ALL]],
  ['expired', LET_EXPIRE],
])('nothing is told where sessions and keys go that %s: retention deletes many', async (_what, before) => {
  const user = await somebody();
  for (const statement of before) await admin.query(statement, [user]);
  expect(await tellsOf(user, 'delete from sessions where user_id = $1')).toBe(0);
  expect(await tellsOf(user, 'delete from api_keys where user_id = $1')).toBe(0);
});
