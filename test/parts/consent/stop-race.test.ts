// STOP and a claim at once: whichever commits first, the other has seen it. What is claimed was claimed before the STOP.
// CONSENT_RACES=500 runs as many.
import { randomUUID } from 'node:crypto';
import type { MikroORM } from '@mikro-orm/postgresql';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { applyEasings } from '../../../src/account/apply-easings.sql.ts';
import { changeChannels, changeChannelsAsOf } from '../../../src/account/change-channels.ts';
import { applyPatch } from '../../../src/account/tools.ts';
import { openDatabase } from '../../../src/db.ts';
import { asPerson, asSystem, type Actor, type Store } from '../../../src/kernel/context.ts';
import { callAsLogin, callFunction } from '../../../src/kernel/sql.ts';
import { freshDatabase, type TestDatabase } from '../../harness/database.ts';
import { meetAtLock } from '../../harness/lock-holder.ts';
import { claim } from './claim.ts';

const RACES = Number(process.env['CONSENT_RACES'] ?? 60);

let database: TestDatabase;
let admin: pg.Pool;
let api: MikroORM;
let store: Store;
let person: { userId: string; orgId: string; taskId: string };
beforeAll(async () => {
  database = await freshDatabase();
  api = await openDatabase(database.apiUrl, { poolSize: 2 });
  store = { orm: await openDatabase(database.workerUrl, { poolSize: 4 }), perform: async () => {} };
  admin = new pg.Pool({ connectionString: database.adminUrl, max: 2 });
  person = await withNumber();
});
afterAll(async () => {
  await Promise.all([api.close(), store.orm.close(), admin.end()]);
  await database.drop();
});

async function withNumber() {
  const [userId, orgId, taskId] = [randomUUID(), randomUUID(), randomUUID()];
  await callAsLogin(
    api,
    'register_person',
    userId,
    orgId,
    `${userId}@example.com`,
    'hash',
    'Ana',
    'UTC',
    null,
  );
  await asPerson(store, { userId, orgId, via: 'rest' }, (ctx) =>
    callFunction(ctx, 'prove_phone', '+12025550101', '+12025550101', 'proof'),
  );
  await admin.query(
    `insert into tasks (id, org_id, user_id, title, starts_at, duration_minutes) values ($1, $2, $3, 'Run', now(), 30)`,
    [taskId, orgId, userId],
  );
  return { userId, orgId, taskId };
}

const actor = (): Actor => ({ userId: person.userId, orgId: person.orgId, via: 'whatsapp' });
const say = (whatsapp: boolean) => asPerson(store, actor(), (ctx) => changeChannels(ctx, { whatsapp }));
const rung = () => claim({ store, admin }, person, person, 'whatsapp');

/** Takes WhatsApp back; resolves to how many rungs it sees that are being sent, just before it commits. */
const stop = (): Promise<number> =>
  asPerson(store, actor(), async (ctx) => {
    await changeChannels(ctx, { whatsapp: false });
    const [row] = await ctx.em.execute<{ sending: number }[]>(
      `select count(*)::int as sending from dispatch_log where step = 'whatsapp' and state = 'sending'`,
    );
    return row!.sending;
  });

test('a claim waits for a STOP that has not committed yet, and then finds the gate closed', async () => {
  await say(true);
  // Begun before the STOP commits, its look still sees the consent; the trigger does not.
  const lock = `set role flux_tenant; select set_config('app.user_id', '${person.userId}', true),
    set_config('app.org_id', '${person.orgId}', true); select change_channels(null, false, null)`;
  const claimed = await meetAtLock(
    database.adminUrl,
    { lock, waiting: 'with rung as materialized', count: 1 },
    rung,
  );
  expect(claimed).toEqual({ kind: 'skipped', reason: 'whatsapp_not_opted_in' });
});

test('a claim that waits in a circle with whoever changes a setting, and then a task, is made once more', async () => {
  await say(true);
  const claimed = await meetAtLock(
    database.adminUrl,
    {
      lock: `select from users where id = '${person.userId}' for no key update`,
      waiting: 'with rung as materialized',
      count: 1,
      beyond: `select from tasks where id = '${person.taskId}' for no key update`,
    },
    rung,
  );
  expect(claimed).toMatchObject({ kind: 'send' });
});

test('nothing is claimed after a STOP has committed, in races of the two', async () => {
  const ended = { claimedFirst: 0, stoppedFirst: 0 };
  for (let race = 0; race < RACES; race++) {
    await say(true);
    const [claimed, seen] = await Promise.all([rung(), stop()]);
    // What was claimed all the same, the STOP has seen: it was there before.
    expect(claimed.kind === 'send' && seen === 0, `race ${race}`).toBe(false);
    ended[claimed.kind === 'send' ? 'claimedFirst' : 'stoppedFirst'] += 1;
    expect((await rung()).kind, `after race ${race}`).toBe('skipped');
  }
  expect(ended.claimedFirst + ended.stoppedFirst).toBe(RACES);
});

