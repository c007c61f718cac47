// Turns an approved draft into rules and tasks: one transaction, exactly once, and only while the plan still holds.
import { planningProfileOf, readProfile } from '../account/read-profile.ts';
import type { Ctx } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { newId } from '../kernel/ids.ts';
import { lockCalendar, type HoldsCalendar } from '../tasks/lock-calendar.sql.ts';
import { applyModification } from './apply-modification.ts';
import { refOf } from './begin-draft.ts';
import { closeRequests } from './close-requests.ts';
import { findDraft, findGoal, findLatestDraft } from './find-goal.ts';
import { Goal, type PlanDraft } from './goal.entity.ts';
import { isModified, isNegotiated } from './is-negotiated.ts';
import { loadBusyTimes } from './load-planning.ts';
import type { DraftRef } from './negotiations.ts';
import { decisionOn } from './read-standing.ts';
import { writeSessions } from './write-sessions.ts';
import type { PlanContent } from '../planning/plan.ts';
import { spanOfPlan } from '../planning/plan-span.ts';
import { planViolations } from '../planning/plan-violations.ts';

export type Activation =
  | { kind: 'activated'; tasks: number }
  /** The calendar filled up or time passed since the draft was made: a new one is due. */
  | { kind: 'outdated' };

/**
 * Agrees to the latest draft of a goal that is negotiated. Safe to repeat: said again of the draft that was agreed to,
 * it is the same answer. Throws PLAN_STALE and GOAL_CLOSED (with `latest`: the one that waits or runs), PLAN_EMPTY and
 * NOT_FOUND.
 */
export async function activatePlan(
  ctx: Ctx,
  input: { goalId: string; draft: DraftRef },
): Promise<Activation> {
  const goal = await findGoal(ctx, input.goalId, 'lock');
  const latest = await findLatestDraft(ctx, goal.id);
  const isLatest = latest?.number === input.draft.number && latest.hash === input.draft.hash;
  // Said again: what was agreed to stands, unless a change of it waits.
  const approved = decisionOn(goal) === 'approved' ? await findDraft(ctx, goal.id, goal.approvedDraft) : null;
  if (approved?.number === input.draft.number && approved.hash === input.draft.hash) {
    ctx.tell({ kind: 'goal_decided', goalId: goal.id, decision: 'approved' });
    return { kind: 'activated', tasks: writtenBy(approved) };
  }
  const isClosed = !isNegotiated(goal) || (latest && latest.number <= (goal.modifies ?? 0));
  const stands = approved && { latest: refOf(approved) };
  if (isClosed) throw new FluxError('GOAL_CLOSED', { fields: { goal_status: goal.status, ...stands } });
  if (!isLatest) throw new FluxError('PLAN_STALE', { fields: { latest: latest && refOf(latest) } });
  const { content } = latest;
  if (content.tasks.length === 0) throw new FluxError('PLAN_EMPTY');
  if (isModified(goal)) {
    const tasks = await applyModification(ctx, goal, latest);
    if (tasks === null) return { kind: 'outdated' };
    await agree(ctx, goal, latest.number);
    return { kind: 'activated', tasks };
  }

  // Whoever writes into this calendar takes turns here, so that nothing comes between this look and the tasks.
  const holder = await lockCalendar(ctx);
  const profile = await readProfile(ctx);
  const violations = planViolations(content, {
    busy: await loadBusyTimes(holder, spanOfPlan(content)),
    profile: planningProfileOf(profile),
    nowMs: Date.now(),
  });
  // Another zone since means other moments for everything.
  if (violations.length > 0 || content.zone !== profile.zone) return { kind: 'outdated' };
  return { kind: 'activated', tasks: await write(holder, goal, latest.number, content) };
}

async function write(
  ctx: HoldsCalendar,
  goal: Goal,
  draftNumber: number,
  content: PlanContent,
): Promise<number> {
  const tasks = await writeSessions(ctx, goal.id, content, () => true);
  await openRoadmap(ctx, goal, content);
  await agree(ctx, goal, draftNumber);
  return tasks;
}

async function agree(ctx: Ctx, goal: Goal, draftNumber: number): Promise<void> {
  const approvedDrafts = [...goal.approvedDrafts, draftNumber];
  const agreed = { status: 'active' as const, approvedDraft: draftNumber, approvedDrafts, modifies: null };
  await ctx.em.nativeUpdate(Goal, { id: goal.id }, agreed);
  await closeRequests(ctx, goal.id, 'approved');
}

/** How many sessions its approval wrote. */
function writtenBy({ content: { tasks }, modification }: PlanDraft): number {
  const kept = Object.keys(modification?.keeps ?? {}).length;
  return tasks.reduce((sum, { occurrences }) => sum + occurrences.length, 0) - kept;
}

/** A goal too big for six weeks: this sprint is the first step of its roadmap, the others wait their turn. */
async function openRoadmap(ctx: Ctx, goal: Goal, { roadmap }: PlanContent): Promise<void> {
  const waiting = roadmap.toSorted((a, b) => a.pipeline_order - b.pipeline_order).slice(1);
  if (waiting.length === 0) return;
  await ctx.em.insertMany(
    Goal,
    waiting.map((step) => ({
      id: newId(),
      orgId: ctx.orgId,
      userId: ctx.userId,
      conversationId: goal.conversationId,
      // What it is planned from is known when it opens.
      wish: step.title,
      title: step.title,
      tags: goal.tags,
      status: 'pipeline' as const,
      roadmapOf: goal.id,
      pipelineOrder: step.pipeline_order,
    })),
  );
}
