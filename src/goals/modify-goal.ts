// A change of a plan that runs: asked for, brought back from an earlier one, or given up. Until it is agreed to, the
// plan runs on as it is.
import type { Ctx } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { newId } from '../kernel/ids.ts';
import { hashPlan } from '../planning/plan.ts';
import { changesBetween } from '../planning/plan-changes.ts';
import { tellDraft } from '../planning/tell-draft.ts';
import { refOf } from './begin-draft.ts';
import { closeRequests } from './close-requests.ts';
import { findDraft, findGoal, findLatestDraft } from './find-goal.ts';
import { fitToStanding } from './fit-to-standing.ts';
import { Goal, PlanDraft } from './goal.entity.ts';
import { isModified } from './is-negotiated.ts';
import { contentOf, loadStanding, modificationOf } from './load-standing.ts';
import type { DraftRef } from './negotiations.ts';

/** Whoever approves needs a moment, and so does the first reminder. */
const HEAD_START_MS = 5 * 60_000;

/**
 * What is asked for next is a change of it. Harmless where one waits already, or its first plan does. Throws NOT_FOUND,
 * and PLAN_NOT_HERE for a goal that was imported.
 */
export async function openModification(ctx: Ctx, { goalId }: { goalId: string }): Promise<void> {
  const goal = await findGoal(ctx, goalId, 'lock');
  if (goal.status !== 'active' || isModified(goal)) return;
  const latest = await findLatestDraft(ctx, goalId);
  if (!latest) throw new FluxError('PLAN_NOT_HERE');
  await ctx.em.nativeUpdate(Goal, { id: goalId }, { modifies: latest.number, outdatedDraft: null });
}

/** The plan stays as it is. Safe to repeat. Throws NOT_FOUND. */
export async function dropModification(ctx: Ctx, { goalId }: { goalId: string }): Promise<void> {
  const goal = await findGoal(ctx, goalId, 'lock');
  if (!isModified(goal)) return;
  const running = { modifies: null, planning: 'drafted' as const, outdatedDraft: null };
  await ctx.em.nativeUpdate(Goal, { id: goalId }, running);
  await closeRequests(ctx, goalId, 'abandoned');
}

/**
 * A new draft that brings back what lies ahead of an earlier one that was agreed to: the one before, unless `draft`
 * names it. It waits for approval like any other. A repeat is the same draft. Throws GOAL_CLOSED for a goal that does
 * not run, and NOT_FOUND where there is no such draft.
 */
export async function restorePlan(
  ctx: Ctx,
  { goalId, draft }: { goalId: string; draft?: number | undefined },
): Promise<DraftRef> {
  const goal = await findGoal(ctx, goalId, 'lock');
  if (goal.status !== 'active') throw new FluxError('GOAL_CLOSED', { fields: { goal_status: goal.status } });
  const restores = draft ?? goal.approvedDrafts.findLast((number) => number !== goal.approvedDraft);
  const target = await findDraft(ctx, goalId, restores);
  const wasAgreedTo = restores === goal.approvedDraft || goal.approvedDrafts.includes(restores ?? 0);
  if (!target || !wasAgreedTo) throw new FluxError('NOT_FOUND');
  const latest = (await findLatestDraft(ctx, goalId))!;
  if (isModified(goal) && latest.number > goal.modifies! && latest.restores === target.number)
    return refOf(latest);
  const running = (await findDraft(ctx, goalId, goal.approvedDraft))!;
  const standing = await loadStanding(ctx, goalId);
  const nowMs = Date.now();
  const stands = contentOf(standing, running.content);
  const fitted = fitToStanding(target.content, { ...standing, fromMs: nowMs + HEAD_START_MS });
  const content = { ...fitted, summary: tellDraft(fitted, stands) };
  const { orgId, userId } = ctx;
  const [number, hash] = [latest.number + 1, hashPlan(content)];
  const changes = changesBetween(stands, content, { fromMs: nowMs });
  const since = isModified(goal) ? goal.modifies! : latest.number;
  const modification = modificationOf(standing, content, since);
  const row = { id: newId(), orgId, userId, goalId, number, hash, content, changes, modification };
  await ctx.em.insert(PlanDraft, { ...row, requestedBy: null, restores: target.number });
  await ctx.em.nativeUpdate(Goal, { id: goalId }, { planning: 'drafted', modifies: since });
  return { number, hash };
}
