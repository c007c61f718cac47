// The promise: a task is reminded of by push, then WhatsApp, then a call, until somebody answers; else it is missed.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorld, type World } from '../harness/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

test('nobody answers: push, WhatsApp, call, missed', async () => {
  const ana = await world.person('Ana');
  const run = await ana.plan('Run 5 km');
  await ana.expectPush('Run 5 km');
  await ana.expectWhatsApp('Run 5 km');
  await ana.expectCall();
  const task = await ana.expectTask(run, 'missed');
  expect(task.settled_via).toBe('ladder');
  expect(task.reminder.map((rung: { step: string }) => rung.step)).toEqual(['push', 'whatsapp', 'call']);
});

test('done on the push: nothing more is sent', async () => {
  const ben = await world.person('Ben', { windowSeconds: 20 });
  const task = await ben.plan('Water the plants');
  await ben.press(await ben.expectPush('Water the plants'), 'done');
  expect((await ben.expectTask(task, 'done')).settled_via).toBe('push');
});

test('"done" by WhatsApp settles it, and says so', async () => {
  const eva = await world.person('Eva', { channels: ['whatsapp'], windowSeconds: 20 });
  const task = await eva.plan('Read 20 pages');
  await eva.reply('Done!', await eva.expectWhatsApp('Read 20 pages'));
  await eva.expectWhatsApp('Read 20 pages is done');
  expect((await eva.expectTask(task, 'done')).settled_via).toBe('whatsapp');
});

test('a key in the call settles it', async () => {
  const dan = await world.person('Dan', { channels: ['call'], windowSeconds: 20 });
  const task = await dan.plan('Call the dentist');
  await dan.answerCall('1');
  await dan.expectCall('completed');
  expect((await dan.expectTask(task, 'done')).settled_via).toBe('call');
});
