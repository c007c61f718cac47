// What is said about settings, pauses and single dates of a rule is done to them in the database, and taken back by a word.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { changePreferences } from '../../../src/account/change-preferences.ts';
import { openChannels } from '../../../src/account/change-channels.ts';
import { readProfile } from '../../../src/account/read-profile.ts';
import { MINUTE_MS, addDays, localDayOf } from '../../../src/kernel/time.ts';
import { listPausesTool } from '../../../src/rules/tools.ts';
import { listTasks } from '../../../src/tasks/read-task.ts';
import { openTalks } from '../../harness/talk.ts';

let talks: Awaited<ReturnType<typeof openTalks>>;
beforeAll(async () => {
  talks = await openTalks();
});
afterAll(() => talks.close());

const talk = () => talks.talk();

test('settings change as by REST, are read back with what they were, and an undo brings all of it back', async () => {
  const { as, say } = await talk();
  const before = await as(readProfile);
  const lead = before.reminderLeadMs / MINUTE_MS;
  expect(await say('remind me 25 mins before things, and no calls ever')).toMatch(
    new RegExp(`25 minutes before \\(${lead} until now\\).*no calls`),
  );
  const changed = await as(readProfile);
  expect(changed.reminderLeadMs).toBe(25 * MINUTE_MS);
  expect(changed.callsOffAt).not.toBeNull();
  expect(await say('undo that')).toContain('as they were');
  const after = await as(readProfile);
  expect(after.reminderLeadMs).toBe(before.reminderLeadMs);
  expect(openChannels(after)).toEqual(openChannels(before));
  expect(await say('undo that')).toContain('nothing');
});

test('with a cooling-off a change that eases waits, also where it is an undo, and nobody is told otherwise', async () => {
  const { as, say } = await talk();
  await as((ctx) => changePreferences(ctx, { coolingOffHours: 24 }));
  const before = await as(readProfile);
  const lead = before.reminderLeadMs / MINUTE_MS;
  // A longer lead eases: it waits, and an undo takes it back while it does.
  expect(await say(`remind me ${lead + 20} mins before things`)).toContain('By your own cooling-off');
  expect(await as(readProfile)).toMatchObject({ reminderLeadMs: before.reminderLeadMs });
  expect(await say('undo')).toContain('as they were');
  expect((await as(readProfile)).easings ?? {}).toEqual({});
  // A shorter one counts at once; taken back it would be longer.
  expect(await say('remind me 3 mins before things')).toContain(`3 minutes before (${lead} until now)`);
  const taken = await say('undo');
  expect(taken).toContain('By your own cooling-off reminders come as they do now until');
  expect(taken).not.toContain('as they were');
  expect(await as(readProfile)).toMatchObject({ reminderLeadMs: 3 * MINUTE_MS });
});

test('quiet hours: one end is named, the other stays; back to none', async () => {
  const { as, say } = await talk();
  expect(await say('quiet after 9pm')).toContain('from 21:00 to 06:00');
  expect(await as(readProfile)).toMatchObject({ sleepFrom: '21:00', sleepTo: '06:00' });
  await say('undo');
  expect(await as(readProfile)).toMatchObject({ sleepFrom: null, sleepTo: null });
});

test('WhatsApp without a number is refused with the reason, and nothing else is changed', async () => {
  const { as, say } = await talk();
  const before = await as(readProfile);
  expect(await say('use whatsapp not calls')).toMatch(/number/i);
  expect(await as(readProfile)).toEqual(before);
});

test('one date of a rule is left out after a yes, and comes back; a pause too', async () => {
  const { as, say } = await talk();
  const openOn = async (day: string) => {
    const { tasks } = await as((ctx) => listTasks(ctx, { limit: 50 }));
    return tasks.filter(
      ({ startsAt, status }) => localDayOf(startsAt, 'UTC') === day && status === 'pending',
    );
  };
  const tomorrow = addDays(localDayOf(new Date(), 'UTC'), 1);
  expect(await say('every day at 18:00 water the plants')).toContain('every day');
  expect(await openOn(tomorrow)).toHaveLength(1);
  expect(await say("skip tomorrow's plants")).toMatch(/Shall I/);
  expect(await say('yes')).toContain('Left out');
  expect(await openOn(tomorrow)).toHaveLength(0);
  expect(await openOn(addDays(tomorrow, 1))).toHaveLength(1);
  await say('undo');
  expect(await openOn(tomorrow)).toHaveLength(1);
  await say(`pause everything until ${addDays(tomorrow, 3)}`);
  expect(await openOn(tomorrow)).toHaveLength(0);
  expect(await say('undo that')).toContain('Taken back');
  expect(await openOn(tomorrow)).toHaveLength(1);
  const { pauses } = await as((ctx) => listPausesTool.within(ctx, {}));
  expect(pauses).toMatchObject([{ ended_at: expect.any(String) }]);
});

test('what is not beyond doubt is noted after a yes, once, and nothing of it before', async () => {
  const { as, say } = await talk();
  const titles = async (): Promise<string[]> => {
    const { tasks } = await as((ctx) => listTasks(ctx, { limit: 50 }));
    return tasks.map(({ title }) => title).toSorted();
  };
  expect(
    await say('Physio every Monday, plus every other Thursday beginning this one, all at 17:30'),
  ).toMatch(/^Do I have that right: “Physio”, every Monday at 17:30; “/);
  expect(await titles()).toEqual([]);
  expect(await say('no')).toContain('nothing changes');
  expect(await titles()).toEqual([]);
  expect(await say('sauna finished tomorrow 9:00')).toContain('Do I have that right');
  expect(await say('yes')).toContain('Noted: Sauna finished');
  await say('yes');
  expect(await titles()).toEqual(['Sauna finished']);
});
