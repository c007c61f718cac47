// What people write back: the very thing that they mean is answered, a channel that they stop is stopped, and nothing is
// answered for ever.
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { describe, expect, test, vi } from 'vitest';
import { referenceOf } from '../../../src/reminders/words.ts';
import { httpWorld } from '../../harness/http-world.ts';
import { knockAs, newSid } from '../../harness/knock.ts';
import { PATIENCE } from '../../harness/patience.ts';
import type { Person } from '../../harness/person.ts';

const { world, admin } = httpWorld({
  env: {
    LOG_LEVEL: 'silent',
    RATE_LIMITS:
      'crud=100000/min,register=100000/min,code=1000/hour,code-address=1000/day,code-prefix=1000/day,reply=30/hour,hint=3/hour,stranger=1/day',
  },
});

/** The text of the answer; '' for none. */
async function write(number: string, Body: string, more: Record<string, string> = {}): Promise<string> {
  const form = { From: `whatsapp:${number}`, Body, MessageSid: newSid(), ...more };
  const answer = await knockAs(world, { path: '/webhooks/twilio/messages', form });
  expect(answer.status).toBe(200);
  return /<Message>(.*)<\/Message>/s.exec(await answer.text())?.[1] ?? '';
}

interface Reminded {
  taskId: string;
  /** The provider's id of the message. */
  sid: string;
  reference: string;
  status(): Promise<string>;
}

/** A task whose reminder went out some minutes ago, by the channel that is named. */
async function remind(
  person: Person,
  title: string,
  {
    minutesAgo,
    step = 'whatsapp',
    missed = false,
    org = null as string | null,
    state = 'accepted',
  }: {
    minutesAgo: number;
    step?: 'push' | 'whatsapp' | 'call';
    missed?: boolean;
    org?: string | null;
    state?: 'accepted' | 'unknown' | 'sending' | 'failed' | 'unsent';
  },
): Promise<Reminded> {
  const made = await person.call(
    'POST',
    '/v1/tasks',
    { title, starts_at: new Date(Date.now() + 3_600_000).toISOString(), duration_minutes: 5, force: true },
    org === null ? {} : { 'X-Org-Id': org },
  );
  const [dispatchId, taskId, sid] = [randomUUID(), made.body.id as string, newSid()];
  await admin.query(
    `insert into dispatch_log (id, org_id, user_id, task_id, generation, step, state, first_sent_at, last_sent_at, external_id)
     select $1, org_id, user_id, id, generation, $2, $6, sent, sent, $4
     from tasks, (select now() - $5 * interval '1 minute' as sent) moment where id = $3`,
    [dispatchId, step, taskId, state === 'accepted' || state === 'failed' ? sid : null, minutesAgo, state],
  );
  if (missed)
    await admin.query(
      `update tasks set status = 'missed', settled_via = 'ladder', settled_at = now() - interval '20 hours' where id = $1`,
      [taskId],
    );
  const status = async (): Promise<string> =>
    (await admin.query('select status from tasks where id = $1', [taskId])).rows[0].status;
  return { taskId, sid, reference: referenceOf(dispatchId), status };
}

const open = { channels: ['whatsapp'] as const };
const person = (name: string) => world.person(name, { channels: [...open.channels] });

