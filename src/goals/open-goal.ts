// Opens a goal out of a person's wish; its negotiation starts right after.
import { Conversation } from '../conversations/conversation.entity.ts';
import type { Ctx } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { newId } from '../kernel/ids.ts';
import { insertOnce } from '../kernel/insert-once.ts';
import { shorten } from '../kernel/shorten.ts';
import { findGoal } from './find-goal.ts';
import { Goal } from './goal.entity.ts';

const LONGEST_TITLE = 80;

export interface OpenGoal {
  /** Made by the caller where a repeat must be harmless. */
  goalId?: string | undefined;
  wish: string;
  /** When it was said, where that was before. */
  saidAt?: Date;
  /** Null: the goal gets a conversation of its own. */
  conversationId: string | null;
}

export interface OpenedGoal {
  goalId: string;
  conversationId: string;
  /** False when this goal was here before. */
  isNew: boolean;
}

/** Throws NOT_FOUND for a goal of somebody else, and ID_REUSED for the same id with another wish. */
export async function openGoal(ctx: Ctx, input: OpenGoal): Promise<OpenedGoal> {
  const { wish, saidAt = null, goalId = newId() } = input;
  const known = await ctx.em.findOne(Goal, { id: goalId });
  if (known) return repeated(known, wish);
  const conversationId = input.conversationId ?? newId();
  const owner = { orgId: ctx.orgId, userId: ctx.userId };
  if (!input.conversationId) await ctx.em.insert(Conversation, { id: conversationId, ...owner });
  const goal = { id: goalId, ...owner, conversationId, wish, saidAt, title: shorten(wish, LONGEST_TITLE) };
  if (await insertOnce(ctx.em, Goal, goal, ['id'])) return { goalId, conversationId, isNew: true };
  // A repeat was faster, or the id is somebody else's.
  if (!input.conversationId) await ctx.em.nativeDelete(Conversation, { id: conversationId });
  return repeated(await findGoal(ctx, goalId), wish);
}

function repeated({ id: goalId, conversationId, wish: first }: Goal, wish: string): OpenedGoal {
  if (wish !== first) throw new FluxError('ID_REUSED');
  return { goalId, conversationId, isNew: false };
}
