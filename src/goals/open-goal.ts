// Opens a goal out of a person's wish; its negotiation starts right after.
import { Conversation } from '../conversations/conversation.entity.ts';
import type { Ctx } from '../kernel/context.ts';
import { newId } from '../kernel/ids.ts';
import { insertOnce } from '../kernel/insert-once.ts';
import { findGoal } from './find-goal.ts';
import { Goal } from './goal.entity.ts';

export interface OpenGoal {
  /** Made by the caller where a repeat must be harmless. */
  goalId?: string | undefined;
  wish: string;
  /** Null: the goal gets a conversation of its own. */
  conversationId: string | null;
}

/** Throws NOT_FOUND for a goal of somebody else. */
export async function openGoal(
  ctx: Ctx,
  input: OpenGoal,
): Promise<{ goalId: string; conversationId: string }> {
  const { wish, goalId = newId() } = input;
  const known = await ctx.em.findOne(Goal, { id: goalId });
  if (known) return { goalId, conversationId: known.conversationId };
  const conversationId = input.conversationId ?? newId();
  const owner = { orgId: ctx.orgId, userId: ctx.userId };
  if (!input.conversationId) await ctx.em.insert(Conversation, { id: conversationId, ...owner });
  const characters = Array.from(wish);
  const title = characters.length > 80 ? `${characters.slice(0, 79).join('')}…` : wish;
  const goal = { id: goalId, ...owner, conversationId, wish, title };
  if (await insertOnce(ctx.em, Goal, goal, ['id'])) return { goalId, conversationId };
  // A repeat was faster, or the id is somebody else's.
  if (!input.conversationId) await ctx.em.nativeDelete(Conversation, { id: conversationId });
  return { goalId, conversationId: (await findGoal(ctx, goalId)).conversationId };
}
