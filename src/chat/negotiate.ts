// What a person says about goals: a new wish, yes to a plan, a change of it, or that they let it go. First decided,
// then done.
import { z } from 'zod';
import { Message } from '../conversations/conversation.entity.ts';
import { storeReply } from '../conversations/store-reply.ts';
import { Goal, PlanDraft } from '../goals/goal.entity.ts';
import {
  approvePlan,
  letGo,
  proposePlan,
  revisePlan,
  type DraftRef,
  type NegotiationPorts,
  type Working,
} from '../goals/negotiations.ts';
import { openGoal } from '../goals/open-goal.ts';
import { readDraft } from '../goals/read-goal.ts';
import { asPerson, type Actor, type Ctx } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import type { PlanContent } from '../planning/plan.ts';
import type { Reaction, Understood } from './intents/intent.ts';
import type { NegotiationMove, TurnRef } from './turn.ts';

const WHICH: Reaction = { say: 'Which goal do you mean? Say it in a few words, please.' };

/** Which negotiation has to move, and how; nothing has moved yet. */
export async function decideOnGoal(ctx: Ctx, { turn, said }: Understood): Promise<Reaction> {
  const decision = said.payload.decision ?? 'propose';
  if (decision === 'propose') return { next: { kind: 'propose', goalId: await goalOf(ctx, turn) } };
  // A model may name what is no id at all.
  const isId = z.uuid().safeParse(said.goal_id).success;
  const goal = isId ? await ctx.em.findOne(Goal, { id: said.goal_id }) : null;
  if (!goal) return WHICH;
  if (decision !== 'approve') return { next: { kind: decision, goalId: goal.id } };
  const draft = await draftSeen(ctx, turn.conversationId, goal.id);
  return draft ? { next: { kind: 'approve', goalId: goal.id, draft } } : WHICH;
}

/** A wish opens one goal, however often its message is answered. */
async function goalOf(ctx: Ctx, { conversationId, messageId }: TurnRef): Promise<string> {
  const message = await ctx.em.findOneOrFail(Message, { id: messageId });
  if (message.goalId) return message.goalId;
  const { goalId } = await openGoal(ctx, { wish: message.text, conversationId });
  await ctx.em.nativeUpdate(Message, { id: messageId }, { goalId });
  return goalId;
}

/** "Yes" means the plan that was last shown in this conversation, whatever has been drafted since. */
async function draftSeen(ctx: Ctx, conversationId: string, goalId: string): Promise<DraftRef | null> {
  const [shown] = await ctx.em.find(
    Message,
    { conversationId, goalId, draftNumber: { $ne: null } },
    { orderBy: { createdAt: 'desc', id: 'desc' }, limit: 1 },
  );
  const [draft] = await ctx.em.find(
    PlanDraft,
    { goalId, ...(shown?.draftNumber && { number: shown.draftNumber }) },
    { orderBy: { number: 'desc' }, limit: 1 },
  );
  return draft ? { number: draft.number, hash: draft.hash } : null;
}

type NegotiationTurn = TurnRef & { next: NegotiationMove };

/**
 * Moves it; what comes of it is the answer. Safe to repeat: the message's id is the request's id. Throws
 * STILL_WORKING where the negotiation takes too long: try again.
 */
export async function negotiate(ports: NegotiationPorts, actor: Actor, turn: NegotiationTurn): Promise<void> {
  const { goalId } = turn.next;
  const answer = await move(ports, actor, turn).catch((error: unknown) => explain(error));
  await asPerson(ports, actor, async (ctx) => {
    const draft = answer.draft && (await readDraft(ctx, { goalId, number: answer.draft.number }));
    await storeReply(ctx, {
      conversationId: turn.conversationId,
      replyTo: turn.messageId,
      text: draft ? [answer.text, planText(draft.content)].filter(Boolean).join(' ') : answer.text,
      agent: draft ? 'planner' : 'orchestrator',
      goalId,
      draftNumber: draft?.number ?? null,
      requiresUserAction: draft !== null,
    });
  });
}

interface Answer {
  text: string;
  /** The draft to show. */
  draft: DraftRef | null;
}

async function move(
  ports: NegotiationPorts,
  actor: Actor,
  { next, messageId }: NegotiationTurn,
): Promise<Answer> {
  const { goalId } = next;
  switch (next.kind) {
    case 'propose':
      return { text: '', draft: done(await proposePlan(ports, actor, { goalId })).draft };
    case 'revise':
      return { text: '', draft: done(await revisePlan(ports, actor, { goalId, messageId })).draft };
    case 'abandon':
      done(await letGo(ports, actor, { goalId }));
      return { text: 'Let go. If you change your mind, just say so.', draft: null };
    case 'approve': {
      const { tasks } = done(await approvePlan(ports, actor, { goalId, draft: next.draft }));
      const sessions = tasks === 1 ? 'One session is' : `${tasks} sessions are`;
      return { text: `Agreed. ${sessions} in your calendar, and I will remind you of each.`, draft: null };
    }
  }
}

/** A turn has no other answer than the last one. */
function done<Outcome extends { kind: string }>(outcome: Outcome | Working): Exclude<Outcome, Working> {
  if (outcome.kind === 'working') throw new FluxError('STILL_WORKING');
  return outcome as Exclude<Outcome, Working>;
}

/** What the person can see to is said to them; everything else is tried again. */
function explain(error: unknown): Answer {
  if (!(error instanceof FluxError) || error.row.retryable) throw error;
  const latest = error.fields['latest'] as DraftRef | null | undefined;
  if (error.code === 'PLAN_STALE' && latest)
    return { text: 'The plan has changed since you saw it. This is how it stands now:', draft: latest };
  return { text: error.row.sentence, draft: null };
}

function planText(content: PlanContent): string {
  return [content.summary, ...content.conflicts.map((conflict) => `• ${conflict.message}`)].join('\n');
}
