// What one worker does at once: as it was before it could be configured, and never what the SDK refuses.
import { expect, test } from 'vitest';
import { readConfig } from '../../../src/config.ts';
import { DEFAULT_SLOTS, slotsOf } from '../../../temporal/worker-slots.ts';
import { QUEUES } from '../../../workflows/queues.ts';

test('without a word: a hundred activities, fifty pushes, twenty sends of each provider, two exports, ten mails, ten polls', () => {
  expect(QUEUES.map((queue) => slotsOf(DEFAULT_SLOTS, queue))).toEqual([
    {
      maxConcurrentActivityTaskExecutions: 100,
      maxConcurrentActivityTaskPolls: 10,
      maxConcurrentWorkflowTaskExecutions: 40,
      maxConcurrentWorkflowTaskPolls: 10,
      maxConcurrentLocalActivityExecutions: 50,
    },
    { maxConcurrentActivityTaskExecutions: 500, maxConcurrentActivityTaskPolls: 10 },
    { maxConcurrentActivityTaskExecutions: 20, maxConcurrentActivityTaskPolls: 10 },
    { maxConcurrentActivityTaskExecutions: 20, maxConcurrentActivityTaskPolls: 10 },
    { maxConcurrentActivityTaskExecutions: 2, maxConcurrentActivityTaskPolls: 2 },
    { maxConcurrentActivityTaskExecutions: 10, maxConcurrentActivityTaskPolls: 10 },
  ]);
});

test('what is configured counts for its queue, and there are never more polls than slots', () => {
  const slots = readConfig([], {
    WORKER_CALLS: '3',
    WORKER_WORKFLOW_TASKS: '8',
    WORKER_POLLERS: '16',
    WORKER_CACHED_WORKFLOWS: '900',
  });
  expect(slotsOf(slots, 'call')).toEqual({
    maxConcurrentActivityTaskExecutions: 3,
    maxConcurrentActivityTaskPolls: 3,
  });
  expect(slotsOf(slots, 'whatsapp')).toMatchObject({ maxConcurrentActivityTaskPolls: 16 });
  expect(slotsOf(slots, 'main')).toMatchObject({
    maxConcurrentWorkflowTaskExecutions: 8,
    maxConcurrentWorkflowTaskPolls: 8,
    maxConcurrentActivityTaskPolls: 16,
    maxCachedWorkflows: 900,
  });
});
