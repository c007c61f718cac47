// How much one worker does at once, from the configuration to the words of the SDK.
import type { WorkerOptions } from '@temporalio/worker';
import { z } from 'zod';
import type { Config } from '../src/config.ts';
import { WORKER } from '../src/config/worker.ts';
import type { Queue } from '../workflows/queues.ts';

export type WorkerSlots = Pick<Config, keyof typeof WORKER>;

/** Where nothing is configured. */
export const DEFAULT_SLOTS: WorkerSlots = z.object(WORKER).parse({});

const ACTIVITIES = {
  main: 'WORKER_ACTIVITIES',
  turns: 'WORKER_WAITING_TURNS',
  whatsapp: 'WORKER_WHATSAPP_MESSAGES',
  call: 'WORKER_CALLS',
  exports: 'WORKER_EXPORTS',
  email: 'WORKER_EMAILS',
} as const satisfies Record<Queue, keyof WorkerSlots>;

/** Of the worker of one queue. There are never more polls than slots for what they bring: the SDK refuses that. */
export function slotsOf(slots: WorkerSlots, queue: Queue): Partial<WorkerOptions> {
  const activities = slots[ACTIVITIES[queue]];
  const polls = {
    maxConcurrentActivityTaskExecutions: activities,
    maxConcurrentActivityTaskPolls: Math.min(slots.WORKER_POLLERS, activities),
  };
  if (queue !== 'main') return polls;
  return {
    ...polls,
    maxConcurrentWorkflowTaskExecutions: slots.WORKER_WORKFLOW_TASKS,
    maxConcurrentWorkflowTaskPolls: Math.min(slots.WORKER_POLLERS, slots.WORKER_WORKFLOW_TASKS),
    maxConcurrentLocalActivityExecutions: slots.WORKER_LOCAL_ACTIVITIES,
    ...(slots.WORKER_CACHED_WORKFLOWS !== undefined && { maxCachedWorkflows: slots.WORKER_CACHED_WORKFLOWS }),
  };
}
