// What of a plan that runs may be changed, and what may not: done, missed, taken off, shared, or changed by the
// person's own hand.
import { readProfile } from '../account/read-profile.ts';
import type { Ctx } from '../kernel/context.ts';
import { utcToWallClock, wallClockToUtc } from '../kernel/time.ts';
import type { PlanContent, PlanTask } from '../planning/plan.ts';
import { activePauses, rests } from '../rules/active-pauses.ts';
import { isOpen, Task, TaskEvent, TaskRule } from '../tasks/task.entity.ts';
import { sessionKey, type Modification } from './modification.ts';

export interface StandingPlan {
  /** IANA name: where the person is now, and by whose clock all of it is read. */
  zone: string;
  /** Ahead, open or at rest, and as they were planned: what a change may take the place of. */
  open: Task[];
  /** What became of the other sessions of the plan, by their key as planned, here: no change plans them again. */
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
  const ruleOf = new Map(rules.map((rule) => [rule.id, rule]));
  const { zone } = await readProfile(ctx);
  const pauseOf = await activePauses(ctx);
  const now = new Date();
  const open: Task[] = [];
  const settled = new Map<string, string>();
  for (const task of tasks) {
    const moves = events.filter(({ taskId, kind }) => taskId === task.id && kind !== 'cancelled');
    // What went along into another zone stands as it was planned.
    const byHand = moves.filter(({ detail }) => detail?.['by'] !== 'zone');
    const isAhead = isOpen(task) || (rests(task) && pauseOf(task) !== null);
    const isFree = isAhead && byHand.length === 0 && task.sharedWithGoalIds.length === 0;
    // What an earlier change took the place of can come back.
    if (task.status === 'cancelled' && replaced.has(task.id)) continue;
    if (isFree && task.startsAt > now) open.push(task);
    else {
      const planned = moves.find(({ detail }) => detail?.['from'])?.detail?.['from'] ?? task.startsAt;
      const rule = task.ruleId ? ruleOf.get(task.ruleId) : undefined;
      const { date, time } = utcToWallClock(new Date(planned), rule?.zone ?? zone);
      const key = sessionKey(rule?.title ?? task.title, wallClockToUtc(date, time, zone).startsAt);
      settled.set(key, reasonOf(task, byHand.length > 0));
    }
  }
  return { zone, open, settled };
}

function reasonOf({ status }: Task, isByHand: boolean): string {
  if (status === 'done') return 'is done already';
  if (status === 'missed' || status === 'undelivered') return 'is over already';
  if (status === 'cancelled') return 'was taken off, and stays so';
  return isByHand ? 'was changed by you, and stays as you have it' : 'stays as it is';
}

/** What may be changed, as the content of a plan: what a change is held against. */
export function contentOf({ zone, open }: StandingPlan, running: PlanContent): PlanContent {
  const alike = Map.groupBy(open, ({ ruleId, title, durationMinutes }) =>
    [ruleId, title, durationMinutes].join(' '),
  );
  const tasks = [...alike.values()].map((same): PlanTask => {
    const first = same[0]!;
    const occurrences = same.map(({ startsAt }) => {
      const { date, time } = utcToWallClock(startsAt, zone);
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
  return { ...running, zone, tasks };
}

/** Which of them a draft leaves alone: the same session, at the same moment, of the same length. `since`: as there. */
export function modificationOf({ open }: StandingPlan, content: PlanContent, since: number): Modification {
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
  return { keeps, replaces, since };
}
