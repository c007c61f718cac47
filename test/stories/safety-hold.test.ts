// The promise: after an alarm no reminder leaves until it is lifted, and what came due meanwhile is no miss.
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { PATIENCE } from '../harness/patience.ts';
import { waitOf } from '../harness/wait-of.ts';
import { openWorld, type World } from '../harness/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

test('an alarm holds what is due; lifted, it leaves', async () => {
  const ana = await world.person('Ana', { windowSeconds: 600 });
  const said = await ana.expect(200, 'POST', '/v1/chat/messages', { message: 'I want to die' });
  const no = { conversation_id: said.conversation_id, message: 'no' };
  expect((await ana.expect(200, 'POST', '/v1/chat/messages', no)).message).toMatch(/^Please call/);
  expect(await ana.expect(200, 'GET', '/v1/account/safety-hold')).toMatchObject({ is_held: true });
  const task = await ana.plan('Run 5 km');
  await ana.expectReminder(task, 'push skipped held', 'whatsapp skipped held', 'call skipped held');
  expect(ana.received().pushes).toEqual([]);
  await ana.expect(204, 'DELETE', '/v1/account/safety-hold');
  await ana.expectPush('Run 5 km');
});

test('what was announced before an alarm, and came to its end in it, is undelivered', async () => {
  const ben = await world.person('Ben', { windowSeconds: 3, channels: ['push'] });
  const task = await ben.plan('Read 20 pages');
  await ben.expectPush('Read 20 pages');
  await ben.expect(200, 'POST', '/v1/chat/messages', { message: 'Ich will nicht mehr leben' });
  await ben.expectTask(task, 'undelivered');
  expect(ben.received().pushes).toHaveLength(1);
});

test('what is sure is heard in a title and in a wish as well, and the way to help stands beside it', async () => {
  const starts = new Date(Date.now() + 86_400_000).toISOString();
  const doors: [string, Record<string, unknown>][] = [
    ['/v1/tasks', { title: 'kill myself tonight', starts_at: starts, duration_minutes: 30 }],
    ['/v1/goals', { wish: 'I want to be dead by Friday' }],
  ];
  for (const [path, body] of doors) {
    const eve = await world.person('Eve', { windowSeconds: 600 });
    const { status } = await eve.call('POST', '/v1/tasks', {
      title: 'Kill Bill with popcorn',
      starts_at: starts,
      duration_minutes: 120,
    });
    expect(status).toBe(201);
    expect(await eve.expect(200, 'GET', '/v1/account/safety-hold')).toEqual({ is_held: false, help: null });
    await eve.call('POST', path, { ...body, ...(path === '/v1/tasks' ? { force: true } : {}) });
    const hold = await eve.expect(200, 'GET', '/v1/account/safety-hold');
    expect(hold).toMatchObject({ is_held: true, help: expect.stringMatching(/\d{2,}|findahelpline/) });
  }
});

test('a call that rings in the moment of the alarm is hung up; lifted, it is rung once more', async () => {
  const cat = await world.person('Cat', { windowSeconds: 600, channels: ['call'] });
  const task = await cat.plan('Water the plants');
  await cat.expectCall('ringing');
  await vi.waitUntil(async () => (await waitOf(world, task))?.summary === 'answer to call', PATIENCE);
  await cat.expect(200, 'POST', '/v1/chat/messages', { message: 'I am going to kill myself tonight' });
  await cat.expectCall('canceled');
  expect((await cat.task(task)).status).toBe('pending');
  await cat.expect(204, 'DELETE', '/v1/account/safety-hold');
  await cat.expectCall('ringing');
  await cat.answerCall('1');
  await cat.expectTask(task, 'done');
});
