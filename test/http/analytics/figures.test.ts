// Weeks, categories, goals, hours and channels through the API; and what is asked wrongly.
import { randomUUID } from 'node:crypto';
import { DateTime } from 'luxon';
import { expect, test } from 'vitest';
import { POLICIES } from '../../../src/retention/policies.ts';
import { CHANNEL_DAYS } from '../../../src/analytics/figures.ts';
import type { Session } from '../../harness/http.ts';
import { httpWorld } from '../../harness/http-world.ts';
import { dayAt, NOON_ZONE, plan, settled } from './days.ts';

const { api, admin } = httpWorld();

const register = () => api.register({ zone: NOON_ZONE });
const ask = (who: Session, path: string) => who.expect(200, 'GET', `/v1/analytics/${path}`);

async function goal(who: Session, title: string, tags: string[], status = 'active'): Promise<string> {
  const [id, conversationId] = [randomUUID(), randomUUID()];
  await admin.query(
    `with talk as (insert into conversations (id, org_id, user_id) select $2, org_id, user_id from profiles where user_id = $3)
     insert into goals (id, org_id, user_id, conversation_id, wish, title, tags, status, created_at)
     select $1, org_id, user_id, $2, '', $4, $5, $6, clock_timestamp() from profiles where user_id = $3`,
    [id, conversationId, who.userId, title, tags, status],
  );
  return id;
}
const serve = (taskId: string, goalId: string) =>
  admin.query('update tasks set goal_id = $2 where id = $1', [taskId, goalId]);

test('weeks: by Mondays of the person, the empty ones included, twelve unless told', async () => {
  const ana = await register();
  await settled(ana, -14, 'done');
  await settled(ana, -14, 'missed', 9);
  await settled(ana, 0, 'done');
  const { weeks } = await ask(ana, 'weekly?weeks=3');
  const monday = DateTime.fromISO(dayAt(0)).startOf('week');
  expect(weeks).toEqual(
    [
      { back: 2, done: 1, missed: 1, due: 2, percentage: 50 },
      { back: 1, done: 0, missed: 0, due: 0, percentage: null },
      { back: 0, done: 1, missed: 0, due: 1, percentage: 100 },
    ].map(({ back, ...figures }) => {
      const from = monday.minus({ weeks: back });
      const week = from.toFormat("kkkk-'W'WW");
      return { week, from: from.toISODate(), to: from.plus({ days: 6 }).toISODate(), ...figures };
    }),
  );
  expect((await ask(ana, 'weekly')).weeks).toHaveLength(12);
  expect((await ask(ana, 'weekly?weeks=104')).weeks).toHaveLength(104);
});

test('what was missed, by the first tag of its goal', async () => {
  const ana = await register();
  const run = await goal(ana, 'Run 10 km', ['fitness', 'health']);
  const spanish = await goal(ana, 'Spanish', ['learning']);
  for (const status of ['missed', 'missed', 'done'] as const)
    await serve(await settled(ana, -1, status), run);
  await serve(await settled(ana, -1, 'done'), spanish);
  await settled(ana, -1, 'missed');
  await serve(await settled(ana, -40, 'missed'), spanish);
  expect((await ask(ana, 'missed-by-category?weeks=3')).categories).toEqual([
    { category: 'fitness', done: 1, missed: 2, due: 3, percentage: 66 },
    { category: null, done: 0, missed: 1, due: 1, percentage: 100 },
  ]);
  expect((await ask(ana, 'missed-by-category')).categories).toHaveLength(3);
});

test('goals: how far each is, a session that serves two for both, page by page', async () => {
  const ana = await register();
  const run = await goal(ana, 'Run 10 km', ['fitness']);
  const fit = await goal(ana, 'Get fit', ['health', 'fitness'], 'negotiating');
  await goal(ana, 'Later', [], 'pipeline');
  for (const status of ['done', 'done', 'missed'] as const) await serve(await settled(ana, -1, status), run);
  const next = await plan(ana, 2, 9);
  for (const id of [next, await plan(ana, 3)]) await serve(id, run);
  await ana.expect(200, 'PUT', `/v1/goals/${fit}/shared-tasks/${next}`);
  const cancelled = await plan(ana, 4);
  await serve(cancelled, run);
  await ana.expect(200, 'DELETE', `/v1/tasks/${cancelled}`);

  const first = await ask(ana, 'goals?limit=2');
  expect(first.goals).toMatchObject([
    { title: 'Later', status: 'pipeline', tags: [], total: 0, percentage: null, next: null },
    { goal_id: fit, tags: ['health', 'fitness'], done: 0, missed: 0, open: 1, total: 1, percentage: 0 },
  ]);
  const second = await ask(ana, `goals?limit=2&cursor=${first.next_cursor}`);
  expect(second).toMatchObject({
    goals: [{ goal_id: run, done: 2, missed: 1, undelivered: 0, open: 2, total: 5, percentage: 40 }],
    next_cursor: null,
  });
  expect(second.goals[0].next).toMatchObject({
    task_id: next,
    title: 'Run',
    starts_local: `${dayAt(2)}T09:00`,
  });
  expect((await ask(ana, 'goals?status=active')).goals).toHaveLength(1);
  // The goal itself says the same.
  const { done, missed, undelivered, open, total } = second.goals[0];
  expect((await ana.expect(200, 'GET', `/v1/goals/${run}`)).progress).toEqual({
    done,
    missed,
    undelivered,
    open,
    total,
  });
});

