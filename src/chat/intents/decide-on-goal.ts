// What a person says about goals: a new wish, yes to a plan, a change of it, or that they let it go. What is decided
// happens here; what has to be drafted is only asked for.
import { z } from 'zod';
import { Message } from '../../conversations/conversation.entity.ts';
import { abandonGoal } from '../../goals/abandon-goal.ts';
import { activatePlan } from '../../goals/activate-plan.ts';
import { refOf } from '../../goals/begin-draft.ts';
import { Goal, PlanDraft } from '../../goals/goal.entity.ts';
import type { DraftRef } from '../../goals/negotiations.ts';
import { isModified } from '../../goals/is-negotiated.ts';
import { dropModification, openModification } from '../../goals/modify-goal.ts';
import { openGoal } from '../../goals/open-goal.ts';
import { openStep } from '../../goals/open-step.ts';
import type { Ctx } from '../../kernel/context.ts';
import { FluxError } from '../../kernel/errors.ts';
import { derivedId } from '../../kernel/ids.ts';
import type { Intent, Reaction } from './intent.ts';

export const decideOnGoal: Intent = async (ctx, { turn, said, message }) => {
  const { conversationId, messageId } = turn;
  const decision = said.payload.decision ?? 'propose';
  if (decision === 'propose') {
    const goalId = message.goalId ?? derivedId(messageId, 'goal');
    const { text, saidAt } = message;
    const wish = wishOf(said.payload.wish) ?? text;
    if (!message.goalId) await openGoal(ctx, { goalId, wish, saidAt, conversationId });
    return { next: { kind: 'propose', goalId } };
  }
  const goal = await goalMeant(ctx, said.goal_id);
  if (!goal) return { say: 'Which goal do you mean? Say it in a few words, please.' };
  if (goal.status === 'pipeline' && decision === 'approve') {
    await openStep(ctx, { goalId: goal.id });
    return { next: { kind: 'propose', goalId: goal.id } };
  }
  if (decision === 'approve') return approve(ctx, goal, { conversationId, saidAt: message.saidAt });
  if (decision === 'abandon' && isModified(goal)) {
    await dropModification(ctx, { goalId: goal.id });
    return { say: AS_IT_WAS, goalId: goal.id };
  }
  if (decision === 'abandon') {
    await abandonGoal(ctx, { goalId: goal.id });
    return { say: LET_GO, goalId: goal.id };
  }
  if (goal.status !== 'negotiating' && goal.status !== 'active') throw new FluxError('GOAL_CLOSED');
  // Of a plan that runs it is a change, which waits for its own approval.
  await openModification(ctx, { goalId: goal.id });
  return { next: { kind: 'revise', goalId: goal.id } };
};

/** What is too long or no words is no wish: the message itself is it. */
const wishOf = (wish: string | null): string | null =>
  wish !== null && wish.length <= 4000 && /\p{L}{3}/u.test(wish) ? wish : null;

export const LET_GO = 'Let go. If you change your mind, say the wish again, and I make a new plan.';

const AS_IT_WAS = 'Then your plan stays as it is. To drop the goal itself, tell me so once more.';

/** Null where it is none of theirs; a model may name what is no id at all. */
export async function goalMeant(ctx: Ctx, goalId: string | null): Promise<Goal | null> {
  return z.uuid().safeParse(goalId).success ? ctx.em.findOne(Goal, { id: goalId }) : null;
}

interface Said {
  conversationId: string;
  saidAt: Date;
}

async function approve(ctx: Ctx, goal: Goal, said: Said): Promise<Reaction> {
  const goalId = goal.id;
  const seen = await draftSeen(ctx, goalId, said);
  if (!seen) return { say: goal.planning === 'failed' ? NO_PLAN : NO_PLAN_YET, goalId };
  const draft = refOf(seen);
  try {
    const activation = await activatePlan(ctx, { goalId, draft });
    if (activation.kind === 'outdated') return { next: { kind: 'redraft', goalId, draft } };
    const replaced = seen.modification?.replaces.length ?? 0;
    const say = isModified(goal) ? agreedToChange(activation.tasks, replaced) : agreed(activation.tasks);
    return { say, goalId };
  } catch (error) {
    return { ...changedPlan(error), goalId };
  }
}

const NO_PLAN_YET = 'The plan is still being made: you will see it here, and can say yes then.';
const NO_PLAN = 'There is no plan yet: I could not make one. Say what it should be like, and I try again.';

/** "Yes" means the plan that was last shown in this conversation when it was said, whatever has come since. */
async function draftSeen(
  ctx: Ctx,
  goalId: string,
  { conversationId, saidAt }: Said,
): Promise<PlanDraft | null> {
  const createdAt = { $lt: saidAt };
  const [shown] = await ctx.em.find(
    Message,
    { conversationId, goalId, draftNumber: { $ne: null }, createdAt },
    { orderBy: { createdAt: 'desc', id: 'desc' }, limit: 1 },
  );
  const [draft] = await ctx.em.find(
    PlanDraft,
    { goalId, createdAt, ...(shown?.draftNumber && { number: shown.draftNumber }) },
    { orderBy: { number: 'desc' }, limit: 1 },
  );
  return draft ?? null;
}

export function agreed(tasks: number): string {
  const sessions = tasks === 1 ? 'One session is' : `${tasks} sessions are`;
  return `Agreed. ${sessions} in your calendar, and I will remind you of each.`;
}

/** A change may only take away. `replaced`: how many sessions it took the place of. Pure. */
export function agreedToChange(tasks: number, replaced: number): string {
  const off = Math.max(0, replaced - tasks);
  const parts = [
    ...(tasks > 0 ? [`${are(tasks)} new or moved`] : []),
    ...(off > 0 ? [`${are(off)} off`] : []),
  ];
  const changes = parts.length > 0 ? parts.join(', and ') : 'no session has changed';
  return `Agreed. Your plan goes on as we have it now: ${changes}.`;
}

const are = (many: number): string =>
  many === 1 ? 'one session in your calendar is' : `${many} sessions in your calendar are`;

/** For a draft that is no longer the latest; everything else is thrown again. */
export function changedPlan(error: unknown): { say: string; draft: DraftRef } {
  const latest = error instanceof FluxError && (error.fields['latest'] as DraftRef | null | undefined);
  if (!(error instanceof FluxError) || error.code !== 'PLAN_STALE' || !latest) throw error;
  return { say: 'The plan has changed since you saw it. This is how it stands now:', draft: latest };
}