describe('a bare answer means what is open and was announced last', () => {
  test('not yesterday’s miss, whatever channel spoke last', async () => {
    const ana = await person('Ana');
    const yesterday = await remind(ana, 'Swimming', { minutesAgo: 1200, missed: true });
    const today = await remind(ana, 'Run', { minutesAgo: 2, step: 'push' });
    expect(await write(ana.number, 'done')).toContain('Run is done');
    expect([await yesterday.status(), await today.status()]).toEqual(['missed', 'done']);
    // Nothing else is open, and its day has not passed.
    expect(await write(ana.number, 'done')).toContain('Swimming is done');
    expect(await yesterday.status()).toBe('done');
    expect(await write(ana.number, 'done')).toContain('Nothing is waiting');
  });

  test.each<Record<string, string>>([
    { Forwarded: 'true', FrequentlyForwarded: 'true' },
    { DeviceIsNew: 'false' },
  ])('with fields of the provider behind the words: %j', async (more) => {
    const ana = await person('Ana');
    const run = await remind(ana, 'Run', { minutesAgo: 3 });
    expect(await write(ana.number, 'done', more)).toContain('Run is done');
    expect(await run.status()).toBe('done');
  });

  test('yesterday’s where it is quoted', async () => {
    const ana = await person('Ana');
    const yesterday = await remind(ana, 'Swimming', { minutesAgo: 1200, missed: true });
    const today = await remind(ana, 'Run', { minutesAgo: 2 });
    await write(ana.number, 'done', { OriginalRepliedMessageSid: yesterday.sid });
    expect([await yesterday.status(), await today.status()]).toEqual(['done', 'pending']);
  });

  test('of several the last one, and what else waits is said', async () => {
    const ana = await person('Ana');
    const first = await remind(ana, 'Read', { minutesAgo: 9 });
    const second = await remind(ana, 'Run', { minutesAgo: 3 });
    const said = await write(ana.number, '👍');
    expect(said).toContain('Run is done');
    expect(said).toContain('Read');
    expect(said).toContain(first.reference);
    expect([await first.status(), await second.status()]).toEqual(['pending', 'done']);
  });

  test('in whichever of their organisations it is', async () => {
    const ana = await person('Ana');
    const { id: org } = await ana.expect(201, 'POST', '/v1/orgs', { name: 'Team' });
    const home = await remind(ana, 'Read', { minutesAgo: 9 });
    const team = await remind(ana, 'Report', { minutesAgo: 3, org });
    expect(await write(ana.number, 'done')).toContain('Report is done');
    expect(await write(ana.number, 'done', { OriginalRepliedMessageSid: home.sid })).toContain(
      'Read is done',
    );
    expect([await home.status(), await team.status()]).toEqual(['done', 'done']);
  });
});

describe('what may never have reached the person', () => {
  test.each(['unknown', 'sending'] as const)(
    '%s: meant only where nothing that surely did is open',
    async (state) => {
      const ana = await person('Ana');
      const alpha = await remind(ana, 'Alpha', { minutesAgo: 9 });
      const beta = await remind(ana, 'Beta', { minutesAgo: 1, state });
      expect(await write(ana.number, 'done')).toContain('Alpha is done');
      expect([await alpha.status(), await beta.status()]).toEqual(['done', 'pending']);
      expect(await write(ana.number, 'done')).toContain('Beta is done');
    },
  );

  test.each(['failed', 'unsent'] as const)('%s: never meant', async (state) => {
    const ana = await person('Ana');
    const beta = await remind(ana, 'Beta', { minutesAgo: 1, state });
    expect(await write(ana.number, 'done')).toContain('Nothing is waiting');
    expect(await beta.status()).toBe('pending');
  });

  test('a task whose notification is out counts, though nobody knows of its message', async () => {
    const ana = await person('Ana');
    const alpha = await remind(ana, 'Alpha', { minutesAgo: 9 });
    const beta = await remind(ana, 'Beta', { minutesAgo: 5, step: 'push' });
    await admin.query(
      `insert into dispatch_log (id, org_id, user_id, task_id, generation, step, state, first_sent_at, last_sent_at)
       select gen_random_uuid(), org_id, user_id, id, generation, 'whatsapp', 'unknown', now(), now() from tasks where id = $1`,
      [beta.taskId],
    );
    expect(await write(ana.number, 'done')).toContain('Beta is done');
    expect(await alpha.status()).toBe('pending');
  });
});

