// What may have been sent is looked for where it was sent: the number may be somebody else's by then, or nobody's.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { openWorkerChannels } from '../../../src/channels/open-channels.ts';
import { readConfig, WORKER_NEEDS } from '../../../src/config.ts';
import { openDatabase } from '../../../src/db.ts';
import type { Actor } from '../../../src/kernel/context.ts';
import { createLog } from '../../../src/kernel/log.ts';
import { callbackUrl } from '../../../src/reminders/callback-url.ts';
import { placeCall, type PlaceCallOptions } from '../../../src/reminders/place-call.ts';
import { sendWhatsApp } from '../../../src/reminders/send-whatsapp.ts';
import { referenceOf } from '../../../src/reminders/words.ts';
import { httpWorld } from '../../harness/http-world.ts';
import { limiterOf } from '../../harness/limiters.ts';
import { PATIENCE } from '../../harness/patience.ts';
import type { Person } from '../../harness/person.ts';

const SETTLED_SECONDS = 5;

const { world, admin } = httpWorld({ env: { LOG_LEVEL: 'silent' } });

let orm: Awaited<ReturnType<typeof openDatabase>>;
let channels: ReturnType<typeof openWorkerChannels>;
let budget: Pick<PlaceCallOptions, 'limiter' | 'log' | 'phoneCountries'>;
beforeAll(async () => {
  const config = readConfig(WORKER_NEEDS, world.env);
  orm = await openDatabase(config.WORKER_DATABASE_URL, { poolSize: 2 });
  const log = createLog({ level: 'silent', process: 'test' });
  channels = openWorkerChannels(config, log);
  budget = { limiter: await limiterOf(orm, config), log, phoneCountries: config.PHONE_COUNTRIES };
});
afterAll(() => orm.close());

const ports = () => ({
  orm,
  perform: async () => {},
  settleMs: 800,
  from: world.env['TWILIO_CALL_FROM']!,
  publicUrl: world.env['PUBLIC_URL']!,
  templateSid: null,
  ...budget,
});

/** A rung of a due task whose sender died: the provider may have it. `sentTo` null: an older worker wrote it. */
async function died(person: Person, step: 'call' | 'whatsapp', sentTo: string | null) {
  const taskId = await person.plan('Water the plants', 3600);
  const { rows } = await admin.query(
    'update tasks set starts_at = now() where id = $1 returning org_id, user_id',
    [taskId],
  );
  const { org_id: orgId, user_id: userId } = rows[0];
  const id = randomUUID();
  await admin.query(
    `insert into dispatch_log (id, org_id, user_id, task_id, generation, step, state, sent_to, first_sent_at, last_sent_at, created_at)
     select $1, $2, $3, $4, 1, $5, 'sending', $6, long, long, long
     from (select now() - $7 * interval '1 second' as long) ago`,
    [id, orgId, userId, taskId, step, sentTo, SETTLED_SECONDS],
  );
  const actor = { orgId, userId, via: 'ladder' as const };
  const ref = { taskId, generation: 1 };
  return {
    id,
    taskId,
    actor,
    userId: userId as string,
    call: () => placeCall({ ...ports(), voiceCall: channels.voiceCall }, actor, ref),
    write: () => sendWhatsApp({ ...ports(), whatsapp: channels.whatsapp }, actor, ref),
    row: async () =>
      (await admin.query('select state, reason, external_id, sent_to from dispatch_log where id = $1', [id]))
        .rows[0],
  };
}

/** A call that rings there, of which nothing is ever reported to any rung; resolves to its id. */
async function rings(to: string, { actor }: { actor: Actor }): Promise<string> {
  const url = callbackUrl(ports().publicUrl, 'call-status', actor, randomUUID());
  const placed = await channels.voiceCall.place({
    to,
    from: ports().from,
    url,
    statusCallback: url,
    ringSeconds: 25,
    timeLimitSeconds: 120,
    detectMachine: false,
  });
  if (placed.kind !== 'sent') throw new Error(placed.kind);
  return placed.externalId;
}

const stateOf = (sid: string) => world.simulator.state.calls.find((call) => call.sid === sid)?.status;
/** What a call is once it was hung up. */
const HUNG_UP = ['canceled', 'completed'];

/** Somebody else has proved it since. */
const loseNumber = (userId: string) =>
  admin.query('update profiles set phone = null, phone_verified_at = null where user_id = $1', [userId]);

const somebody = (name: string, channel: 'call' | 'whatsapp' = 'call') =>
  world.person(name, { channels: [channel] });

