// Stores in which words the person asks for another draft; the negotiation is told only where they stand.
import { Message } from '../conversations/conversation.entity.ts';
import type { Ctx } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { insertOnce } from '../kernel/insert-once.ts';
import { findGoal } from './find-goal.ts';

/** Same id and words again are harmless; other words throw MESSAGE_ID_REUSED. Throws GOAL_CLOSED and NOT_FOUND. */
export async function requestRevision(
  ctx: Ctx,
  input: { goalId: string; messageId: string; text: string },
): Promise<void> {
  const goal = await findGoal(ctx, input.goalId);
  const known = await ctx.em.findOne(Message, { id: input.messageId });
  if (known) return sameAsBefore(known, input);
  if (goal.status !== 'negotiating')
    throw new FluxError('GOAL_CLOSED', { fields: { goal_status: goal.status } });
  const message = {
    id: input.messageId,
    orgId: ctx.orgId,
    userId: ctx.userId,
    conversationId: goal.conversationId,
    role: 'user' as const,
    text: input.text,
    goalId: goal.id,
  };
  if (await insertOnce(ctx.em, Message, message, ['id'])) return;
  // A repeat was faster, or the id is somebody else's.
  const first = await ctx.em.findOne(Message, { id: input.messageId });
  if (!first) throw new FluxError('NOT_FOUND');
  sameAsBefore(first, input);
}

function sameAsBefore(known: Message, { text }: { text: string }): void {
  if (known.text !== text) throw new FluxError('MESSAGE_ID_REUSED');
}
