// Reads goals and their drafts as their person sees them.
import type { Ctx } from '../kernel/context.ts';
import { behind, cursorAfter } from '../kernel/cursor.ts';
import { FluxError } from '../kernel/errors.ts';
import { pageOf } from '../kernel/page.ts';
import { findGoal, findLatestDraft } from './find-goal.ts';
import { Goal, PlanDraft } from './goal.entity.ts';
import { isNegotiated } from './is-negotiated.ts';
import { listProgress, type Progress } from './list-progress.sql.ts';
import type { PlanChanges } from '../planning/plan-change.ts';
import type { PlanContent } from '../planning/plan.ts';

export interface DraftView {
  number: number;
  hash: string;
  content: PlanContent;
  /** What it changes; null for the first one, and for drafts of before. */
  changes: PlanChanges | null;
  createdAt: Date;
}

export interface GoalSummary {
  id: string;
  title: string;
  wish: string;
  tags: string[];
  status: Goal['status'];
  approvedDraft: number | null;
  /** How far its next draft is; null where nobody negotiates any more. */
  planning: Goal['planning'] | null;
  conversationId: string;
  createdAt: Date;
}

export interface GoalView extends GoalSummary {
  latestDraft: DraftView | null;
  /** The later steps of a goal too big for one sprint. */
  roadmap: { id: string; title: string; pipelineOrder: number; status: Goal['status'] }[];
  progress: Progress;
}

/** Newest first. `before`: the cursor of the page before. */
export async function listGoals(
  ctx: Ctx,
  input: { status?: Goal['status'] | undefined; limit: number; before?: string | null | undefined },
): Promise<{ goals: GoalSummary[]; nextCursor: string | null }> {
  const rows = await ctx.em.find(
    Goal,
    { ...(input.status && { status: input.status }), ...behind(input.before, 'createdAt', 'desc') },
    { orderBy: { createdAt: 'desc', id: 'desc' }, limit: input.limit + 1 },
  );
  const page = pageOf(rows, input.limit, (last) => cursorAfter(last.createdAt, last.id));
  return { goals: page.rows.map(summaryOf), nextCursor: page.nextCursor };
}

/** Throws NOT_FOUND. */
export async function readGoal(ctx: Ctx, input: { goalId: string }): Promise<GoalView> {
  const goal = await findGoal(ctx, input.goalId);
  const latest = await findLatestDraft(ctx, goal.id);
  const [counted] = await listProgress(ctx, { goalId: goal.id, limit: 1 });
  const { done, missed, undelivered, open, total } = counted!;
  const roadmap = await ctx.em.find(Goal, { roadmapOf: goal.id }, { orderBy: { pipelineOrder: 'asc' } });
  return {
    ...summaryOf(goal),
    latestDraft: latest && viewOf(latest),
    roadmap: roadmap.map(({ id, title, pipelineOrder, status }) => ({
      id,
      title,
      pipelineOrder: pipelineOrder ?? 0,
      status,
    })),
    progress: { done, missed, undelivered, open, total },
  };
}

/** One draft by number, or the latest. Throws NOT_FOUND. */
export async function readDraft(
  ctx: Ctx,
  input: { goalId: string; number: number | 'latest' },
): Promise<DraftView> {
  const draft =
    input.number === 'latest'
      ? await findLatestDraft(ctx, input.goalId)
      : await ctx.em.findOne(PlanDraft, { goalId: input.goalId, number: input.number });
  if (!draft) throw new FluxError('NOT_FOUND');
  return viewOf(draft);
}

/** The draft that a message asked for. Throws NOT_FOUND. */
export async function readDraftFor(
  ctx: Ctx,
  { goalId, messageId }: { goalId: string; messageId: string },
): Promise<DraftView> {
  const draft = await ctx.em.findOne(PlanDraft, { goalId, requestedBy: messageId });
  if (!draft) throw new FluxError('NOT_FOUND');
  return viewOf(draft);
}

function viewOf({ number, hash, content, changes, createdAt }: PlanDraft): DraftView {
  return { number, hash, content, changes: changes ?? null, createdAt };
}

function summaryOf(goal: Goal): GoalSummary {
  const { id, title, wish, tags, status, approvedDraft, conversationId, createdAt } = goal;
  const planning = isNegotiated(goal) ? goal.planning : null;
  return {
    id,
    title,
    wish,
    tags,
    status,
    planning,
    approvedDraft: approvedDraft ?? null,
    conversationId,
    createdAt,
  };
}