describe('where the number is not the person’s any more', () => {
  test('their own call is found, and calls of others are none of it', async () => {
    const [ana, ben] = [await somebody('Ana'), await somebody('Ben')];
    const rung = await died(ana, 'call', ana.number);
    const others = [await rings(ben.number, rung), await rings(ben.number, rung)];
    const own = await rings(ana.number, rung);
    await loseNumber(rung.userId);
    expect(await rung.call()).toMatchObject({ kind: 'sent' });
    expect(await rung.row()).toMatchObject({ state: 'accepted', external_id: own, sent_to: null });
    for (const sid of others) expect(HUNG_UP).not.toContain(stateOf(sid));
  });

  test('and nothing was sent: the rung is over, and nobody’s call is adopted or hung up', async () => {
    const [ana, ben] = [await somebody('Ana'), await somebody('Ben')];
    const rungs = [await died(ana, 'call', ana.number), await died(await somebody('Cleo'), 'call', null)];
    const others = [await rings(ben.number, rungs[0]!), await rings(ben.number, rungs[0]!)];
    for (const rung of rungs) {
      await loseNumber(rung.userId);
      expect(await rung.call()).toEqual({ kind: 'skipped', reason: 'phone_not_verified' });
      expect(await rung.row()).toMatchObject({ state: 'skipped', external_id: null, sent_to: null });
    }
    for (const sid of others) expect(HUNG_UP).not.toContain(stateOf(sid));
  });

  test('and the task is settled: their own call is hung up, and no other', async () => {
    const [ana, ben] = [await somebody('Ana'), await somebody('Ben')];
    const rungs = [await died(ana, 'call', ana.number), await died(await somebody('Cleo'), 'call', null)];
    const other = await rings(ben.number, rungs[0]!);
    const own = await rings(ana.number, rungs[0]!);
    for (const rung of rungs) {
      await loseNumber(rung.userId);
      await admin.query(`update tasks set status = 'done', settled_at = now() where id = $1`, [rung.taskId]);
      expect(await rung.call()).toEqual({ kind: 'over' });
    }
    expect(HUNG_UP).toContain(stateOf(own));
    expect(HUNG_UP).not.toContain(stateOf(other));
  });
});

test('a message to a number of before is found there, and not sent once more to the new one', async () => {
  const ana = await somebody('Ana', 'whatsapp');
  const rung = await died(ana, 'whatsapp', ana.number);
  const sent = await channels.whatsapp.send({
    to: ana.number,
    from: ports().from,
    content: { body: `Water the plants (ref ${referenceOf(rung.id)})` },
    statusCallback: null,
    validitySeconds: null,
  });
  await admin.query(`update profiles set phone = '+12025550188' where user_id = $1`, [rung.userId]);
  expect(await rung.write()).toMatchObject({ kind: 'sent' });
  expect(await rung.row()).toMatchObject({ external_id: (sent as { externalId: string }).externalId });
});

test('what arrives late, once the provider can be asked again, is found: nothing is sent a second time', async () => {
  const ana = await somebody('Ana');
  const rung = await died(ana, 'call', ana.number);
  // Of the rung's time nothing has passed; the send itself is long over.
  await admin.query(
    `update dispatch_log set first_sent_at = now(), last_sent_at = now() - interval '10 minutes' where id = $1`,
    [rung.id],
  );
  const { voiceCall } = channels;
  let isAway = true;
  const line: typeof voiceCall = {
    ...voiceCall,
    find: async (query) => (isAway ? { kind: 'unavailable', detail: 'no answer' } : voiceCall.find(query)),
  };
  const look = () =>
    placeCall({ ...ports(), settleMs: 60_000, voiceCall: line }, rung.actor, {
      taskId: rung.taskId,
      generation: 1,
    });
  await expect(look()).rejects.toMatchObject({ code: 'PROVIDER_UNAVAILABLE' });
  isAway = false;
  await expect(look()).rejects.toMatchObject({ code: 'PROVIDER_UNAVAILABLE' });
  const late = await rings(ana.number, rung);
  expect(await look()).toMatchObject({ kind: 'sent' });
  expect(await rung.row()).toMatchObject({ state: 'accepted', external_id: late });
});

test('to whom is kept as long as nobody knows what became of it', async () => {
  const ana = await somebody('Ana');
  const rung = await died(ana, 'call', null);
  await admin.query('delete from dispatch_log where id = $1', [rung.id]);
  const { voiceCall } = channels;
  // Placed, and the answer is lost; so are its reports.
  const elsewhere = callbackUrl(ports().publicUrl, 'call-status', rung.actor, randomUUID());
  const deaf: typeof voiceCall = {
    ...voiceCall,
    place: async (call) => {
      await voiceCall.place({ ...call, statusCallback: elsewhere });
      return { kind: 'unknown', detail: 'reset', retryAfterMs: null };
    },
  };
  const { actor } = rung;
  const ref = { taskId: rung.taskId, generation: 1 };
  const read = async () =>
    (await admin.query('select state, sent_to from dispatch_log where task_id = $1', [rung.taskId])).rows;
  await expect(placeCall({ ...ports(), voiceCall: deaf }, actor, ref)).rejects.toMatchObject({
    code: 'PROVIDER_UNAVAILABLE',
  });
  expect(await read()).toEqual([{ state: 'unknown', sent_to: ana.number }]);
  await loseNumber(rung.userId);
  // The provider's list lags a little behind.
  const found = await vi.waitFor(() => placeCall({ ...ports(), voiceCall }, actor, ref), PATIENCE);
  expect(found).toMatchObject({ kind: 'sent' });
  expect(await read()).toEqual([{ state: 'accepted', sent_to: null }]);
});
