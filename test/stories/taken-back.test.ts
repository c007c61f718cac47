// The promise: whoever says that they are not to be called, or is not the one to call any more, is not rung on.
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { PATIENCE } from '../harness/patience.ts';
import type { Person } from '../harness/person.ts';
import { waitOf } from '../harness/wait-of.ts';
import { openWorld, type World } from '../harness/world.ts';

let world: World;
let admin: pg.Client;
beforeAll(async () => {
  world = await openWorld();
  admin = new pg.Client({ connectionString: world.database.adminUrl });
  await admin.connect();
});
afterAll(async () => {
  await admin.end();
  await world.close();
});

/** Longer than anybody waits here. */
const LONG = { windowSeconds: 600 };
const TITLE = 'Water the plants';

const change = (person: Person, preferences: Record<string, unknown>) =>
  person.expect(200, 'PATCH', '/v1/account/preferences', preferences);

/** Somebody whose phone rings for a task; with the id of it. */
async function called(name: string): Promise<{ person: Person; task: string }> {
  const person = await world.person(name, { ...LONG, channels: ['call'] });
  const task = await person.plan(TITLE);
  await ringing(person, task);
  return { person, task };
}

/** It rings, and its reminder knows. */
async function ringing(person: Person, task: string): Promise<void> {
  await person.expectCall('ringing');
  await vi.waitUntil(async () => (await waitOf(world, task))?.summary === 'answer to call', PATIENCE);
}

/** `newcomer` proves this number as theirs. */
async function prove(newcomer: Person, phone: string): Promise<void> {
  await newcomer.expect(202, 'POST', '/v1/account/phone/verification', { phone });
  const { code } = await world.simulator.waitFor((state) =>
    state.verifications.find((one) => one.to === phone && one.status === 'pending'),
  );
  await newcomer.expect(200, 'POST', '/v1/account/phone/verification/check', { code });
}

describe.concurrent('the ringing call is hung up', () => {
  test.for(['STOP ALL', 'stop calling me'])('by "%s"', async (words) => {
    const { person, task } = await called('Ana');
    await person.reply(words);
    await person.expectCall('canceled');
    // The ladder may have gone round once more by then, and found calls switched off.
    await vi.waitFor(async () => {
      const { reminder } = await person.task(task);
      const last = reminder.at(-1);
      expect(`${last.step} ${last.state} ${last.reason}`).toMatch(
        /^call (?:failed taken_back|skipped calls_off)$/,
      );
    }, PATIENCE);
    expect(person.received().calls).toHaveLength(1);
    expect((await person.task(task)).status).toBe('pending');
  });

  test('by a setting; and where calls are wanted again, it is rung once more', async () => {
    const { person, task } = await called('Ben');
    await change(person, { channels: { call: false } });
    await person.expectCall('canceled');
    await person.expectReminder(
      task,
      'push skipped no_subscription',
      'whatsapp skipped whatsapp_not_opted_in',
      'call failed taken_back',
    );
    await change(person, { channels: { call: true } });
    await person.expectCall('ringing');
    expect(person.received().calls).toHaveLength(2);
  });

  test('where the person takes their number back', async () => {
    const { person, task } = await called('Dot');
    await person.expect(200, 'DELETE', '/v1/account/phone');
    await person.expectCall('canceled');
    await person.expectReminder(
      task,
      'push skipped no_subscription',
      'whatsapp skipped whatsapp_not_opted_in',
      'call failed taken_back',
    );
    expect((await person.task(task)).status).toBe('pending');
  });

  test('where somebody else proves the number meanwhile', async () => {
    const { person } = await called('Eva');
    await prove(await world.person('Dan', { channels: [] }), person.number);
    await person.expectCall('canceled');
    expect(person.received().calls).toHaveLength(1);
  });

  test('where the person proves another number meanwhile: that one is called', async () => {
    const { person } = await called('Fay');
    const other = '+12025550190';
    world.simulator.phone.addPhone(other, 'Fay');
    await prove(person, other);
    await person.expectCall('canceled');
    await change(person, { escalation_window_seconds: 0.1 });
    const call = await world.simulator.waitFor((state) =>
      state.calls.find((one) => one.number === other && one.status === 'ringing'),
    );
    expect(call.number).toBe(other);
  });

  test.for(['is removed', 'leaves'])('where a member %s', async (how, { expect }) => {
    const [owner, member] = await Promise.all([
      world.person('Gil', { channels: [] }),
      world.person('Hal', { ...LONG, channels: ['call'] }),
    ]);
    const { id } = await owner.expect(201, 'POST', '/v1/orgs', { name: 'Team' });
    const { token } = await owner.expect(201, 'POST', `/v1/orgs/${id}/invitations`, { email: member.email });
    await member.expect(200, 'POST', '/v1/invitations/acceptance', { token });
    const there = { 'X-Org-Id': id };
    const lead = { reminder_lead_seconds: 0 };
    await member.call('PATCH', '/v1/account/preferences', lead, there);
    const starts_at = new Date(Date.now() + 100).toISOString();
    const task = { title: TITLE, starts_at, duration_minutes: 5 };
    const made = await member.call('POST', '/v1/tasks', task, there);
    expect(made.status).toBe(201);
    await ringing(member, made.body.id);
    const { user } = await member.expect(200, 'GET', '/v1/auth/me');
    const path = `/v1/orgs/${id}/members/${user.id}`;
    await (how === 'is removed' ? owner : member).expect(204, 'DELETE', path);
    await member.expectCall('canceled');
    const stateOf = async () =>
      (
        await admin.query('select state, reason from dispatch_log where step = $1 and task_id = $2', [
          'call',
          made.body.id,
        ])
      ).rows[0];
    await expect.poll(stateOf).toEqual({ state: 'failed', reason: 'taken_back' });
  });
});

test('a notification leaves the devices where notifications are switched off', async () => {
  const kim = await world.person('Kim', { ...LONG, channels: ['push'] });
  const task = await kim.plan(TITLE);
  await kim.expectReminder(task, 'push accepted');
  await change(kim, { channels: { push: false } });
  await world.simulator.waitFor(() => kim.received().pushes[0]?.status === 'cleared');
  expect((await kim.task(task)).status).toBe('pending');
});
