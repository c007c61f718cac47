// The timetable: everything that runs by the clock rather than for one person.
import {
  ScheduleAlreadyRunning,
  ScheduleOverlapPolicy,
  type Client,
  type ScheduleOptions,
} from '@temporalio/client';
import type * as workflows from '../workflows/index.ts';

interface Entry {
  /** Of the schedule and of its runs, behind the task queue. */
  name: string;
  workflow: keyof typeof workflows;
  spec: ScheduleOptions['spec'];
  /** What the server missed, being down, is made up for within this time. */
  catchupWindow: string;
  runTimeout: string;
}

const TIMETABLE: Entry[] = [
  {
    name: 'reminder-sweep',
    workflow: 'reminderSweep',
    spec: { intervals: [{ every: '1m' }], jitter: '5s' },
    catchupWindow: '10m',
    runTimeout: '10m',
  },
  {
    // In the small hours of Europe and America; spread, so that deployments on one database server do not begin
    // together.
    name: 'retention',
    workflow: 'retention',
    spec: { calendars: [{ hour: 3 }], timezone: 'UTC', jitter: '1h' },
    catchupWindow: '12h',
    runTimeout: '12h',
  },
];

/** Creates the schedules where they are missing. One set per task queue, so that two deployments never mix. */
export async function ensureSchedules(client: Client, taskQueue: string): Promise<void> {
  for (const { name, workflow, spec, catchupWindow, runTimeout } of TIMETABLE) {
    const id = `${taskQueue}/${name}`;
    try {
      await client.schedule.create({
        scheduleId: id,
        spec,
        // A run that takes longer than the time between two is not met by a second one.
        policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow },
        action: {
          type: 'startWorkflow',
          workflowType: workflow,
          workflowId: id,
          taskQueue,
          args: [],
          workflowRunTimeout: runTimeout,
        },
      });
    } catch (error) {
      if (!(error instanceof ScheduleAlreadyRunning)) throw error;
    }
  }
}