describe('what is named is what is meant', () => {
  test.each([
    ['done Read', 'Read'],
    ['done the read', 'Read'],
    ['Run 5 km done', 'Run 5 km'],
    ['done 5 km', 'Run 5 km'],
    ['first one done', 'Read'],
    ['done second', 'Run 5 km'],
    ['2nd done', 'Run 5 km'],
  ])('%s', async (text, title) => {
    const ana = await person('Ana');
    const both = [
      await remind(ana, 'Read', { minutesAgo: 9 }),
      await remind(ana, 'Run 5 km', { minutesAgo: 3 }),
    ];
    expect(await write(ana.number, text)).toContain(`${title} is done`);
    const statuses = await Promise.all(both.map((one) => one.status()));
    expect(statuses).toEqual(title === 'Read' ? ['done', 'pending'] : ['pending', 'done']);
  });

  test('by its reference', async () => {
    const ana = await person('Ana');
    const read = await remind(ana, 'Read', { minutesAgo: 9 });
    const run = await remind(ana, 'Run', { minutesAgo: 3 });
    await write(ana.number, `done ${read.reference}`);
    await write(ana.number, `skip (Ref ${run.reference})`);
    expect([await read.status(), await run.status()]).toEqual(['done', 'missed']);
  });

  test('what is not understood asks back with what is open, and changes nothing', async () => {
    const ana = await person('Ana');
    const run = await remind(ana, 'Run', { minutesAgo: 3 });
    for (const text of ['done?', 'run isn’t done']) expect(await write(ana.number, text)).toContain('Run');
    expect(await run.status()).toBe('pending');
  });

  test('a button by its payload, whatever language its text is in', async () => {
    const ana = await person('Ana');
    const run = await remind(ana, 'Run', { minutesAgo: 3 });
    await write(ana.number, 'Fertig', {
      MessageType: 'button',
      ButtonText: 'Fertig',
      ButtonPayload: 'done',
      OriginalRepliedMessageSid: run.sid,
    });
    expect(await run.status()).toBe('done');
  });
});

