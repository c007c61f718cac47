// Writes down that no draft came of it: the goal says so when it is read, and whoever asks again asks for a new
// attempt.
import { Message } from '../conversations/conversation.entity.ts';
import type { Ctx } from '../kernel/context.ts';
import { holdGoal } from './find-goal.ts';
import { Goal } from './goal.entity.ts';

/** `requestedBy`: the message that asked for the draft. Harmless for a goal that is decided or gone. */
export async function notePlanningFailed(
  ctx: Ctx,
  { goalId, requestedBy }: { goalId: string; requestedBy: string | null },
): Promise<void> {
  const goal = await holdGoal(ctx, goalId);
  if (goal?.status !== 'negotiating') return;
  const { em } = ctx;
  const planningFailures = goal.planningFailures + 1;
  // Nothing is owed now, also not in the place of a draft that no longer holds.
  await em.nativeUpdate(Goal, { id: goalId }, { planning: 'failed', planningFailures, outdatedDraft: null });
  if (requestedBy) await em.nativeUpdate(Message, { id: requestedBy, awaits: 'draft' }, { awaits: null });
}
