// The promise: an outage of a provider is not the person's miss. No rung holds up the next one, a ladder of which nothing got through goes round again.
import pg from 'pg';
import twilio from 'twilio';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { callbackUrl } from '../../src/reminders/callback-url.ts';
import { reminders } from '../../temporal/flows/reminders.ts';
import type { Person } from '../harness/person.ts';
import { waitOf } from '../harness/wait-of.ts';
import { openWorld, type World } from '../harness/world.ts';
import { loseReports } from '../kill/lives.ts';

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

const CLOSED = [
  'push skipped no_subscription',
  'whatsapp skipped phone_not_verified',
  'call skipped phone_not_verified',
];
/** Longer than anybody waits here: what comes within it did not wait for it. */
const LONG = { windowSeconds: 600 };
const HOUR = { kind: 'refuse', status: 429, retryAfterSeconds: 3600 } as const;

const devicesOf = (person: Person) =>
  world.simulator.state.devices.filter(({ number }) => number === person.number).map(({ id }) => id);

async function historyOf(taskId: string): Promise<string[]> {
  const { rows } = await admin.query('select kind, via from task_events where task_id = $1 order by id', [
    taskId,
  ]);
  return rows.map(({ kind, via }) => `${kind} ${via}`);
}

describe.concurrent('no rung holds up the next one', () => {
  test('a push service that asks for an hour', async () => {
    const ana = await world.person('Ana', LONG);
    for (const to of devicesOf(ana)) world.simulator.faults.next('push', HOUR, { to });
    const task = await ana.plan('Run 5 km');
    await ana.expectWhatsApp('Run 5 km');
    await ana.expectReminder(task, 'push unsent HTTP_429', 'whatsapp accepted');
    expect(ana.received().pushes).toEqual([]);
  });

  test('one of two devices that asks for an hour: the other one is enough', async () => {
    const ben = await world.person('Ben', { ...LONG, channels: ['push'] });
    const [first] = devicesOf(ben);
    await ben.subscribe();
    world.simulator.faults.next('push', HOUR, { to: first! });
    const task = await ben.plan('Water the plants');
    await ben.expectPush('Water the plants');
    await ben.expectReminder(task, 'push accepted');
    expect(ben.received().pushes).toHaveLength(1);
  });

  test('one of two devices that subscribed with another key: it is forgotten, and the other one rings', async ({
    expect,
  }) => {
    const kay = await world.person('Kay', { ...LONG, channels: ['push'] });
    const [first] = devicesOf(kay);
    await kay.subscribe();
    world.simulator.faults.next('push', { kind: 'refuse', status: 403 }, { to: first! });
    const task = await kay.plan('Sweep the yard');
    await kay.expectPush('Sweep the yard');
    await kay.expectReminder(task, 'push accepted');
    const { push_subscriptions: left } = await kay.expect(200, 'GET', '/v1/account/push-subscriptions');
    expect(left).toHaveLength(1);
  });

  test('the only device, with another key: the reminder says so and goes on', async () => {
    const lou = await world.person('Lou', LONG);
    for (const to of devicesOf(lou))
      world.simulator.faults.next('push', { kind: 'refuse', status: 403 }, { to });
    const task = await lou.plan('Air the room');
    expect((await lou.expectWhatsApp('Air the room')).body).toContain('Air the room');
    await lou.expectReminder(task, 'push refused other_key', 'whatsapp accepted');
  });

  test('a provider that asks for minutes: an answer and other settings are heard meanwhile', async ({
    expect,
  }) => {
    const minutes = { kind: 'refuse', status: 429, retryAfterSeconds: 300 } as const;
    const [ida, jon] = [
      await world.person('Ida', { ...LONG, channels: ['whatsapp', 'call'] }),
      await world.person('Jon', { ...LONG, channels: ['whatsapp'] }),
    ];
    const waiting = async (person: Person) => {
      world.simulator.faults.next('messages', minutes, { to: person.number });
      const task = await person.plan('Stretch');
      await expect
        .poll(() => waitOf(world, task))
        .toMatchObject({
          summary: 'too early for whatsapp',
          ms: expect.toSatisfy((ms: number) => ms > 200_000),
        });
      return task;
    };
    const [hers, his] = await Promise.all([waiting(ida), waiting(jon)]);
    await ida.expect(200, 'PATCH', '/v1/account/preferences', { channels: { whatsapp: false } });
    await ida.expectCall();
    await jon.expect(200, 'POST', `/v1/tasks/${his}/completion`);
    const reminder = world.temporal.client.workflow.getHandle(`reminder/${his}/1`);
    expect(await reminder.result()).toBe('answered');
    await ida.expectReminder(
      hers,
      'push skipped no_subscription',
      'whatsapp skipped whatsapp_not_opted_in',
      'call accepted',
    );
  });

  test('a message that nobody takes: the call comes when the window is over', async () => {
    const eva = await world.person('Eva', { channels: ['whatsapp', 'call'], windowSeconds: 2 });
    const busy = { kind: 'refuse', status: 429 } as const;
    world.simulator.faults.next('messages', busy, { to: eva.number, times: Infinity });
    const task = await eva.plan('Read 20 pages');
    await eva.expectCall();
    await eva.expectReminder(task, 'push skipped no_subscription', 'whatsapp unsent 20429', 'call accepted');
    expect(eva.received().messages.filter(({ body }) => body.includes('Read'))).toEqual([]);
  });

  test.each([
    ['63003', 'no WhatsApp there', false],
    ['63014', 'blocked', false],
    ['63024', 'no such recipient', false],
    ['21610', 'stopped', false],
    ['63016', 'a template is needed', true],
    ['30008', 'unnamed', true],
  ])(
    'a message that fails after it was taken (%s, %s): the call comes at once',
    async (code, _why, agrees) => {
      const dan = await world.person('Dan', { ...LONG, channels: ['whatsapp', 'call'] });
      loseReports(world, dan.number);
      const task = await dan.plan('Call the dentist');
      const { sid } = await dan.expectWhatsApp('Call the dentist');
      await dan.expectReminder(task, 'push skipped no_subscription', 'whatsapp accepted');
      await report(sid, { MessageStatus: 'undelivered', ErrorCode: code });
      await dan.expectCall();
      await dan.expectReminder(
        task,
        'push skipped no_subscription',
        `whatsapp failed ${code}`,
        'call accepted',
      );
      const { whatsapp_opt_in_at } = await dan.expect(200, 'GET', '/v1/account/preferences');
      expect(whatsapp_opt_in_at !== null).toBe(agrees);
    },
  );

  test('the line is free though the report of the call before was lost', async () => {
    const fay = await world.person('Fay', { channels: ['call'] });
    world.simulator.phone.setMode(fay.number, 'no-answer');
    loseReports(world, fay.number);
    await fay.expectTask(await fay.plan('Stretch'), 'missed');
    const second = await fay.plan('Tidy up');
    await fay.expectTask(second, 'missed');
    expect(fay.received().calls).toHaveLength(2);
  });

  test('a line that is busy is asked again when it may be free, and not every moment', async ({ expect }) => {
    const gwen = await world.person('Gwen', { ...LONG, leadSeconds: 600, channels: ['call'] });
    await gwen.plan('Stretch');
    await gwen.expectCall('ringing');
    const second = await gwen.plan('Tidy up', -400);
    await expect
      .poll(() => waitOf(world, second))
      .toMatchObject({ summary: 'too early for call', ms: expect.toSatisfy((ms: number) => ms > 5000) });
  });
});

