// The promise: a change of settings counts for what waits already, whether it makes a reminder come sooner or later.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Person } from '../harness/person.ts';
import { openWorld, type World } from '../harness/world.ts';
import { loseReports } from '../kill/lives.ts';
import { openTimer, toRecorded } from '../replay/histories.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const change = (person: Person, preferences: Record<string, unknown>) =>
  person.expect(200, 'PATCH', '/v1/account/preferences', preferences);

/** What the reminder waits for; null while it sleeps until it is due, or does something. */
async function waitsFor(taskId: string): Promise<unknown> {
  const handle = world.temporal.client.workflow.getHandle(`reminder/${taskId}/1`);
  const timer = openTimer(toRecorded(await handle.fetchHistory()).events);
  const { summary } = (timer?.['userMetadata'] ?? {}) as { summary?: { data: string } };
  return summary ? JSON.parse(Buffer.from(summary.data, 'base64').toString()) : null;
}

const SOON = { timeout: 20_000 };
const LONG = { windowSeconds: 600 };

/** Quiet hours of eight hours, in the middle of which it is now. */
function nightNow(): { from: string; to: string } {
  return { from: clockIn(-4), to: clockIn(4) };
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
    await expect.poll(() => waitsFor(task), SOON).toBe('too early for push');
    await change(eva, { sleep_window: null });
    await eva.expectPush('Read 20 pages');
  });

  test('by another zone, in which it is day', async ({ expect }) => {
    const dan = await world.person('Dan', { ...LONG, leadSeconds: 60_000, channels: ['push'] });
    await change(dan, { sleep_window: nightNow() });
    const task = await dan.plan('Call the dentist');
    await expect.poll(() => waitsFor(task), SOON).toBe('too early for push');
    await change(dan, { zone: 'Asia/Tokyo' });
    await dan.expectPush('Call the dentist');
  });
});

describe.concurrent('it comes later', () => {
  test('by a shorter lead', async ({ expect }) => {
    const fay = await world.person('Fay', { ...LONG, leadSeconds: 480, channels: ['push'] });
    const task = await fay.plan('Stretch', 2);
    await change(fay, { reminder_lead_seconds: 0 });
    await expect.poll(() => waitsFor(task), SOON).toBe('too early for push');
    expect(fay.received().pushes).toEqual([]);
  });

  test('by a longer window', async ({ expect }) => {
    const gil = await world.person('Gil', { windowSeconds: 3 });
    const task = await gil.plan('Feed the cat');
    await gil.expectReminder(task, 'push accepted');
    await change(gil, { escalation_window_seconds: 600 });
    await expect.poll(() => waitsFor(task), SOON).toBe('too early for whatsapp');
    expect(gil.received().messages.filter(({ body }) => body.includes('Feed the cat'))).toEqual([]);
  });

  test('by quiet hours that begin while it waits', async ({ expect }) => {
    const hal = await world.person('Hal', { windowSeconds: 3, leadSeconds: 60_000 });
    const task = await hal.plan('Practise scales');
    await hal.expectReminder(task, 'push accepted');
    await change(hal, { sleep_window: nightNow() });
    await expect.poll(() => waitsFor(task), SOON).toBe('too early for whatsapp');
  });
});

test('who answers while a call rings whose wait was broken off is not rung on', async () => {
  const ivy = await world.person('Ivy', { ...LONG, channels: ['call'] });
  // The report of its end would come when this world is gone.
  loseReports(world, ivy.number);
  const task = await ivy.plan('Clean the desk');
  await ivy.expectCall('ringing');
  await expect.poll(() => waitsFor(task), SOON).toBe('answer to call');
  await change(ivy, { escalation_window_seconds: 500 });
  await expect.poll(() => waitsFor(task), SOON).toBe('too early for missed');
  await ivy.expect(200, 'POST', `/v1/tasks/${task}/completion`);
  await ivy.expectCall('canceled');
});
