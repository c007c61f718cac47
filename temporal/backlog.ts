// How many tasks wait in our queues for a worker, as the Temporal server counts them.
import type { Connection } from '@temporalio/client';
import type { QueueBacklog } from '../src/kernel/metrics.ts';
import { queueOf, QUEUES } from '../workflows/queues.ts';

/** temporal.api.enums.v1.TaskQueueType. */
const TASK_QUEUE_TYPE = { workflow: 1, activity: 2 } as const;

/**
 * One figure per queue and kind that the deployment on `main` has. Throws what the server says, or that it says
 * nothing.
 */
export function readBacklog(
  connection: Connection,
  namespace: string,
  main: string,
): Promise<QueueBacklog[]> {
  const read = async (queue: string, kind: QueueBacklog['kind']): Promise<QueueBacklog> => {
    const { stats } = await connection.workflowService.describeTaskQueue({
      namespace,
      taskQueue: { name: queue },
      taskQueueType: TASK_QUEUE_TYPE[kind],
      reportStats: true,
    });
    return { queue, kind, tasks: Number(stats?.approximateBacklogCount ?? 0) };
  };
  return Promise.all([
    read(main, 'workflow'),
    ...QUEUES.map((queue) => read(queueOf(main, queue), 'activity')),
  ]);
}
