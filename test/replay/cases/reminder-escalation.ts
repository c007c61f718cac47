// Every path through the ladder.
import pg from 'pg';
import { openDatabase } from '../../../src/db.ts';
import { asPerson } from '../../../src/kernel/context.ts';
import { settleTask } from '../../../src/tasks/answer-task.ts';
import { situationChanged } from '../../../workflows/reminder-escalation.contract.ts';
import { CANARIES } from '../canaries.ts';
import type { Case } from '../cases.ts';
import type { Stage } from '../stage.ts';

const TITLE = CANARIES.task;
/** Longer than any answer takes: who answers here is never too late. */
const PATIENT = { windowSeconds: 60 };

const idOf = (taskId: string, generation = 1): string => `reminder/${taskId}/${generation}`;

export const reminderEscalation = {
  'nobody-answers': async ({ person, ends }) => {
    const ana = await person();
    return ends(idOf(await ana.plan(TITLE)), 'missed');
  },

  'answered-after-push': async ({ person, waitsFor, ends }) => {
    const ana = await person(PATIENT);
    const task = await ana.plan(TITLE);
    const push = await ana.expectPush(TITLE);
    await waitsFor(idOf(task), 'answer to push');
    await ana.press(push, 'done');
    return ends(idOf(task), 'answered');
  },

  'answered-after-whatsapp': async ({ person, waitsFor, ends }) => {
    const ana = await person({ windowSeconds: 3 });
    const task = await ana.plan(TITLE);
    await waitsFor(idOf(task), 'answer to whatsapp');
    await ana.reply('done', await ana.expectWhatsApp(TITLE));
    return ends(idOf(task), 'answered');
  },

  'answered-by-key': async ({ person, waitsFor, ends }) => {
    const ana = await person({ windowSeconds: 3 });
    const task = await ana.plan(TITLE);
    await waitsFor(idOf(task), 'answer to call');
    await ana.answerCall('1');
    return ends(idOf(task), 'answered');
  },

  'answered-while-it-rings': async ({ person, waitsFor, ends }) => {
    const ana = await person({ ...PATIENT, channels: ['call'] });
    const task = await ana.plan(TITLE);
    await ana.expectCall('ringing');
    await waitsFor(idOf(task), 'answer to call');
    await ana.expect(200, 'POST', `/v1/tasks/${task}/completion`);
    const history = await ends(idOf(task), 'answered');
    await ana.expectCall('canceled');
    return history;
  },

  'answered-before-it-is-due': async ({ person, ends }) => {
    const ana = await person(PATIENT);
    const task = await ana.plan(TITLE, 2);
    await ana.expect(200, 'POST', `/v1/tasks/${task}/completion`);
    return ends(idOf(task), 'over');
  },

  'answered-and-never-told': async (stage) => {
    const ana = await stage.person({ windowSeconds: 2 });
    const task = await ana.plan(TITLE);
    await stage.waitsFor(idOf(task), 'answer to push');
    await settleInSilence(stage, await ana.expect(200, 'GET', '/v1/auth/me'), task);
    return stage.ends(idOf(task), 'over');
  },

  'cancelled-after-push': async ({ person, waitsFor, ends }) => {
    const ana = await person(PATIENT);
    const task = await ana.plan(TITLE);
    await waitsFor(idOf(task), 'answer to push');
    await ana.expect(200, 'DELETE', `/v1/tasks/${task}`);
    return ends(idOf(task), 'answered');
  },

  'moved-after-push': async ({ person, waitsFor, ends }) => {
    const ana = await person(PATIENT);
    const task = await ana.plan(TITLE);
    await waitsFor(idOf(task), 'answer to push');
    await ana.expect(200, 'POST', `/v1/tasks/${task}/reschedule`);
    return ends(idOf(task), 'answered');
  },

  'moved-before-it-is-due': async ({ person, ends }) => {
    const ana = await person(PATIENT);
    const task = await ana.plan(TITLE, 2);
    await ana.expect(200, 'POST', `/v1/tasks/${task}/reschedule`);
    return ends(idOf(task), 'over');
  },

  'moved-and-then-reminded': async ({ person, waitsFor, ends }) => {
    const ana = await person(PATIENT);
    const task = await ana.plan(TITLE, 3600);
    const startsAt = new Date(Date.now() + 500).toISOString();
    await ana.expect(200, 'POST', `/v1/tasks/${task}/reschedule`, { starts_at: startsAt });
    const push = await ana.expectPush(TITLE);
    await waitsFor(idOf(task, 2), 'answer to push');
    await ana.press(push, 'done');
    return ends(idOf(task, 2), 'answered');
  },

  'no-subscription': async ({ person, waitsFor, ends }) => {
    const ana = await person({ ...PATIENT, channels: ['whatsapp', 'call'] });
    const task = await ana.plan(TITLE);
    await waitsFor(idOf(task), 'answer to whatsapp');
    await ana.reply('done', await ana.expectWhatsApp(TITLE));
    return ends(idOf(task), 'answered');
  },

  'phone-not-verified': async ({ person, ends }) => {
    const ana = await person({ channels: ['push'] });
    return ends(idOf(await ana.plan(TITLE)), 'missed');
  },

  'whatsapp-not-opted-in': async ({ person, ends }) => {
    const ana = await person({ channels: ['push', 'call'] });
    return ends(idOf(await ana.plan(TITLE)), 'missed');
  },

  'quiet-hours': async ({ person, waitsFor, ends }) => {
    const ana = await person({ ...PATIENT, leadSeconds: 240 });
    await ana.expect(200, 'PATCH', '/v1/account/preferences', { sleep_window: nightEndingSoon() });
    const task = await ana.plan(TITLE);
    await waitsFor(idOf(task), 'too early for push');
    await waitsFor(idOf(task), 'answer to push');
    await ana.press(await ana.expectPush(TITLE), 'done');
    return ends(idOf(task), 'answered');
  },

  'settled-in-quiet-hours': async ({ person, waitsFor, ends }) => {
    const ana = await person({ ...PATIENT, leadSeconds: 240 });
    await ana.expect(200, 'PATCH', '/v1/account/preferences', { sleep_window: nightEndingSoon() });
    const task = await ana.plan(TITLE);
    await waitsFor(idOf(task), 'too early for push');
    await ana.expect(200, 'POST', `/v1/tasks/${task}/completion`);
    return ends(idOf(task), 'answered');
  },

  'push-service-busy': async ({ real, person, waitsFor, ends }) => {
    // Longer than a local activity may wait inside its workflow task: the retry becomes a timer of the workflow.
    real.simulator.faults.next('push', { kind: 'refuse', status: 429, retryAfterSeconds: 5 });
    const ana = await person(PATIENT);
    const task = await ana.plan(TITLE);
    const push = await ana.expectPush(TITLE);
    await waitsFor(idOf(task), 'answer to push');
    await ana.press(push, 'done');
    return ends(idOf(task), 'answered');
  },

  'whatsapp-outcome-unknown': async ({ real, person, waitsFor, ends }) => {
    const ana = await person({ ...PATIENT, channels: ['whatsapp'] });
    real.simulator.faults.next('messages', { kind: 'accept-then-drop' }, { to: ana.number });
    const task = await ana.plan(TITLE);
    await waitsFor(idOf(task), 'answer to whatsapp');
    await ana.reply('done', await ana.expectWhatsApp(TITLE));
    return ends(idOf(task), 'answered');
  },

  'whatsapp-refused': async ({ real, person, waitsFor, ends }) => {
    const ana = await person({ windowSeconds: 3 });
    real.simulator.faults.next('messages', { kind: 'refuse', status: 400, code: 63024 }, { to: ana.number });
    const task = await ana.plan(TITLE);
    await waitsFor(idOf(task), 'answer to call');
    await ana.answerCall('1');
    return ends(idOf(task), 'answered');
  },

  // Recorded, and not to be played any more: 'every-gate-closed' and 'every-provider-broken' ended as missed, when a
  // ladder without an accepted rung still did.

  'goes-round-again': async ({ real, person, ends }) => {
    const ana = await person({ channels: ['whatsapp'] });
    const away = { kind: 'refuse', status: 429, retryAfterSeconds: 3600 } as const;
    for (const target of ['messages', 'calls'] as const)
      real.simulator.faults.next(target, away, { to: ana.number });
    return ends(idOf(await ana.plan(TITLE)), 'missed');
  },

  'never-delivered': async ({ real, person, waitsFor, ends }) => {
    const ana = await person({ ...PATIENT, channels: [] });
    const task = await ana.plan(TITLE);
    await waitsFor(idOf(task), 'the next round');
    await asOwner(real, `update tasks set starts_at = now() - interval '61 minutes' where id = $1`, [task]);
    await ana.expect(200, 'PATCH', '/v1/account/preferences', { escalation_window_seconds: 59 });
    return ends(idOf(task), 'undelivered');
  },

  'nobody-can-be-reached': async ({ real, person, ends }) => {
    const ana = await person({ ...PATIENT, channels: [] });
    const task = await ana.plan(TITLE, 2);
    // An hour after its start it makes no sense any more.
    await asOwner(
      real,
      `update tasks set starts_at = now() - interval '59 minutes 50 seconds' where id = $1`,
      [task],
    );
    return ends(idOf(task), 'undelivered');
  },

  'failed-after-it-was-taken': async ({ real, person, waitsFor, ends }) => {
    const ana = await person({ ...PATIENT, channels: ['whatsapp', 'call'] });
    // They have blocked us: the provider takes the message and finds out later.
    const blocked = `whatsapp:${real.env['TWILIO_WHATSAPP_FROM']}`;
    real.simulator.state.phones.find(({ number }) => number === ana.number)!.stopped.push(blocked);
    const task = await ana.plan(TITLE);
    await waitsFor(idOf(task), 'answer to call');
    await ana.answerCall('1');
    return ends(idOf(task), 'answered');
  },

  'woken-by-a-longer-lead': async ({ person, waitsFor, ends }) => {
    const ana = await person(PATIENT);
    const task = await ana.plan(TITLE, 200);
    await ana.expect(200, 'PATCH', '/v1/account/preferences', { reminder_lead_seconds: 300 });
    await waitsFor(idOf(task), 'answer to push');
    await ana.press(await ana.expectPush(TITLE), 'done');
    return ends(idOf(task), 'answered');
  },

  'window-made-longer': async ({ person, waitsFor, ends }) => {
    const ana = await person({ ...PATIENT, channels: ['call'] });
    const task = await ana.plan(TITLE);
    await waitsFor(idOf(task), 'answer to call');
    await ana.expect(200, 'PATCH', '/v1/account/preferences', { escalation_window_seconds: 600 });
    await waitsFor(idOf(task), 'too early for missed');
    // The call whose wait was broken off still rings.
    await ana.expect(200, 'POST', `/v1/tasks/${task}/completion`);
    return ends(idOf(task), 'answered');
  },

  'settings-changed-in-a-round': async ({ real, person, ends }) => {
    const ana = await person({ ...PATIENT, channels: ['whatsapp'] });
    await ana.expect(200, 'PATCH', '/v1/account/preferences', { channels: { call: false } });
    const refuse = (status: number, code: number) =>
      real.simulator.faults.next('messages', { kind: 'refuse', status, code }, { to: ana.number, times: 99 });
    const isBusyNoMore = refuse(429, 20429);
    const task = await ana.plan(TITLE);
    await ana.expectReminder(task, 'push skipped no_subscription', 'whatsapp unsent 20429');
    await ana.subscribe();
    refuse(400, 63024);
    isBusyNoMore();
    await ana.press(await ana.expectPush(TITLE), 'done');
    return ends(idOf(task), 'answered');
  },

  'call-taken-back': async ({ person, waitsFor, ends }) => {
    const ana = await person({ ...PATIENT, channels: ['call'] });
    const task = await ana.plan(TITLE);
    await ana.expectCall('ringing');
    await waitsFor(idOf(task), 'answer to call');
    await ana.expect(200, 'PATCH', '/v1/account/preferences', { channels: { call: false } });
    await ana.expectCall('canceled');
    await waitsFor(idOf(task), 'the next round');
    await ana.expect(200, 'POST', `/v1/tasks/${task}/completion`);
    return ends(idOf(task), 'answered');
  },

  'left-while-it-rings': async (stage) => {
    const ana = await stage.person({ ...PATIENT, channels: ['call'] });
    const task = await ana.plan(TITLE);
    await ana.expectCall('ringing');
    await stage.waitsFor(idOf(task), 'answer to call');
    // Nobody leaves an organisation that is their own: as if it were a team's.
    await asOwner(
      stage.real,
      `delete from members using tasks t where t.id = $1 and members.user_id = t.user_id`,
      [task],
    );
    await stage.real.temporal.client.workflow.getHandle(idOf(task)).signal(situationChanged);
    return stage.ends(idOf(task), 'over');
  },

  'answer-not-heard': async ({ real, person, waitsFor, ends }) => {
    const ana = await person({ ...PATIENT, channels: ['call'] });
    const task = await ana.plan(TITLE);
    await waitsFor(idOf(task), 'answer to call');
    real.simulator.faults.next('callStatus', { kind: 'never' }, { to: ana.number, times: Infinity });
    await ana.expectCall('ringing');
    real.simulator.phone.answerCall(ana.number);
    await ana.expectCall('in-progress');
    real.simulator.phone.hangUp(ana.number);
    await ana.expectCall('completed');
    await letPass(real, task);
    await ana.expect(200, 'PATCH', '/v1/account/preferences', { escalation_window_seconds: 59 });
    await ana.answerCall('1');
    return ends(idOf(task), 'answered');
  },

  'push-switched-off': async ({ person, waitsFor, ends }) => {
    const ana = await person({ ...PATIENT, channels: ['push'] });
    const task = await ana.plan(TITLE);
    await waitsFor(idOf(task), 'answer to push');
    await ana.expect(200, 'PATCH', '/v1/account/preferences', { channels: { push: false } });
    await waitsFor(idOf(task), 'too early for whatsapp');
    await ana.expect(200, 'POST', `/v1/tasks/${task}/completion`);
    return ends(idOf(task), 'answered');
  },

  'notification-cleared': async ({ person, waitsFor, ends }) => {
    const ana = await person(PATIENT);
    const task = await ana.plan(TITLE);
    await waitsFor(idOf(task), 'answer to push');
    await ana.expect(200, 'POST', `/v1/tasks/${task}/completion`);
    return ends(idOf(task), 'answered');
  },

  'call-cannot-be-ended': async ({ failing, failures, person, waitsFor, ends }) => {
    failures.takesCalls = true;
    const ana = await person({ ...PATIENT, channels: ['call'] }, failing);
    const task = await ana.plan(TITLE);
    await waitsFor(idOf(task), 'answer to call');
    await ana.expect(200, 'POST', `/v1/tasks/${task}/completion`);
    return ends(idOf(task), 'answered');
  },

  'left-unclear-and-settled': async ({ real, person, waitsFor, ends }) => {
    const ana = await person(PATIENT);
    const task = await ana.plan(TITLE);
    await waitsFor(idOf(task), 'answer to push');
    await ana.expect(200, 'POST', `/v1/tasks/${task}/completion`);
    await ends(idOf(task), 'answered');
    await asOwner(real, `update dispatch_log set state = 'sending' where task_id = $1`, [task]);
    const { user } = await ana.expect(200, 'GET', '/v1/auth/me');
    await real.temporal.client.workflow.start('reminderEscalation', {
      workflowId: idOf(task),
      taskQueue: 'flux',
      args: [{ orgId: user.org_id, userId: user.id, taskId: task, generation: 1, unclear: 'push' }],
    });
    return ends(idOf(task), 'over');
  },

  'answered-while-it-is-asked': async ({ failing, failures, person, waitsFor, asksFor, ends }) => {
    failures.takesCalls = true;
    const ana = await person({ ...PATIENT, channels: ['call'] }, failing);
    const task = await ana.plan(TITLE);
    await waitsFor(idOf(task), 'answer to call');
    await letPass(failing, task);
    await ana.expect(200, 'PATCH', '/v1/account/preferences', { escalation_window_seconds: 59 });
    await asksFor(idOf(task), 'askCall');
    await ana.expect(200, 'POST', `/v1/tasks/${task}/completion`);
    return ends(idOf(task), 'answered');
  },
} satisfies Record<string, Case>;

