// The promise: a reminder that is terminated, or lost with all that Temporal knew, goes on; what was sent is not sent again.
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { openWorld, type World } from '../harness/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

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

describe.concurrent('a reminder whose push is out', () => {
  test.each(HARMS)('%s: the next rung comes, and no second push', async (_harm, harm) => {
    const ana = await world.person('Ana', { windowSeconds: 1 });
    const task = await ana.plan('Run 5 km');
    await ana.expectPush('Run 5 km');
    await harm(task);
    let looks = 0;
    const comesBack = async () => {
      await world.temporal.client.workflow.execute('reconciler', {
        taskQueue: world.taskQueue,
        workflowId: `look-${task}-${looks++}`,
      });
      return ana.received().messages.length > 0;
    };
    await vi.waitUntil(comesBack, { timeout: 20_000, interval: 100 });
    await ana.expectWhatsApp('Run 5 km');
    await ana.reply('done');
    await ana.expectTask(task, 'done');
    expect(ana.received().pushes).toHaveLength(1);
    expect(ana.received().messages).toHaveLength(1);
  });
});

test('each run of the schedule goes on where the last one stopped', async () => {
  const schedule = world.temporal.client.schedule.getHandle(`${world.taskQueue}/reconciler`);
  const runs = async () =>
    (await schedule.describe()).info.recentActions.map(({ action }) => action.workflow);
  const runAfter = async (count: number) => {
    await schedule.trigger('SKIP');
    await vi.waitUntil(async () => (await runs()).length > count, { timeout: 20_000, interval: 50 });
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
