// Stores in which words the person asks for another draft; the negotiation is told only where they stand.
import { Message } from '../conversations/conversation.entity.ts';
import type { Ctx } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { insertOnce } from '../kernel/insert-once.ts';
import { findGoal } from './find-goal.ts';
import { PlanDraft } from './goal.entity.ts';
import { isNegotiated } from './is-negotiated.ts';

interface Revision {
  goalId: string;
  messageId: string;
  text: string;
}

/**
 * Same id and words again are harmless, and ask again where no draft came of them; other words throw
 * MESSAGE_ID_REUSED. Throws GOAL_CLOSED and NOT_FOUND.
 */
export async function requestRevision(ctx: Ctx, input: Revision): Promise<{ isNew: boolean }> {
  const goal = await findGoal(ctx, input.goalId, 'lock');
  const known = await ctx.em.findOne(Message, { id: input.messageId });
  if (known) return askAgain(ctx, known, input);
  if (!isNegotiated(goal)) throw new FluxError('GOAL_CLOSED', { fields: { goal_status: goal.status } });
  const message = {
    id: input.messageId,
    orgId: ctx.orgId,
    userId: ctx.userId,
    conversationId: goal.conversationId,
    role: 'user' as const,
    text: input.text,
    goalId: goal.id,
    awaits: 'draft' as const,
  };
  if (await insertOnce(ctx.em, Message, message, ['id'])) return { isNew: true };
  // A repeat was faster, or the id is somebody else's.
  const first = await ctx.em.findOne(Message, { id: input.messageId });
  if (!first) throw new FluxError('NOT_FOUND');
  return askAgain(ctx, first, input);
}

async function askAgain(ctx: Ctx, known: Message, { goalId, text }: Revision): Promise<{ isNew: false }> {
  const wasHere = known.role === 'user' && known.goalId === goalId && known.awaits !== 'reply';
  if (known.text !== text || !wasHere) throw new FluxError('MESSAGE_ID_REUSED');
  if (known.awaits === 'draft') return { isNew: false };
  const isAnswered = (await ctx.em.count(PlanDraft, { goalId, requestedBy: known.id })) > 0;
  // What was answered in chat was said there.
  if (!isAnswered && (await ctx.em.count(Message, { replyTo: known.id })) > 0)
    throw new FluxError('MESSAGE_ID_REUSED');
  const goal = await findGoal(ctx, goalId);
  if (!isAnswered && isNegotiated(goal))
    await ctx.em.nativeUpdate(Message, { id: known.id }, { awaits: 'draft' });
  return { isNew: false };
}
