// The promise: a reminder that is terminated, or lost with all that Temporal knew, goes on; what was sent is not sent again.
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { PATIENCE } from '../harness/patience.ts';
import { openWorld, type World } from '../harness/world.ts';
import { loseReports } from '../kill/lives.ts';

let world: World;
let admin: pg.Client;
beforeAll(async () => {
  // Here providers say nothing, and that is waited out.
  world = await openWorld({ env: { PROVIDER_TIMEOUT_MS: '2000' } });
  admin = new pg.Client({ connectionString: world.database.adminUrl });
  await admin.connect();
});
afterAll(async () => {
  await admin.end();
  await world.close();
});

const ladder = (task: string) => world.temporal.client.workflow.getHandle(`reminder/${task}/1`);

const HARMS: [harm: string, harm: (task: string) => Promise<unknown>][] = [
  ['terminated by an operator', (task) => ladder(task).terminate('by hand')],
  [
    'lost with what Temporal kept',
    (task) => {
      const { connection, options } = world.temporal.client;
      return connection.workflowService.deleteWorkflowExecution({
        namespace: options.namespace,
        workflowExecution: { workflowId: `reminder/${task}/1` },
      });
    },
  ],
];

let looks = 0;

/** Has the reconciler look until it is so. */
async function lookUntil(isSo: () => boolean | Promise<boolean>): Promise<void> {
  const looked = async () => {
    await world.temporal.client.workflow.execute('reconciler', {
      taskQueue: world.taskQueue,
      workflowId: `look-${looks++}`,
    });
    return isSo();
  };
  await vi.waitUntil(looked, PATIENCE);
}

describe.concurrent('a reminder whose push is out', () => {
  test.each(HARMS)('%s: the next rung comes, and no second push', async (_harm, harm) => {
    const ana = await world.person('Ana', { windowSeconds: 1 });
    const task = await ana.plan('Run 5 km');
    await ana.expectPush('Run 5 km');
    await harm(task);
    await lookUntil(() => ana.received().messages.length > 0);
    await ana.expectWhatsApp('Run 5 km');
    await ana.reply('done');
    await ana.expectTask(task, 'done');
    // What was out before is taken back by the ladder that came after.
    await world.simulator.waitFor((state) =>
      state.notifications.find((one) => one.number === ana.number && one.status === 'cleared'),
    );
    expect(ana.received().pushes).toHaveLength(1);
    expect(ana.received().messages).toHaveLength(1);
  });
});

test('one that is lost in a later round goes on in it: no rung is passed over for the rounds that are done', async () => {
  const ben = await world.person('Ben', { channels: ['call'], windowSeconds: 600 });
  const refused = { kind: 'refuse', status: 400, code: 21217 } as const;
  world.simulator.faults.next('calls', refused, { to: ben.number });
  const task = await ben.plan('Water the plants');
  const gates = ['push skipped no_subscription', 'whatsapp skipped whatsapp_not_opted_in'];
  await ben.expectReminder(task, ...gates, 'call refused 21217');
  await ladder(task).terminate('by hand');
  // As if it had died in its third round, before the call.
  await admin.query(`update dispatch_log set round = 3 where task_id = $1 and step <> 'call'`, [task]);
  await lookUntil(() => ben.received().calls.length > 0);
  await ben.expectReminder(task, ...gates, 'call accepted');
  const { rows } = await admin.query(`select distinct round from dispatch_log where task_id = $1`, [task]);
  expect(rows).toEqual([{ round: 3 }]);
});

