// One goal's negotiation: specialists side by side, a planner, numbered drafts, until the person approves or lets go.
import {
  allHandlersFinished,
  ApplicationFailure,
  condition,
  setCurrentDetails,
  setHandler,
} from '@temporalio/workflow';
import type { DraftRef } from '../src/goals/negotiations.ts';
import { planning, records, specialists, starts } from './activities.ts';
import { onBehalf } from './correlation.ts';
import {
  abandon,
  approve,
  GOAL_CLOSED,
  PLAN_STALE,
  propose,
  revise,
  type AbandonRequest,
  type Approval,
  type ApprovalRequest,
  type NegotiationInput,
  type NegotiationResult,
  type RevisionRequest,
} from './goal-negotiation.contract.ts';

/** Silence for this long means that the person let go. */
const LAPSE_MS = 30 * 24 * 3_600_000;

interface Negotiation {
  goal: NegotiationInput;
  latest: DraftRef | null;
  decided: 'approved' | 'abandoned' | null;
  /** Work that handlers leave for the main loop, so that drafts and decisions never interleave. */
  jobs: (() => Promise<void>)[];
}

export async function goalNegotiation({
  orgId,
  userId,
  goalId,
}: NegotiationInput): Promise<NegotiationResult> {
  const goal = { orgId, userId, goalId };
  const negotiation: Negotiation = { goal, latest: null, decided: null, jobs: [] };
  listen(negotiation);

  negotiation.latest = await draft(goal, null, null);
  for (;;) {
    setCurrentDetails(`Draft **${negotiation.latest.number}** awaits a decision`);
    const isWoken = () => negotiation.jobs.length > 0 || negotiation.decided !== null;
    if (!(await condition(isWoken, LAPSE_MS, { summary: 'decision' }))) break;
    const job = negotiation.jobs.shift();
    if (!job) break;
    await job();
  }
  if (!negotiation.decided) await records.abandonGoal({ ...goal, via: 'system' });
  await condition(allHandlersFinished);
  return negotiation.decided ?? 'lapsed';
}

/** Whoever comes with what is settled or outdated is refused before it becomes part of the history. */
function listen(negotiation: Negotiation): void {
  setHandler(propose, async () => {
    await condition(() => negotiation.latest !== null || negotiation.decided !== null);
    return negotiation.latest as DraftRef;
  });
  setHandler(revise, (request) => inTurn(negotiation, () => revised(negotiation, request)), {
    validator: (_request: RevisionRequest) => refuseIfDecided(negotiation),
  });
  setHandler(approve, (request) => inTurn(negotiation, () => approved(negotiation, request)), {
    validator: (request) => refuseIfStale(negotiation, request),
  });
  setHandler(abandon, (request) => inTurn(negotiation, () => abandoned(negotiation, request)), {
    validator: (_request: AbandonRequest) => {
      if (negotiation.decided === 'approved') refuseIfDecided(negotiation);
    },
  });
}

/** Runs `work` in its turn; its outcome or failure is the update's. */
function inTurn<T>({ jobs }: Negotiation, work: () => Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    jobs.push(onBehalf(() => work().then(resolve, reject)));
  });
}

function refuseIfDecided({ decided }: Negotiation): void {
  if (decided) throw ApplicationFailure.nonRetryable(`goal is ${decided}`, GOAL_CLOSED);
}

function refuseIfStale(negotiation: Negotiation, { number, hash }: DraftRef): void {
  refuseIfDecided(negotiation);
  const { latest } = negotiation;
  if (number !== latest?.number || hash !== latest.hash)
    throw ApplicationFailure.nonRetryable(`latest draft is ${latest?.number ?? 0}`, PLAN_STALE, latest);
}

async function revised(negotiation: Negotiation, { messageId }: RevisionRequest): Promise<DraftRef> {
  refuseIfDecided(negotiation);
  negotiation.latest = await draft(negotiation.goal, negotiation.latest, messageId);
  return negotiation.latest;
}

async function approved(negotiation: Negotiation, request: ApprovalRequest): Promise<Approval> {
  refuseIfStale(negotiation, request);
  const { goal } = negotiation;
  const { number, hash, via } = request;
  const outcome = await records.activatePlan({ ...goal, draft: { number, hash }, via });
  if (outcome.kind === 'outdated') {
    // Time passed or the calendar filled up since this draft was made: it would no longer hold.
    negotiation.latest = await draft(goal, negotiation.latest, null);
    refuseIfStale(negotiation, request);
  }
  const tasks = outcome.kind === 'activated' ? outcome.tasks : 0;
  await starts.startReminders(goal);
  negotiation.decided = 'approved';
  return { draft: { number, hash }, tasks };
}

/** Clients of before sent nothing along. */
async function abandoned(negotiation: Negotiation, request?: AbandonRequest): Promise<'abandoned'> {
  if (negotiation.decided !== 'abandoned')
    await records.abandonGoal({ ...negotiation.goal, via: request?.via });
  negotiation.decided = 'abandoned';
  return negotiation.decided;
}

/** Three specialists in parallel, then the planner. One that fails or is late is named as missing in the plan. */
async function draft(
  goal: NegotiationInput,
  before: DraftRef | null,
  requestedBy: string | null,
): Promise<DraftRef> {
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
