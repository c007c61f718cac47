// What PostgreSQL knows of reminders and Temporal does not: those that are due are started, those that are gone come back.
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { asSystem } from '../../../src/kernel/context.ts';
import { exposeMetrics } from '../../../src/kernel/metrics.ts';
import { deadReminders } from '../../../src/reconciler/dead-reminders.ts';
import { dueReminders } from '../../../src/reconciler/due-reminders.ts';
import { findDueTasks, type DueTask } from '../../../src/reconciler/find-due-tasks.sql.ts';
import { PAGE_ROWS, type Position } from '../../../src/reconciler/in-pages.ts';
import { reconcile } from '../../../src/reconciler/reconcile.ts';
import { openScene, type Member, type Scene } from './scene.ts';
import { PATIENCE } from '../../harness/patience.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
});
afterAll(() => scene.close());

const ladder = (taskId: string, generation = 1) =>
  scene.world.temporal.client.workflow.getHandle(`reminder/${taskId}/${generation}`);

/** "RUNNING", ..., or null where Temporal knows nothing of it. */
async function statusOf(taskId: string): Promise<string | null> {
  return ladder(taskId)
    .describe()
    .then(
      ({ status }) => status.name,
      () => null,
    );
}

const remindedOf = async (taskId: string): Promise<number | null> =>
  (await scene.admin.query('select reminded_generation as reminded from tasks where id = $1', [taskId]))
    .rows[0].reminded;

const HOUR = 3600;
const NIL = '00000000-0000-0000-0000-000000000000';

const begin = (taskId: string, { orgId, userId }: Member, options: object = {}) =>
  scene.world.temporal.client.workflow.start('reminderEscalation', {
    workflowId: `reminder/${taskId}/1`,
    taskQueue: scene.world.taskQueue,
    args: [{ orgId, userId, taskId, generation: 1 }],
    ...options,
  });

const leave = ({ orgId, userId }: Member) =>
  scene.admin.query('delete from members where org_id = $1 and user_id = $2', [orgId, userId]);
const comeBack = ({ orgId, userId }: Member) =>
  scene.admin.query(`insert into members (org_id, user_id, role) values ($1, $2, 'member')`, [orgId, userId]);

/** What is shown of a kind, by the name of the metric without `flux_reconciler_`. */
async function figuresOf(kind: string): Promise<Record<string, number>> {
  const { text } = await exposeMetrics();
  const lines = text.matchAll(/^flux_reconciler_(\w+)\{kind="([^"]+)"\} (\S+)$/gm);
  return Object.fromEntries(
    [...lines].filter((line) => line[2] === kind).map(([, name, , value]) => [name, Number(value)]),
  );
}

describe('what is due soon is started, by the lead of each person', () => {
  test.each([
    ['no lead, in four minutes', 0, 240, true],
    ['no lead, in six minutes', 0, 360, false],
    ['ten minutes of lead, in fourteen', 600, 14 * 60, true],
    ['ten minutes of lead, in sixteen', 600, 16 * 60, false],
    ['an hour of lead, in an hour and four minutes', HOUR, HOUR + 240, true],
    ['an hour and a second of lead, in an hour and four minutes', HOUR + 1, HOUR + 240, true],
    ['a day of lead, in a day and four minutes', 24 * HOUR, 24 * HOUR + 240, true],
    ['a day of lead, in a day and six minutes', 24 * HOUR, 24 * HOUR + 360, false],
    ['yesterday, and nobody noticed', 600, -24 * HOUR, true],
  ])('%s', async (_what, lead, startsIn, isStarted) => {
    const task = await scene.task(await scene.member(lead), startsIn);
    await scene.look(dueReminders);
    expect(await statusOf(task)).toBe(isStarted ? 'RUNNING' : null);
    expect(await remindedOf(task)).toBe(isStarted ? 1 : null);
  });

  test('a lead that is changed counts from the next look on', async () => {
    const ana = await scene.member(600);
    const task = await scene.task(ana, 3 * HOUR);
    await scene.look(dueReminders);
    expect(await statusOf(task)).toBeNull();
    await scene.admin.query('update profiles set reminder_lead_ms = $1 where user_id = $2', [
      3 * HOUR * 1000,
      ana.userId,
    ]);
    await scene.look(dueReminders);
    expect(await statusOf(task)).toBe('RUNNING');
  });

  test('pages follow each other without a gap, in the order of time, whatever the leads', async () => {
    const people = [await scene.member(600), await scene.member(2 * HOUR)];
    await scene.admin.query(
      `insert into tasks (id, org_id, user_id, title, starts_at, duration_minutes)
       select gen_random_uuid(), org_id, user_id, 'Run', now() - (n / 3) * interval '1 second', 30
       from profiles, generate_series(1, $1) n where user_id = any ($2)`,
      [PAGE_ROWS, people.map(({ userId }) => userId)],
    );
    const found: DueTask[] = [];
    let after: Position = { at: new Date(0), id: NIL };
    for (let page: DueTask[] = []; found.length === 0 || page.length === PAGE_ROWS; found.push(...page)) {
      page = await asSystem(scene.orm, (em) =>
        findDueTasks(em, { state: 'to_start', soonMs: 300_000, after }),
      );
      after = page.at(-1)!;
    }
    expect(new Set(found.map(({ id }) => id)).size).toBe(2 * PAGE_ROWS);
    expect(found.length).toBe(2 * PAGE_ROWS);
    expect(found.map(({ at }) => at.getTime())).toEqual(
      found.map(({ at }) => at.getTime()).toSorted((a, b) => a - b),
    );
    await scene.admin.query('delete from tasks where id = any ($1)', [found.map(({ id }) => id)]);
  });
});

