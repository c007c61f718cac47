// Opens a goal out of a person's wish; its negotiation starts right after.
import { Conversation } from '../conversations/conversation.entity.ts';
import type { Ctx } from '../kernel/context.ts';
import { newId } from '../kernel/ids.ts';
import { Goal } from './goal.entity.ts';

export interface OpenGoal {
  /** Made by the caller where a repeat must be harmless. */
  goalId?: string | undefined;
  wish: string;
  /** Null: the goal gets a conversation of its own. */
  conversationId: string | null;
}

export async function openGoal(
  ctx: Ctx,
  input: OpenGoal,
): Promise<{ goalId: string; conversationId: string }> {
  const goalId = input.goalId ?? newId();
  const known = await ctx.em.findOne(Goal, { id: goalId });
  if (known) return { goalId, conversationId: known.conversationId };
  const conversationId = input.conversationId ?? newId();
  const owner = { orgId: ctx.orgId, userId: ctx.userId };
  if (!input.conversationId) await ctx.em.insert(Conversation, { id: conversationId, ...owner });
  const characters = Array.from(input.wish);
  const title = characters.length > 80 ? `${characters.slice(0, 79).join('')}…` : input.wish;
  await ctx.em.insert(Goal, { id: goalId, ...owner, conversationId, wish: input.wish, title });
  return { goalId, conversationId };
}
