// The promise: what is to be done at a place keeps quiet until its person comes there, and rings then, once, until somebody answers.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorld, type World } from '../harness/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const TRIGGERS = '/v1/demo/location-triggers';
const inMinutes = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();

test('it rings at the place, and is answered as any other', async () => {
  const ana = await world.person('Ana', { channels: ['push'] });
  const fields = { starts_at: inMinutes(0.01), duration_minutes: 30 };
  const atPlace = { ...fields, title: 'Buy stamps', trigger_type: 'location' };
  const stamps = await ana.expect(201, 'POST', '/v1/tasks', atPlace);
  expect(stamps).toMatchObject({ trigger_type: 'location', status: 'pending', generation: 1 });
  // It takes no time: another one may stand there. That one has rung by then, and the stamps have not.
  const milk = await ana.expect(201, 'POST', '/v1/tasks', { ...fields, title: 'Buy milk' });
  expect(milk).toMatchObject({ trigger_type: 'time' });
  await ana.expectPush('Buy milk');
  // Moved by hand it still waits for its place.
  await ana.expect(200, 'POST', `/v1/tasks/${stamps.id}/reschedule`, { starts_at: inMinutes(60) });
  expect(ana.received().pushes.map(({ title }) => title)).toEqual(['Buy milk']);

  const { tasks } = await ana.expect(200, 'POST', TRIGGERS);
  expect(tasks).toMatchObject([{ id: stamps.id, generation: 3 }]);
  expect(await ana.expect(200, 'POST', TRIGGERS)).toEqual({ tasks: [] });
  await ana.press(await ana.expectPush('Buy stamps'), 'done');
  await ana.expectTask(stamps.id, 'done');
  expect(ana.received().pushes.filter(({ title }) => title === 'Buy stamps')).toHaveLength(1);
});

test('twice at once fires once; what is done, cancelled or another’s stays as it is', async () => {
  const [ana, ben] = [
    await world.person('Ana', { channels: ['push'] }),
    await world.person('Ben', { channels: [] }),
  ];
  const make = async (title: string) => {
    const task = { title, starts_at: inMinutes(60), duration_minutes: 5, trigger_type: 'location' };
    return (await ana.expect(201, 'POST', '/v1/tasks', task)).id as string;
  };
  const [open, done, cancelled] = [await make('Open'), await make('Done'), await make('Cancelled')];
  await ana.expect(200, 'POST', `/v1/tasks/${done}/completion`);
  await ana.expect(200, 'DELETE', `/v1/tasks/${cancelled}`);
  expect(await ben.expect(200, 'POST', TRIGGERS)).toEqual({ tasks: [] });
  const fired = await Promise.all([1, 2, 3].map(() => ana.expect(200, 'POST', TRIGGERS)));
  expect(fired.flatMap(({ tasks }) => tasks.map(({ id }: { id: string }) => id))).toEqual([open]);
  await ana.expectPush('Open');
  for (const [id, status] of [
    [done, 'done'],
    [cancelled, 'cancelled'],
  ] as const)
    expect((await ana.task(id)).status).toBe(status);
});

test('other settings wake nothing that waits for its place', async () => {
  const cat = await world.person('Cat', { channels: ['push'], windowSeconds: 600 });
  const fields = { title: 'Buy bread', starts_at: inMinutes(0.01), duration_minutes: 5 };
  const { id } = await cat.expect(201, 'POST', '/v1/tasks', { ...fields, trigger_type: 'location' });
  const later = { ...fields, title: 'Call mum', starts_at: inMinutes(4) };
  const call = await cat.expect(201, 'POST', '/v1/tasks', later);
  await cat.expect(200, 'PATCH', '/v1/account/preferences', { reminder_lead_seconds: 600 });
  await cat.expectPush('Call mum');
  const { workflow } = world.temporal.client;
  await expect(workflow.getHandle(`reminder/${id}/1`).describe()).rejects.toThrow(/not found/i);
  expect(cat.received().pushes.map(({ title }) => title)).toEqual(['Call mum']);
  await cat.expect(200, 'POST', `/v1/tasks/${call.id}/completion`);
});