describe.concurrent('a ladder of which nothing got through', () => {
  test.each([
    ['asks for an hour', HOUR, 2],
    ['is not there', { kind: 'refuse', status: 503 } as const, 3],
    ['says nothing', { kind: 'drop' } as const, 3],
  ])('goes round again while the provider %s; only then can it be missed', async (_what, away, times) => {
    const gil = await world.person('Gil', { channels: ['whatsapp'] });
    world.simulator.faults.next('messages', away, { to: gil.number, times });
    world.simulator.faults.next('calls', away, { to: gil.number, times: 2 });
    const task = await gil.plan('Feed the cat');
    await gil.expectWhatsApp('Feed the cat');
    await gil.expectTask(task, 'missed');
    await gil.expectReminder(task, 'push skipped no_subscription', 'whatsapp accepted', 'call accepted');
    expect(await historyOf(task)).toEqual(['created rest', 'missed ladder']);
  });

  test('ends as undelivered, which counts for nothing, when the task makes no sense any more', async () => {
    const hal = await world.person('Hal', { channels: [], windowSeconds: 30 });
    const task = await hal.plan('Practise scales');
    await hal.expectReminder(task, ...CLOSED);
    expect((await hal.task(task)).status).toBe('pending');
    await admin.query(`update tasks set starts_at = now() - interval '61 minutes' where id = $1`, [task]);
    // Whatever changes, the ladder asks again.
    await hal.expect(200, 'PATCH', '/v1/account/preferences', { escalation_window_seconds: 40 });
    expect((await hal.expectTask(task, 'undelivered')).settled_via).toBe('ladder');
    expect(await historyOf(task)).toEqual(['created rest', 'undelivered ladder']);
    expect((await hal.say('How am I doing?')).message).not.toContain(' of 1');
    // The person's own word counts all the same.
    const { first } = await hal.expect(200, 'POST', `/v1/tasks/${task}/completion`);
    expect({ first, status: (await hal.task(task)).status }).toEqual({ first: true, status: 'done' });
  });

  test('that was lost with its store goes on where it was, and sends nothing twice', async () => {
    const kim = await world.person('Kim', { windowSeconds: 2, channels: ['push', 'whatsapp'] });
    const task = await kim.plan('Buy flowers');
    await kim.expectReminder(task, 'push accepted');
    const { client } = world.temporal;
    await client.workflow.getHandle(`reminder/${task}/1`).terminate();
    const flow = reminders({ client, taskQueue: world.taskQueue, patienceMs: 10_000 });
    const [{ org_id: orgId, user_id: userId }] = (
      await admin.query('select org_id, user_id from tasks where id = $1', [task])
    ).rows as [Record<'org_id' | 'user_id', string>];
    const due = {
      kind: 'reminder_due',
      taskId: task,
      generation: 1,
      dueAt: new Date(),
      leewayMs: 0,
    } as const;
    // Twice at once, and once more while it runs.
    await Promise.all([flow.revive({ orgId, userId }, due), flow.revive({ orgId, userId }, due)]);
    await flow.revive({ orgId, userId }, due);
    await kim.expectTask(task, 'missed');
    expect(kim.received()).toMatchObject({
      pushes: { length: 1 },
      messages: { length: 1 },
      calls: { length: 1 },
    });
  });

  test('a failure that is reported after the ladder has ended takes the miss back', async () => {
    const ivy = await world.person('Ivy', { channels: ['whatsapp'] });
    loseReports(world, ivy.number);
    world.simulator.faults.next('calls', { kind: 'refuse', status: 400, code: 21217 }, { to: ivy.number });
    const task = await ivy.plan('Clean the desk');
    const { sid } = await ivy.expectWhatsApp('Clean the desk');
    await ivy.expectTask(task, 'missed');
    await report(sid, { MessageStatus: 'failed', ErrorCode: '63016' });
    expect((await ivy.task(task)).status).toBe('undelivered');
    expect(await historyOf(task)).toEqual(['created rest', 'missed ladder', 'undelivered whatsapp']);
  });
});

/** What Twilio says of a message later than it would by itself, signed as it does. */
async function report(sid: string, form: Record<string, string>): Promise<void> {
  const { rows } = await admin.query('select id, org_id, user_id from dispatch_log where external_id = $1', [
    sid,
  ]);
  const [dispatch] = rows;
  const person = { orgId: dispatch.org_id, userId: dispatch.user_id };
  const url = callbackUrl(world.env['PUBLIC_URL']!, 'message-status', person, dispatch.id);
  const params = { MessageSid: sid, ...form };
  const signature = twilio.getExpectedTwilioSignature(world.env['TWILIO_AUTH_TOKEN']!, url, params);
  const { status } = await fetch(url, {
    method: 'POST',
    headers: { 'x-twilio-signature': signature },
    body: new URLSearchParams(params),
  });
  expect(status).toBe(204);
}
