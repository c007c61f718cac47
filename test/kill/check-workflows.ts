// Workflows: one per task and goal, none failed, none left open that has nothing to wait for.
import { WorkflowFailedError, type Client, type WorkflowHandle } from '@temporalio/client';
import { TerminatedFailure } from '@temporalio/common';
import type pg from 'pg';
import type { World } from '../harness/world.ts';
import type { Stock } from './take-stock.ts';

/** The harmless causes of a failed workflow task, as Temporal numbers them: news came in between; it was terminated. */
const HARMLESS = { unhandledCommand: 1, forceClose: 17 };
/** A word that was lost is said again by the reconciler, which looks every minute. */
const CLOSED_WITHIN_MS = 180_000;
const AT_ONCE = 25;

/** One reminder per task; what is settled is closed, nothing failed, nothing was replayed differently. */
export async function checkWorkflows(
  db: pg.Client,
  { temporal, taskQueue }: Pick<World, 'temporal' | 'taskQueue'>,
  terminated: readonly string[],
  stock: Stock,
): Promise<void> {
  // A reminder begins shortly before it is due: of what was settled before that, or is due later, there is none. A
  // negotiation that owes nothing comes back within the hour.
  const { rows } = await db.query<{
    workflow_id: string;
    is_over: boolean;
    is_begun: boolean;
    rounds: number;
  }>(
    `select 'reminder/' || id || '/' || generation as workflow_id, status not in ('pending', 'rescheduled') as is_over,
       reminded_generation is not distinct from generation
         and created_at < starts_at + interval '1 hour' as is_begun, 1 as rounds
     from tasks
     union all select 'goal/' || id, status in ('active', 'completed', 'abandoned') and modifies is null,
       status <> 'negotiating' or planning = 'working', greatest(1, cardinality(approved_drafts) + (modifies is not null)::int)
     from goals where status <> 'pipeline'
     order by is_over desc`,
  );
  const known = new Set(rows.map(({ workflow_id }) => workflow_id));
  const expected = new Map(
    rows.filter(({ is_begun }) => is_begun).map(({ workflow_id, is_over }) => [workflow_id, is_over]),
  );
  // A plan that runs is changed in a negotiation of its own.
  const rounds = new Map(rows.map((row) => [row.workflow_id, row.rounds]));
  const { workflow } = temporal.client;
  // By run: a workflow that closes while the list is read stands in it twice.
  const runs = new Map<string, Set<string>>();
  const idle = new Map<string, number>();
  const ran = new Map<string, string[]>();
  for await (const { workflowId, runId, historyLength, status } of workflow.list({
    query: ofPeople(taskQueue),
  })) {
    runs.set(workflowId, (runs.get(workflowId) ?? new Set()).add(runId));
    // A wish that was taken back, since nobody seemed to take it, may have opened a negotiation: that one has ended.
    const isTakenBack = workflowId.startsWith('goal/') && status.name !== 'RUNNING';
    if (!workflowId.startsWith('chat/') && !isTakenBack && !known.has(workflowId))
      stock.faults.push(`${workflowId} belongs to nothing`);
    // A reminder that waits for its day has nothing but a start.
    if (historyLength <= 2) continue;
    const { events } = await workflow.getHandle(workflowId, runId).fetchHistory();
    for (const { workflowTaskFailedEventAttributes: failed } of events ?? [])
      if (failed && !Object.values(HARMLESS).includes(Number(failed.cause)))
        stock.faults.push(
          `${workflowId}: a workflow task failed, cause ${failed.cause}: ${failed.failure?.message}`,
        );
    ran.set(workflowId, [...(ran.get(workflowId) ?? []), storyOf(events ?? [])]);
    if (isIdle(events ?? [])) idle.set(workflowId, (idle.get(workflowId) ?? 0) + 1);
  }
  stock.workflows = runs.size;
  // The list lags behind what happens; a handle does not. What has to end comes first: a plan may still be starting its reminders.
  const ending = [...expected].filter(([, isOver]) => isOver);
  for (let first = 0; first < ending.length; first += AT_ONCE)
    await Promise.all(
      ending.slice(first, first + AT_ONCE).map(([id]) => checkEnd(temporal.client, id, terminated, stock)),
    );
  for (const [workflowId, isOver] of expected) {
    const fault = (error: unknown) => stock.faults.push(`${workflowId}: ${String(error)}`);
    if (!isOver)
      await workflow
        .getHandle(workflowId)
        .describe()
        .then(
          ({ status }) => status.name !== 'RUNNING' && fault(`is ${status.name}`),
          (error: unknown) => fault(error),
        );
    const times = runs.get(workflowId)?.size ?? 1;
    const again = terminated.filter((id) => id === workflowId).length;
    const inVain = idle.get(workflowId) ?? 0;
    if (times > (rounds.get(workflowId) ?? 1) + again + inVain)
      fault(
        `ran ${times} times, of which ${again} were ended by hand, and ${inVain} did nothing: ` +
          (ran.get(workflowId) ?? []).join('; '),
      );
  }
}

/**
 * One look at the database, and over: whoever brings reminders and negotiations back may have looked while this one was
 * answered. At most one task, and the marker of its one look.
 */
function isIdle(events: Events): boolean {
  const looks = events.filter((event) => event.markerRecordedEventAttributes).length;
  return looks <= 1 && /^"(over|approved|abandoned)"$/.test(resultOf(events)) && !asked(events).some(isWork);
}

/** What a run was asked to do, and what came of it. */
const storyOf = (events: Events): string => `[${asked(events).join(' ')}] ${resultOf(events) || 'no result'}`;

/** Signals, updates and activities, by name. */
function asked(events: Events): string[] {
  return events.flatMap((event) => {
    const name =
      event.workflowExecutionSignaledEventAttributes?.signalName ??
      event.workflowExecutionUpdateAcceptedEventAttributes?.acceptedRequest?.input?.name ??
      event.activityTaskScheduledEventAttributes?.activityType?.name;
    return name ? [name] : [];
  });
}

// Reminders that run are not started once more.
const isWork = (name: string): boolean =>
  !['lookAgain', 'decided', 'situationChanged', 'taskSettled', 'startReminders'].includes(name);

function resultOf(events: Events): string {
  const ended = events.at(-1)?.workflowExecutionCompletedEventAttributes;
  return Buffer.from(ended?.result?.payloads?.[0]?.data ?? []).toString();
}

type Events = NonNullable<History['events']>;

type History = Awaited<ReturnType<WorkflowHandle['fetchHistory']>>;

/** What is settled ends soon, and well. */
async function checkEnd(
  client: Client,
  workflowId: string,
  terminated: readonly string[],
  stock: Stock,
): Promise<void> {
  const handle = client.workflow.getHandle(workflowId);
  try {
    await client.withDeadline(Date.now() + CLOSED_WITHIN_MS, () => handle.result());
  } catch (error) {
    // What was settled by then is not brought back.
    if (isByHand(error) && terminated.includes(workflowId)) return;
    const { status } = await handle.describe();
    stock.faults.push(`${workflowId}: did not end well, is ${status.name}, ${String(error)}`);
  }
}

const isByHand = (error: unknown): boolean =>
  error instanceof WorkflowFailedError && error.cause instanceof TerminatedFailure;

/** All but what runs by the clock. */
const ofPeople = (taskQueue: string): string =>
  `TaskQueue = '${taskQueue}' and WorkflowType in ('reminderEscalation', 'chatSession', 'goalNegotiation')`;