test('one that is lost while its call is being placed: who has settled the task is not rung on, and the log says so', async () => {
  const dan = await world.person('Dan', { channels: ['call'], windowSeconds: 600 });
  loseReports(world, dan.number);
  world.simulator.faults.next('calls', { kind: 'accept-then-hang' }, { to: dan.number });
  const task = await dan.plan('Tidy up');
  await dan.expectCall('ringing');
  await ladder(task).terminate('by hand');
  await dan.expect(200, 'POST', `/v1/tasks/${task}/completion`);
  // As long as it takes whoever placed it to give it up.
  const gates = ['push skipped no_subscription', 'whatsapp skipped whatsapp_not_opted_in'];
  await dan.expectReminder(task, ...gates, 'call unknown unconfirmed');
  // Both are a minute ago.
  for (const call of world.simulator.state.calls) if (call.number === dan.number) call.createdAt -= 65_000;
  const ago = `now() - interval '65 seconds'`;
  await admin.query(`update dispatch_log set created_at = ${ago}, last_sent_at = ${ago} where task_id = $1`, [
    task,
  ]);
  await lookUntil(() => dan.received().calls.some(({ status }) => status === 'canceled'));
  await dan.expectReminder(task, ...gates, 'call accepted');
  expect(dan.received().calls).toHaveLength(1);
});

test('a call that nobody could be asked about for minutes takes no other one for its own', async () => {
  const fay = await world.person('Fay', { channels: ['call'], windowSeconds: 600 });
  loseReports(world, fay.number);
  const settled = await fay.plan('Tidy up', 240);
  await fay.expect(200, 'POST', `/v1/tasks/${settled}/completion`);
  await ladder(settled).terminate('by hand');
  // The provider has just come back: what the line delivers late may arrive now.
  await admin.query(
    `insert into dispatch_log (id, org_id, user_id, task_id, generation, step, state, reason, first_sent_at, last_sent_at,
       created_at, doubted_at, sent_to)
     select gen_random_uuid(), org_id, user_id, id, 1, 'call', 'unknown', 'unconfirmed', ago, ago, ago, now(), $2
     from tasks, (select now() - interval '485 seconds' as ago) t where id = $1`,
    [settled, fay.number],
  );
  world.simulator.faults.next('calls', { kind: 'accept-then-hang' }, { to: fay.number });
  const task = await fay.plan('Water the plants');
  await fay.expectCall('ringing');
  await lookUntil(() => true);
  const gates = ['push skipped no_subscription', 'whatsapp skipped whatsapp_not_opted_in'];
  await fay.expectReminder(task, ...gates, 'call accepted');
  await fay.answerCall('1');
  await fay.expectTask(task, 'done');
  expect(fay.received().calls).toHaveLength(1);
});

test('one that is lost before its first rung, and noted as started when its time was long over, comes to an end', async () => {
  const eva = await world.person('Eva', { windowSeconds: 1 });
  const task = await eva.plan('Read 20 pages', 240);
  await ladder(task).terminate('by hand');
  const late = `update tasks set reminded_generation = 1, starts_at = now() - interval '2 hours' where id = $1`;
  await admin.query(late, [task]);
  await lookUntil(async () => (await eva.task(task)).status === 'undelivered');
  expect(eva.received()).toMatchObject({ pushes: [], messages: [], calls: [] });
});

test('each run of the schedule goes on where the last one stopped', async () => {
  const schedule = world.temporal.client.schedule.getHandle(`${world.taskQueue}/reconciler`);
  const runs = async () =>
    (await schedule.describe()).info.recentActions.map(({ action }) => action.workflow);
  const runAfter = async (count: number) => {
    await schedule.trigger('SKIP');
    await vi.waitUntil(async () => (await runs()).length > count, PATIENCE);
    const { workflowId, firstExecutionRunId } = (await runs()).at(-1)!;
    const handle = world.temporal.client.workflow.getHandle(workflowId, firstExecutionRunId);
    return { left: (await handle.result()) as unknown, events: (await handle.fetchHistory()).events ?? [] };
  };
  const first = await runAfter((await runs()).length);
  expect(first.left).toMatchObject({ 'due-reminders': null, 'unheard-messages': expect.any(String) });
  const second = await runAfter((await runs()).length);
  const [handed] =
    second.events[0]?.workflowExecutionStartedEventAttributes?.lastCompletionResult?.payloads ?? [];
  expect(JSON.parse(Buffer.from(handed?.data ?? []).toString() || 'null')).toEqual(first.left);
});
