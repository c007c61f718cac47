// The calls of models that were made for a person, one by one.
import type { FilterQuery } from '@mikro-orm/core';
import type { Ctx } from '../kernel/context.ts';
import { behind, cursorAfter } from '../kernel/cursor.ts';
import { pageOf } from '../kernel/page.ts';
import type { State } from './outcomes.ts';
import { LlmCall } from './usage.entity.ts';

/** As it was written down. */
export type CallView = LlmCall;

export interface CallFilter {
  provider?: string | undefined;
  model?: string | undefined;
  agent?: string | undefined;
  from?: Date | undefined;
  /** Excluded. */
  to?: Date | undefined;
  outcome?: State | undefined;
  goalId?: string | undefined;
  conversationId?: string | undefined;
  limit: number;
  /** The cursor of the page before. */
  after: string | null;
}

/** The latest first. Throws BAD_REQUEST for a cursor that we did not make. */
export async function listCalls(
  ctx: Ctx,
  { from, to, outcome, limit, after, ...filter }: CallFilter,
): Promise<{ calls: CallView[]; nextCursor: string | null }> {
  const named = Object.entries(filter).filter(([, value]) => value !== undefined);
  const found = await ctx.em.find(
    LlmCall,
    {
      ...Object.fromEntries(named),
      orgId: ctx.orgId,
      userId: ctx.userId,
      $and: [
        from ? { createdAt: { $gte: from } } : {},
        to ? { createdAt: { $lt: to } } : {},
        outcome ? withOutcome(outcome) : {},
        behind(after, 'createdAt', 'desc'),
      ],
    },
    { orderBy: { createdAt: 'desc', id: 'desc' }, limit: limit + 1 },
  );
  const page = pageOf(found, limit, (last) => cursorAfter(last.createdAt, last.id));
  return { calls: page.rows, nextCursor: page.nextCursor };
}

function withOutcome(outcome: State): FilterQuery<LlmCall> {
  const now = new Date();
  if (outcome === 'open') return { settledAt: null, leaseUntil: { $gt: now } };
  if (outcome === 'lost') return { settledAt: null, leaseUntil: { $lte: now } };
  return { outcome };
}