const inHour = (hour: number, done: number, missed: number, percentage: number | null) => {
  return { weekday: null, hour, done, missed, due: done + missed, percentage };
};

test('hours: on the clock of then, and nothing is claimed of two', async () => {
  const ana = await register();
  for (const inDays of [-2, -9, -16]) await settled(ana, inDays, 'done', 7);
  for (const inDays of [-3, -4, -5]) await settled(ana, inDays, 'missed', 18);
  for (const inDays of [-6, -7]) await settled(ana, inDays, 'done', 21);
  const found = await ask(ana, 'hours');
  expect(found.by_hour).toEqual([inHour(7, 3, 0, 100), inHour(18, 0, 3, 0), inHour(21, 2, 0, null)]);
  expect(found.best).toEqual([inHour(7, 3, 0, 100)]);
  const weekday = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'][DateTime.fromISO(dayAt(-2)).weekday - 1];
  const slot = { ...inHour(7, 3, 0, 100), weekday };
  expect(found.by_weekday_and_hour).toContainEqual(slot);
  await ana.expect(200, 'PATCH', '/v1/account/preferences', { zone: 'Pacific/Kiritimati' });
  expect(await ask(ana, 'hours')).toEqual(found);
});

/** Sent so many minutes before its task was settled. */
const sent = (taskId: string, step: string, minutes: number, state = 'accepted', generation = 1) =>
  admin.query(
    `insert into dispatch_log (id, org_id, user_id, task_id, generation, step, state, first_sent_at, last_sent_at)
     select $1, org_id, user_id, id, $6, $3, $5, settled_at - $4 * interval '1 minute', settled_at - $4 * interval '1 minute'
     from tasks where id = $2`,
    [randomUUID(), taskId, step, minutes, state, generation],
  );
const heardBy = (taskId: string, via: string) =>
  admin.query('update tasks set settled_via = $2 where id = $1', [taskId, via]);

test('channels: by which door the answer came, what had gone out before it, and how long it took', async () => {
  const ana = await register();
  const onPush = [await settled(ana, -1, 'done'), await settled(ana, -2, 'missed')];
  for (const [index, id] of onPush.entries()) {
    await sent(id, 'push', index + 1);
    await heardBy(id, 'push');
  }
  // Push, then WhatsApp, and then the app itself; the call had failed.
  const byApp = await settled(ana, -3, 'done');
  await sent(byApp, 'push', 30);
  await sent(byApp, 'whatsapp', 10);
  await sent(byApp, 'call', 5, 'failed');
  const ignored = await settled(ana, -4, 'missed');
  await sent(ignored, 'push', 60);
  await heardBy(ignored, 'ladder');
  // Of an earlier time of its, and long ago.
  await sent(await settled(ana, -5, 'done'), 'call', 5, 'accepted', 7);
  await settled(ana, -CHANNEL_DAYS - 1, 'done');
  expect(await ask(ana, 'channels')).toEqual({
    since: dayAt(-CHANNEL_DAYS),
    answers: [
      { via: 'push', done: 1, missed: 1, due: 2 },
      { via: 'rest', done: 2, missed: 0, due: 2 },
    ],
    unanswered: 1,
    rungs: [
      { channel: 'push', sent: 4, answered: 2, answered_there: 2, percentage: 50, median_seconds: 90 },
      { channel: 'whatsapp', sent: 1, answered: 1, answered_there: 0, percentage: 100, median_seconds: 600 },
    ],
  });
  const { keep } = POLICIES.find(({ table }) => table === 'dispatch_log')!;
  expect(Number(/^(\d+) days$/.exec(keep)![1])).toBeGreaterThan(CHANNEL_DAYS);
});

test.each([
  ['weekly?weeks=0', 'VALIDATION_FAILED', 'weeks'],
  ['weekly?weeks=105', 'VALIDATION_FAILED', 'weeks'],
  ['weekly?weeks=1.5', 'VALIDATION_FAILED', 'weeks'],
  ...['0x10', '1e1', '%201', '1.0', '+1', '', '0b1'].map((said): [string, string, string] => [
    `weekly?weeks=${said}`,
    'VALIDATION_FAILED',
    'weeks',
  ]),
  ['goals?limit=0x10', 'VALIDATION_FAILED', 'limit'],
  ['weekly?weeks=many', 'VALIDATION_FAILED', 'weeks'],
  ['weekly?from=2026-01-01', 'VALIDATION_FAILED', 'from'],
  ['missed-by-category?weeks=-1', 'VALIDATION_FAILED', 'weeks'],
  ['goals?limit=101', 'VALIDATION_FAILED', 'limit'],
  ['goals?status=lost', 'VALIDATION_FAILED', 'status'],
  ['goals?cursor=nonsense', 'BAD_REQUEST', 'cursor'],
])('%s is refused', async (path, code, field) => {
  const ana = await register();
  const { status, body, headers } = await ana.call('GET', `/v1/analytics/${path}`);
  expect([status, headers.get('content-type')]).toEqual([
    code === 'BAD_REQUEST' ? 400 : 422,
    expect.stringContaining('application/problem+json'),
  ]);
  expect(body).toMatchObject({ code, errors: [{ path: field }] });
});