describe('what was started and is gone comes back under its generation', () => {
  const started = { reminded_generation: 1 };

  const ENDS: [end: string, make: (taskId: string, person: Member) => Promise<void>][] = [
    ['lost with all of Temporal', async () => {}],
    [
      'terminated by an operator',
      async (taskId, person) => {
        await begin(taskId, person);
        await ladder(taskId).terminate('by hand');
      },
    ],
    [
      'timed out',
      async (taskId, person) => {
        await begin(taskId, person, { workflowRunTimeout: '1s' });
        await expect(ladder(taskId).result()).rejects.toThrow('timed out');
      },
    ],
  ];

  test.concurrent.each(ENDS)('%s', async (_end, make) => {
    const ana = await scene.member();
    const task = await scene.task(ana, 60, started);
    await make(task, ana);
    // Temporal's list, which is asked first, lags a little behind what happened.
    await vi.waitUntil(async () => {
      await scene.look(deadReminders);
      return (await statusOf(task)) === 'RUNNING';
    }, PATIENCE);
    expect(await scene.look(deadReminders)).toMatchObject({ failed: 0 });
  });

  test('and is counted, also by how long it was gone', async () => {
    const ana = await scene.member();
    await scene.task(ana, -60, started);
    const before = await figuresOf('dead-reminders');
    const { revived } = await reconcile(
      scene.ports,
      { kind: 'dead-reminders', from: null },
      new AbortController().signal,
    );
    expect(revived).toBeGreaterThan(0);
    const { revived_total, last_look_seconds, oldest_seconds, waiting } = await figuresOf('dead-reminders');
    expect(revived_total! - (before['revived_total'] ?? 0)).toBe(revived);
    expect(waiting).toBeGreaterThan(0);
    expect(oldest_seconds).toBeGreaterThan(0);
    expect(last_look_seconds).toBeGreaterThan(before['last_look_seconds'] ?? 0);
  });

  test('one that runs is left alone, and is counted by nobody', async () => {
    const ana = await scene.member();
    const task = await scene.task(ana, 60, started);
    const { firstExecutionRunId } = await begin(task, ana, { startDelay: '1 hour' });
    const { revived } = await scene.look(deadReminders);
    expect(revived).toBe(0);
    expect((await ladder(task).describe()).runId).toBe(firstExecutionRunId);
  });

  test('what was started when its time was long over comes to its end, whoever wrote it last', async () => {
    const ana = await scene.member();
    const task = await scene.task(ana, -2 * HOUR, { ...started, updated_at: new Date() });
    await scene.look(deadReminders);
    expect(await statusOf(task)).toBe('RUNNING');
  });

  test('what is due later, settled, moved, or was written, reopened or moved long after its time is left alone', async () => {
    const ana = await scene.member();
    const tasks = [
      await scene.task(ana, 2 * HOUR, started),
      await scene.task(ana, 60, { ...started, status: 'done' }),
      await scene.task(ana, 60, { ...started, generation: 2, status: 'done' }),
      await scene.task(ana, -2 * HOUR, { ...started, recorded_generation: 1 }),
    ];
    await scene.look(deadReminders);
    for (const task of tasks) expect(await statusOf(task)).toBeNull();
  });
});

describe('whoever has left is reminded of nothing, and is no work', () => {
  test.each([
    ['never started', {}],
    ['started', { reminded_generation: 1 }],
  ])('%s: put aside until they are back, and then it runs', async (_what, change) => {
    const ben = await scene.member();
    const task = await scene.task(ben, -HOUR, change);
    await leave(ben);
    for (const kind of [dueReminders, deadReminders])
      expect(await scene.look(kind)).toMatchObject({ waiting: 0, revived: 0 });
    expect(await statusOf(task)).toBeNull();
    expect(await remindedOf(task)).toBe(0);

    await comeBack(ben);
    await scene.look(dueReminders);
    expect(await statusOf(task)).toBe('RUNNING');
    expect(await remindedOf(task)).toBe(1);
  });
});
