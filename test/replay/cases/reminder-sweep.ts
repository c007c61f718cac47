// The sweep for forgotten reminders, which the reconciler took over: runs of before may still be open.
import type { Case } from '../cases.ts';

export const reminderSweep = {
  'nothing-forgotten': async ({ real, ends }) => {
    await real.temporal.client.workflow.start('reminderSweep', {
      workflowId: 'reminder-sweep',
      taskQueue: 'flux',
    });
    return ends('reminder-sweep', 0);
  },
} satisfies Record<string, Case>;
