// Reminders over Temporal: one id per task and generation, started some minutes before its first rung is due, and anew
// where it was lost.
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import { TypedSearchAttributes } from '@temporalio/common';
import type { Person } from '../../src/kernel/context.ts';
import type { FactOf } from '../../src/kernel/facts.ts';
import type { News, Reminders } from '../../src/reminders/reminders.ts';
import { spreadDue } from '../../src/tasks/reminder-due.ts';
import { situationChanged, type ReminderInput } from '../../workflows/reminder-escalation.contract.ts';
import type { reminderEscalation } from '../../workflows/reminder-escalation.ts';
import { SEARCH_ATTRIBUTES } from '../search-attributes.ts';
import { call, startOptions, type Line } from './call.ts';

type Reminder = Pick<ReminderInput, 'taskId' | 'generation'>;

export const reminderId = ({ taskId, generation }: Reminder): string => `reminder/${taskId}/${generation}`;

/** A line, and over how much time is spread what is due at once; absent: not at all. */
export interface ReminderLine extends Line {
  spreadMs?: number;
}

export function reminders(line: ReminderLine): Reminders {
  const start = (person: Person, due: FactOf<'reminder_due'>, policies: Policies): Promise<boolean> =>
    unlessThere(line, () => {
      const dueAt = spreadDue(due, line.spreadMs ?? 0);
      const delayMs = Math.max(0, dueAt.getTime() - Date.now());
      return line.client.workflow.start<typeof reminderEscalation>('reminderEscalation', {
        ...optionsOf(line, person, due, dueAt),
        ...policies,
        ...(delayMs > 0 && { startDelay: delayMs }),
      });
    });
  return {
    start: async (person, due) => void (await start(person, due, ONCE)),
    revive: (person, due) => start(person, due, AGAIN),
    clearUp: (person, { step, ...reminder }) => {
      const options = optionsOf(line, person, reminder, new Date());
      const [input] = options.args;
      return unlessThere(line, () =>
        line.client.workflow.start<typeof reminderEscalation>('reminderEscalation', {
          ...options,
          ...AGAIN,
          args: [{ ...input, unclear: step }],
        }),
      );
    },
    // A signal alone waits for the end of a start delay; one that may start as well ends it.
    wake: async (person, reminder, news) =>
      void (await unlessThere(line, () =>
        line.client.workflow.signalWithStart<typeof reminderEscalation, [news?: News]>('reminderEscalation', {
          ...optionsOf(line, person, reminder, new Date()),
          workflowIdReusePolicy: 'REJECT_DUPLICATE',
          signal: situationChanged,
          signalArgs: [news],
        }),
      )),
  };
}

type Policies = Pick<
  Parameters<Line['client']['workflow']['start']>[1],
  'workflowIdReusePolicy' | 'workflowIdConflictPolicy'
>;

const ONCE: Policies = {
  workflowIdReusePolicy: 'REJECT_DUPLICATE',
  workflowIdConflictPolicy: 'USE_EXISTING',
};
const AGAIN: Policies = { workflowIdReusePolicy: 'ALLOW_DUPLICATE', workflowIdConflictPolicy: 'FAIL' };

/** False for one that has ended and may not run twice, or that runs and may not be met. */
async function unlessThere(line: Line, work: () => Promise<unknown>): Promise<boolean> {
  try {
    await call(line, 'NOT_FOUND', work);
    return true;
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    return false;
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
