// Writes down that no draft came of it: the goal says so when it is read, and whoever asks again asks for a new
// attempt.
import { Message } from '../conversations/conversation.entity.ts';
import type { Ctx } from '../kernel/context.ts';
import { findLatestDraft, holdGoal } from './find-goal.ts';
import { Goal } from './goal.entity.ts';
import { isModified, isNegotiated } from './is-negotiated.ts';

/** `requestedBy`: the message that asked for the draft. Harmless for a goal that is decided or gone. */
export async function notePlanningFailed(
  ctx: Ctx,
  { goalId, requestedBy }: { goalId: string; requestedBy: string | null },
): Promise<void> {
  const goal = await holdGoal(ctx, goalId);
  if (!goal || !isNegotiated(goal)) return;
  const { em } = ctx;
  const planningFailures = goal.planningFailures + 1;
  // Nothing is owed now, also not in the place of a draft that no longer holds.
  await em.nativeUpdate(Goal, { id: goalId }, { planning: 'failed', planningFailures, outdatedDraft: null });
  // A change of which nothing came is none: the plan runs on.
  const latest = isModified(goal) && (await findLatestDraft(ctx, goalId));
  if (latest && latest.number <= goal.modifies!)
    await em.nativeUpdate(Goal, { id: goalId }, { modifies: null });
  if (requestedBy) await em.nativeUpdate(Message, { id: requestedBy, awaits: 'draft' }, { awaits: null });
}
