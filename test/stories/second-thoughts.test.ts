// The promise: who changes their mind about a task is reminded of what it is now.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openWorld, type World } from '../harness/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

describe.concurrent('second thoughts', () => {
  test('the next rung says the new title', async () => {
    const ana = await world.person('Ana', { channels: ['push', 'whatsapp'], windowSeconds: 2 });
    const task = await ana.plan('Run 5 km');
    await ana.expectPush('Run 5 km');
    await ana.expect(200, 'PATCH', `/v1/tasks/${task}`, { title: 'Swim' });
    await ana.reply('done', await ana.expectWhatsApp('Swim'));
    await ana.expectTask(task, 'done');
    expect(ana.received().messages.map(({ body }) => body.includes('Run 5 km'))).not.toContain(true);
  });

  test('what was taken back reminds again', async () => {
    const ben = await world.person('Ben', { channels: ['push'], windowSeconds: 20 });
    const task = await ben.plan('Water the plants');
    await ben.press(await ben.expectPush('Water the plants'), 'done');
    await ben.expectTask(task, 'done');
    await ben.expect(200, 'POST', `/v1/tasks/${task}/reopening`);
    await world.simulator.waitFor(() => ben.received().pushes.length === 2 || undefined);
    expect(await ben.task(task)).toMatchObject({ status: 'pending', generation: 2 });
  });

  test('“2” to the message of one that was just missed moves it', async () => {
    const eva = await world.person('Eva', { channels: ['whatsapp'], windowSeconds: 20 });
    const task = await eva.plan('Read 20 pages');
    const message = await eva.expectWhatsApp('Read 20 pages');
    await eva.expect(200, 'POST', `/v1/tasks/${task}/miss`);
    await eva.reply('2', message);
    await eva.expectWhatsApp('is moved to');
    expect(await eva.expectTask(task, 'rescheduled')).toMatchObject({ generation: 2 });
  });
});
