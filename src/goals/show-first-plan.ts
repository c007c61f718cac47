// The first plan of a step that opened by itself is shown in the conversation: nobody's turn waits for it.
import { Message } from '../conversations/conversation.entity.ts';
import type { Ctx } from '../kernel/context.ts';
import { derivedId } from '../kernel/ids.ts';
import { insertOnceLate } from '../kernel/write-late.ts';
import type { PlanContent } from '../planning/plan.ts';
import type { Goal } from './goal.entity.ts';
import { planText } from './plan-text.ts';

/** In the transaction of the draft. Not where a turn of chat will answer with it. */
export async function showFirstPlan(ctx: Ctx, goal: Goal, content: PlanContent): Promise<void> {
  const { orgId, userId } = ctx;
  if ((await ctx.em.count(Message, { goalId: goal.id, awaits: 'reply' })) > 0) return;
  const message = {
    id: derivedId(goal.id, 'first-plan'),
    orgId,
    userId,
    conversationId: goal.conversationId,
    role: 'assistant' as const,
    agent: 'planner',
    text: `Here is the plan for “${content.goal_title}”. ${planText({ content, changes: null })}`,
    goalId: goal.id,
    draftNumber: 1,
    requiresUserAction: true,
  };
  await insertOnceLate(ctx, Message, message, ['id']);
}
