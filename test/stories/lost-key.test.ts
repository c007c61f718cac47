// The promise: whoever takes a call while we are away is not held to have missed it. A key that was pressed is kept, or
// the call is made once more.
import pg from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { API_NEEDS, readConfig } from '../../src/config.ts';
import { startApi, type RunningApi } from '../../src/server.ts';
import type { Call } from '../../src/simulator/state.ts';
import { PATIENCE } from '../harness/patience.ts';
import type { Person } from '../harness/person.ts';
import { waitOf } from '../harness/wait-of.ts';
import { openWorld, type World } from '../harness/world.ts';
import { openGate, type Gate } from '../kill/gate.ts';

let world: World;
let admin: pg.Client;
/** The API's way to PostgreSQL, and only its. */
let gate: Gate;
let api: RunningApi;
beforeAll(async () => {
  world = await openWorld({ api: 'none', env: { LOG_LEVEL: 'silent' } });
  admin = new pg.Client({ connectionString: world.database.adminUrl });
  await admin.connect();
  const database = new URL(world.database.apiUrl);
  gate = await openGate(Number(database.port));
  database.host = `127.0.0.1:${gate.port}`;
  world.env['API_DATABASE_URL'] = database.href;
  await restart();
});
afterAll(async () => {
  await gate.restore();
  await api.stop();
  await admin.end();
  // What was not answered while we were away.
  world.simulator.takeErrors();
  await world.close();
  await gate.stop();
});

async function restart(): Promise<void> {
  api = await startApi(readConfig(API_NEEDS, world.env));
}

/** Somebody whose phone rings for a task, and for nothing else. */
async function called(name: string): Promise<{ person: Person; task: string }> {
  const person = await world.person(name, { windowSeconds: 600, channels: ['call'] });
  const task = await person.plan('Water the plants');
  await ringing(person, task, 1);
  return { person, task };
}

/** So many calls have been made, the last one rings, and the reminder knows. */
async function ringing(person: Person, task: string, count: number): Promise<void> {
  await world.simulator.waitFor(() => {
    const { calls } = person.received();
    return calls.length === count && calls.at(-1)!.status === 'ringing';
  });
  await vi.waitUntil(async () => (await waitOf(world, task))?.summary === 'answer to call', PATIENCE);
}

const callOf = (person: Person, holds: (call: Call) => boolean): Promise<Call> =>
  world.simulator.waitFor(() => person.received().calls.find(holds));

async function pickUp(person: Person): Promise<void> {
  world.simulator.phone.answerCall(person.number);
  await callOf(person, ({ gathering }) => gathering !== null);
}

const statusAt = async (task: string): Promise<string | null> =>
  (await admin.query(`select provider_status from dispatch_log where task_id = $1 and step = 'call'`, [task]))
    .rows[0].provider_status;

/** As if the window had passed by now. */
async function passWindow(person: Person, task: string): Promise<void> {
  await admin.query(
    `update dispatch_log set last_sent_at = now() - interval '11 minutes' where task_id = $1 and step = 'call'`,
    [task],
  );
  await admin.query(`update tasks set starts_at = now() - interval '11 minutes' where id = $1`, [task]);
  const { escalation_window_seconds: seconds } = await person.expect(200, 'GET', '/v1/account/preferences');
  const change = { escalation_window_seconds: seconds - 1 };
  await person.expect(200, 'PATCH', '/v1/account/preferences', change);
}

test('a key that is pressed while the database is away is kept on the line', async () => {
  const { person, task } = await called('Ana');
  await pickUp(person);
  await gate.lose('refused');
  world.simulator.phone.pressDigits(person.number, '1');
  await callOf(person, ({ spoken }) => spoken.includes('One moment, please.'));
  await gate.restore();
  const call = await callOf(person, ({ status }) => status === 'completed');
  expect(call.gathered).toEqual(['1']);
  expect(call.spoken.at(-1)).toContain('is done');
  expect(await person.expectTask(task, 'done')).toMatchObject({ settled_via: 'call' });
});

test('whoever picks up while the database is away is asked when it is back', async () => {
  const { person, task } = await called('Ben');
  await gate.lose('refused');
  world.simulator.phone.answerCall(person.number);
  await callOf(person, ({ spoken }) => spoken.includes('One moment, please.'));
  await gate.restore();
  await callOf(person, ({ gathering }) => gathering !== null);
  world.simulator.phone.pressDigits(person.number, '1');
  expect(await person.expectTask(task, 'done')).toMatchObject({ settled_via: 'call' });
});

test('a key that nobody was there to hear: the call is made once more, and counts', async () => {
  const { person, task } = await called('Eva');
  await pickUp(person);
  await vi.waitUntil(async () => (await statusAt(task)) === 'in-progress', PATIENCE);
  await api.stop();
  world.simulator.phone.pressDigits(person.number, '1');
  // The report of its end is lost as well.
  await callOf(person, ({ status }) => status === 'completed');
  await restart();
  await passWindow(person, task);
  await ringing(person, task, 2);
  await pickUp(person);
  world.simulator.phone.pressDigits(person.number, '1');
  expect(await person.expectTask(task, 'done')).toMatchObject({ settled_via: 'call' });
});

test('where nobody hears of an answer again, it is no miss', async () => {
  const { person, task } = await called('Fay');
  for (const count of [1, 2]) {
    await ringing(person, task, count);
    await pickUp(person);
    world.simulator.phone.hangUp(person.number);
    await vi.waitUntil(async () => (await statusAt(task)) === 'completed', PATIENCE);
    await passWindow(person, task);
  }
  await person.expectTask(task, 'undelivered');
  expect(person.received().calls).toHaveLength(2);
});

test('who hears the question out and presses nothing has missed it', async () => {
  const { person, task } = await called('Gil');
  world.simulator.timing.secondMs = 1;
  await pickUp(person);
  await vi.waitUntil(async () => (await statusAt(task)) === 'completed', PATIENCE);
  await passWindow(person, task);
  expect(await person.expectTask(task, 'missed')).toMatchObject({ settled_via: 'ladder' });
});
