// Asks PostgreSQL first whenever a draft is asked for: what is there already is the answer, also long after the
// decision.
import { Message } from '../conversations/conversation.entity.ts';
import type { Ctx } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { findGoal, findLatestDraft, holdGoal } from './find-goal.ts';
import { Goal, PlanDraft } from './goal.entity.ts';
import { isNegotiated } from './is-negotiated.ts';
import type { DraftRef } from './negotiations.ts';

export interface BeginDraft {
  goalId: string;
  /** The message that asks for a draft of its own; without it any draft will do. */
  messageId?: string;
  /** The number of a draft that no longer holds: only a later one will do. */
  outdated?: number;
  /** The turn of chat that waits for it, where that does not ask for one of its own. */
  turnId?: string;
}

export type Begun =
  | { kind: 'drafted'; draft: DraftRef }
  /** Somebody has to draft: what they start from. */
  | { kind: 'begun'; latest: DraftRef | null; failures: number };

/**
 * Throws GOAL_CLOSED where there is none and nobody negotiates any more, and NOT_FOUND, also for whom a turn asks that
 * was stopped.
 */
export async function beginDraft(ctx: Ctx, input: BeginDraft): Promise<Begun> {
  const goal = await findGoal(ctx, input.goalId, 'lock');
  await refuseIfStopped(ctx, input);
  const latest = await findLatestDraft(ctx, goal.id);
  const known = await answering(ctx, input, latest);
  if (known) return { kind: 'drafted', draft: refOf(known) };
  if (!isNegotiated(goal)) throw new FluxError('GOAL_CLOSED', { fields: { goal_status: goal.status } });
  const { outdated: outdatedDraft = goal.outdatedDraft } = input;
  // Written only where it is otherwise: how long it has waited is told by when it was written.
  if (goal.planning !== 'working' || goal.outdatedDraft !== outdatedDraft)
    await ctx.em.nativeUpdate(Goal, { id: goal.id }, { planning: 'working', outdatedDraft });
  return { kind: 'begun', latest: latest && refOf(latest), failures: goal.planningFailures };
}

/**
 * As `beginDraft`, for one that began when no draft had come of it `failures` times, and was refused with `refusal`:
 * begun where it is owed all the same. Throws UNAVAILABLE where it was taken back meanwhile, and PLANNING_FAILED where
 * it has failed since.
 */
export async function beginAgain(
  ctx: Ctx,
  input: BeginDraft & { failures: number },
  refusal: FluxError,
): Promise<Begun> {
  const { goalId, messageId, failures } = input;
  const isThere =
    (await holdGoal(ctx, goalId)) &&
    (!messageId || (await ctx.em.count(Message, { id: messageId, stoppedAt: null })) > 0);
  if (!isThere) throw new FluxError('UNAVAILABLE', { detail: 'the request was taken back', cause: refusal });
  const begun = await beginDraft(ctx, input);
  // With the throw it is not begun.
  if (begun.kind === 'begun' && begun.failures > failures)
    throw new FluxError('PLANNING_FAILED', { cause: refusal });
  return begun;
}

/** Behind the goal's lock: a stop holds it, too. */
async function refuseIfStopped(ctx: Ctx, { messageId, turnId }: BeginDraft): Promise<void> {
  const id = messageId ?? turnId;
  if (id && (await ctx.em.count(Message, { id, stoppedAt: { $ne: null } })) > 0)
    throw new FluxError('NOT_FOUND');
}

async function answering(
  ctx: Ctx,
  { goalId, messageId, outdated = 0 }: BeginDraft,
  latest: PlanDraft | null,
): Promise<PlanDraft | null> {
  if (messageId) return ctx.em.findOne(PlanDraft, { goalId, requestedBy: messageId });
  return latest && latest.number > outdated ? latest : null;
}

export const refOf = ({ number, hash }: PlanDraft): DraftRef => ({ number, hash });
