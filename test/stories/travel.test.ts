// The promise: a plan goes where its person goes. After a change of zone nothing moves by itself; told to, sessions and
// their reminders are at their time of day there, and a change of the plan knows them as its own.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Person } from '../harness/person.ts';
import { openWorld, type World } from '../harness/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

interface Session {
  id: string;
  title: string;
  status: string;
  starts_at: string;
  starts_local: string;
  duration_minutes: number;
  generation: number;
}

const HOUR_MS = 3_600_000;
const goTo = (person: Person, zone: string) =>
  person.expect(200, 'PATCH', '/v1/account/preferences', { zone });
const rezone = (person: Person) => person.expect(200, 'POST', '/v1/tasks/rezoning');

/** Says it in one conversation, and reads what is open of its goal. */
function planOf(person: Person) {
  let last: { conversation_id?: string; goal_id?: string } = {};
  let goalId: string | undefined;
  const say = async (message: string): Promise<string> => {
    last = await person.say(message, last.conversation_id);
    goalId ??= last.goal_id;
    return (last as { message: string }).message;
  };
  const open = async (): Promise<Session[]> => {
    const { tasks } = await person.expect(200, 'GET', `/v1/tasks?goal_id=${goalId}&limit=100`);
    return (tasks as Session[]).filter(({ status }) => status === 'pending' || status === 'rescheduled');
  };
  return { say, open };
}

const localOf = (sessions: Session[]) => sessions.map(({ starts_local }) => starts_local);
const startsOf = (sessions: Session[]) => sessions.map(({ starts_at }) => starts_at);

describe.concurrent('while a plan runs', () => {
  test('its sessions follow when they are told to, and a later change plans none of them twice', async () => {
    const ana = await world.person('Ana', { channels: [], zone: 'Europe/Berlin' });
    const { say, open } = planOf(ana);
    await say('I want to run on Monday, Wednesday and Friday at 7 am');
    expect(await say('yes')).toMatch(/^Agreed/);
    const planned = await open();
    const [, second, third] = planned;
    // By hand, and so it stays: one is an hour later, one is taken off.
    const later = new Date(Date.parse(second!.starts_at) + HOUR_MS).toISOString();
    await ana.expect(200, 'POST', `/v1/tasks/${second!.id}/reschedule`, { starts_at: later });
    await ana.expect(200, 'DELETE', `/v1/tasks/${third!.id}`);
    const before = await open();

    expect(await say('I am in New York now')).toMatch(/America\/New_York.*keeps its moment/);
    expect(startsOf(await open())).toEqual(startsOf(before));
    expect((await rezone(ana)).stayed).toEqual([]);
    const there = await open();
    expect(localOf(there)).toEqual(localOf(before));
    expect(startsOf(there)).not.toEqual(startsOf(before));

    expect(await say('make the runs 40 minutes from now on')).toMatch(/^Changed: 40 minutes instead of/);
    expect(await say('yes')).toMatch(/^Agreed/);
    const changed = await open();
    expect(localOf(changed)).toEqual(localOf(before));
    const longer = changed.filter(({ duration_minutes: minutes }) => minutes === 40);
    expect(longer).toHaveLength(before.length - 1);
    expect(changed.find(({ id }) => id === second!.id)).toMatchObject({ generation: 3 });
  });

  test('a change of the plan brings along what was left behind', async () => {
    const ben = await world.person('Ben', { channels: [], zone: 'Europe/Berlin' });
    const { say, open } = planOf(ben);
    await say('I want to run on Monday, Wednesday and Friday at 7 am');
    await say('yes');
    const before = await open();
    await goTo(ben, 'America/New_York');
    expect(await say('make the runs 40 minutes from now on')).toMatch(/^Changed: 07:00 instead of 01:00; 40/);
    await say('yes');
    expect(localOf(await open())).toEqual(localOf(before));
  });
});

/** So many hours ahead of UTC; the signs of these names are the other way round. */
const zoneAt = (hours: number): string => `Etc/GMT${hours > 0 ? '-' : '+'}${Math.abs(hours)}`;

test('a reminder rings by the clock of where its person is, once', async () => {
  // Where it is between ten and eleven in the morning, whenever this is run; two hours east of it the ten o'clock of
  // tomorrow is two hours sooner.
  const ahead = 10 - new Date().getUTCHours();
  const home = ahead > -12 ? ahead : ahead + 24;
  const cat = await world.person('Cat', { channels: ['push'], windowSeconds: 600, zone: zoneAt(home) });
  const { say, open } = planOf(cat);
  await say('I want to read 20 minutes every day at 10 am');
  expect(await say('yes')).toMatch(/^Agreed/);
  const next = (await open()).find(({ starts_at }) => Date.parse(starts_at) > Date.now() + 2 * HOUR_MS)!;
  // At home it is due in an hour.
  const lead = Math.floor((Date.parse(next.starts_at) - Date.now() - HOUR_MS) / 1000);
  await cat.expect(200, 'PATCH', '/v1/account/preferences', { reminder_lead_seconds: lead });
  await goTo(cat, zoneAt(home + 2));
  expect(cat.received().pushes).toEqual([]);

  expect((await rezone(cat)).moved.map(({ id }: Session) => id)).toContain(next.id);
  await cat.expectPush(next.title);
  await cat.expectReminder(next.id, 'push accepted');
  // Back home it is due in an hour again: what rang is over.
  await goTo(cat, zoneAt(home));
  await rezone(cat);
  expect(await cat.task(next.id)).toMatchObject({ starts_at: next.starts_at, generation: 3, reminder: [] });
  expect(cat.received().pushes).toHaveLength(1);
});
