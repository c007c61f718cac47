// The timetable: everything that runs by the clock rather than for one person.
import {
  ScheduleAlreadyRunning,
  ScheduleNotFoundError,
  ScheduleOverlapPolicy,
  type Client,
  type ScheduleOptions,
} from '@temporalio/client';
import type * as workflows from '../workflows/index.ts';

export interface Entry {
  /** Of the schedule and of its runs, behind the task queue. */
  name: string;
  workflow: keyof typeof workflows;
  spec: ScheduleOptions['spec'];
  /** What the server missed, being down, is made up for within this time. */
  catchupWindow: string;
  runTimeout: string;
  /** 1 is the most urgent. What people wait for comes at 2 and 3. */
  priorityKey: number;
}

const TIMETABLE: readonly Entry[] = [
  {
    // It looks at what is there now, so that nothing has to be made up for.
    name: 'reconciler',
    workflow: 'reconciler',
    spec: { intervals: [{ every: '1m' }], jitter: '5s' },
    catchupWindow: '1m',
    runTimeout: '6m',
    // Where thousands of reminders are due at once, it is not to stand behind those that it has started.
    priorityKey: 1,
  },
  {
    // In the small hours of Europe and America; spread, so that deployments on one database server do not begin
    // together.
    name: 'retention',
    workflow: 'retention',
    spec: { calendars: [{ hour: 3 }], timezone: 'UTC', jitter: '1h' },
    catchupWindow: '12h',
    runTimeout: '12h',
    priorityKey: 5,
  },
];

/** Names that the timetable had once: what an older version left behind would run for ever. */
const RETIRED = ['reminder-sweep'];

/**
 * Makes the schedules what the timetable says: creates what is missing, changes what is there, deletes what is
 * retired. Harmless when repeated, also where an earlier attempt ended half way. What an operator paused stays
 * paused. One set per task queue, so that two deployments never mix.
 */
export async function ensureSchedules(
  client: Client,
  taskQueue: string,
  timetable: readonly Entry[] = TIMETABLE,
  retired: readonly string[] = RETIRED,
): Promise<void> {
  for (const entry of timetable) await ensure(client, idOf(taskQueue, entry.name), taskQueue, entry);
  for (const name of retired) await remove(client, idOf(taskQueue, name));
}

/**
 * Whether the server knows nothing of the timetable any more. While one entry is there, what is missing is nobody's
 * loss: a newer version has retired it.
 */
export async function isTimetableLost(client: Client, taskQueue: string): Promise<boolean> {
  for (const { name } of TIMETABLE) if (await isThere(client, idOf(taskQueue, name))) return false;
  return true;
}

async function isThere(client: Client, id: string): Promise<boolean> {
  try {
    await client.schedule.getHandle(id).describe();
    return true;
  } catch (error) {
    if (!(error instanceof ScheduleNotFoundError)) throw error;
    return false;
  }
}

const idOf = (taskQueue: string, name: string): string => `${taskQueue}/${name}`;

async function ensure(client: Client, id: string, taskQueue: string, entry: Entry): Promise<void> {
  const wanted = optionsOf(id, taskQueue, entry);
  try {
    await client.schedule.create({ scheduleId: id, ...wanted });
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
    await client.schedule.getHandle(id).update(({ state: { paused, note } }) => ({
      ...wanted,
      state: { paused, ...(note !== undefined && { note }) },
    }));
  }
}

const optionsOf = (
  id: string,
  taskQueue: string,
  { workflow, spec, catchupWindow, runTimeout, priorityKey }: Entry,
) => ({
  spec,
  // A run that takes longer than the time between two is not met by a second one.
  policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow },
  action: {
    type: 'startWorkflow' as const,
    workflowType: workflow,
    workflowId: id,
    taskQueue,
    args: [],
    workflowRunTimeout: runTimeout,
    // The SDK sends it along, though its type does not name it yet.
    priority: { priorityKey },
  },
});

async function remove(client: Client, id: string): Promise<void> {
  try {
    await client.schedule.getHandle(id).delete();
  } catch (error) {
    if (!(error instanceof ScheduleNotFoundError)) throw error;
  }
}
