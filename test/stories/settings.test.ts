// The promise: a change of settings counts for what waits already, whether it makes a reminder come sooner or later.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Person } from '../harness/person.ts';
import { waitOf } from '../harness/wait-of.ts';
import { openWorld, type World } from '../harness/world.ts';
import { loseReports } from '../kill/lives.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const change = (person: Person, preferences: Record<string, unknown>) =>
  person.expect(200, 'PATCH', '/v1/account/preferences', preferences);

const waitsFor = async (taskId: string, generation?: number) =>
  (await waitOf(world, taskId, generation))?.summary ?? null;

const LONG = { windowSeconds: 600 };

/** Quiet hours of eight hours, in the middle of which it is now, so many hours ahead of UTC. */
function nightNow(hoursAhead = 0): { from: string; to: string } {
  return { from: clockIn(hoursAhead - 4), to: clockIn(hoursAhead + 4) };
}

const clockIn = (hours: number): string =>
  new Date(Date.now() + hours * 3_600_000).toISOString().slice(11, 16);

describe.concurrent('it comes sooner', () => {
  test('by a longer lead: also where the reminder sleeps until it is due', async ({ expect }) => {
    const ana = await world.person('Ana', { ...LONG, channels: ['push'] });
    const task = await ana.plan('Run 5 km', 200);
    expect(await waitsFor(task)).toBe(null);
    await change(ana, { reminder_lead_seconds: 300 });
    await ana.expectPush('Run 5 km');
  });

  test('by a shorter window', async () => {
    const ben = await world.person('Ben', LONG);
    const task = await ben.plan('Water the plants');
    await ben.expectReminder(task, 'push accepted');
    await change(ben, { escalation_window_seconds: 0.1 });
    await ben.expectWhatsApp('Water the plants');
    expect(ben.received().pushes).toHaveLength(1);
  });

  test('by the end of quiet hours', async ({ expect }) => {
    const eva = await world.person('Eva', { ...LONG, leadSeconds: 60_000, channels: ['push'] });
    await change(eva, { sleep_window: nightNow() });
    const task = await eva.plan('Read 20 pages');
    await expect.poll(() => waitsFor(task)).toBe('too early for push');
    await change(eva, { sleep_window: null });
    await eva.expectPush('Read 20 pages');
  });

  test('by the end of quiet hours that were told in another organisation', async ({ expect }) => {
    const kai = await world.person('Kai', LONG);
    await change(kai, { sleep_window: nightNow() });
    const { id } = await kai.expect(201, 'POST', '/v1/orgs', { name: 'Team' });
    const there = { 'X-Org-Id': id as string };
    await kai.call('PATCH', '/v1/account/preferences', { reminder_lead_seconds: 60_000 }, there);
    const starts_at = new Date(Date.now() + 59_000_000).toISOString();
    const task = { title: 'Read the minutes', starts_at, duration_minutes: 5, force: true };
    const made = await kai.call('POST', '/v1/tasks', task, there);
    await expect.poll(() => waitsFor(made.body.id)).toBe('too early for push');
    await change(kai, { sleep_window: null });
    await kai.expectWhatsApp('Read the minutes');
  });

  test('by the end of "do not disturb", which was told in another organisation', async ({ expect }) => {
    const ida = await world.person('Ida', { ...LONG, channels: ['push'] });
    const { id } = await ida.expect(201, 'POST', '/v1/orgs', { name: 'Team' });
    const until = new Date(Date.now() + 30 * 60_000).toISOString();
    const quiet = { do_not_disturb_until: until };
    const there = { 'X-Org-Id': id as string };
    const { body } = await ida.call('PATCH', '/v1/account/preferences', quiet, there);
    expect(body).toMatchObject(quiet);
    const task = await ida.plan('Stretch');
    await expect.poll(() => waitsFor(task)).toBe('too early for push');
    expect(ida.received().pushes).toEqual([]);
    await change(ida, { do_not_disturb_until: null });
    await ida.expectPush('Stretch');
  });

  test('by the clock, once "do not disturb" is over', async ({ expect }) => {
    const lou = await world.person('Lou', { ...LONG, channels: ['push'] });
    await change(lou, { do_not_disturb_until: new Date(Date.now() + 4000).toISOString() });
    const task = await lou.plan('Stretch again');
    await expect.poll(() => waitsFor(task)).toBe('too early for push');
    await lou.expectPush('Stretch again');
    await expect
      .poll(async () => (await lou.expect(200, 'GET', '/v1/account/preferences')).do_not_disturb_until)
      .toBeNull();
  });

  test('by another zone, in which it is day', async ({ expect }) => {
    const dan = await world.person('Dan', { ...LONG, leadSeconds: 60_000, channels: ['push'] });
    await change(dan, { sleep_window: nightNow() });
    const task = await dan.plan('Call the dentist');
    await expect.poll(() => waitsFor(task)).toBe('too early for push');
    await change(dan, { zone: 'Asia/Tokyo' });
    await dan.expectPush('Call the dentist');
  });
});

