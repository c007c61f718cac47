// Lines of the ledger when changes of one person meet: in the same transaction, in the same millisecond, and at the same
// lock.
import { randomUUID } from 'node:crypto';
import type { MikroORM } from '@mikro-orm/postgresql';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { changeChannels } from '../../../src/account/change-channels.ts';
import { keepPushSubscription } from '../../../src/account/keep-push-subscription.ts';
import { openDatabase } from '../../../src/db.ts';
import { asPerson } from '../../../src/kernel/context.ts';
import { callAsLogin, callFunction } from '../../../src/kernel/sql.ts';
import { endConsent } from '../../../src/reminders/end-consent.ts';
import { freshDatabase, type TestDatabase } from '../../harness/database.ts';
import { meetAtLock } from '../../harness/lock-holder.ts';

let database: TestDatabase;
let admin: pg.Pool;
let api: MikroORM;
beforeAll(async () => {
  database = await freshDatabase();
  api = await openDatabase(database.apiUrl, { poolSize: 1 });
  admin = new pg.Pool({ connectionString: database.adminUrl, max: 2 });
});
afterAll(async () => {
  await Promise.all([api.close(), admin.end()]);
  await database.drop();
});

/** Somebody of two organisations: what changes how they are reached, changes two profiles. */
async function somebody(): Promise<{ userId: string; homeId: string; teamId: string }> {
  const [userId, homeId, teamId] = [randomUUID(), randomUUID(), randomUUID()];
  const account = [userId, homeId, `${userId}@example.com`, 'hash', 'Ana', 'UTC', null];
  await callAsLogin(api, 'register_person', ...account);
  await admin.query(`insert into orgs (id, name, kind) values ($1, 'Team', 'team')`, [teamId]);
  await admin.query(`insert into members (org_id, user_id, role) values ($1, $2, 'owner')`, [teamId, userId]);
  await admin.query(`insert into profiles (org_id, user_id, zone) values ($1, $2, 'UTC')`, [teamId, userId]);
  return { userId, homeId, teamId };
}

const linesOf = async (userId: string): Promise<string[]> =>
  (
    await admin.query<{ what: string }>(
      `select channel || ' ' || kind as what from consents where user_id = $1 order by line`,
      [userId],
    )
  ).rows.map(({ what }) => what);

/** Each a transaction; all of them began at the same moment, since that is when a message arrives. */
async function inOneMoment(...changes: string[]): Promise<void> {
  const each = changes.map((change) => `begin; select now()::text as began; ${change}; commit`);
  const results = (await admin.query(each.join(';'))) as unknown as pg.QueryResult<{ began: string }>[];
  const began = results.flatMap(({ rows }) => rows.map((row) => row.began));
  expect(began).toHaveLength(changes.length);
  expect(new Set(began).size).toBe(1);
}

test('two changes of one person that begin in the same moment are two lines, and each is one for all profiles', async () => {
  const { userId } = await somebody();
  const set = (what: string) => `update profiles set ${what} where user_id = '${userId}'`;
  await inOneMoment(set(`sleep_from = '22:00', sleep_to = '06:00'`), set(`sleep_from = '23:00'`));
  await inOneMoment(set(`quiet_until = '2026-12-24'`), set(`quiet_until = null`));
  expect(await linesOf(userId)).toEqual(Array.from({ length: 4 }, () => 'night changed'));

  const proof = (at: string) => set(`phone = '+12025550101', phone_verified_at = now(), proven_at = '${at}'`);
  await inOneMoment(proof('2026-11-01'), proof('2026-11-02'));
  expect((await linesOf(userId)).slice(4)).toEqual(['number proven', 'call given', 'number proven']);
});

test('who joins an organisation while they ask not to be disturbed is not disturbed there, either', async () => {
  const { userId, homeId, teamId } = await somebody();
  await admin.query('delete from profiles where org_id = $1', [teamId]);
  const quiet = '2026-12-24T00:00:00.000Z';
  const lock = `set role flux_tenant; select set_config('app.user_id', '${userId}', true), set_config('app.org_id', '${homeId}', true);
    select change_night('{"quiet_until": "${quiet}"}')`;
  await meetAtLock(database.adminUrl, { lock, waiting: 'insert into profiles', count: 1 }, () =>
    admin.query(`insert into profiles (org_id, user_id, zone) values ($1, $2, 'UTC')`, [teamId, userId]),
  );
  const { rows } = await admin.query<{ quiet_until: Date }>(
    'select quiet_until from profiles where user_id = $1',
    [userId],
  );
  expect(rows.map((row) => row.quiet_until.toISOString())).toEqual([quiet, quiet]);
});

test('how a change came about is said of that change alone, and of nothing behind it', async () => {
  const { userId, homeId } = await somebody();
  const store = { orm: api, perform: async () => {} };
  await asPerson(store, { userId, orgId: homeId, via: 'chat' }, async (ctx) => {
    await callFunction(ctx, 'prove_phone', '+12025550102', '+12025550102', 'proof');
    await changeChannels(ctx, { whatsapp: true }, 'whatsapp-on/1');
    await endConsent(ctx, 'whatsapp', 'opted_out', new Date(Date.now() + 60_000));
    await callFunction(ctx, 'forget_phone');
  });
  const { rows } = await admin.query<{ what: string }>(
    `select concat_ws(' ', channel, kind, way, wording) as what from consents where user_id = $1 order by line offset 2`,
    [userId],
  );
  expect(rows.map(({ what }) => what)).toEqual([
    'whatsapp given chat whatsapp-on/1',
    'whatsapp ended provider',
    'number lost chat',
    'call ended chat',
  ]);
});

test('a browser that subscribes while every session ends waits in no circle, and is not kept', async () => {
  const { userId, homeId } = await somebody();
  const sessionId = randomUUID();
  await admin.query(
    `insert into sessions (id, user_id, expires_at) values ($1, $2, now() + interval '1 hour')`,
    [sessionId, userId],
  );
  const browser = { id: randomUUID(), endpoint: 'https://push.example/1', p256dh: 'p', auth: 'a' };
  const kept = await meetAtLock(
    database.adminUrl,
    {
      lock: `update users set signed_out_at = now() where id = '${userId}'`,
      waiting: 'keep_push_subscription',
      count: 1,
      beyond: `update sessions set revoked_at = now() where user_id = '${userId}'`,
    },
    () =>
      asPerson({ orm: api, perform: async () => {} }, { userId, orgId: homeId, via: 'rest' }, (ctx) =>
        keepPushSubscription(ctx, { ...browser, sessionId, via: 'session' }),
      ),
  );
  expect(kept).toBeNull();
});