const at = (via: Actor['via']): Actor => ({ ...actor(), via });

test('a claim sees what a cooling-off held back until that very moment, however many ask', async () => {
  const call = () => claim({ store, admin }, person, person, 'call');
  await asPerson(store, at('rest'), (ctx) => applyPatch(ctx, { cooling_off_hours: 1 }));
  for (let race = 0; race < 10; race++) {
    await asPerson(store, at('rest'), (ctx) => applyPatch(ctx, { channels: { call: true } }));
    await asPerson(store, at('rest'), (ctx) => applyPatch(ctx, { channels: { call: false } }));
    expect((await call()).kind, `before ${race}`).toBe('send');
    await admin.query(
      `update profiles set easings_due = now(), easings = jsonb_set(easings, '{call,at}', to_jsonb(now())) where user_id = $1`,
      [person.userId],
    );
    const look = () => asPerson(store, at('rest'), applyEasings);
    const [claimed] = await Promise.all([call(), look(), look()]);
    expect(claimed, `race ${race}`).toEqual({ kind: 'skipped', reason: 'calls_off' });
  }
  // A wish to stop in words never waits.
  await asPerson(store, at('rest'), (ctx) => applyPatch(ctx, { channels: { call: true } }));
  await asPerson(store, at('chat'), (ctx) => applyPatch(ctx, { channels: { call: false } }));
  expect(await call()).toEqual({ kind: 'skipped', reason: 'calls_off' });
  // Nobody asks, and all the same it counts: the reconciler applies it.
  await asPerson(store, at('rest'), (ctx) => applyPatch(ctx, { reminder_lead_seconds: 7200 }));
  await admin.query(
    `update profiles set easings_due = now(), easings = jsonb_set(easings, '{reminder_lead_seconds,at}', to_jsonb(now()))
     where user_id = $1`,
    [person.userId],
  );
  await asSystem(store.orm, (em) => callFunction({ em }, 'apply_all_easings'));
  const { rows } = await admin.query(
    'select reminder_lead_ms, easings, easings_due from profiles where user_id = $1',
    [person.userId],
  );
  expect(rows).toEqual([{ reminder_lead_ms: 7_200_000, easings: null, easings_due: null }]);
});

test('what is written past every look is refused, whoever writes it', async () => {
  await say(false);
  await expect(
    asPerson(store, actor(), ({ em }) =>
      em.execute(
        `insert into dispatch_log (id, org_id, user_id, task_id, generation, step, state, sent_to, first_sent_at, last_sent_at)
         values (?, ?, ?, ?, 77, 'whatsapp', 'sending', '+12025550101', now(), now())`,
        [randomUUID(), person.orgId, person.userId, person.taskId],
      ),
    ),
  ).rejects.toThrow(/no consent lives/);
  await say(true);
  // To another number than theirs it does not go, either.
  await expect(
    asPerson(store, actor(), ({ em }) =>
      em.execute(
        `insert into dispatch_log (id, org_id, user_id, task_id, generation, step, state, sent_to, first_sent_at, last_sent_at)
         values (?, ?, ?, ?, 78, 'whatsapp', 'sending', '+12025550177', now(), now())`,
        [randomUUID(), person.orgId, person.userId, person.taskId],
      ),
    ),
  ).rejects.toThrow(/no consent lives/);
});

/** Whether calls are to go off. */
const waits = async () => {
  const { rows } = await admin.query<{ waits: boolean }>(
    `select coalesce(jsonb_exists(easings, 'call'), false) as waits from profiles where user_id = $1`,
    [person.userId],
  );
  return rows[0]!.waits;
};

test('what was said before, and is heard late, takes back no change that was asked for since and waits', async () => {
  const patch = (call: boolean) =>
    asPerson(store, at('rest'), (ctx) => applyPatch(ctx, { channels: { call } }));
  const hear = (saidAt: Date) =>
    asPerson(store, actor(), (ctx) => changeChannelsAsOf(ctx, { call: true }, { saidAt, wording: null }));
  await asPerson(store, at('rest'), (ctx) => applyPatch(ctx, { cooling_off_hours: 2 }));
  await patch(true);
  const before = new Date();
  await patch(false);
  expect(await hear(before)).toEqual(['call']);
  expect(await waits()).toBe(true);
  expect(await hear(new Date())).toEqual(['call']);
  expect(await waits()).toBe(false);
});
