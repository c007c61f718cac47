// What a negotiation holds, and how it drafts: three specialists in parallel, then the planner.
import {
  ApplicationFailure,
  CancellationScope,
  isCancellation,
  setCurrentDetails,
} from '@temporalio/workflow';
import type { DraftRef } from '../src/goals/negotiations.ts';
import { planning, records, specialists } from './activities.ts';
import { onBehalf } from './correlation.ts';
import {
  GOAL_CLOSED,
  NOT_FOUND,
  PLANNING_FAILED,
  type NegotiationInput,
} from './goal-negotiation.contract.ts';

/** Who has to wait for so long before a failure can be written down has seen an outage, and not a failure. */
const OUTAGE_MS = 5000;

interface Drafting {
  scope: CancellationScope;
  requestedBy: string | null;
  isStopped: boolean;
}

export interface Negotiation {
  goal: Pick<NegotiationInput, 'orgId' | 'userId' | 'goalId'>;
  latest: DraftRef | null;
  decided: 'approved' | 'abandoned' | null;
  /** The tasks of an approval that was made elsewhere still need their reminders. */
  needsReminders: boolean;
  /** Work that handlers leave for the main loop, so that drafts never interleave. */
  jobs: (() => Promise<void>)[];
  /** The first draft is asked for, and has not come to nothing. */
  isFirstAsked: boolean;
  failures: number;
  /** Revisions that wait, by message. */
  revisions: Map<string, Promise<DraftRef>>;
  /** What is drafted just now. */
  drafting: Drafting | null;
  /** Messages whose drafts are wanted no more. */
  stopped: Set<string>;
}

/** Runs `work` in its turn; its outcome or failure is the update's. */
export function inTurn<T>({ jobs }: Negotiation, work: () => Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    jobs.push(onBehalf(() => work().then(resolve, reject)));
  });
}

export function refuseIfDecided({ decided: decision }: Negotiation): void {
  if (decision) throw ApplicationFailure.nonRetryable(`goal is ${decision}`, GOAL_CLOSED);
}

export const planningFailed = () => ApplicationFailure.nonRetryable('no draft came of it', PLANNING_FAILED);

const nobodyAsks = () => ApplicationFailure.nonRetryable('nobody asks any more', NOT_FOUND);

/** The first draft is wanted until the goal is decided. */
export function stopDrafting(negotiation: Negotiation, requestedBy: string | null): void {
  if (requestedBy) negotiation.stopped.add(requestedBy);
  const { drafting, latest } = negotiation;
  if (!drafting || drafting.requestedBy !== requestedBy || (requestedBy === null && !latest)) return;
  drafting.isStopped = true;
  drafting.scope.cancel();
}

/** Rejects with GOAL_CLOSED where it is decided meanwhile, and with PLANNING_FAILED where no draft came of it. */
export async function draft(negotiation: Negotiation, requestedBy: string | null): Promise<DraftRef> {
  refuseIfDecided(negotiation);
  const { goal, latest } = negotiation;
  if (requestedBy && negotiation.stopped.has(requestedBy)) throw nobodyAsks();
  const drafting: Drafting = { scope: new CancellationScope(), requestedBy, isStopped: false };
  negotiation.drafting = drafting;
  try {
    const outcome = await drafting.scope.run(() => draftTogether(goal, latest, requestedBy));
    if ('withdrawn' in outcome) throw nobodyAsks();
    if ('closed' in outcome) negotiation.decided ??= outcome.closed;
    refuseIfDecided(negotiation);
    keepLatest(negotiation, outcome as DraftRef);
    return outcome as DraftRef;
  } catch (error) {
    refuseIfDecided(negotiation);
    if (drafting.isStopped) throw nobodyAsks();
    if (isCancellation(error) || error instanceof ApplicationFailure) throw error;
    return await failed(negotiation, requestedBy);
  } finally {
    negotiation.drafting = null;
  }
}

/** A specialist that fails is named as missing in the plan. Rejects where the planner fails as often as it is tried. */
async function draftTogether(
  goal: Negotiation['goal'],
  before: DraftRef | null,
  requestedBy: string | null,
): ReturnType<typeof planning.draftPlan> {
  const request = { ...goal, draftNumber: (before?.number ?? 0) + 1, requestedBy };
  setCurrentDetails(`Drafting **${request.draftNumber}**`);
  const [classifier, scheduler, observer] = await Promise.allSettled([
    specialists.classify(request),
    specialists.schedule(request),
    specialists.observePatterns(request),
  ]);
  return planning.draftPlan({
    ...request,
    missing: [
      ...(classifier.status === 'rejected' ? (['classifier'] as const) : []),
      ...(scheduler.status === 'rejected' ? (['scheduler'] as const) : []),
      ...(observer.status === 'rejected' ? (['pattern_observer'] as const) : []),
    ],
  });
}

export function keepLatest(negotiation: Negotiation, draftRef: DraftRef | null): void {
  if (draftRef && draftRef.number >= (negotiation.latest?.number ?? 0)) negotiation.latest = draftRef;
}

/** An outage is waited out: where the failure could not even be written down for a while, it is tried anew. */
async function failed(negotiation: Negotiation, requestedBy: string | null): Promise<DraftRef> {
  const sinceMs = Date.now();
  await records.notePlanningFailed({ ...negotiation.goal, requestedBy });
  if (Date.now() - sinceMs > OUTAGE_MS) return draft(negotiation, requestedBy);
  negotiation.failures += 1;
  throw planningFailed();
}
