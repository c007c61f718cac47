// Everything that runs by the clock rather than for one person.
import { ScheduleAlreadyRunning, ScheduleOverlapPolicy, type Client } from '@temporalio/client';
import type { reminderSweep } from '../workflows/index.ts';

/** Creates the schedules where they are missing. One set per task queue, so that two deployments never mix. */
export async function ensureSchedules(client: Client, taskQueue: string): Promise<void> {
  try {
    await client.schedule.create({
      scheduleId: `${taskQueue}/reminder-sweep`,
      spec: { intervals: [{ every: '1m' }], jitter: '5s' },
      policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '10m' },
      action: {
        type: 'startWorkflow',
        workflowType: 'reminderSweep' satisfies (typeof reminderSweep)['name'],
        workflowId: `${taskQueue}/reminder-sweep`,
        taskQueue,
        args: [],
        workflowRunTimeout: '10m',
      },
    });
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
  }
}
