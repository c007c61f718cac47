// Two people who are new: one says everything in one breath and is asked for nothing twice; one never answers, and gets
// what they wished for all the same, and nothing that they did not agree to.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Person } from '../harness/person.ts';
import { openWorld, type World } from '../harness/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

function talkTo(person: Person) {
  let conversation: string | undefined;
  return async (message: string) => {
    const reply = await person.say(message, conversation);
    conversation = reply.conversation_id;
    return reply;
  };
}

const WISH = 'I want to run 10 km in six weeks, three mornings a week';

describe.concurrent('somebody new', () => {
  test('who answers everything at once: a code, a yes, and a plan that keeps to all of it', async () => {
    const cleo = await world.person('Cleo', { channels: [], onboarding: true, zone: 'UTC' });
    const say = talkTo(cleo);
    expect((await say(WISH)).message).toMatch(/I keep your wish.*\(2 of 11\)$/s);
    const all = `Berlin. A morning person. I sleep from 22:00 to 6:00, work Monday to Friday 9 to 17, no commitments, 45 minutes at a time, be direct, remind me 10 minutes before. My number is ${cleo.number}`;
    expect((await say(all)).message).toMatch(/I have sent a code.*What is the code/s);
    const { code } = await world.simulator.waitFor((state) =>
      state.verifications.findLast(({ to }) => to === cleo.number),
    );
    expect((await say(code)).message).toMatch(/Your number is proven\. .*\(11 of 11\)$/s);
    const planned = await say('yes');
    expect(planned).toMatchObject({ proposed_plan: { draft: 1 } });
    expect(await cleo.expect(200, 'GET', '/v1/account/preferences')).toMatchObject({
      zone: 'Europe/Berlin',
      chronotype: 'morning',
      sleep_window: { from: '22:00', to: '06:00' },
      work_hours: { days: ['MO', 'TU', 'WE', 'TH', 'FR'], from: '09:00', to: '17:00' },
      session_minutes: 45,
      tone: 'direct',
      reminder_lead_seconds: 600,
      phone_verified: true,
    });
    expect(await cleo.expect(200, 'GET', '/v1/account/onboarding')).toMatchObject({ status: 'done' });

    expect((await say('Yes, let us do it')).message).toMatch(/^Agreed/);
    const { tasks } = await cleo.expect(200, 'GET', `/v1/tasks?goal_id=${planned.goal_id}&limit=100`);
    expect(tasks.length).toBeGreaterThan(9);
    for (const { starts_local, duration_minutes } of tasks) {
      const start = Number(starts_local.slice(11, 13)) * 60 + Number(starts_local.slice(14, 16));
      const isWorkday = ![0, 6].includes(new Date(`${starts_local.slice(0, 10)}T12:00Z`).getUTCDay());
      expect(start).toBeGreaterThanOrEqual(6 * 60);
      expect(start + duration_minutes).toBeLessThanOrEqual(isWorkday ? 9 * 60 : 22 * 60);
    }
  });

  test('who answers nothing: no question comes a third time, the wish is planned, and nothing is done unasked', async () => {
    const noa = await world.person('Noa', { channels: ['push'], onboarding: true, windowSeconds: 0.4 });
    const say = talkTo(noa);
    const said: string[] = [(await say('I want to read 12 books this year')).message];
    let last = said[0]!;
    while (last.endsWith('of 11)')) {
      expect(said.length).toBeLessThanOrEqual(22);
      last = (await say('hm')).message;
      said.push(last);
    }
    const asked = said.flatMap((text) => /\((\d+) of 11\)$/.exec(text)?.[1] ?? []);
    const times = Object.values(Object.groupBy(asked, (number) => number)).map((same) => same!.length);
    expect(Math.max(...times)).toBe(2);
    expect(await noa.expect(200, 'GET', '/v1/account/onboarding')).toMatchObject({ status: 'done' });
    const { goals } = await noa.expect(200, 'GET', '/v1/goals');
    expect(goals).toMatchObject([{ wish: 'I want to read 12 books this year', status: 'negotiating' }]);
    // A plan that nobody agreed to stands in no calendar, however often something else is said.
    for (const nothing of ['hm', '...', 'I do not know']) await say(nothing);
    expect((await noa.expect(200, 'GET', '/v1/tasks')).tasks).toEqual([]);
    expect((await noa.expect(200, 'GET', '/v1/goals')).goals).toMatchObject([{ status: 'negotiating' }]);

    // A reminder that nobody answers has its end, and asks for nothing either.
    const task = await noa.plan('Read 20 pages');
    await noa.expectTask(task, 'missed');
    expect(noa.received().pushes).toHaveLength(1);
  });
});
