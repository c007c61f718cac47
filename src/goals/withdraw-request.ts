// Takes back what was stored in order to have a plan made, where nobody can make one just now: who asked is told so,
// and asks again.
import { Conversation, Message } from '../conversations/conversation.entity.ts';
import type { Ctx } from '../kernel/context.ts';
import { findLatestDraft, holdGoal } from './find-goal.ts';
import { Goal, PlanDraft, SpecialistFinding } from './goal.entity.ts';
import { isModified } from './is-negotiated.ts';

/** Of a goal that was just opened, with a conversation of its own. False where it is begun after all: it stays. */
export async function withdrawGoal(
  ctx: Ctx,
  { goalId, conversationId }: { goalId: string; conversationId: string },
): Promise<boolean> {
  const { em } = ctx;
  const goal = await holdGoal(ctx, goalId);
  const isBegun =
    goal !== null &&
    (goal.status !== 'negotiating' ||
      goal.planningFailures > 0 ||
      (await em.count(SpecialistFinding, { goalId })) > 0 ||
      (await em.count(PlanDraft, { goalId })) > 0 ||
      (await em.count(Message, { conversationId })) > 0);
  if (isBegun) return false;
  await em.nativeDelete(Goal, { id: goalId });
  await em.nativeDelete(Conversation, { id: conversationId });
  return true;
}

/** Of a message that was just stored. False where its draft is there after all: it stays. */
export async function withdrawRevision(
  ctx: Ctx,
  { goalId, messageId }: { goalId: string; messageId: string },
): Promise<boolean> {
  const { em } = ctx;
  const goal = await holdGoal(ctx, goalId);
  if ((await em.count(PlanDraft, { goalId, requestedBy: messageId })) > 0) return false;
  await em.nativeDelete(Message, { id: messageId, awaits: 'draft' });
  const before = goal && isModified(goal) ? await findLatestDraft(ctx, goalId) : null;
  // The change that it began with is none: the plan runs on.
  if (before && before.number <= goal!.modifies!)
    await em.nativeUpdate(Goal, { id: goalId }, { modifies: null, planning: 'drafted' });
  else if (goal?.planning === 'working') {
    const latest = await findLatestDraft(ctx, goalId);
    // What is owed besides is no business of this message.
    if (!isOwed(goal, latest))
      await em.nativeUpdate(Goal, { id: goalId }, { planning: latest ? 'drafted' : 'failed' });
  }
  return true;
}

/** The first draft, or one in the place of a draft that no longer holds. */
function isOwed({ planningFailures, outdatedDraft }: Goal, latest: PlanDraft | null): boolean {
  if (!latest) return planningFailures === 0;
  return latest.number <= (outdatedDraft ?? 0);
}
