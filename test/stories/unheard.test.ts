// The promise: what a person answers while nobody hears the provider's webhook is heard all the same, once, and confirmed.
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { RunningApi } from '../../src/server.ts';
import { knockAs, newSid } from '../harness/knock.ts';
import { PATIENCE } from '../harness/patience.ts';
import { openWorld, type World } from '../harness/world.ts';

let world: World;
let api: RunningApi;
beforeAll(async () => {
  world = await openWorld({ api: 'none' });
  api = await world.startApi();
  // It looks when it is told to, and not in between.
  await world.temporal.client.schedule.getHandle(`${world.taskQueue}/reconciler`).pause();
});
afterAll(() => world.close());

let looks = 0;
const look = () =>
  world.temporal.client.workflow.execute('reconciler', {
    taskQueue: world.taskQueue,
    workflowId: `look-${world.taskQueue}-${looks++}`,
  });

test('"done", "later" and STOP by WhatsApp while the API is down', async () => {
  const people = await Promise.all(
    ['Ana', 'Ben', 'Eva', 'Jo'].map((name) =>
      world.person(name, { channels: ['whatsapp'], windowSeconds: 60 }),
    ),
  );
  const [ana, ben, eva, jo] = people as [
    (typeof people)[0],
    (typeof people)[0],
    (typeof people)[0],
    (typeof people)[0],
  ];
  const tasks = await Promise.all(people.map((person) => person.plan('Run 5 km')));
  await Promise.all(people.map((person) => person.expectWhatsApp('Run 5 km')));
  await jo.reply('done');

  await api.stop();
  await ana.reply('done');
  await ben.reply('2');
  await eva.reply('STOP');
  // The provider noticed that nobody answered, and does not try again.
  expect(world.simulator.takeErrors().length).toBeGreaterThanOrEqual(3);

  const said = (person: typeof ana) =>
    world.simulator.state.messages.filter(
      ({ number, direction, body }) =>
        number === person.number && direction === 'outbound-api' && !body.includes('Reply 1 done'),
    );
  await vi.waitUntil(async () => {
    await look();
    return [ana, ben, eva].every((person) => said(person).length > 0);
  }, PATIENCE);
  await look();
  expect([ana, ben, eva, jo].map((person) => said(person).length)).toEqual([1, 1, 1, 0]);
  expect(said(eva)[0]?.body).toMatch(/no more WhatsApp messages/);

  await world.startApi();
  expect((await ana.task(tasks[0]!)).status).toBe('done');
  expect((await ana.task(tasks[0]!)).settled_via).toBe('whatsapp');
  expect((await ben.task(tasks[1]!)).status).toBe('rescheduled');
  expect((await eva.expect(200, 'GET', '/v1/account/preferences')).whatsapp_opt_in_at).toBeNull();
});

test('what was written before a reminder went out does not answer it', async () => {
  const ana = await world.person('Ana', { channels: ['whatsapp'], windowSeconds: 60 });
  // Heard by nobody: the provider has it alone.
  world.simulator.setInboundMessageUrl('http://127.0.0.1:9/nobody');
  await ana.reply('done');
  world.simulator.takeErrors();
  const inTwoSeconds = await ana.plan('Swim', 2);
  await ana.expectWhatsApp('Swim');
  await vi.waitUntil(async () => {
    await look();
    return world.simulator.state.messages.some(
      ({ number, body }) => number === ana.number && /Nothing is waiting/.test(body),
    );
  }, PATIENCE);
  expect((await ana.task(inTwoSeconds)).status).toBe('pending');
});

test('what was written after the message and before the call answers the task, though the call came since', async () => {
  const ana = await world.person('Ana', { channels: ['whatsapp'], windowSeconds: 2 });
  const task = await ana.plan('Row');
  await ana.expectWhatsApp('Row');
  world.simulator.setInboundMessageUrl('http://127.0.0.1:9/nobody');
  await ana.reply('done');
  world.simulator.takeErrors();
  await ana.expectCall('ringing');
  await vi.waitUntil(async () => {
    await look();
    return (await ana.task(task)).status === 'done';
  }, PATIENCE);
  expect((await ana.task(task)).settled_via).toBe('whatsapp');
});

test('STOP and "done" of whoever hides their number', async () => {
  const people = await Promise.all(
    ['Ida', 'Kim'].map((name) => world.person(name, { channels: ['whatsapp'], windowSeconds: 60 })),
  );
  const [ida, kim] = people as [(typeof people)[0], (typeof people)[0]];
  const hidden = ['US.ida1', 'US.kim2'] as const;
  const form = (index: number) => ({
    From: `whatsapp:${people[index]!.number}`,
    ExternalUserId: `whatsapp:${hidden[index]}`,
    Body: 'hello',
    MessageSid: newSid(),
  });
  for (const index of people.keys())
    await knockAs(world, { path: '/webhooks/twilio/messages', form: form(index) });
  const task = await kim.plan('Row 5 km');
  await kim.expectWhatsApp('Row 5 km');
  world.simulator.setInboundMessageUrl('http://127.0.0.1:9/nobody');
  await world.simulator.phone.sendText(hidden[0], 'STOP');
  await world.simulator.phone.sendText(hidden[1], 'done');
  world.simulator.takeErrors();
  await vi.waitUntil(async () => {
    await look();
    return hidden.every((id) =>
      world.simulator.state.messages.some(
        ({ number, direction }) => number === id && direction === 'outbound-api',
      ),
    );
  }, PATIENCE);
  expect((await kim.task(task)).status).toBe('done');
  expect((await ida.expect(200, 'GET', '/v1/account/preferences')).whatsapp_opt_in_at).toBeNull();
});
