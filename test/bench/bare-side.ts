// Temporal alone: the client here, an empty worker in a process of its own.
import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { WithStartWorkflowOperation, type Client } from '@temporalio/client';
import { endWithUs } from '../../src/dev/process.ts';
import { connectTemporal } from '../../temporal/connect.ts';
import type { BareWord } from './bare-worker.ts';
import { say, type bareChat, type bareReminder } from './bare-workflows.ts';
import type { Chat, Reminder, Side } from './side.ts';

const TASK_QUEUE = 'bare';

export async function openBareSide(temporalAddress: string): Promise<Side> {
  const firstRungs = new Map<string, (at: number) => void>();
  const worker = await startBareWorker(temporalAddress, ({ pushed, at }) => firstRungs.get(pushed)?.(at));
  const temporal = connectTemporal({ TEMPORAL_ADDRESS: temporalAddress, TEMPORAL_NAMESPACE: 'default' });
  return {
    name: 'bare',
    reminders: async (count, { windowMs }) =>
      Array.from({ length: count }, () => reminderOf(temporal.client, windowMs, firstRungs)),
    chats: async (count) => Array.from({ length: count }, () => chatOf(temporal.client)),
    close: async () => {
      await worker.stop();
      await temporal.close();
    },
  };
}

async function startBareWorker(
  address: string,
  onPushed: (word: Exclude<BareWord, 'ready'>) => void,
): Promise<{ stop(): Promise<void> }> {
  const child = fork(fileURLToPath(new URL('bare-worker.ts', import.meta.url)), [address, TASK_QUEUE]);
  await once(child, 'spawn');
  const untie = endWithUs(child.pid!, 'SIGTERM');
  const ready = Promise.withResolvers<void>();
  child.on('message', (word: BareWord) => (word === 'ready' ? ready.resolve() : onPushed(word)));
  child.once('exit', (code) => ready.reject(new Error(`the bare worker ended (exit ${code})`)));
  await ready.promise;
  return {
    stop: async () => {
      untie();
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await gone;
    },
  };
}

function reminderOf(
  client: Client,
  windowMs: number,
  firstRungs: Map<string, (at: number) => void>,
): Reminder {
  const id = randomUUID();
  const workflowId = `bare-reminder/${id}`;
  const { promise, resolve } = Promise.withResolvers<number>();
  firstRungs.set(id, resolve);
  return {
    id,
    start: async (dueAt) => {
      await client.workflow.start<typeof bareReminder>('bareReminder', {
        taskQueue: TASK_QUEUE,
        workflowId,
        startDelay: Math.max(1, dueAt.getTime() - Date.now()),
        args: [{ id, windowMs }],
      });
    },
    firstRung: promise,
    ended: async () => {
      await client.workflow.getHandle(workflowId).result();
    },
  };
}

function chatOf(client: Client): Chat {
  const workflowId = `bare-chat/${randomUUID()}`;
  return async () => {
    const id = randomUUID();
    await client.workflow.executeUpdateWithStart(say, {
      args: [id],
      updateId: id,
      startWorkflowOperation: new WithStartWorkflowOperation<typeof bareChat>('bareChat', {
        taskQueue: TASK_QUEUE,
        workflowId,
        workflowIdConflictPolicy: 'USE_EXISTING',
      }),
    });
  };
}
