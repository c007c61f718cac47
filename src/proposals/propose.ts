// Stores what a tool was to do, for the person to decide; and lists it.
import { LockMode } from '@mikro-orm/core';
import { Profile } from '../account/profile.entity.ts';
import type { Ctx } from '../kernel/context.ts';
import { behind, cursorAfter } from '../kernel/cursor.ts';
import { FluxError } from '../kernel/errors.ts';
import { newId } from '../kernel/ids.ts';
import { pageOf } from '../kernel/page.ts';
import type { Rehearsed } from '../llm/run-tool.ts';
import { Proposal } from './proposal.entity.ts';

/** Of one person in one organisation, that wait. */
const MOST_WAITING = 100;
const KEPT_OPEN_MS = 7 * 86_400_000;

/** As it is stored. */
export type ProposalView = Proposal;

export interface Proposed extends Pick<Rehearsed, 'would' | 'result'> {
  tool: string;
  input: Record<string, unknown>;
}

/** `would` and `result`: as it was rehearsed. Throws PROPOSALS_TOO_MANY. */
export async function proposeCall(
  ctx: Ctx,
  { tool, input, would, result: foreseen }: Proposed,
): Promise<Proposal> {
  const { orgId, userId, via } = ctx;
  const owner = { orgId, userId };
  // Those that are made at once are counted one after the other.
  await ctx.em.findOneOrFail(Profile, owner, { lockMode: LockMode.PESSIMISTIC_WRITE });
  const waiting = await ctx.em.count(Proposal, {
    ...owner,
    state: 'waiting',
    expiresAt: { $gt: new Date() },
  });
  if (waiting >= MOST_WAITING) throw new FluxError('PROPOSALS_TOO_MANY');
  const proposal = {
    ...owner,
    id: newId(),
    createdAt: new Date(),
    via,
    tool,
    input,
    would,
    foreseen,
    state: 'waiting' as const,
    expiresAt: new Date(Date.now() + KEPT_OPEN_MS),
    decidedAt: null,
    result: null,
  };
  await ctx.em.insert(Proposal, proposal);
  return proposal;
}

/** Throws NOT_FOUND. */
export async function readProposal({ em }: Ctx, id: string): Promise<Proposal> {
  const one = await em.findOne(Proposal, { id });
  if (!one) throw new FluxError('NOT_FOUND');
  return one;
}

/** The latest first. Throws BAD_REQUEST for a cursor that we did not make. */
export async function listProposals(
  { em, orgId, userId }: Ctx,
  { limit, after }: { limit: number; after: string | null },
): Promise<{ proposals: Proposal[]; nextCursor: string | null }> {
  const found = await em.find(
    Proposal,
    { orgId, userId, ...behind(after, 'createdAt', 'desc') },
    { orderBy: { createdAt: 'desc', id: 'desc' }, limit: limit + 1 },
  );
  const { rows, nextCursor } = pageOf(found, limit, (last) => cursorAfter(last.createdAt, last.id));
  return { proposals: rows, nextCursor };
}
