// The promise: a task is reminded of by push, then WhatsApp, then a call, until somebody answers; else it is missed.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openWorld, type World } from '../harness/world.ts';
import { attributesOf, toRecorded } from '../replay/histories.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

// Everybody has a phone of their own, and most of the time is spent waiting for a clock: side by side.
describe.concurrent('a task is reminded of', () => {
  test('nobody answers: push, WhatsApp, call, missed', async () => {
    const ana = await world.person('Ana');
    const run = await ana.plan('Run 5 km');
    await ana.expectPush('Run 5 km');
    await ana.expectWhatsApp('Run 5 km');
    await ana.expectCall();
    const task = await ana.expectTask(run, 'missed');
    expect(task.settled_via).toBe('ladder');
    expect(task.reminder.map((rung: { step: string }) => rung.step)).toEqual(['push', 'whatsapp', 'call']);
    // Time in a queue does not count: no rung ends because no worker was free for it.
    const { events } = toRecorded(
      await world.temporal.client.workflow.getHandle(`reminder/${run}/1`).fetchHistory(),
    );
    const rungs = events.filter(({ eventType }) => eventType === 'EVENT_TYPE_ACTIVITY_TASK_SCHEDULED');
    expect(rungs).toHaveLength(2);
    for (const rung of rungs) {
      const { scheduleToStartTimeout, scheduleToCloseTimeout } = attributesOf(rung);
      for (const limit of [scheduleToStartTimeout, scheduleToCloseTimeout])
        expect(Number.parseInt(String(limit), 10)).toBeGreaterThanOrEqual(6 * 3600);
    }
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

  test('a tap on a WhatsApp button settles the very task it belongs to, of two that wait', async () => {
    const fay = await world.person('Fay', { channels: ['whatsapp'], windowSeconds: 20 });
    const [stretch, tidy] = await Promise.all([fay.plan('Stretch'), fay.plan('Tidy up', 400)]);
    const message = await fay.expectWhatsApp('Stretch');
    await world.simulator.phone.tapButton(fay.number, message.sid, 'missed');
    expect((await fay.expectTask(stretch, 'missed')).settled_via).toBe('whatsapp');
    expect((await fay.task(tidy)).status).toBe('pending');
  });

  test('an answer in the app stops the ringing call', async () => {
    const gil = await world.person('Gil', { channels: ['call'], windowSeconds: 20 });
    const task = await gil.plan('Feed the cat');
    const call = await gil.expectCall('ringing');
    await gil.expect(200, 'POST', `/v1/tasks/${task}/completion`);
    const ended = await world.simulator.waitFor((state) =>
      state.calls.find((one) => one.sid === call.sid && one.endedAt !== null),
    );
    expect(ended.status).toBe('canceled');
  });

  test('the first answer wins; a later one is told so and changes nothing', async () => {
    const hal = await world.person('Hal', { channels: ['whatsapp'], windowSeconds: 20 });
    const task = await hal.plan('Practise scales');
    const message = await hal.expectWhatsApp('Practise scales');
    await hal.reply('3', message);
    await hal.expectTask(task, 'missed');
    await hal.reply('1', message);
    await hal.expectWhatsApp('Practise scales is marked as missed already');
    expect((await hal.task(task)).status).toBe('missed');
  });

  test('"later" on the push moves the task and ends its old reminder', async () => {
    const ivy = await world.person('Ivy', { channels: ['push'], windowSeconds: 20 });
    const task = await ivy.plan('Clean the desk');
    await ivy.press(await ivy.expectPush('Clean the desk'), 'reschedule');
    const moved = await ivy.expectTask(task, 'rescheduled');
    expect(moved.generation).toBe(2);
    expect(Date.parse(moved.starts_at)).toBeGreaterThan(Date.now());
    // The next one is started as every other is: test/stories/reminder-due.test.ts.
    // A quick thumb answers while the push is still being written down: then it is over before it waits.
    const { workflow } = world.temporal.client;
    expect(await workflow.getHandle(`reminder/${task}/1`).result()).toMatch(/^(answered|over)$/);
  });
});

test('settled somewhere else: the notification leaves every device on which it still stands', async () => {
  const kim = await world.person('Kim', { windowSeconds: 20 });
  await kim.subscribe();
  const task = await kim.plan('Buy flowers');
  await kim.expectReminder(task, 'push accepted');
  const [first] = kim.received().pushes;
  await kim.press(first!, 'done');
  await world.simulator.waitFor((state) =>
    state.notifications.find((one) => one.number === kim.number && one.status === 'cleared'),
  );
  const statuses = kim.received().pushes.map(({ status }) => status);
  expect(statuses.toSorted()).toEqual(['cleared', 'pressed']);
});
