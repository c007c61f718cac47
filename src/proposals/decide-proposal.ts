// The person's word on what was proposed: refused, or applied once, checked anew and done as theirs.
import { LockMode } from '@mikro-orm/core';
import type { Ctx } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { Proposal } from './proposal.entity.ts';

/** Harmless when repeated. Throws NOT_FOUND, and PROPOSAL_CLOSED for one that was applied or is just being so. */
export async function refuseProposal(ctx: Ctx, id: string): Promise<Proposal> {
  const one = await lockProposal(ctx, id);
  if (one.state === 'refused') return one;
  if (one.state !== 'waiting') throw new FluxError('PROPOSAL_CLOSED');
  return change(ctx, one, { state: 'refused', decidedAt: new Date() });
}

/**
 * Begins to apply it: one that is applied is given back as it is, and one whose first attempt was not heard of goes on.
 * Throws NOT_FOUND, and PROPOSAL_CLOSED for one that was refused or has expired.
 */
export async function beginToApply(ctx: Ctx, id: string): Promise<Proposal> {
  const one = await lockProposal(ctx, id);
  if (one.state === 'applied' || one.state === 'applying') return one;
  if (one.state === 'refused' || one.expiresAt <= new Date()) throw new FluxError('PROPOSAL_CLOSED');
  return change(ctx, one, { state: 'applying' });
}

/** What the tool answered, from the first attempt that heard it. */
export async function finishApplying(ctx: Ctx, id: string, result: unknown): Promise<Proposal> {
  const one = await lockProposal(ctx, id);
  if (one.state === 'applied') return one;
  return change(ctx, one, { state: 'applied', decidedAt: new Date(), result });
}

/** Nothing came of it: it waits again. */
export async function takeBackApplying(ctx: Ctx, id: string): Promise<void> {
  await ctx.em.nativeUpdate(Proposal, { id, state: 'applying' }, { state: 'waiting' });
}

async function lockProposal({ em }: Ctx, id: string): Promise<Proposal> {
  const one = await em.findOne(Proposal, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true });
  if (!one) throw new FluxError('NOT_FOUND');
  return one;
}

async function change(ctx: Ctx, one: Proposal, changes: Partial<Proposal>): Promise<Proposal> {
  await ctx.em.nativeUpdate(Proposal, { id: one.id }, changes);
  return { ...one, ...changes };
}
