// What of a plan that runs may be changed, and what may not: done, missed, taken off, resting, shared, or changed by
// the person's own hand.
import type { Ctx } from '../kernel/context.ts';
import { utcToWallClock } from '../kernel/time.ts';
import type { PlanContent, PlanTask } from '../planning/plan.ts';
import { Task, TaskEvent, TaskRule } from '../tasks/task.entity.ts';
import { sessionKey, type Modification } from './modification.ts';

export interface StandingPlan {
  /** Ahead, open, and as they were planned: what a change may take the place of. */
  open: Task[];
  /** What became of the other sessions of the plan, by their key as planned: no change plans them again. */
  settled: Map<string, string>;
}

export async function loadStanding(ctx: Ctx, goalId: string): Promise<StandingPlan> {
  const tasks = await ctx.em.find(
    Task,
    { goalId },
    { orderBy: { startsAt: 'asc', id: 'asc' }, refresh: true },
  );
  const taskIds = tasks.map(({ id }) => id);
  const events = await ctx.em.find(
    TaskEvent,
    { taskId: { $in: taskIds }, kind: { $in: ['rescheduled', 'edited', 'cancelled'] } },
    { orderBy: { id: 'asc' } },
  );
  const replaced = new Set(
    events
      .filter(({ kind, detail }) => kind === 'cancelled' && detail?.['by'] === 'plan')
      .map(({ taskId }) => taskId),
  );
  const rules = await ctx.em.find(TaskRule, { goalId });
  const titles = new Map(rules.map(({ id, title }) => [id, title]));
  const now = new Date();
  const open: Task[] = [];
  const settled = new Map<string, string>();
  for (const task of tasks) {
    const changes = events.filter(({ taskId, kind }) => taskId === task.id && kind !== 'cancelled');
    const isFree = task.status === 'pending' && changes.length === 0 && task.sharedWithGoalIds.length === 0;
    // What an earlier change took the place of can come back.
    if (task.status === 'cancelled' && replaced.has(task.id)) continue;
    if (isFree && task.startsAt > now) open.push(task);
    else {
      const planned = changes.find(({ detail }) => detail?.['from'])?.detail?.['from'] ?? task.startsAt;
      const title = (task.ruleId && titles.get(task.ruleId)) || task.title;
      settled.set(sessionKey(title, planned), reasonOf(task, changes.length > 0));
    }
  }
  return { open, settled };
}

function reasonOf({ status }: Task, isByHand: boolean): string {
  if (status === 'done') return 'is done already';
  if (status === 'missed' || status === 'undelivered') return 'is over already';
  if (status === 'cancelled') return 'was taken off, and stays so';
  return isByHand ? 'was changed by you, and stays as you have it' : 'stays as it is';
}

/** What may be changed, as the content of a plan: what a change is held against. */
export function contentOf({ open }: StandingPlan, running: PlanContent): PlanContent {
  const alike = Map.groupBy(open, ({ ruleId, title, durationMinutes }) =>
    [ruleId, title, durationMinutes].join(' '),
  );
  const tasks = [...alike.values()].map((same): PlanTask => {
    const first = same[0]!;
    const occurrences = same.map(({ startsAt }) => {
      const { date, time } = utcToWallClock(startsAt, running.zone);
      return { local_date: date, local_time: time, starts_at: startsAt.toISOString() };
    });
    const { title, description, durationMinutes: duration_minutes } = first;
    const time = occurrences[0]!.local_time;
    return {
      title,
      description,
      days: [],
      time,
      duration_minutes,
      rrule: '',
      weeks: { from: 1, to: 6 },
      occurrences,
    };
  });
  return { ...running, tasks };
}

/** Which of them a draft leaves alone: the same session, at the same moment, of the same length. */
export function modificationOf({ open }: StandingPlan, content: PlanContent): Modification {
  const keeps: Modification['keeps'] = {};
  for (const { title, duration_minutes, occurrences } of content.tasks)
    for (const { starts_at } of occurrences) {
      const key = sessionKey(title, starts_at);
      const same = open.find(
        (task) => sessionKey(task.title, task.startsAt) === key && task.durationMinutes === duration_minutes,
      );
      if (same) keeps[key] = same.id;
    }
  const kept = new Set(Object.values(keeps));
  const replaces = open
    .filter(({ id }) => !kept.has(id))
    .map(({ id: taskId, generation }) => ({ taskId, generation }));
  return { keeps, replaces };
}
