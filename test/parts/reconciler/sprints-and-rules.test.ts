// A goal whose last session was settled while nobody heard it ends all the same, and a rule never runs out of tasks: each once, and
// for nobody who has left.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { finishedSprints } from '../../../src/reconciler/finished-sprints.ts';
import { shortRules } from '../../../src/reconciler/short-rules.ts';
import { openScene, type Member, type Scene } from './scene.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
});
afterAll(() => scene.close());

const DAY_MS = 86_400_000;
const DAY_SECONDS = 86_400;
const day = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);

async function insert(table: string, row: Record<string, unknown>): Promise<string> {
  const full = { id: randomUUID(), ...row };
  const names = Object.keys(full);
  const places = names.map((_, index) => `$${index + 1}`).join(', ');
  await scene.admin.query(
    `insert into ${table} (${names.join(', ')}) values (${places})`,
    Object.values(full),
  );
  return full.id;
}

async function goal(person: Member, change: Record<string, unknown> = {}): Promise<string> {
  const owner = { org_id: person.orgId, user_id: person.userId };
  const conversation_id = await insert('conversations', owner);
  return insert('goals', {
    ...owner,
    conversation_id,
    wish: 'Run',
    title: 'Run',
    status: 'active',
    ...change,
  });
}

const session = (person: Member, goal_id: string, status: string, change: Record<string, unknown> = {}) =>
  scene.task(person, -DAY_SECONDS, { goal_id, status, ...change });
const TOMORROW = { starts_at: new Date(Date.now() + DAY_MS) };

const leave = ({ orgId, userId }: Member) =>
  scene.admin.query('delete from members where org_id = $1 and user_id = $2', [orgId, userId]);

async function standingOf(goalId: string): Promise<{ status: string; said: number }> {
  const { rows } = await scene.admin.query<{ status: string; said: number }>(
    `select status, (select count(*)::int from messages where goal_id = $1) as said from goals where id = $1`,
    [goalId],
  );
  return rows[0]!;
}

test('a sprint that is over and that nobody heard of is ended once, however many look', async () => {
  const ana = await scene.member();
  const over = await goal(ana);
  for (const status of ['done', 'missed']) await session(ana, over, status);
  const looks = await Promise.all([1, 2, 3].map(() => scene.look(finishedSprints)));
  for (const seen of looks) expect(seen).toMatchObject({ failed: 0, isDone: true });
  expect(await standingOf(over)).toEqual({ status: 'completed', said: 1 });
  expect(await scene.look(finishedSprints)).toMatchObject({ waiting: 0, revived: 0 });
});

test('one that goes on is left alone: open, resting, shared, changed, or of somebody who left', async () => {
  const [ana, ben] = [await scene.member(), await scene.member()];
  const open = await goal(ana);
  await session(ana, open, 'done');
  await session(ana, open, 'pending', TOMORROW);
  const resting = await goal(ana);
  await session(ana, resting, 'cancelled', { ...TOMORROW, cancelled_for: 'paused' });
  const shared = await goal(ana);
  await session(ana, shared, 'done');
  await scene.task(ana, DAY_SECONDS, { goal_id: open, shared_with_goal_ids: [shared] });
  const changed = await goal(ana, { modifies: 1 });
  await session(ana, changed, 'done');
  const gone = await goal(ben);
  await session(ben, gone, 'done');
  await leave(ben);
  expect(await scene.look(finishedSprints)).toMatchObject({ waiting: 0, revived: 0, failed: 0 });
  for (const id of [open, resting, shared, changed, gone])
    expect(await standingOf(id)).toEqual({ status: 'active', said: 0 });
});

const rule = (person: Member, change: Record<string, unknown> = {}): Promise<string> =>
  insert('task_rules', {
    org_id: person.orgId,
    user_id: person.userId,
    title: 'Stretch',
    description: '',
    rrule: 'FREQ=DAILY',
    start_date: day(-90),
    local_time: '12:00',
    zone: 'UTC',
    duration_minutes: 15,
    expanded_to: day(10),
    ...change,
  });

async function datesOf(ruleId: string): Promise<string[]> {
  const { rows } = await scene.admin.query<{ date: string }>(
    'select rule_date::text as date from tasks where rule_id = $1 order by 1',
    [ruleId],
  );
  return rows.map(({ date }) => date);
}

test('a rule whose tasks run out has those of the days in sight, once, however many look', async () => {
  const ana = await scene.member();
  const short = await rule(ana, { exdates: [day(20)] });
  const looks = await Promise.all([1, 2, 3].map(() => scene.look(shortRules)));
  for (const seen of looks) expect(seen).toMatchObject({ failed: 0, isDone: true });
  const dates = await datesOf(short);
  expect(new Set(dates).size).toBe(dates.length);
  expect([dates[0], dates.length >= 48]).toEqual([day(11), true]);
  expect(dates).not.toContain(day(20));
  // Without a hole but that one.
  expect(dates).toEqual(
    Array.from({ length: dates.length + 1 }, (_, index) => day(11 + index)).filter((one) => one !== day(20)),
  );
  expect(await scene.look(shortRules)).toMatchObject({ waiting: 0, revived: 0 });
  expect(await datesOf(short)).toEqual(dates);
});

test('one that was away for long goes on from now; one of which nothing comes ends; others are left alone', async () => {
  const [ana, ben] = [await scene.member(), await scene.member()];
  const late = await rule(ana, { expanded_to: day(-40), local_time: '23:59' });
  const over = await rule(ana, { rrule: `FREQ=DAILY;UNTIL=${day(-1).replaceAll('-', '')}` });
  const long = await rule(ana, { expanded_to: day(60) });
  const ended = await rule(ana, { ended_at: new Date() });
  const gone = await rule(ben);
  await leave(ben);
  expect(await scene.look(shortRules)).toMatchObject({ revived: 2, failed: 0 });
  expect((await datesOf(late))[0]! >= day(0)).toBe(true);
  for (const id of [over, long, ended, gone]) expect(await datesOf(id)).toEqual([]);
  const { rows } = await scene.admin.query(
    'select ended_at is not null as is_ended from task_rules where id = $1',
    [over],
  );
  expect(rows).toEqual([{ is_ended: true }]);
  expect(await scene.look(shortRules)).toMatchObject({ waiting: 0, revived: 0 });
});
