// One statement looks at a rung and claims it: when it is due, what stands in its way, and what earlier attempts left.
import { randomUUID } from 'node:crypto';
import type { MikroORM } from '@mikro-orm/postgresql';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDatabase } from '../../../src/db.ts';
import type { Actor, Store } from '../../../src/kernel/context.ts';
import { callAsLogin, inOneStatement } from '../../../src/kernel/sql.ts';
import { claimStep, type Claiming } from '../../../src/reminders/claim-step.ts';
import type { Step } from '../../../src/reminders/claimed.ts';
import { takeRung, type Found } from '../../../src/reminders/take-rung.sql.ts';
import { freshDatabase, type TestDatabase } from '../../harness/database.ts';

let database: TestDatabase;
let admin: pg.Pool;
let api: MikroORM;
let store: Store;
beforeAll(async () => {
  database = await freshDatabase();
  api = await openDatabase(database.apiUrl);
  store = { orm: await openDatabase(database.workerUrl), perform: async () => {} };
  admin = new pg.Pool({ connectionString: database.adminUrl, max: 4 });
});
afterAll(async () => {
  await Promise.all([api.close(), store.orm.close(), admin.end()]);
  await database.drop();
});

const MINUTE_MS = 60_000;
const TODAY = '2026-11-28';
const at = (time: string) => new Date(`${TODAY}T${time}:00Z`);

interface Case {
  startsAt?: Date;
  minutes?: number;
  status?: string;
  leadMinutes?: number;
  windowMinutes?: number;
  /** When the rung before was taken by its provider. */
  accepted?: Date;
  /** Columns of the profile, as SQL. */
  profile?: Record<string, string>;
  step?: Step;
  /** What this very rung has left behind. */
  known?: { state: string; round?: number; reason?: string; attempt?: number };
}

/** Somebody with a number, and a task of half an hour at noon. */
async function reminded(one: Case): Promise<{ actor: Actor; taskId: string }> {
  const actor: Actor = { orgId: randomUUID(), userId: randomUUID(), via: 'ladder' };
  const { orgId, userId } = actor;
  const account = [userId, orgId, `${userId}@example.com`, 'hash', 'Ana', 'UTC', null];
  await callAsLogin(api, 'register_person', ...account);
  const settings = {
    phone: `'+1${userId.replaceAll(/\D/g, '').padEnd(10, '0').slice(0, 10)}'`,
    phone_verified_at: 'now()',
    reminder_lead_ms: String((one.leadMinutes ?? 10) * MINUTE_MS),
    escalation_window_ms: String((one.windowMinutes ?? 15) * MINUTE_MS),
    ...one.profile,
  };
  const changes = Object.entries(settings).map(([column, value]) => `${column} = ${value}`);
  await admin.query(`update profiles set ${changes.join(', ')} where user_id = $1`, [userId]);
  const taskId = randomUUID();
  await admin.query(
    `insert into tasks (id, org_id, user_id, title, starts_at, duration_minutes, status) values ($1, $2, $3, 'Run', $4, $5, $6)`,
    [taskId, orgId, userId, one.startsAt ?? at('12:00'), one.minutes ?? 30, one.status ?? 'pending'],
  );
  const rung = (step: Step, state: string, sentAt: Date, { round = 1, reason = '', attempt = 1 } = {}) =>
    admin.query(
      `insert into dispatch_log (id, org_id, user_id, task_id, generation, step, state, round, reason, attempt, first_sent_at, last_sent_at)
       values ($1, $2, $3, $4, 1, $5, $6, $7, nullif($8, ''), $9, $10, $10)`,
      [randomUUID(), orgId, userId, taskId, step, state, round, reason, attempt, sentAt],
    );
  if (one.accepted) await rung('push', 'accepted', one.accepted);
  if (one.known) await rung(one.step ?? 'call', one.known.state, at('11:51'), one.known);
  return { actor, taskId };
}

async function found(one: Case, now: Date, more: { awake?: string[]; round?: number } = {}): Promise<Found> {
  const { actor, taskId } = await reminded(one);
  const { awake = [], round } = more;
  const ref = { taskId, generation: 1, step: one.step ?? 'call', ...(round !== undefined && { round }) };
  const looked = await inOneStatement(store, actor, (ctx) => takeRung(ctx, ref, { now, awake }));
  return looked!;
}

