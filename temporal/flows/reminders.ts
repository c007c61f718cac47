// Reminders over Temporal: one workflow per task and generation, asleep until its first rung is due.
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import { TypedSearchAttributes } from '@temporalio/common';
import type { FactOf } from '../../src/kernel/facts.ts';
import type { Reminders } from '../../src/reminders/reminders.ts';
import type { reminderEscalation } from '../../workflows/reminder-escalation.ts';
import { SEARCH_ATTRIBUTES } from '../search-attributes.ts';
import { call, startOptions, type Line } from './call.ts';

export const reminderId = ({
  taskId,
  generation,
}: Pick<FactOf<'task_settled'>, 'taskId' | 'generation'>): string => `reminder/${taskId}/${generation}`;

export function reminders(line: Line): Reminders {
  const { client } = line;
  return {
    start: async ({ orgId, userId }, { taskId, generation, dueAt }) => {
      const delayMs = Math.max(0, dueAt.getTime() - Date.now());
      const { taskQueue, typedSearchAttributes } = startOptions(line, { orgId, userId }, 'reminder');
      const due = { key: SEARCH_ATTRIBUTES.dueAt, value: dueAt };
      try {
        await call(line, 'NOT_FOUND', () =>
          client.workflow.start<typeof reminderEscalation>('reminderEscalation', {
            taskQueue,
            typedSearchAttributes: new TypedSearchAttributes([...typedSearchAttributes.getAll(), due]),
            workflowId: reminderId({ taskId, generation }),
            workflowIdReusePolicy: 'REJECT_DUPLICATE',
            workflowIdConflictPolicy: 'USE_EXISTING',
            ...(delayMs > 0 && { startDelay: delayMs }),
            staticSummary: 'Task reminder',
            args: [{ orgId, userId, taskId, generation }],
          }),
        );
      } catch (error) {
        if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
      }
    },
  };
}
