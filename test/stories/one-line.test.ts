// The promise: a person has one phone, whatever organisation calls: one call at a time, and each is its own task's.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Person } from '../harness/person.ts';
import { waitOf } from '../harness/wait-of.ts';
import { openWorld, type World } from '../harness/world.ts';
import { loseReports } from '../kill/lives.ts';

let world: World;
beforeAll(async () => {
  // Here providers say nothing, and that is waited out.
  world = await openWorld({ env: { PROVIDER_TIMEOUT_MS: '2000' } });
});
afterAll(() => world.close());

const LONG = { windowSeconds: 600, channels: ['call' as const] };
/** A second organisation of theirs, with the same pace. */
async function team(person: Person) {
  const { id } = await person.expect(201, 'POST', '/v1/orgs', { name: 'Team' });
  const there = { 'X-Org-Id': id as string };
  const pace = { reminder_lead_seconds: 600, escalation_window_seconds: 600 };
  const change = async (preferences: object) =>
    expect((await person.call('PATCH', '/v1/account/preferences', preferences, there)).status).toBe(200);
  await change(pace);
  return {
    change,
    plan: async (title: string): Promise<string> => {
      const starts_at = new Date(Date.now() + 60_000).toISOString();
      const task = { title, starts_at, duration_minutes: 5, force: true };
      const made = await person.call('POST', '/v1/tasks', task, there);
      expect(made.status).toBe(201);
      return made.body.id;
    },
    task: async (id: string) => (await person.call('GET', `/v1/tasks/${id}`, undefined, there)).body,
  };
}

describe.concurrent('two organisations', () => {
  test('ring one after the other: nothing is busy because of us', async ({ expect }) => {
    const ana = await world.person('Ana', LONG);
    const there = await team(ana);
    const first = await ana.plan('Water the plants');
    await ana.expectCall('ringing');
    const second = await there.plan('Read the minutes');
    await expect.poll(() => waitOf(world, second)).toMatchObject({ summary: 'too early for call' });
    expect(ana.received().calls).toHaveLength(1);
    await ana.answerCall('1');
    await ana.expectTask(first, 'done');
    // Asked again, it finds the line free: a report of its end may be on its way still.
    await ana.expectCall('completed');
    await there.change({ escalation_window_seconds: 500 });
    await ana.answerCall('1');
    await expect.poll(async () => (await there.task(second)).status).toBe('done');
    expect(ana.received().calls.map(({ status }) => status)).not.toContain('busy');
  });

  test('the line is free though the other one never heard that its call is over', async ({ expect }) => {
    const eva = await world.person('Eva', LONG);
    const there = await team(eva);
    loseReports(world, eva.number);
    world.simulator.phone.setMode(eva.number, 'no-answer');
    const first = await eva.plan('Stretch');
    await eva.expectCall('no-answer');
    await eva.expectReminder(
      first,
      'push skipped no_subscription',
      'whatsapp skipped whatsapp_not_opted_in',
      'call accepted',
    );
    world.simulator.phone.setMode(eva.number, 'ring');
    const second = await there.plan('Read the minutes');
    await eva.answerCall('1');
    await expect.poll(async () => (await there.task(second)).status).toBe('done');
  });

  test.for(['drop', 'hang'] as const)(
    'a call that nobody placed is not taken for that of the other one: %s',
    async (kind, { expect }) => {
      const ben = await world.person('Ben', LONG);
      const there = await team(ben);
      const first = await ben.plan('Feed the cat');
      await ben.answerCall('1');
      await ben.expectTask(first, 'done');
      await ben.expectCall('completed');
      world.simulator.faults.next('calls', { kind }, { to: ben.number });
      const second = await there.plan('Read the minutes');
      await ben.answerCall('1');
      await expect.poll(async () => (await there.task(second)).status).toBe('done');
      expect((await there.task(second)).settled_via).toBe('call');
      expect(ben.received().calls).toHaveLength(2);
    },
  );

  test('a call whose answer was lost is found again, and the other one is left alone', async ({ expect }) => {
    const dan = await world.person('Dan', LONG);
    const there = await team(dan);
    const first = await dan.plan('Tidy up');
    await dan.answerCall('1');
    await dan.expectTask(first, 'done');
    await dan.expectCall('completed');
    loseReports(world, dan.number);
    world.simulator.faults.next('calls', { kind: 'accept-then-hang' }, { to: dan.number });
    const second = await there.plan('Read the minutes');
    await dan.expectCall('ringing');
    const reminder = async () => (await there.task(second)).reminder.at(-1);
    await expect.poll(reminder).toMatchObject({ step: 'call', state: 'accepted' });
    await dan.answerCall('1');
    await expect.poll(async () => (await there.task(second)).status).toBe('done');
    expect(dan.received().calls).toHaveLength(2);
  });
});
