// With the decision on a goal nobody is owed another draft of it, and whoever makes one hears so.
import { Message } from '../conversations/conversation.entity.ts';
import type { Ctx } from '../kernel/context.ts';
import type { FactOf } from '../kernel/facts.ts';

/** In the transaction of the decision. */
export async function closeRequests(
  ctx: Ctx,
  goalId: string,
  decision: FactOf<'goal_decided'>['decision'],
): Promise<void> {
  await ctx.em.nativeUpdate(Message, { goalId, awaits: 'draft' }, { awaits: null });
  ctx.tell({ kind: 'goal_decided', goalId, decision });
}
