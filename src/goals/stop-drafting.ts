// What becomes of a goal whose turn of chat is stopped: what the turn had begun is taken back, and nobody drafts for it
// any more.
import { Message } from '../conversations/conversation.entity.ts';
import type { Ctx } from '../kernel/context.ts';
import { derivedId } from '../kernel/ids.ts';
import { abandonGoal } from './abandon-goal.ts';
import { closeRequests } from './close-requests.ts';
import { findLatestDraft, holdGoal } from './find-goal.ts';
import { Goal, PlanDraft } from './goal.entity.ts';
import { lockSharing } from './lock-sharing.sql.ts';
import { isModified, isNegotiated } from './is-negotiated.ts';

export interface StoppedDraft {
  /**
   * drafted: there is nothing left to be stopped. let_go: the goal was opened by this turn. waits: it is a step of a
   * roadmap again that has not begun. stays: as it was before.
   */
  kind: 'drafted' | 'let_go' | 'waits' | 'stays';
  title: string;
}

/** `messageId`: of the turn that waits for a draft of the goal. In the transaction that takes the turn. */
export async function stopDrafting(
  ctx: Ctx,
  { goalId, messageId }: { goalId: string; messageId: string },
): Promise<StoppedDraft> {
  await lockSharing(ctx);
  const goal = await holdGoal(ctx, goalId);
  const title = goal?.title ?? '';
  if (!goal || !isNegotiated(goal)) return { kind: 'stays', title };
  const latest = await findLatestDraft(ctx, goalId);
  const isOpenedBy = goalId === derivedId(messageId, 'goal');
  const isAnswered = (await ctx.em.count(PlanDraft, { goalId, requestedBy: messageId })) > 0;
  if (isAnswered || (isOpenedBy && latest)) return { kind: 'drafted', title };
  if (isOpenedBy) {
    await abandonGoal(ctx, { goalId });
    return { kind: 'let_go', title };
  }
  if (!latest && goal.roadmapOf && goal.planningFailures === 0) {
    await ctx.em.nativeUpdate(Goal, { id: goalId }, { status: 'pipeline' });
    await closeRequests(ctx, goalId, 'abandoned');
    return { kind: 'waits', title };
  }
  await takeBack(ctx, goal, latest, messageId);
  return { kind: 'stays', title };
}

/** The plan is as it was; whatever else is asked for of it goes on. */
async function takeBack(ctx: Ctx, goal: Goal, latest: PlanDraft | null, messageId: string): Promise<void> {
  const isRedrafted = latest !== null && goal.outdatedDraft === latest.number;
  ctx.tell({ kind: 'draft_stopped', goalId: goal.id, requestedBy: isRedrafted ? null : messageId });
  const others = { goalId: goal.id, awaits: { $ne: null }, id: { $ne: messageId } };
  if ((await ctx.em.count(Message, others)) > 0) return;
  // A change of which there is no draft is none: the plan runs on.
  const isUnbegun = isModified(goal) && latest !== null && latest.number <= goal.modifies!;
  await ctx.em.nativeUpdate(
    Goal,
    { id: goal.id },
    { planning: latest ? 'drafted' : 'failed', outdatedDraft: null, ...(isUnbegun && { modifies: null }) },
  );
}
