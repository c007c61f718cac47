// Writes down that no draft came of it: the goal says so when it is read, and whoever asks again asks for a new
// attempt.
import { LockMode } from '@mikro-orm/core';
import { Message } from '../conversations/conversation.entity.ts';
import type { Ctx } from '../kernel/context.ts';
import { Goal } from './goal.entity.ts';

/** `requestedBy`: the message that asked for the draft. Harmless for a goal that is decided or gone. */
export async function notePlanningFailed(
  { em }: Ctx,
  { goalId, requestedBy }: { goalId: string; requestedBy: string | null },
): Promise<void> {
  const lock = { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true };
  const goal = await em.findOne(Goal, { id: goalId, status: 'negotiating' }, lock);
  if (!goal) return;
  const planningFailures = goal.planningFailures + 1;
  await em.nativeUpdate(Goal, { id: goalId }, { planning: 'failed', planningFailures });
  if (requestedBy) await em.nativeUpdate(Message, { id: requestedBy, awaits: 'draft' }, { awaits: null });
}
