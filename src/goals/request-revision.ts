// Stores in which words the person asks for another draft; the negotiation is told only where they stand.
import { Message } from '../conversations/conversation.entity.ts';
import type { Ctx } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
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
  const stored = await ctx.em.execute(
    `insert into messages (id, org_id, user_id, conversation_id, role, text, goal_id) values (?, ?, ?, ?, 'user', ?, ?)
     on conflict (id) do nothing returning id`,
    [input.messageId, ctx.orgId, ctx.userId, goal.conversationId, input.text, goal.id],
  );
  if (stored.length > 0) return;
  // A repeat was faster, or the id is somebody else's.
  const first = await ctx.em.findOne(Message, { id: input.messageId });
  if (!first) throw new FluxError('NOT_FOUND');
  sameAsBefore(first, input);
}

function sameAsBefore(known: Message, { text }: { text: string }): void {
  if (known.text !== text) throw new FluxError('MESSAGE_ID_REUSED');
}