describe.concurrent('how many minutes a rung still has to wait', () => {
  test.each<[string, string, Case, number]>([
    ['before the lead', '11:00', {}, 50],
    ['at the lead', '11:50', {}, 0],
    ['the lead was made longer meanwhile', '11:50', { leadMinutes: 60 }, 0],
    ['the lead was made shorter meanwhile', '11:50', { leadMinutes: 0 }, 10],
    ['in the window after the rung before', '12:00', { accepted: at('11:50') }, 5],
    ['the window was made longer meanwhile', '12:05', { accepted: at('11:50'), windowMinutes: 60 }, 45],
    ['the window was made shorter meanwhile', '11:55', { accepted: at('11:50'), windowMinutes: 5 }, 0],
    ['not to be disturbed for a while', '11:50', { profile: { quiet_until: `'${TODAY}T12:20Z'` } }, 30],
    ['the same, with the lead to come', '11:00', { profile: { quiet_until: `'${TODAY}T11:20Z'` } }, 50],
    [
      'not to be disturbed until it says nothing more',
      '11:50',
      { profile: { quiet_until: `'2026-12-20T12:00Z'` } },
      70,
    ],
    ['not to be disturbed until a moment ago', '11:50', { profile: { quiet_until: `'${TODAY}T11:49Z'` } }, 0],
  ])('%s', async (_what, now, one, minutes) => {
    const { waitMs, claimed } = await found(one, at(now));
    expect(waitMs).toBe(minutes * MINUTE_MS);
    expect(claimed?.state).toBe(minutes === 0 ? 'sending' : undefined);
  });

  test.each([
    ['11:50', {}],
    ['12:05', { accepted: at('11:50') }],
  ])('a clock that goes a moment ahead is no reason to wait: %s', async (due, one) => {
    const now = new Date(at(due).getTime() - 900);
    expect(await found(one, now)).toMatchObject({
      waitMs: 0,
      claimed: { state: 'sending', lastSentAt: now },
    });
  });
});

describe.concurrent('why a rung is not taken', () => {
  const VERIFIED = { whatsapp_opt_in_at: 'now()' };
  test.each<[string, string, Case, string | null]>([
    ['an hour after the start of a short task', '13:00', {}, 'too_late'],
    ['a minute before that', '12:59', {}, null],
    ['within a long task', '15:00', { minutes: 240 }, null],
    ['at its end', '16:00', { minutes: 240 }, 'too_late'],
    [
      'in its turn, an hour after the one before',
      '13:50',
      { accepted: at('12:50'), windowMinutes: 60 },
      null,
    ],
    ['the next morning, after a night of quiet', '23:00', { accepted: at('11:50') }, 'too_late'],
    [
      'too late, and still not to be disturbed',
      '13:00',
      { profile: { quiet_until: `'2026-12-20T12:00Z'` } },
      'too_late',
    ],
    ['no number', '12:00', { profile: { phone: 'null' } }, 'phone_not_verified'],
    [
      'a number that is not proven',
      '12:00',
      { profile: { phone_verified_at: 'null' } },
      'phone_not_verified',
    ],
    ['calls are off', '12:00', { profile: { calls_off_at: 'now()' } }, 'calls_off'],
    ['no consent to WhatsApp', '12:00', { step: 'whatsapp' }, 'whatsapp_not_opted_in'],
    ['consent to WhatsApp', '12:00', { step: 'whatsapp', profile: VERIFIED }, null],
    ['notifications are off', '12:00', { step: 'push', profile: { push_off_at: 'now()' } }, 'push_off'],
    ['no browser', '12:00', { step: 'push' }, 'no_subscription'],
  ])('%s', async (_what, now, one, gate) => {
    const { claimed, ...rest } = await found(one, at(now));
    expect(rest).toMatchObject({ gate, waitMs: 0 });
    expect(claimed).toMatchObject({ state: gate ? 'skipped' : 'sending', reason: gate });
  });

  test.each([{ status: 'done' }, { status: 'cancelled' }])('its task is $status', async (one) => {
    expect(await found(one, at('12:00'))).toMatchObject({ isOpen: false, claimed: null });
  });

  test('another call to the same person may be on; from its end on the line is free', async () => {
    const { actor, taskId } = await reminded({});
    const first = await takenAt(actor, taskId, '11:55');
    expect(first.claimed?.state).toBe('sending');
    const otherId = randomUUID();
    await admin.query(
      `insert into tasks (id, org_id, user_id, title, starts_at, duration_minutes) values ($1, $2, $3, 'Swim', $4, 30)`,
      [otherId, actor.orgId, actor.userId, at('12:00')],
    );
    expect(await takenAt(actor, otherId, '11:57')).toMatchObject({
      claimed: null,
      call: { dispatchId: first.claimed!.id, placedAt: at('11:55') },
    });
    expect(await takenAt(actor, otherId, '11:59')).toMatchObject({
      call: null,
      claimed: { state: 'sending' },
    });
  });

  const takenAt = async (actor: Actor, taskId: string, now: string): Promise<Found> => {
    const ref = { taskId, generation: 1, step: 'call' as const };
    const taken = await inOneStatement(store, actor, (ctx) =>
      takeRung(ctx, ref, { now: at(now), awake: [] }),
    );
    return taken!;
  };
});