/** The task and its call are five minutes ago. */
async function letPass(world: Stage['real'], taskId: string): Promise<void> {
  const ago = `= now() - interval '5 minutes'`;
  await asOwner(world, `update dispatch_log set last_sent_at ${ago} where task_id = $1`, [taskId]);
  await asOwner(world, `update tasks set starts_at ${ago} where id = $1`, [taskId]);
}

/** What no door can do. */
async function asOwner({ database }: Stage['real'], statement: string, values: unknown[]): Promise<void> {
  const admin = new pg.Client({ connectionString: database.adminUrl });
  await admin.connect();
  await admin.query(statement, values);
  await admin.end();
}

/** As a door would, but the reminder hears nothing of it. */
async function settleInSilence(
  { real }: Stage,
  { user }: { user: { id: string; org_id: string } },
  taskId: string,
): Promise<void> {
  const orm = await openDatabase(real.database.apiUrl, { poolSize: 1 });
  try {
    const store = { orm, perform: async () => {} };
    await asPerson(store, { orgId: user.org_id, userId: user.id, via: 'rest' }, (ctx) =>
      settleTask(ctx, { taskId, status: 'done' }),
    );
  } finally {
    await orm.close();
  }
}

/** Quiet hours that it is now, and that end with this minute or the next: clocks of people have no seconds. */
function nightEndingSoon(): { from: string; to: string } {
  const endMs = Date.now() + 75_000;
  return { from: clockAt(endMs - 8 * 3_600_000), to: clockAt(endMs) };
}

const clockAt = (epochMs: number): string => new Date(epochMs).toISOString().slice(11, 16);
