// The promise: two goals at once are two goals. What is said of one is done to that one, and the same hour is given once.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Person } from '../harness/person.ts';
import { openWorld, type World } from '../harness/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

interface Session {
  status: string;
  starts_at: string;
  duration_minutes: number;
}

const openOf = async (person: Person, goalId: string): Promise<Session[]> => {
  const { tasks } = await person.expect(200, 'GET', `/v1/tasks?goal_id=${goalId}&limit=100`);
  return (tasks as Session[]).filter(({ status }) => status === 'pending');
};

const statusOf = async (person: Person, goalId: string): Promise<string> =>
  (await person.expect(200, 'GET', `/v1/goals/${goalId}`)).status;

const isAgreed = ({ message }: { message: string }): boolean => message.startsWith('Agreed');

describe.concurrent('of one person', () => {
  test('in one conversation: each by its name, from the first draft to its end', async () => {
    const ana = await world.person('Ana', { channels: [] });
    const runs = await ana.say('I want to run three mornings a week');
    const say = (message: string) => ana.say(message, runs.conversation_id);
    const spanish = await say('I also want to learn Spanish, 20 minutes every evening');
    expect(spanish.goal_id).not.toBe(runs.goal_id);

    const revised = await say('the runs only twice a week, please');
    expect(revised).toMatchObject({ goal_id: runs.goal_id, proposed_plan: { draft: 2 } });
    expect((await say('Yes, let us do the Spanish')).message).toMatch(/^Agreed\. 42 sessions/);
    expect([await statusOf(ana, runs.goal_id), await statusOf(ana, spanish.goal_id)]).toEqual([
      'negotiating',
      'active',
    ]);
    expect((await say('yes to the runs')).message).toMatch(/^Agreed\. 12 sessions/);
    const running = await openOf(ana, runs.goal_id);

    expect((await say('How is my Spanish going?')).message).toMatch(
      /^“Learn Spanish”: 0 of 42 sessions done/,
    );
    expect((await say('make the Spanish 30 minutes from now on')).goal_id).toBe(spanish.goal_id);
    expect((await say('yes')).message).toMatch(/^Agreed/);
    const minutes = (await openOf(ana, spanish.goal_id)).map((one) => one.duration_minutes);
    expect(minutes).toEqual(Array(42).fill(30));
    expect(await openOf(ana, runs.goal_id)).toEqual(running);

    expect((await say('let go of the runs')).message).toMatch(/“Run|"Run/);
    await say('yes');
    expect([await statusOf(ana, runs.goal_id), await statusOf(ana, spanish.goal_id)]).toEqual([
      'abandoned',
      'active',
    ]);
    expect(await openOf(ana, runs.goal_id)).toEqual([]);
    expect(await openOf(ana, spanish.goal_id)).toHaveLength(42);
  });

  test('in two conversations at the same moment, for the same hour: nobody is booked twice', async () => {
    const ben = await world.person('Ben', { channels: [] });
    const [runs, books] = await Promise.all([
      ben.say('I want to run every day at 7 am'),
      ben.say('I want to read every day at 7 am'),
    ]);
    const agreeTo = async ({ conversation_id }: { conversation_id: string }) =>
      ben.say('Yes, let us do it', conversation_id);
    const answers = await Promise.all([agreeTo(runs), agreeTo(books)]);
    // Whoever comes second is shown what is left of the day, and agrees to that.
    const late = [runs, books].filter((_one, index) => !isAgreed(answers[index]));
    expect(late).toHaveLength(1);
    const shown = answers.find((answer) => !isAgreed(answer));
    expect(shown.proposed_plan).toMatchObject({ draft: 2 });
    expect(isAgreed(await agreeTo(late[0]))).toBe(true);

    const all = await Promise.all([runs, books].map(({ goal_id }) => openOf(ben, goal_id)));
    expect(all.map((sessions) => sessions.length)).toEqual([42, 42]);
    const spans = all
      .flat()
      .map(({ starts_at, duration_minutes }) => [Date.parse(starts_at), duration_minutes] as const)
      .toSorted(([a], [b]) => a - b);
    const overlaps = spans.filter(
      ([start, minutes], index) => start + minutes * 60_000 > (spans[index + 1]?.[0] ?? Infinity),
    );
    expect(overlaps).toEqual([]);
  });
});
