// The promise as a whole, in one conversation: somebody new waves the questions off, wishes, revises three times, agrees,
// changes the plan that runs, is away, comes back, and the goal is done.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorld, type World } from '../harness/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

test('from the first word to the last session', async () => {
  const ana = await world.person('Ana', { channels: [], onboarding: true, zone: 'Europe/Berlin' });
  let conversation: string | undefined;
  const say = async (message: string) => {
    const reply = await ana.say(message, conversation);
    conversation = reply.conversation_id;
    return reply;
  };
  expect((await say('I want to meditate ten minutes every Sunday evening')).message).toMatch(
    /I keep your wish/,
  );
  const first = await say('No questions, please');
  expect(first).toMatchObject({ proposed_plan: { draft: 1 } });
  expect(first.message).toMatch(/“Meditate”: 6 sessions .*Sun at 20:00/);
  expect((await say('15 minutes, please')).message).toMatch(/Changed: 15 minutes instead of 10 minutes\./);
  expect((await say('make it Saturdays instead')).message).toMatch(/Changed: Sat instead of Sun\./);
  expect((await say('in the morning')).message).toMatch(/Changed: 10:00 instead of 20:00\./);
  expect((await say('Yes, let us do it')).message).toMatch(/^Agreed\. 6 sessions/);

  const path = `/v1/goals/${first.goal_id}`;
  const tasks = async (): Promise<{ id: string; status: string; duration_minutes: number }[]> =>
    (await ana.expect(200, 'GET', `/v1/tasks?goal_id=${first.goal_id}&limit=100`)).tasks;
  const changed = await say('make the meditation 20 minutes from now on');
  expect(changed.message).toMatch(/Changed: 20 minutes instead of 15 minutes\./);
  expect((await tasks()).map((task) => task.duration_minutes)).toEqual(Array(6).fill(15));
  expect((await say('yes')).message).toMatch(/^Agreed\. .* 6 sessions in your calendar are new or moved\./);
  const open = async () => (await tasks()).filter(({ status }) => status === 'pending');
  expect((await open()).map((task) => task.duration_minutes)).toEqual(Array(6).fill(20));

  expect((await say('I am on holiday for the next two weeks, pause everything')).message).toMatch(/^Paused/);
  expect((await open()).length).toBeLessThan(6);
  expect((await say('I am back')).message).toMatch(/^Welcome back/);
  expect(await open()).toHaveLength(6);
  for (const { id } of await open()) await ana.expect(200, 'POST', `/v1/tasks/${id}/completion`);
  expect(await ana.expect(200, 'GET', path)).toMatchObject({
    status: 'completed',
    progress: { done: 6, open: 0 },
  });
  const talk = await ana.expect(200, 'GET', `/v1/conversations/${conversation}/messages?limit=100`);
  expect(talk.messages.map(({ message }: { message: string }) => message)).toContainEqual(
    expect.stringMatching(/“Meditate” is done: all 6 sessions\./),
  );
}, 60_000);
