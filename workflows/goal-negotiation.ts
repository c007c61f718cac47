// One goal's negotiation: specialists side by side, a planner, numbered drafts, until the person approves or lets go.
import {
  allHandlersFinished,
  ApplicationFailure,
  condition,
  setCurrentDetails,
  setHandler,
} from '@temporalio/workflow';
import { planning, records, specialists, starts } from './activities.ts';
import {
  abandon,
  approve,
  GOAL_CLOSED,
  PLAN_STALE,
  propose,
  revise,
  type Approval,
  type DraftRef,
  type NegotiationInput,
  type NegotiationResult,
  type RevisionRequest,
} from './contracts.ts';
import { onBehalf } from './correlation.ts';

/** Silence for this long means that the person let go. */
const LAPSE_MS = 30 * 24 * 3_600_000;

/** Work that handlers leave for the main loop, so that drafts and decisions never interleave. */
type Job = () => Promise<void>;

export async function goalNegotiation(input: NegotiationInput): Promise<NegotiationResult> {
  const { orgId, userId, goalId } = input;
  const goal = { orgId, userId, goalId };
  const jobs: Job[] = [];
  let latest: DraftRef | null = null;
  let decided: 'approved' | 'abandoned' | null = null;

  /** Runs `work` in its turn; its outcome or failure is the update's. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      jobs.push(onBehalf(() => work().then(resolve, reject)));
    });
  const refuseIfDecided = (): void => {
    if (decided) throw ApplicationFailure.nonRetryable(`goal is ${decided}`, GOAL_CLOSED);
  };
  const refuseIfStale = (draft: DraftRef): void => {
    refuseIfDecided();
    if (draft.number !== latest?.number || draft.hash !== latest.hash)
      throw ApplicationFailure.nonRetryable(`latest draft is ${latest?.number ?? 0}`, PLAN_STALE, latest);
  };

  setHandler(propose, async () => {
    await condition(() => latest !== null || decided !== null);
    return latest as DraftRef;
  });
  setHandler(
    revise,
    ({ messageId }) =>
      inTurn(async () => {
        refuseIfDecided();
        return (latest = await draft(goal, latest, messageId));
      }),
    { validator: (_request: RevisionRequest) => refuseIfDecided() },
  );
  setHandler(
    approve,
    (approved) =>
      inTurn(async () => {
        refuseIfStale(approved);
        const outcome = await records.activatePlan({ ...goal, draft: approved });
        if (outcome.kind === 'outdated') {
          // Time passed or the calendar filled up since this draft was made: it would no longer hold.
          latest = await draft(goal, latest, null);
          refuseIfStale(approved);
        }
        const approval: Approval = {
          draft: approved,
          tasks: outcome.kind === 'activated' ? outcome.tasks : 0,
        };
        await starts.startReminders(goal);
        decided = 'approved';
        return approval;
      }),
    { validator: refuseIfStale },
  );
  setHandler(
    abandon,
    () =>
      inTurn(async () => {
        if (decided !== 'abandoned') await records.abandonGoal(goal);
        decided = 'abandoned';
        return decided;
      }),
    {
      validator: () => {
        if (decided === 'approved') refuseIfDecided();
      },
    },
  );

  latest = await draft(goal, null, null);
  for (;;) {
    setCurrentDetails(`Draft **${latest.number}** awaits a decision`);
    if (!(await condition(() => jobs.length > 0 || decided !== null, LAPSE_MS, { summary: 'decision' })))
      break;
    const job = jobs.shift();
    if (!job) break;
    await job();
  }
  if (!decided) await records.abandonGoal(goal);
  await condition(allHandlersFinished);
  return decided ?? 'lapsed';
}

/** Three specialists in parallel, then the planner. One that fails or is late is named as missing in the plan. */
async function draft(
  goal: { orgId: string; userId: string; goalId: string },
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
