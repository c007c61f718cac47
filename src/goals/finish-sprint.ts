// The end of a sprint: its goal is completed, its person is told with figures, and the next step of its roadmap opens
// for negotiation, or is asked about. All of it in one transaction, so that it happens once, whoever comes first.
import { Message } from '../conversations/conversation.entity.ts';
import type { Ctx } from '../kernel/context.ts';
import { derivedId } from '../kernel/ids.ts';
import { insertOnceLate } from '../kernel/write-late.ts';
import { listProgress } from './list-progress.sql.ts';
import { holdGoal } from './find-goal.ts';
import { Goal } from './goal.entity.ts';
import { mayGoOn } from './may-go-on.ts';
import { openStep } from './open-step.ts';
import { isSprintOver } from './is-sprint-over.sql.ts';

/** Harmless for a goal that is not over, that is completed already, or that is gone. */
export async function finishSprint(ctx: Ctx, { goalId }: { goalId: string }): Promise<void> {
  const goal = await holdGoal(ctx, goalId);
  if (!goal || !(await isSprintOver(ctx, goalId))) return;
  const figures = await countEndings(ctx, goalId);
  const next = await findNextStep(ctx, goal);
  // Where nothing was done, going on as planned is no matter of course.
  const opens = next !== null && figures.done > 0 && (await mayGoOn(ctx, goal));
  await ctx.em.nativeUpdate(Goal, { id: goalId }, { status: 'completed' });
  if (next && opens) await openStep(ctx, { goalId: next.id });
  await tellOfIt(ctx, goal, { figures, next, opens });
  ctx.tell({ kind: 'sprint_over', goalId, nextGoalId: next && opens ? next.id : null });
}

interface Figures {
  done: number;
  missed: number;
  /** Done or missed. */
  total: number;
}

async function countEndings(ctx: Ctx, goalId: string): Promise<Figures> {
  const [counted] = await listProgress(ctx, { goalId, limit: 1 });
  const { done, missed } = counted!;
  return { done, missed, total: done + missed };
}

/** What comes after it: its own roadmap first, then that of the goal whose step it is. */
export async function findNextStep(ctx: Ctx, goal: Goal): Promise<Goal | null> {
  for (const roadmapOf of [goal.id, goal.roadmapOf]) {
    if (!roadmapOf) continue;
    const [next] = await ctx.em.find(
      Goal,
      { roadmapOf, status: 'pipeline' },
      { orderBy: { pipelineOrder: 'asc', id: 'asc' }, limit: 1, refresh: true },
    );
    if (next) return next;
  }
  return null;
}

async function tellOfIt(
  ctx: Ctx,
  goal: Goal,
  { figures, next, opens }: { figures: Figures; next: Goal | null; opens: boolean },
): Promise<void> {
  const { orgId, userId } = ctx;
  const message = {
    id: derivedId(goal.id, 'sprint-over'),
    orgId,
    userId,
    conversationId: goal.conversationId,
    role: 'assistant' as const,
    agent: 'planner',
    text: [howItEnded(goal.title, figures), whatComes(next, opens)].filter(Boolean).join(' '),
    goalId: goal.id,
    requiresUserAction: next !== null && !opens,
  };
  await insertOnceLate(ctx, Message, message, ['id']);
}

function howItEnded(title: string, { done, total }: Figures): string {
  if (total === 0) return `“${title}” has ended: no session of it is left.`;
  if (done === 0) return `“${title}” has ended: none of its ${sessions(total)} was done.`;
  if (done === total) return `“${title}” is done: ${total === 1 ? 'its session' : `all ${total} sessions`}.`;
  return `“${title}” is over: ${done} of ${sessions(total)} done.`;
}

function whatComes(next: Goal | null, opens: boolean): string {
  if (!next) return '';
  return opens
    ? `Next is “${next.title}”. I am making its plan: you will see it here, and nothing is in your calendar before you agree.`
    : `Next would be “${next.title}”. Shall I make a plan for it? Just say so when you are ready.`;
}

const sessions = (many: number): string => (many === 1 ? 'one session' : `${many} sessions`);
