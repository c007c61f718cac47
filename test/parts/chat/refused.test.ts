// What cannot be done as it is said is answered with the reason, and with what can be done.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addDays, localDayOf } from '../../../src/kernel/time.ts';
import { createRuleTool, listPausesTool, startPauseTool } from '../../../src/rules/tools.ts';
import { listTasks } from '../../../src/tasks/read-task.ts';
import { openTalks } from '../../harness/talk.ts';

let talks: Awaited<ReturnType<typeof openTalks>>;
beforeAll(async () => {
  talks = await openTalks();
});
afterAll(() => talks.close());

const talk = () => talks.talk();

const tomorrow = addDays(localDayOf(new Date(), 'UTC'), 1);

test('a time that is taken: by what, and when there is room', async () => {
  const { as, say } = await talk();
  await say('remind me to call mum tomorrow at 15:00');
  const refused = await say('remind me to call dad tomorrow at 15:00');
  expect(refused).toMatch(/“Call mum” stands there already. The next free time is /);
  expect(refused).toContain('So “Call dad” is not noted yet');
  await say('at 17:00');
  const moved = await say('move call dad to tomorrow at 15:10');
  expect(moved).toMatch(/“Call mum” stands there already. The next free time is /);
  expect(moved).toContain('So “Call dad” stays as it is. When instead?');
  expect(await say('then at 19:00')).toContain('Moved: Call dad');
  expect(await say('every day at 15:00 water the plants')).toContain('“Call mum” stands there already, ');
  const { tasks } = await as((ctx) => listTasks(ctx, { limit: 50 }));
  expect(tasks.map(({ title, startsAt }) => [title, startsAt.toISOString().slice(11, 16)])).toEqual([
    ['Call mum', '15:00'],
    ['Call dad', '19:00'],
  ]);
  // An hour alone is one of the day that was spoken of.
  expect(new Set(tasks.map(({ startsAt }) => localDayOf(startsAt, 'UTC'))).size).toBe(1);
});

test('said twice a pause is one, and “I am back” leaves alone what rests by itself', async () => {
  const { as, say } = await talk();
  const daily = (title: string, time: string) =>
    as((ctx) =>
      createRuleTool.within(ctx, {
        title,
        time,
        rrule: 'FREQ=DAILY',
        start_date: tomorrow,
        duration_minutes: 15,
      }),
    );
  const { id: rule_id } = await daily('Stretch', '15:00');
  await daily('Read', '17:00');
  const open = async () => {
    const { tasks } = await as((ctx) => listTasks(ctx, { limit: 50 }));
    return [...new Set(tasks.filter(({ status }) => status === 'pending').map(({ title }) => title))];
  };
  const alone = await as((ctx) => startPauseTool.within(ctx, { rule_id }));
  expect(await say('I am back')).toContain('leave it so');
  const until = `pause everything until ${addDays(tomorrow, 60)}`;
  expect(await say(until)).toContain('Paused');
  expect(await say(until)).toContain('Paused');
  expect(await open()).toEqual([]);
  const { pauses } = await as((ctx) => listPausesTool.within(ctx, {}));
  expect(pauses).toHaveLength(2);
  expect(await say('I am back')).toContain('Welcome back');
  expect(await open()).toEqual(['Read']);
  const after = await as((ctx) => listPausesTool.within(ctx, {}));
  expect(after.pauses.find(({ id }) => id === alone.id)).toMatchObject({ ended_at: null });
});