const HOUR_MS = 60 * MINUTE_MS;
/** A time of day, as SQL. */
const clock = (offsetMs: number) => `'${new Date(Date.now() + offsetMs).toISOString().slice(11, 16)}'`;

/** What becomes of a rung that is due now, of a task in five minutes. */
async function claimNow(one: Case): Promise<Claiming> {
  const { actor, taskId } = await reminded({ startsAt: new Date(Date.now() + 5 * MINUTE_MS), ...one });
  return claimStep(store, actor, { taskId, generation: 1, step: 'call' });
}

describe.concurrent('quiet hours', () => {
  const quiet = { sleep_from: `'11:00'`, sleep_to: `'11:58'` };

  test('are only asked whether they are known to be over', async () => {
    const asleep = await found({ profile: quiet }, at('11:55'));
    expect(asleep).toMatchObject({
      waitMs: 0,
      claimed: null,
      profile: { quiet: { from: '11:00', to: '11:58' } },
    });
    const awake = await found({ profile: quiet }, at('11:55'), { awake: ['UTC 11:00 11:58'] });
    expect(awake.claimed?.state).toBe('sending');
  });

  test('that are over hold nobody up; those of now do, but for what takes place in them', async () => {
    const over = { sleep_from: clock(-2 * HOUR_MS), sleep_to: clock(-HOUR_MS) };
    expect(await claimNow({ profile: over })).toMatchObject({ kind: 'send' });
    const short = { sleep_from: clock(-HOUR_MS), sleep_to: clock(3 * MINUTE_MS) };
    const later = await claimNow({ profile: short });
    expect(later).toMatchObject({ kind: 'later' });
    expect('waitMs' in later && later.waitMs).toBeLessThanOrEqual(3 * MINUTE_MS);
    const long = { sleep_from: clock(-HOUR_MS), sleep_to: clock(HOUR_MS) };
    expect(await claimNow({ profile: long })).toMatchObject({ kind: 'send' });
  });
});

describe.concurrent('what an earlier attempt left', () => {
  test.each<[string, Case['known'] & {}, number, object]>([
    [
      'surely not sent',
      { state: 'unsent', attempt: 2, reason: 'busy' },
      1,
      { attempt: 2, round: 1, reason: 'busy' },
    ],
    [
      'skipped, and another round',
      { state: 'skipped', reason: 'calls_off' },
      2,
      { attempt: 1, round: 2, reason: null },
    ],
    ['never confirmed, and another round', { state: 'expired', attempt: 3 }, 2, { attempt: 1, round: 2 }],
  ])('%s: it is claimed anew, under its id', async (_what, known, round, claimed) => {
    const one = await found({ known }, at('12:00'), { round });
    expect(one.claimed).toMatchObject({ state: 'sending', lastSentAt: at('12:00'), ...claimed });
    expect(one.claimed!.id).toBe(one.known!.id);
  });

  test.each<[string, Case['known'] & {}, number]>([
    ['it may be out', { state: 'sending' }, 1],
    ['it may be out, from a round before', { state: 'unknown' }, 2],
    ['it is out', { state: 'accepted' }, 2],
    ['refused in this round', { state: 'refused', reason: '21610' }, 1],
    ['refused in a round that a lost ladder does not know of', { state: 'refused', round: 3 }, 2],
  ])('%s: it is left as it is', async (_what, known, round) => {
    const one = await found({ known }, at('12:30'), { round });
    expect(one).toMatchObject({ claimed: null, isFree: false, known: { state: known.state } });
  });

  test('two attempts at once: one sends, and the other has to look', async () => {
    const startsAt = new Date(Date.now() + 5 * MINUTE_MS);
    const { actor, taskId } = await reminded({ startsAt });
    const claims = await Promise.all(
      Array.from({ length: 4 }, () => claimStep(store, actor, { taskId, generation: 1, step: 'call' })),
    );
    expect(claims.map(({ kind }) => kind).toSorted()).toEqual(['send', 'unclear', 'unclear', 'unclear']);
  });
});
