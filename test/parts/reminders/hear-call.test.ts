// What a ladder ends with by what is known of its call: nobody is held to have missed what we may not have heard.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase } from '../../../src/db.ts';
import { asPerson } from '../../../src/kernel/context.ts';
import { closeAsMissed } from '../../../src/reminders/close-as-missed.ts';
import { httpWorld } from '../../harness/http-world.ts';

const { world, admin } = httpWorld({ env: { LOG_LEVEL: 'silent' } });

let orm: Awaited<ReturnType<typeof openDatabase>>;
beforeAll(async () => {
  orm = await openDatabase(world.database.workerUrl, { poolSize: 2 });
});
afterAll(() => orm.close());

interface CallMade {
  status: string;
  rank: number;
  minutesAgo?: number;
  /** What has reached us of it. */
  heard?: string;
  /** A call before it was taken, and not heard; or busy because of us. */
  before?: 'unheard' | 'own_call';
  /** Whether a notification went out as well. */
  push?: true;
  startedMinutesAgo?: number;
  couldNotBeTold?: true;
  /** It was busy because of us. */
  isOwn?: true;
  /** Why its next round did not go out. */
  isSkipped?: string;
}

/** How the ladder of a person with a window of a minute ends. */
async function endOf(call: CallMade): Promise<string> {
  const { minutesAgo = 5, startedMinutesAgo = 10 } = call;
  const ana = await world.person('Ana', { windowSeconds: 60, channels: ['call'] });
  const taskId = await ana.plan('Water the plants', 3600);
  const { rows } = await admin.query(
    `update tasks set starts_at = now() - $2 * interval '1 minute' where id = $1 returning org_id, user_id`,
    [taskId, startedMinutesAgo],
  );
  const { org_id: orgId, user_id: userId } = rows[0];
  const [id, sid] = [randomUUID(), `CA${randomUUID()}`];
  const insert = (step: string, values: unknown[]) =>
    admin.query(
      `insert into dispatch_log (org_id, user_id, task_id, generation, step, state, id, external_id, provider_status,
         provider_rank, first_sent_at, last_sent_at)
       values ($1, $2, $3, 1, $4, 'accepted', $5, $6, $7, $8, now() - $9 * interval '1 minute', now() - $9 * interval '1 minute')`,
      [orgId, userId, taskId, step, ...values],
    );
  await insert('call', [id, sid, call.status, call.rank, minutesAgo]);
  if (call.push) await insert('push', [randomUUID(), `push-${id}`, null, 0, minutesAgo + 1]);
  const note = (externalId: string, event: string) =>
    admin.query(
      `insert into notification_log (id, org_id, user_id, task_id, dispatch_id, direction, channel, event, external_id)
       values ($1, $2, $3, $4, $5, 'in', 'call', $6, $7)`,
      [randomUUID(), orgId, userId, taskId, id, event, externalId],
    );
  if (call.heard) await note(sid, call.heard);
  if (call.isOwn)
    await admin.query(`update dispatch_log set state = 'failed', reason = 'own_call' where id = $1`, [id]);
  // The next round found a closed gate.
  if (call.isSkipped)
    await admin.query(
      `update dispatch_log set state = 'skipped', reason = $2, external_id = null where id = $1`,
      [id, call.isSkipped],
    );
  if (call.before) await note(`CA${randomUUID()}`, call.before);
  const store = { orm, perform: async () => {} };
  const ref = { taskId, generation: 1, ...(call.couldNotBeTold && { couldNotBeTold: true }) };
  const close = () => asPerson(store, { orgId, userId, via: 'ladder' }, (ctx) => closeAsMissed(ctx, ref));
  const { kind } = await close();
  // Its result may be lost: whoever asks once more hears the same.
  expect((await close()).kind).toBe(kind);
  return kind;
}

const COMPLETED = { status: 'completed', rank: 4 };

test.for<[what: string, call: CallMade, end: string]>([
  ['nobody took it', { status: 'no-answer', rank: 4 }, 'missed'],
  ['it was declined', { status: 'busy', rank: 4 }, 'missed'],
  ['a machine took it', { ...COMPLETED, heard: 'voicemail' }, 'missed'],
  ['the question was heard out', { ...COMPLETED, heard: 'no key' }, 'missed'],
  ['it was taken, and nothing came of it', COMPLETED, 'again'],
  ['the same, after a notification', { ...COMPLETED, push: true }, 'again'],
  ['the same, when there is no time left', { ...COMPLETED, startedMinutesAgo: 70 }, 'undelivered'],
  ['the same, once more', { ...COMPLETED, before: 'unheard' }, 'undelivered'],
  ['the second one rang for nobody', { status: 'no-answer', rank: 4, before: 'unheard' }, 'undelivered'],
  ['its end is not known yet', { status: 'ringing', rank: 2 }, 'unsure'],
  ['nothing is known of it', { status: 'queued', rank: 1 }, 'unsure'],
  ['it may still be on', { status: 'in-progress', rank: 3 }, 'unsure'],
  ['our own call was on the line', { status: 'busy', rank: 4, push: true, isOwn: true }, 'again'],
  [
    'the same, when there is no time left',
    { status: 'busy', rank: 4, push: true, isOwn: true, startedMinutesAgo: 70 },
    'undelivered',
  ],
  [
    'our own call was on the line before, and then it was switched off',
    { status: 'busy', rank: 4, push: true, before: 'own_call', isSkipped: 'calls_off' },
    'undelivered',
  ],
  ['it was switched off', { status: 'busy', rank: 4, push: true, isSkipped: 'calls_off' }, 'missed'],
  [
    'it would have been one too many',
    { status: 'busy', rank: 4, push: true, isSkipped: 'too_many' },
    'undelivered',
  ],
  [
    'the second one rang for nobody, and the first was busy with us',
    { status: 'no-answer', rank: 4, before: 'own_call' },
    'missed',
  ],
  ['nobody can tell', { status: 'ringing', rank: 2, couldNotBeTold: true }, 'again'],
])('%s', async ([, call, end]) => {
  expect(await endOf(call)).toBe(end);
});
