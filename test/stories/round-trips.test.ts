// What a rung, an answer and a turn cost in round trips to PostgreSQL, counted on the socket.
import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import { signAnswer } from '../../src/reminders/answer-token.ts';
import { callbackUrl } from '../../src/reminders/callback-url.ts';
import type { CountedLine, RoundTrip } from '../harness/counted-line.ts';
import { httpWorld } from '../harness/http-world.ts';
import { knockAs, newSid } from '../harness/knock.ts';
import type { Person } from '../harness/person.ts';

const { world, admin } = httpWorld({ worker: 'here', isCounted: true });

/** Of whoever comes in and how often, and of how often an answer goes out: counted elsewhere. */
const GATE = /^(standing_of_bearers|standing_of_keys|take_tokens|settle_tokens)/;

const namesOf = (trips: readonly RoundTrip[]): string[] =>
  trips.filter(({ sent }) => !sent.some((name) => GATE.test(name))).map(({ sent }) => sent.join(' · '));

/** The clock's own looks go over the worker's line as well. */
const ofPerson = (trip: string): boolean => trip.startsWith('act_as');

/** What goes over both lines during `work`. */
async function tripsOf(work: () => Promise<unknown>): Promise<string[]> {
  const lines: CountedLine[] = [world.lines!.api, world.lines!.worker];
  const before = lines.map(({ roundTrips }) => roundTrips.length);
  await work();
  return lines.flatMap(({ roundTrips }, index) => namesOf(roundTrips.slice(before[index])));
}

let ana: Person;
/** Whom tokens and callbacks name. */
let ids: { orgId: string; userId: string };
beforeAll(async () => {
  ana = await world.person('Ana', { windowSeconds: 0.3 });
  const { user } = await ana.expect(200, 'GET', '/v1/auth/me');
  ids = { orgId: user.org_id, userId: user.id };
});

/** Hours ahead, so that nothing is started. */
const planned = (): Promise<string> => ana.plan(`Task ${randomUUID()}`, 3600 * (2 + Math.random() * 100));

const completed = async () => ana.expect(200, 'POST', `/v1/tasks/${await planned()}/completion`);

/** Each with a line of their own: a call that rings on holds the next one up. */
const climb = async (who: Person) => who.expectTask(await who.plan('Climb'), 'missed');

test('a rung takes two: it is claimed, and recorded', async () => {
  await climb(ana);
  const ben = await world.person('Ben', { windowSeconds: 0.3 });
  const { worker } = world.lines!;
  const before = worker.roundTrips.length;
  await climb(ben);
  const trips = namesOf(worker.roundTrips.slice(before)).filter(ofPerson);
  // What comes behind them closes the ladder.
  expect(trips.slice(0, 6)).toEqual([
    'act_as · lock_task · apply_easings · take_rung',
    'act_as · record_sent',
    'act_as · lock_task · apply_easings · take_rung',
    'act_as · record_sent',
    'act_as · lock_task · apply_easings · lock_line · take_rung',
    'act_as · record_sent',
  ]);
  expect(trips.slice(6).filter((trip) => /take_rung|record_sent/.test(trip))).toEqual([]);
});

test('an answer by REST takes two', async () => {
  await completed();
  const task = await planned();
  const trips = await tripsOf(() => ana.expect(200, 'POST', `/v1/tasks/${task}/completion`));
  expect(trips).toEqual([expect.stringContaining('begin;'), expect.stringContaining('commit')]);
});

test('the button of a notification takes three', async () => {
  const task = await planned();
  const { rows } = await admin.query('select id from push_subscriptions where user_id = $1', [ids.userId]);
  const expiresAt = new Date(Date.now() + 60_000);
  const subscriptionId: string = rows[0].id;
  const granted = { ...ids, taskId: task, generation: 1, subscriptionId, expiresAt };
  const token = signAnswer(world.env['TOKEN_SECRET']!, granted);
  const trips = await tripsOf(() => ana.expect(200, 'POST', '/push/answers', { token, action: 'done' }));
  expect(trips).toHaveLength(3);
  expect((await ana.task(task)).status).toBe('done');
});

/** A rung of the task that has just gone out. */
async function sent(task: string, step: 'whatsapp' | 'call', sid: string): Promise<string> {
  const id = randomUUID();
  await admin.query(
    `insert into dispatch_log (id, org_id, user_id, task_id, generation, step, state, first_sent_at, last_sent_at, external_id)
     values ($1, $2, $3, $4, 1, $5, 'accepted', now(), now(), $6)`,
    [id, ids.orgId, ids.userId, task, step, sid],
  );
  return id;
}

test('a key that is pressed takes three', async () => {
  const task = await planned();
  const CallSid = newSid().replace('SM', 'CA');
  const dispatchId = await sent(task, 'call', CallSid);
  const url = new URL(callbackUrl(world.env['PUBLIC_URL']!, 'call-keys', ids, dispatchId));
  const form = { CallSid, Digits: '1', To: ana.number };
  const trips = await tripsOf(() => knockAs(world, { path: url.pathname + url.search, form }));
  expect(trips).toHaveLength(3);
  expect((await ana.task(task)).status).toBe('done');
});

test('a reply by WhatsApp takes six: whose number it is, where they belong, what it may mean, and then the answer', async () => {
  const task = await planned();
  const sid = newSid();
  await sent(task, 'whatsapp', sid);
  const form = { From: `whatsapp:${ana.number}`, Body: 'done', MessageSid: newSid() };
  const trips = await tripsOf(() => knockAs(world, { path: '/webhooks/twilio/messages', form }));
  expect(trips).toHaveLength(6);
  expect((await ana.task(task)).status).toBe('done');
});

test('a turn that is answered with words takes four: stored, read, answered, shown', async () => {
  const { conversation_id } = await ana.say('How am I doing?');
  const trips = await tripsOf(() => ana.say('How am I doing?', conversation_id));
  expect(trips.filter(ofPerson)).toEqual([
    'act_as · go_on_talking',
    'act_as · read_reply',
    'act_as · read_turn',
    'act_as · reply_at_once',
  ]);
});

test('one that plans something takes two more', async () => {
  const { conversation_id } = await ana.say('Remind me to water the plants tomorrow at 18:00');
  const trips = await tripsOf(() => ana.say('Remind me to call mum tomorrow at 20:00', conversation_id));
  // The reconciler's own looks go over the same line, and name nobody.
  expect(trips.filter((trip) => ofPerson(trip) || trip.includes(ids.userId))).toHaveLength(6);
});
