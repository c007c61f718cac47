// Reminders over Temporal: one workflow per task and generation, asleep until its first rung is due.
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import { TypedSearchAttributes } from '@temporalio/common';
import type { Person } from '../../src/kernel/context.ts';
import type { FactOf } from '../../src/kernel/facts.ts';
import type { Reminders } from '../../src/reminders/reminders.ts';
import { situationChanged, type ReminderInput } from '../../workflows/reminder-escalation.contract.ts';
import type { reminderEscalation } from '../../workflows/reminder-escalation.ts';
import { SEARCH_ATTRIBUTES } from '../search-attributes.ts';
import { call, startOptions, type Line } from './call.ts';

type Reminder = Pick<ReminderInput, 'taskId' | 'generation'>;

export const reminderId = ({ taskId, generation }: Reminder): string => `reminder/${taskId}/${generation}`;

export function reminders(line: Line): Reminders {
  const start = (person: Person, due: FactOf<'reminder_due'>, reuse: Reuse): Promise<void> =>
    unlessEnded(line, () => {
      const delayMs = Math.max(0, due.dueAt.getTime() - Date.now());
      return line.client.workflow.start<typeof reminderEscalation>('reminderEscalation', {
        ...optionsOf(line, person, due, due.dueAt),
        workflowIdReusePolicy: reuse,
        workflowIdConflictPolicy: 'USE_EXISTING',
        ...(delayMs > 0 && { startDelay: delayMs }),
      });
    });
  return {
    start: (person, due) => start(person, due, 'REJECT_DUPLICATE'),
    revive: (person, due) => start(person, due, 'ALLOW_DUPLICATE'),
    // A signal alone waits for the end of a start delay; one that may start as well ends it.
    wake: (person, reminder) =>
      unlessEnded(line, () =>
        line.client.workflow.signalWithStart<typeof reminderEscalation>('reminderEscalation', {
          ...optionsOf(line, person, reminder, new Date()),
          workflowIdReusePolicy: 'REJECT_DUPLICATE',
          signal: situationChanged,
        }),
      ),
  };
}

type Reuse = 'REJECT_DUPLICATE' | 'ALLOW_DUPLICATE';

/** One that has ended stays so, where it may not run twice. */
async function unlessEnded(line: Line, work: () => Promise<unknown>): Promise<void> {
  try {
    await call(line, 'NOT_FOUND', work);
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}

function optionsOf(line: Line, { orgId, userId }: Person, { taskId, generation }: Reminder, dueAt: Date) {
  const { taskQueue, typedSearchAttributes } = startOptions(line, { orgId, userId }, 'reminder');
  const due = { key: SEARCH_ATTRIBUTES.dueAt, value: dueAt };
  return {
    taskQueue,
    typedSearchAttributes: new TypedSearchAttributes([...typedSearchAttributes.getAll(), due]),
    workflowId: reminderId({ taskId, generation }),
    staticSummary: 'Task reminder',
    args: [{ orgId, userId, taskId, generation }] as [ReminderInput],
  };
}
