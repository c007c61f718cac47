// Where the cases are played: one Flux with the real worker, one whose model and providers fail as a case wants it.
import { setTimeout as delay } from 'node:timers/promises';
import type { Ground } from '../harness/global-setup.ts';
import type { Person, PersonOptions } from '../harness/person.ts';
import { openWorld, type World } from '../harness/world.ts';
import { CANARIES } from './canaries.ts';
import { startFailingWorker, type Failures } from './failing-worker.ts';
import {
  attributesOf,
  openTimer,
  toRecorded,
  type RecordedEvent,
  type RecordedHistory,
} from './histories.ts';

export interface Stage {
  /** With the worker that production runs. */
  real: World;
  /** With a worker that fails where `failures` says so. */
  failing: World;
  failures: Failures;
  /** Everybody on this stage has the same, unmistakable name. */
  person: (options?: Partial<PersonOptions>, world?: World) => Promise<Person>;
  /** Resolves once the workflow waits in the timer with this summary. */
  waitsFor: (workflowId: string, summary: string) => Promise<void>;
  /** Resolves once the workflow has accepted so many updates. */
  takesUpdates: (workflowId: string, count: number) => Promise<void>;
  /** Resolves once the workflow has asked for this activity. */
  asksFor: (workflowId: string, activity: string) => Promise<void>;
  /** Of a workflow that still runs. */
  historyOf: (workflowId: string) => Promise<RecordedHistory>;
  /** Of a workflow that is to end with this result. */
  ends: (workflowId: string, result: unknown) => Promise<RecordedHistory>;
  close: () => Promise<void>;
}

export async function openStage(ground: Ground): Promise<Stage> {
  const real = await openWorld({ ground, env: { TEMPORAL_TASK_QUEUE: 'flux' } });
  const failing = await openWorld({ ground, worker: 'none', env: { TEMPORAL_TASK_QUEUE: 'flux-failing' } });
  const failures: Failures = { agents: new Set(), beforePlan: async () => {}, takesCalls: false };
  const failingWorker = await startFailingWorker(failing.env, ground.bundlePath, failures);
  const handleOf = (workflowId: string) => real.temporal.client.workflow.getHandle(workflowId);
  const historyOf = async (workflowId: string) => toRecorded(await handleOf(workflowId).fetchHistory());
  const until = async (workflowId: string, holds: (events: RecordedEvent[]) => boolean) => {
    for (const deadline = Date.now() + 100_000; Date.now() < deadline; await delay(20))
      if (holds((await historyOf(workflowId)).events)) return;
    throw new Error(`${workflowId} did not get there`);
  };

  return {
    real,
    failing,
    failures,
    person: (options = {}, world = real) => world.person(CANARIES.name, options),
    waitsFor: (workflowId, summary) =>
      until(workflowId, (events) => {
        const timer = openTimer(events);
        return timer !== null && summaryOf(timer) === summary;
      }),
    takesUpdates: (workflowId, count) =>
      until(workflowId, (events) => {
        const accepted = events.filter(({ eventType }) => eventType.endsWith('_UPDATE_ACCEPTED'));
        return accepted.length === count;
      }),
    asksFor: (workflowId, activity) =>
      until(workflowId, (events) => events.some((event) => activityOf(event) === activity)),
    historyOf,
    ends: async (workflowId, result) => {
      const ended: unknown = await handleOf(workflowId).result();
      if (ended !== result) throw new Error(`${workflowId}: ${String(ended)}, expected ${String(result)}`);
      return historyOf(workflowId);
    },
    close: async () => {
      await failingWorker.stop();
      await failing.close();
      await real.close();
    },
  };
}

function activityOf(event: RecordedEvent): unknown {
  if (!event.eventType.endsWith('_ACTIVITY_TASK_SCHEDULED')) return null;
  return (attributesOf(event)['activityType'] as { name: string }).name;
}

function summaryOf(event: RecordedEvent): unknown {
  const { summary } = (event['userMetadata'] ?? {}) as { summary?: { data: string } };
  return summary && JSON.parse(Buffer.from(summary.data, 'base64').toString());
}
