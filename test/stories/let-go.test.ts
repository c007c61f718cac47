// The promise: a goal can be let go at any time, in chat as by REST, while it is negotiated and when it has long been running.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Person } from '../harness/person.ts';
import { openWorld, type World } from '../harness/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const WISH = 'I want to run 10 km in six weeks, three mornings a week before work';

interface Running {
  goalId: string;
  conversationId: string;
  /** Its next session, whose reminder is under way. */
  next: { id: string; generation: number };
}

const SOON_MS = 2000;

/** A goal whose plan was agreed to in chat: its negotiation is over, and the reminder of its next session runs. */
async function running(person: Person, wish = WISH): Promise<Running> {
  const { goal_id: goalId, conversation_id: conversationId } = await person.say(wish);
  await person.say('Yes, that works for me', conversationId);
  const { tasks } = await person.expect(200, 'GET', `/v1/tasks?goal_id=${goalId}&limit=100`);
  const starts_at = new Date(Date.now() + SOON_MS).toISOString();
  const { task } = await person.expect(200, 'POST', `/v1/tasks/${tasks[0].id}/reschedule`, { starts_at });
  return { goalId, conversationId, next: task };
}

/** What is left of it, in the person's eyes and in Temporal's. Waits until the reminder has ended. */
async function whatIsLeft(person: Person, { goalId, next }: Running): Promise<unknown> {
  const { status } = await person.expect(200, 'GET', `/v1/goals/${goalId}`);
  const { tasks } = await person.expect(200, 'GET', `/v1/tasks?goal_id=${goalId}&limit=100`);
  const { workflow } = world.temporal.client;
  return {
    status,
    tasks: [...new Set(tasks.map((task: { status: string }) => task.status))],
    reminder: await workflow.getHandle(`reminder/${next.id}/${next.generation}`).result(),
  };
}

const NOTHING = {
  status: 'abandoned',
  tasks: ['cancelled'],
  reminder: expect.stringMatching(/^(answered|over)$/),
};

test('by REST', async () => {
  const ana = await world.person('Ana', { channels: [] });
  const goal = await running(ana);
  await ana.expect(200, 'POST', `/v1/goals/${goal.goalId}/abandonment`);
  expect(await whatIsLeft(ana, goal)).toEqual(NOTHING);
});

test.each(['Drop the goal', 'I want to give up my running goal'])('in chat: "%s"', async (words) => {
  const ben = await world.person('Ben', { channels: [] });
  const goal = await running(ben);
  const asked = await ben.say(words, goal.conversationId);
  expect(asked.message).toContain('Shall I let go of');
  const answer = await ben.say('Yes', goal.conversationId);
  expect(answer.message).toContain('Let go');
  expect(await whatIsLeft(ben, goal)).toEqual(NOTHING);
});

test('again, by the other door: it stays so, and nobody is told otherwise', async () => {
  const eva = await world.person('Eva', { channels: [] });
  const goal = await running(eva);
  await eva.say('Drop the goal', goal.conversationId);
  await eva.say('Yes', goal.conversationId);
  await eva.expect(200, 'POST', `/v1/goals/${goal.goalId}/abandonment`);
  expect(await whatIsLeft(eva, goal)).toEqual(NOTHING);
});

test('while it is negotiated, in chat', async () => {
  const dan = await world.person('Dan', { channels: [] });
  const { goal_id, conversation_id } = await dan.say(WISH);
  await dan.say('Forget it', conversation_id);
  await dan.say('Yes', conversation_id);
  expect(await dan.expect(200, 'GET', `/v1/goals/${goal_id}`)).toMatchObject({ status: 'abandoned' });
});