describe('what waits is told in a few words', () => {
  test('five of them, and how many more: the provider takes no message without end', async () => {
    const ana = await person('Ana');
    const titles = Array.from(
      { length: 14 },
      (_, i) => `${i} ${'long and longer '.repeat(4)}${'🙂'.repeat(10)}`,
    );
    const tasks = [];
    for (const title of titles) tasks.push(await remind(ana, title, { minutesAgo: 9 }));
    const said = await write(ana.number, 'what?');
    expect(said.length).toBeLessThan(1600);
    expect(said.match(/\(ref /g)).toHaveLength(5);
    expect(said).toContain(' and 9 more.');
    const [, example = ''] = /“(done .*)”/.exec(said) ?? [];
    await write(ana.number, example);
    const statuses = await Promise.all(tasks.map((one) => one.status()));
    expect(statuses.filter((status) => status === 'done')).toHaveLength(1);
  });

  test('an example that says which one, also where two are called the same', async () => {
    const ana = await person('Ana');
    const both = [await remind(ana, 'Run', { minutesAgo: 9 }), await remind(ana, 'Run', { minutesAgo: 3 })];
    const [, example = ''] = /“(done .*)”/.exec(await write(ana.number, 'what?')) ?? [];
    expect(await write(ana.number, example)).toContain('Run is done');
    expect((await Promise.all(both.map((one) => one.status()))).toSorted()).toEqual(['done', 'pending']);
  });
});

const channelsOf = async (ana: Person) => (await ana.expect(200, 'GET', '/v1/account/preferences')).channels;

describe('channels by words', () => {
  test('the confirmation says exactly what stops and what stays', async () => {
    const ana = await world.person('Ana', { channels: ['push', 'whatsapp', 'call'] });
    const calls = await write(ana.number, 'Stop calling me!');
    expect(calls).toContain('no more calls');
    expect(calls).toContain('still get notifications');
    expect(calls).toContain('still get WhatsApp messages');
    expect(await channelsOf(ana)).toEqual({ push: true, whatsapp: true, call: false });

    const messages = await write(ana.number, 'STOP');
    expect(messages).toContain('no more WhatsApp messages');
    expect(messages).toContain('still get notifications');
    expect(messages).not.toContain('still get calls');
    expect(await channelsOf(ana)).toEqual({ push: true, whatsapp: false, call: false });

    expect(await write(ana.number, 'start calls')).toContain('by calls again');
    expect(await channelsOf(ana)).toEqual({ push: true, whatsapp: false, call: true });

    const all = await write(ana.number, 'stop everything');
    expect(all).toContain('Nothing else reaches you');
    expect(await channelsOf(ana)).toEqual({ push: false, whatsapp: false, call: false });

    const back = await write(ana.number, 'START');
    expect(back).toContain('Welcome back');
    expect(back).toContain('START CALLS');
    expect(await channelsOf(ana)).toEqual({ push: false, whatsapp: true, call: false });
  });

  test('whoever asks hears how to stop what is on, and how to have again what is off', async () => {
    const ana = await person('Ana');
    expect(await write(ana.number, 'help')).toContain('STOP ends WhatsApp messages, STOP CALLS ends calls');
    await write(ana.number, 'stop everything');
    for (const text of ['help', 'never get notifications']) {
      const said = await write(ana.number, text);
      for (const one of ['START brings', 'START CALLS brings', 'START NOTIFICATIONS brings'])
        expect(said).toContain(one);
      expect(said).not.toContain('STOP');
    }
    expect(await write(ana.number, 'you can text me again')).toMatch(/Welcome back.*START CALLS brings/);
    expect(await channelsOf(ana)).toEqual({ push: false, whatsapp: true, call: false });
  });

  test('"remind me again" gives no consent that was not asked for, and says what is so', async () => {
    const ana = await person('Ana');
    await write(ana.number, 'stop calls');
    expect(await write(ana.number, 'remind me again')).toMatch(
      /nothing was off.*2 reschedule.*START CALLS brings/,
    );
    expect(await channelsOf(ana)).toEqual({ push: true, whatsapp: true, call: false });
  });

  test('what is only asked changes nothing', async () => {
    const ana = await person('Ana');
    for (const text of ['No reminders?', 'Stop messages?', 'No calls'])
      expect(await write(ana.number, text)).toContain('I have changed nothing yet');
    expect(await channelsOf(ana)).toEqual({ push: true, whatsapp: true, call: true });
  });

  test('notifications that go to no browser are not said to stay', async () => {
    const ana = await person('Ana');
    expect(await write(ana.number, 'STOP')).not.toContain('notifications');
  });
});

describe('nothing is answered for ever', () => {
  test('a machine that answers everything', async () => {
    const ana = await person('Ana');
    const answers = [];
    for (let i = 0; i < 15; i++) answers.push(await write(ana.number, `I am out of office (${i}).`));
    expect(answers.filter((text) => text !== '').length).toBeLessThanOrEqual(3);
    // What is understood still counts, and is confirmed.
    expect(await write(ana.number, 'STOP')).toContain('no more WhatsApp messages');
  });

  test('whoever may want to be left alone hears how, after all hints are used up', async () => {
    const ana = await person('Ana');
    for (let i = 0; i < 5; i++) await write(ana.number, `I am out of office (${i}).`);
    expect(await write(ana.number, 'hello')).toBe('');
    expect(await write(ana.number, 'I really wish you would stop these calls')).toContain('STOP CALLS');
    expect(await channelsOf(ana)).toMatchObject({ whatsapp: true, call: true });
    expect(await write(ana.number, 'Please stop calling me and texting me')).toMatch(
      /no more WhatsApp messages or calls.*Reply START and START CALLS/,
    );
    expect(await channelsOf(ana)).toMatchObject({ whatsapp: false, call: false });
  });

  test('a stranger is greeted once a day, and not at all who wants to be left alone', async () => {
    const [one, other] = ['+12025550191', '+12025550192'];
    expect(await write(one, 'hello')).toContain('not connected');
    for (let i = 0; i < 5; i++) expect(await write(one, `hello ${i}`)).toBe('');
    expect(await write(other, 'STOP')).toBe('');
    expect(await write(other, 'Abmelden!')).toBe('');
    expect(await write(other, 'hello')).toContain('not connected');
  });
});

describe('one person in all forms of their number', () => {
  test.each([
    ['Mexico', '+525512345678', '+5215512345678'],
    ['Brazil', '+5511987654321', '+551187654321'],
    ['Argentina', '+5491143215678', '+541143215678'],
  ])('%s', async (_country, dialled, onWhatsApp) => {
    const ana = await world.person('Ana', { number: dialled, channels: ['whatsapp'] });
    const run = await remind(ana, 'Run', { minutesAgo: 3 });
    expect(await write(onWhatsApp, 'done', { WaId: onWhatsApp.slice(1) })).toContain('Run is done');
    expect(await run.status()).toBe('done');
    expect(await write(onWhatsApp, 'STOP')).toContain('no more WhatsApp messages');
    expect((await ana.expect(200, 'GET', '/v1/account/preferences')).channels.whatsapp).toBe(false);
    const { rows } = await admin.query('select distinct whatsapp_address from profiles where phone = $1', [
      dialled,
    ]);
    expect(rows).toEqual([{ whatsapp_address: onWhatsApp }]);
  });

  test('who hides the number later is known by the id that stood beside it', async () => {
    const ana = await person('Ana');
    const run = await remind(ana, 'Run', { minutesAgo: 3 });
    await write(ana.number, 'hello', { ExternalUserId: 'whatsapp:US.aB3dEf9' });
    const hidden = { From: 'whatsapp:US.aB3dEf9', ExternalUserId: 'whatsapp:US.aB3dEf9' };
    expect(await write('', 'done', hidden)).toContain('Run is done');
    expect(await run.status()).toBe('done');
  });

  test('who is known by the id and writes from a number that is not proven is not written to there', async () => {
    const ana = await person('Ana');
    const foreign = '+13055550123';
    const id = { ExternalUserId: 'whatsapp:US.f0re1gn' };
    await write(ana.number, 'hello', id);
    const run = await remind(ana, 'Run', { minutesAgo: 3 });
    expect(await write(foreign, 'done', id)).toContain('Run is done');
    expect(await run.status()).toBe('done');
    const { rows } = await admin.query('select distinct whatsapp_address from profiles where phone = $1', [
      ana.number,
    ]);
    expect(rows).toEqual([{ whatsapp_address: ana.number }]);
  });

  test('a form that names two numbers is nobody’s', async () => {
    const ana = await person('Ana');
    const run = await remind(ana, 'Run', { minutesAgo: 3 });
    await write(ana.number, 'done', { WaId: '12025550188' });
    expect(await run.status()).toBe('pending');
  });
});

test('an answer that waits for its task holds no calendar: whoever moves the task needs it', async () => {
  const ana = await person('Ana');
  const run = await remind(ana, 'Run', { minutesAgo: 2 });
  await using holder = await begun();
  await holder.query('select from tasks where id = $1 for no key update', [run.taskId]);
  // How WhatsApp writes their number is noted in the profile.
  await admin.query(`update profiles set whatsapp_address = '+12025550199' where phone = $1`, [ana.number]);
  const answering = write(ana.number, 'done');
  const waits = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
  await vi.waitUntil(async () => (await admin.query(waits)).rowCount === 1, PATIENCE);
  const calendar = `select from profiles p join tasks t using (org_id, user_id) where t.id = $1 for no key update of p nowait`;
  expect((await holder.query(calendar, [run.taskId])).rowCount).toBe(1);
  await holder.query('commit');
  expect(await answering).toContain('Run is done');
  expect(await run.status()).toBe('done');
});

test('a first answer that waits for its person holds no calendar: whoever changes how they are reached needs it', async () => {
  const ana = await person('Ana');
  const run = await remind(ana, 'Run', { minutesAgo: 2 });
  await admin.query('update profiles set whatsapp_address = null where phone = $1', [ana.number]);
  const ofTask = 'where (org_id, user_id) = (select org_id, user_id from tasks where id = $1)';
  await using holder = await begun();
  await holder.query(
    'select from users where id = (select user_id from tasks where id = $1) for no key update',
    [run.taskId],
  );
  const answering = write(ana.number, 'later');
  const waits = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
  await vi.waitUntil(async () => (await admin.query(waits)).rowCount === 1, PATIENCE);
  const calendar = `select from profiles ${ofTask} for no key update nowait`;
  expect((await holder.query(calendar, [run.taskId])).rowCount).toBe(1);
  await holder.query('commit');
  expect(await answering).toContain('Run');
  const { rows } = await admin.query(`select whatsapp_address from profiles ${ofTask}`, [run.taskId]);
  expect(rows).toEqual([{ whatsapp_address: ana.number }]);
});

/** The owner in a transaction of its own, which ends with the test at the latest. */
async function begun(): Promise<pg.Client & AsyncDisposable> {
  const client = new pg.Client({ connectionString: world.database.adminUrl });
  await client.connect();
  await client.query('begin');
  return Object.assign(client, { [Symbol.asyncDispose]: () => client.end() });
}
