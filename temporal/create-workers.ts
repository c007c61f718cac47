// The workers of one process: one per queue.
import {
  Worker,
  type NativeConnection,
  type WorkerInterceptors,
  type WorkflowBundleOption,
} from '@temporalio/worker';
import { queueOf, QUEUES } from '../workflows/queues.ts';
import { dataConverter } from './connect.ts';
import { DEFAULT_SLOTS, slotsOf, type WorkerSlots } from './worker-slots.ts';

/**
 * What waits longer than that for the worker that knows it is read and replayed by any: twice the work, and just when
 * there is too much of it. What a worker that died leaves waits as long.
 */
const STICKY_FOR = '30s';

/**
 * One worker per queue; workflows are on the main one. `test/bench` runs its empty activities on the very same ones.
 */
export async function createWorkers({
  workflowBundle,
  slots = DEFAULT_SLOTS,
  ...main
}: {
  connection: NativeConnection;
  namespace: string;
  taskQueue: string;
  activities: object;
  workflowBundle: WorkflowBundleOption;
  interceptors?: WorkerInterceptors;
  slots?: WorkerSlots;
}): Promise<Worker[]> {
  return Promise.all(
    QUEUES.map((queue) =>
      Worker.create({
        ...main,
        ...slotsOf(slots, queue),
        dataConverter,
        shutdownGraceTime: '10s',
        shutdownForceTime: '15s',
        stickyQueueScheduleToStartTimeout: STICKY_FOR,
        taskQueue: queueOf(main.taskQueue, queue),
        ...(queue === 'main' && { workflowBundle }),
      }),
    ),
  );
}

/** Resolves once all have ended and `open` is closed; rejects where one of them failed. */
export async function runAll(workers: Worker[], open: AsyncDisposableStack): Promise<void> {
  const shutDown = () => {
    for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
  };
  try {
    // One that fails takes the others along, and nothing is closed before all have ended.
    const ends = await Promise.allSettled(workers.map((worker) => worker.run().finally(shutDown)));
    for (const end of ends) if (end.status === 'rejected') throw end.reason;
  } finally {
    await open.disposeAsync();
  }
}
