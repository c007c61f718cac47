// The promise: a wish said in chat becomes a plan that the person agreed to, with its tasks and a reminder for each.
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorld, type World } from '../harness/world.ts';

const WISH = 'I want to run 10 km in six weeks, three mornings a week before work';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

/** How many have a reminder when their time has come: the negotiation, which starts the first ones, has ended then. */
async function reminders(goalId: string, goalTasks: { id: string }[]): Promise<number> {
  expect(await world.temporal.client.workflow.getHandle(`goal/${goalId}`).result()).toBe('approved');
  const admin = new pg.Client({ connectionString: world.database.adminUrl });
  await admin.connect();
  await admin.query(`update tasks set starts_at = now() + interval '3 minutes' where goal_id = $1`, [goalId]);
  await admin.end();
  const { workflow } = world.temporal.client;
  await workflow.execute('reconciler', { taskQueue: world.taskQueue, workflowId: `look-${goalId}` });
  let started = 0;
  for (const { id } of goalTasks) {
    await workflow.getHandle(`reminder/${id}/1`).describe();
    started += 1;
  }
  return started;
}

test('said, changed, approved in chat', async () => {
  const ana = await world.person('Ana', { zone: 'Europe/Berlin', channels: [] });
  const proposed = await ana.say(WISH);
  expect(proposed).toMatchObject({ agent_node: 'planner', requires_user_action: true });
  expect(proposed.proposed_plan.draft).toBe(1);

  const changed = await ana.say('Only twice a week, please', proposed.conversation_id);
  expect(changed.proposed_plan.draft).toBe(2);

  const agreed = await ana.say('Yes, let us do it', proposed.conversation_id);
  expect(agreed.message).toContain('Agreed');

  const goal = await ana.expect(200, 'GET', `/v1/goals/${proposed.goal_id}`);
  expect(goal).toMatchObject({ status: 'active', approved_draft: 2 });
  const { tasks } = await ana.expect(200, 'GET', `/v1/tasks?goal_id=${goal.id}&limit=100`);
  expect(tasks).toHaveLength(goal.progress.total);
  expect(tasks.length).toBeGreaterThan(8);
  expect(await reminders(goal.id, tasks)).toBe(tasks.length);
});

test('by REST: a stale approval is refused with the latest draft, the right one counts once', async () => {
  const ben = await world.person('Ben', { zone: 'America/New_York', channels: [] });
  const goal = await ben.expect(201, 'POST', '/v1/goals', {
    wish: 'Read 12 books this year, half an hour before bed',
  });
  const first = await ben.expect(200, 'GET', `/v1/goals/${goal.id}/drafts/latest`);
  await ben.expect(201, 'POST', `/v1/goals/${goal.id}/revisions`, { message: 'not on weekends' });
  const stale = await ben.expect(409, 'POST', `/v1/goals/${goal.id}/approval`, {
    draft: 1,
    hash: first.hash,
  });
  expect(stale).toMatchObject({ code: 'PLAN_STALE', latest: { number: 2 } });

  const latest = await ben.expect(200, 'GET', `/v1/goals/${goal.id}/drafts/latest`);
  const approval = { draft: latest.number ?? latest.draft, hash: latest.hash };
  const answers = await Promise.all(
    Array.from({ length: 5 }, () => ben.expect(200, 'POST', `/v1/goals/${goal.id}/approval`, approval)),
  );
  const { tasks } = await ben.expect(200, 'GET', `/v1/tasks?goal_id=${goal.id}&limit=100`);
  expect(new Set(answers.map((answer) => answer.tasks))).toEqual(new Set([tasks.length]));
  expect(await reminders(goal.id, tasks)).toBe(tasks.length);
});

test('abandoned: nothing is left to do', async () => {
  const eva = await world.person('Eva', { channels: [] });
  const goal = await eva.expect(201, 'POST', '/v1/goals', { wish: 'Meditate every morning for ten minutes' });
  await eva.expect(200, 'POST', `/v1/goals/${goal.id}/abandonment`);
  expect(await eva.expect(200, 'GET', `/v1/goals/${goal.id}`)).toMatchObject({ status: 'abandoned' });
});

test('said again after it was agreed to: the same goal, and no second negotiation', async () => {
  const dan = await world.person('Dan', { channels: [] });
  const said = { goal_id: randomUUID(), wish: 'Practise the guitar for half an hour after dinner' };
  await dan.expect(201, 'POST', '/v1/goals', said);
  const draft = await dan.expect(200, 'GET', `/v1/goals/${said.goal_id}/drafts/latest`);
  const approval = { draft: draft.draft, hash: draft.hash };
  await dan.expect(200, 'POST', `/v1/goals/${said.goal_id}/approval`, approval);
  const negotiation = world.temporal.client.workflow.getHandle(`goal/${said.goal_id}`);
  expect(await negotiation.result()).toBe('approved');

  const again = await dan.expect(201, 'POST', '/v1/goals', said);
  expect(again).toMatchObject({ status: 'active', approved_draft: draft.draft });
  expect((await negotiation.describe()).status.name).toBe('COMPLETED');
});
