// The answer to a turn, in words and perhaps with a plan to look at.
import { storeReply } from '../conversations/store-reply.ts';
import type { DraftRef } from '../goals/negotiations.ts';
import { planText } from '../goals/plan-text.ts';
import { readDraft } from '../goals/read-goal.ts';
import type { Ctx } from '../kernel/context.ts';
import { orchestrator, type Dialogue, type Did } from './orchestrator.agent.ts';
import type { TurnRef } from './turn.ts';

export interface TurnAnswer {
  /** Empty where the plan speaks for itself. */
  say: string;
  /** Who says it; without it the orchestrator, or the planner of a draft. */
  agent?: string;
  /** The goal that it is about. */
  goalId?: string | null;
  /** The goal's draft to show. */
  draft?: DraftRef | null;
  /** What it asks, and what it did to tasks. */
  asks?: Dialogue['asks'];
  did?: Did[];
}

/** In the transaction that took the message. */
export async function storeAnswer(
  ctx: Ctx,
  { conversationId, messageId }: TurnRef,
  { say, agent = orchestrator.name, goalId = null, draft = null, asks = null, did = [] }: TurnAnswer,
): Promise<void> {
  const shown = goalId && draft ? await readDraft(ctx, { goalId, number: draft.number }) : null;
  await storeReply(ctx, {
    conversationId,
    replyTo: messageId,
    text: shown ? [say, planText(shown)].filter(Boolean).join(' ') : say,
    agent: shown ? 'planner' : agent,
    goalId,
    draftNumber: shown?.number ?? null,
    requiresUserAction: shown !== null,
    dialogue: asks === null && did.length === 0 ? null : { asks, did },
  });
}
