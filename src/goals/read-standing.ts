// How a goal's negotiation stands in PostgreSQL, for a workflow that may have missed something.
import { Message } from '../conversations/conversation.entity.ts';
import type { Ctx } from '../kernel/context.ts';
import { refOf } from './begin-draft.ts';
import { findLatestDraft } from './find-goal.ts';
import { Goal } from './goal.entity.ts';
import { isNegotiated } from './is-negotiated.ts';
import type { DraftRef } from './negotiations.ts';

export interface Standing {
  /** Null while it is negotiated. */
  decided: 'approved' | 'abandoned' | null;
  latest: DraftRef | null;
  /** Messages that await a draft, the oldest first. */
  waiting: string[];
  /** The first draft is owed. */
  isDue: boolean;
  /** The number of the draft in whose place a later one is owed, or null; older workers do not say it. */
  outdated?: number | null;
}

/** A goal that is gone counts as abandoned. */
export async function readStanding(ctx: Ctx, { goalId }: { goalId: string }): Promise<Standing> {
  const goal = await ctx.em.findOne(Goal, { id: goalId });
  const latest = await findLatestDraft(ctx, goalId);
  const waiting = await ctx.em.find(
    Message,
    { goalId, awaits: 'draft' },
    { orderBy: { createdAt: 'asc', id: 'asc' } },
  );
  const isWorking = goal?.planning === 'working';
  const outdated = goal?.outdatedDraft ?? null;
  return {
    decided: decisionOn(goal),
    latest: latest && refOf(latest),
    waiting: waiting.map(({ id }) => id),
    isDue: !latest && isWorking,
    outdated: isWorking && latest && outdated !== null && latest.number <= outdated ? outdated : null,
  };
}

/** Null for a goal that is negotiated. */
export function decisionOn(goal: Pick<Goal, 'status' | 'modifies'> | null): Standing['decided'] {
  if (goal && isNegotiated(goal)) return null;
  return goal?.status === 'active' || goal?.status === 'completed' ? 'approved' : 'abandoned';
}
