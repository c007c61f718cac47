// Decisions as doors of before asked for them, and as histories of that time have them: the negotiation carries them
// out.
import { ApplicationFailure, setHandler } from '@temporalio/workflow';
import type { DraftRef } from '../src/goals/negotiations.ts';
import { records, starts } from './activities.ts';
import {
  abandon,
  approve,
  PLAN_STALE,
  type AbandonRequest,
  type Approval,
  type ApprovalRequest,
} from './goal-negotiation.contract.ts';
import { draft, inTurn, refuseIfDecided, type Negotiation } from './negotiated-draft.ts';

/** Whoever comes with what is settled or outdated is refused before it becomes part of the history. */
export function decideAsBefore(negotiation: Negotiation): void {
  setHandler(approve, (request) => inTurn(negotiation, () => approved(negotiation, request)), {
    validator: (request) => refuseIfStale(negotiation, request),
  });
  setHandler(abandon, (request) => inTurn(negotiation, () => abandoned(negotiation, request)), {
    validator: (_request: AbandonRequest) => {
      if (negotiation.decided === 'approved') refuseIfDecided(negotiation);
    },
  });
}

function refuseIfStale(negotiation: Negotiation, { number, hash }: DraftRef): void {
  refuseIfDecided(negotiation);
  const { latest } = negotiation;
  if (number !== latest?.number || hash !== latest.hash)
    throw ApplicationFailure.nonRetryable(`latest draft is ${latest?.number ?? 0}`, PLAN_STALE, latest);
}

async function approved(negotiation: Negotiation, request: ApprovalRequest): Promise<Approval> {
  refuseIfStale(negotiation, request);
  const { goal } = negotiation;
  const { number, hash, via } = request;
  const outcome = await records.activatePlan({ ...goal, draft: { number, hash }, via });
  if (outcome.kind === 'outdated') {
    // Time passed or the calendar filled up since this draft was made: it would no longer hold.
    await draft(negotiation, null);
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
