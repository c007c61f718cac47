// Turns an approved draft into rules and tasks: one transaction, exactly once, and only while the plan still holds.
import { planningProfileOf, readProfile } from '../account/read-profile.ts';
import type { Ctx } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { newId } from '../kernel/ids.ts';
import { lockCalendar, type HoldsCalendar } from '../tasks/lock-calendar.sql.ts';
import { recordEvents } from '../tasks/record-event.ts';
import { Task, TaskRule } from '../tasks/task.entity.ts';
import { refOf } from './begin-draft.ts';
import { closeRequests } from './close-requests.ts';
import { findGoal, findLatestDraft } from './find-goal.ts';
import { Goal } from './goal.entity.ts';
import { loadBusyTimes } from './load-planning.ts';
import type { DraftRef } from './negotiations.ts';
import { decisionOn } from './read-standing.ts';
import type { PlanContent, PlanTask } from '../planning/plan.ts';
import { spanOfPlan } from '../planning/plan-span.ts';
import { planViolations } from '../planning/plan-violations.ts';

export type Activation =
  | { kind: 'activated'; tasks: number }
  /** The calendar filled up or time passed since the draft was made: a new one is due. */
  | { kind: 'outdated' };

/**
 * Agrees to the latest draft of a goal that is negotiated. Safe to repeat: said again of the draft that was agreed to,
 * it is the same answer. Throws PLAN_STALE (with `latest`), PLAN_EMPTY, GOAL_CLOSED and NOT_FOUND.
 */
export async function activatePlan(
  ctx: Ctx,
  input: { goalId: string; draft: DraftRef },
): Promise<Activation> {
  const goal = await findGoal(ctx, input.goalId, 'lock');
  const latest = await findLatestDraft(ctx, goal.id);
  const isLatest = latest?.number === input.draft.number && latest.hash === input.draft.hash;
  // Nothing is drafted after an approval, so the latest draft is the approved one.
  if (isLatest && goal.approvedDraft === latest.number && decisionOn(goal) === 'approved') {
    ctx.tell({ kind: 'goal_decided', goalId: goal.id, decision: 'approved' });
    return { kind: 'activated', tasks: sessionsOf(latest.content) };
  }
  if (goal.status !== 'negotiating')
    throw new FluxError('GOAL_CLOSED', { fields: { goal_status: goal.status } });
  if (!isLatest) throw new FluxError('PLAN_STALE', { fields: { latest: latest && refOf(latest) } });
  const { content } = latest;
  if (content.tasks.length === 0) throw new FluxError('PLAN_EMPTY');

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
  const owner = { orgId: ctx.orgId, userId: ctx.userId, goalId: goal.id };
  const rules = content.tasks.map((task) => ({ rule: ruleOf(task, content.zone), task }));
  await ctx.em.insertMany(
    TaskRule,
    rules.map(({ rule }) => ({ ...rule, ...owner })),
  );
  const tasks = rules.flatMap(({ rule, task }) =>
    task.occurrences.map((occurrence) => ({
      id: newId(),
      ...owner,
      ruleId: rule.id,
      title: task.title,
      description: task.description,
      startsAt: new Date(occurrence.starts_at),
      durationMinutes: task.duration_minutes,
    })),
  );
  await ctx.em.insertMany(Task, tasks);
  await recordEvents(
    ctx,
    'created',
    tasks.map(({ id }) => id),
  );
  await openRoadmap(ctx, goal, content);
  await ctx.em.nativeUpdate(Goal, { id: goal.id }, { status: 'active', approvedDraft: draftNumber });
  await closeRequests(ctx, goal.id, 'approved');
  return tasks.length;
}

const sessionsOf = ({ tasks }: PlanContent): number =>
  tasks.reduce((sum, { occurrences }) => sum + occurrences.length, 0);

function ruleOf(task: PlanTask, zone: string) {
  const first = task.occurrences[0]!;
  return {
    id: newId(),
    title: task.title,
    description: task.description,
    rrule: task.rrule,
    startDate: first.local_date,
    localTime: task.time,
    zone,
    durationMinutes: task.duration_minutes,
  };
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
      wish: step.description,
      title: step.title,
      tags: goal.tags,
      status: 'pipeline' as const,
      roadmapOf: goal.id,
      pipelineOrder: step.pipeline_order,
    })),
  );
}