/** Somebody who can be reached in no way, with a reminder that waits for one. */
async function outOfReach(name: string): Promise<Person> {
  const person = await world.person(name, { ...LONG, channels: [] });
  await person.expectReminder(
    await person.plan('Mow the lawn'),
    'push skipped no_subscription',
    'whatsapp skipped phone_not_verified',
    'call skipped phone_not_verified',
  );
  return person;
}

describe.concurrent('it comes once there is a way', () => {
  test('by a new browser', async () => {
    const lea = await outOfReach('Lea');
    await lea.subscribe();
    expect((await lea.expectPush('Mow the lawn')).title).toBe('Mow the lawn');
  });

  test('by a new browser, while a later rung is being tried', async () => {
    const ida = await world.person('Ida', { ...LONG, channels: ['whatsapp'] });
    await change(ida, { channels: { call: false } });
    const refuse = (status: number, code: number) =>
      world.simulator.faults.next(
        'messages',
        { kind: 'refuse', status, code },
        { to: ida.number, times: 99 },
      );
    const isBusyNoMore = refuse(429, 20429);
    const task = await ida.plan('Mow the meadow');
    await ida.expectReminder(task, 'push skipped no_subscription', 'whatsapp unsent 20429');
    await ida.subscribe();
    refuse(400, 63024);
    isBusyNoMore();
    // Not a window later: nothing was accepted, and the round is as old as its first look.
    expect((await ida.expectPush('Mow the meadow')).title).toBe('Mow the meadow');
  });

  test('by a number', async () => {
    const max = await outOfReach('Max');
    await max.verifyPhone();
    expect((await max.expectCall('ringing')).status).toBe('ringing');
  });
});

describe.concurrent('it comes later', () => {
  test('by a shorter lead', async ({ expect }) => {
    const fay = await world.person('Fay', { ...LONG, leadSeconds: 480, channels: ['push'] });
    const task = await fay.plan('Stretch', 2);
    await change(fay, { reminder_lead_seconds: 0 });
    await expect.poll(() => waitsFor(task)).toBe('too early for push');
    expect(fay.received().pushes).toEqual([]);
  });

  test('by a longer window', async ({ expect }) => {
    const gil = await world.person('Gil', { windowSeconds: 60 });
    const task = await gil.plan('Feed the cat');
    await gil.expectReminder(task, 'push accepted');
    await change(gil, { escalation_window_seconds: 600 });
    await expect.poll(() => waitsFor(task)).toBe('too early for whatsapp');
    expect(gil.received().messages.filter(({ body }) => body.includes('Feed the cat'))).toEqual([]);
  });

  test('by quiet hours that begin while it waits', async ({ expect }) => {
    const hal = await world.person('Hal', { windowSeconds: 60, leadSeconds: 60_000 });
    const task = await hal.plan('Practise scales');
    await hal.expectReminder(task, 'push accepted');
    await change(hal, { sleep_window: nightNow() });
    await expect.poll(() => waitsFor(task)).toBe('too early for whatsapp');
  });
});

/** Of a plan that was agreed to. */
async function sessionOf(person: Person): Promise<string> {
  const goal = await person.expect(201, 'POST', '/v1/goals', { wish: 'Meditate every evening at 9 pm' });
  const { draft, hash } = goal.latest_draft;
  await person.expect(200, 'POST', `/v1/goals/${goal.id}/approval`, { draft, hash });
  const { tasks } = await person.expect(200, 'GET', `/v1/tasks?goal_id=${goal.id}&limit=1`);
  return tasks[0].id;
}

test('what a change of zone puts into the night is quiet; what is named for that moment is not', async () => {
  const jo = await world.person('Jo', { ...LONG, leadSeconds: 0, channels: ['push'] });
  await change(jo, { sleep_window: nightNow(8) });
  const session = await sessionOf(jo);
  const starts_at = new Date(Date.now() + 280_000).toISOString();
  await jo.expect(200, 'POST', `/v1/tasks/${session}/reschedule`, { starts_at });
  const { tasks_in_sleep } = await change(jo, { zone: 'Etc/GMT-8' });
  expect(tasks_in_sleep).toBeGreaterThan(0);
  const soon = new Date(Date.now() + 100_000).toISOString();
  const taxi = { title: 'Take the taxi', starts_at: soon, duration_minutes: 5, force: true };
  await jo.expect(201, 'POST', '/v1/tasks', taxi);
  await change(jo, { reminder_lead_seconds: 300 });
  await jo.expectPush('Take the taxi');
  await expect.poll(() => waitsFor(session, 2)).toBe('too early for push');
  expect(jo.received().pushes.map(({ title }) => title)).toEqual(['Take the taxi']);
});

test('who answers while a call rings whose wait was broken off is not rung on', async () => {
  const ivy = await world.person('Ivy', { ...LONG, channels: ['call'] });
  // The report of its end would come when this world is gone.
  loseReports(world, ivy.number);
  const task = await ivy.plan('Clean the desk');
  await ivy.expectCall('ringing');
  await expect.poll(() => waitsFor(task)).toBe('answer to call');
  await change(ivy, { escalation_window_seconds: 500 });
  await expect.poll(() => waitsFor(task)).toBe('too early for missed');
  await ivy.expect(200, 'POST', `/v1/tasks/${task}/completion`);
  await ivy.expectCall('canceled');
});
