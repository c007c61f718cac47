// A server that has lost its store knows neither our search attributes nor our timetable: doors say so, and it is set up again.
import { randomUUID } from 'node:crypto';
import { msToTs } from '@temporalio/common/lib/time.js';
import { expect, inject, test, vi } from 'vitest';
import { createLog } from '../../../src/kernel/log.ts';
import { connectTemporal, type Temporal } from '../../../temporal/connect.ts';
import { chatSessions } from '../../../temporal/flows/chat.ts';
import { negotiations } from '../../../temporal/flows/goals.ts';
import { reminders } from '../../../temporal/flows/reminders.ts';
import { keepSetUp } from '../../../temporal/keep-set-up.ts';
import { PATIENCE } from '../../harness/patience.ts';

const succeeds = (work: () => Promise<unknown>) => vi.waitFor(work, PATIENCE);

const turn = () => ({ conversationId: randomUUID(), messageId: randomUUID() });

/** As new as one can be: a namespace in which nobody has been. */
async function openNew(stack: AsyncDisposableStack): Promise<Temporal> {
  const { temporalAddress: TEMPORAL_ADDRESS } = inject('ground');
  const namespace = `lost-${randomUUID()}`;
  const temporal = connectTemporal({ TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE: namespace });
  stack.defer(() => temporal.close());
  const workflowExecutionRetentionPeriod = msToTs('1 day');
  const { workflowService } = temporal.client;
  await workflowService.registerNamespace({ namespace, workflowExecutionRetentionPeriod });
  await succeeds(() => temporal.namespaceReady());
  return temporal;
}

test('until it is set up again nothing is taken, and that is an outage', async () => {
  await using stack = new AsyncDisposableStack();
  const temporal = await openNew(stack);
  const { client } = temporal;
  const taskQueue = randomUUID();
  const line = { client, taskQueue, patienceMs: 2000 };
  const person = { orgId: randomUUID(), userId: randomUUID() };
  const actor = { ...person, via: 'rest' } as const;
  const due = {
    kind: 'reminder_due',
    taskId: randomUUID(),
    generation: 1,
    dueAt: new Date(),
    leewayMs: 0,
  } as const;
  const asked = { goalId: randomUUID(), latest: null, failures: 0 };
  const starts = [
    () => chatSessions(line).answer(actor, turn()),
    () => chatSessions(line).revive(person, turn()),
    () => negotiations(line).propose(actor, asked),
    () => reminders(line).start(person, due),
    () => reminders(line).wake(person, due, { settings: true }),
  ];
  for (const start of starts) await expect(start()).rejects.toMatchObject({ code: 'UNAVAILABLE' });

  const nowhere = connectTemporal({
    TEMPORAL_ADDRESS: inject('ground').temporalAddress,
    TEMPORAL_NAMESPACE: `gone-${randomUUID()}`,
  });
  stack.defer(() => nowhere.close());
  const lost = reminders({ ...line, client: nowhere.client });
  await expect(lost.start(person, due)).rejects.toMatchObject({ code: 'UNAVAILABLE' });

  const log = createLog({ level: 'silent', process: 'test' });
  stack.defer(keepSetUp(temporal, { taskQueue, log, everyMs: 20 }));
  await succeeds(() => reminders(line).start(person, due));
  const schedule = (name: string) => client.schedule.getHandle(`${taskQueue}/${name}`);
  await Promise.all(['reconciler', 'retention'].map((name) => succeeds(() => schedule(name).describe())));
});
