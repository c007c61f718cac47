// What Temporal alone can do: the same activities, timers, signals and updates as Flux's workflows, and nothing of Flux.
import {
  condition,
  defineSignal,
  defineUpdate,
  proxyActivities,
  proxyLocalActivities,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { EmptyActivities } from './bare-worker.ts';

export const settled = defineSignal('settled');
export const say = defineUpdate<void, [string]>('say');

const IDLE_MS = 30 * 60_000;

const inTask = proxyLocalActivities<Pick<EmptyActivities, 'push' | 'close'>>({ startToCloseTimeout: '8s' });
const turns = proxyActivities<Pick<EmptyActivities, 'answer'>>({ startToCloseTimeout: '30s' });

/** Push and close inside the workflow task, WhatsApp and call on their queues, a wait after each rung. */
export async function bareReminder({ id, windowMs }: { id: string; windowMs: number }): Promise<string> {
  const { taskQueue } = workflowInfo();
  let isSettled = false;
  setHandler(settled, () => {
    isSettled = true;
  });
  const isSettledInTime = () => condition(() => isSettled, windowMs);

  await inTask.push(id);
  if (await isSettledInTime()) return 'answered';
  for (const rung of ['whatsapp', 'call'] as const) {
    const provider = proxyActivities<Pick<EmptyActivities, typeof rung>>({
      taskQueue: `${taskQueue}-${rung}`,
      startToCloseTimeout: '20s',
    });
    await provider[rung](id);
    if (await isSettledInTime()) return 'answered';
  }
  await inTask.close(id);
  return 'missed';
}

/** Turns one after the other, each an update with one activity; a timer that ends the idle session. */
export async function bareChat(): Promise<void> {
  const waiting: (() => Promise<void>)[] = [];
  setHandler(
    say,
    (id) =>
      new Promise<void>((resolve, reject) => {
        waiting.push(() => turns.answer(id).then(resolve, reject));
      }),
  );
  while (await condition(() => waiting.length > 0, IDLE_MS)) await waiting.shift()?.();
}
