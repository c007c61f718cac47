// The promise: by whichever door a task gets its time, its reminder begins alike: at once where it is due soon, in time else.
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { reminderDue, spreadDue } from '../../src/tasks/reminder-due.ts';
import { SEARCH_ATTRIBUTES } from '../../temporal/search-attributes.ts';
import type { Person } from '../harness/person.ts';
import { openWorld, type World } from '../harness/world.ts';

const SPREAD_MS = 60_000;
let world: World;
beforeAll(async () => {
  world = await openWorld({ env: { REMINDER_SPREAD_MS: String(SPREAD_MS) } });
});
afterAll(() => world.close());

const startsIn = (minutes: number): string => new Date(Date.now() + minutes * 60_000).toISOString();

/** The reminder of the task's present generation runs, or waits for its time, in Temporal. */
async function isStarted(person: Person, taskId: string): Promise<boolean> {
  const { generation } = await person.task(taskId);
  return world.temporal.client.workflow
    .getHandle(`reminder/${taskId}/${generation}`)
    .describe()
    .then(
      () => true,
      () => false,
    );
}

const body = (starts_at: string) => ({ title: 'Stretch', duration_minutes: 5, force: true, starts_at });

const DOORS: [door: string, place: (person: Person, minutes: number) => Promise<string>][] = [
  [
    'created by REST',
    async (person, minutes) => (await person.expect(201, 'POST', '/v1/tasks', body(startsIn(minutes)))).id,
  ],
  [
    'created in chat',
    async (person, minutes) => {
      const said = await person.say(`Remind me to stretch in ${minutes} minutes`);
      const { tasks } = await person.expect(200, 'GET', '/v1/tasks');
      if (tasks.length === 0) throw new Error(said.message);
      return tasks.at(-1).id;
    },
  ],
  [
    'moved by REST',
    async (person, minutes) => {
      const { id } = await person.expect(201, 'POST', '/v1/tasks', body(startsIn(600)));
      await person.expect(200, 'POST', `/v1/tasks/${id}/reschedule`, { starts_at: startsIn(minutes) });
      return id;
    },
  ],
];

test.each(DOORS)('%s: due soon, it is started at once', async (_door, place) => {
  const ana = await world.person('Ana', { channels: [] });
  expect(await isStarted(ana, await place(ana, 3))).toBe(true);
});

test.each(DOORS)('%s: due later, it does not begin yet', async (_door, place) => {
  const ben = await world.person('Ben', { channels: [] });
  expect(await isStarted(ben, await place(ben, 45))).toBe(false);
});

test('moved by a button of the push: half an hour at least, and then it begins', async () => {
  const eva = await world.person('Eva', { channels: ['push'], windowSeconds: 20 });
  const task = await eva.plan('Clean the desk');
  await eva.press(await eva.expectPush('Clean the desk'), 'reschedule');
  await eva.expectTask(task, 'rescheduled');
  expect(await isStarted(eva, task)).toBe(false);
  await halfAnHourLater(task);
  expect(await isStarted(eva, task)).toBe(true);
});

test('ten minutes before: at its own moment of that minute, whoever starts it', async () => {
  const mia = await world.person('Mia', { channels: [], leadSeconds: 600 });
  const byDoor = await mia.expect(201, 'POST', '/v1/tasks', body(startsIn(13)));
  const byReconciler = await mia.expect(201, 'POST', '/v1/tasks', body(startsIn(600)));
  await halfAnHourLater(byReconciler.id, 13);
  for (const { id } of [byDoor, byReconciler]) {
    const { starts_at } = await mia.task(id);
    const due = reminderDue(
      { id, generation: 1, startsAt: new Date(starts_at) },
      { reminderLeadMs: 600_000 },
    );
    expect(await momentOf(id)).toBe(spreadDue(due, SPREAD_MS).toISOString());
  }
});

/** What is shown as the moment at which it takes its first rung. */
async function momentOf(taskId: string): Promise<string | undefined> {
  const { typedSearchAttributes } = await world.temporal.client.workflow
    .getHandle(`reminder/${taskId}/1`)
    .describe();
  return typedSearchAttributes.get(SEARCH_ATTRIBUTES.dueAt)?.toISOString();
}

/** What is due by then is found by the reconciler. */
async function halfAnHourLater(taskId: string, minutes = 2): Promise<void> {
  const admin = new pg.Client({ connectionString: world.database.adminUrl });
  await admin.connect();
  await admin.query(`update tasks set starts_at = now() + $2 * interval '1 minute' where id = $1`, [
    taskId,
    minutes,
  ]);
  await admin.end();
  await world.temporal.client.workflow.execute('reconciler', {
    taskQueue: world.taskQueue,
    workflowId: `look-${world.taskQueue}`,
  });
}
