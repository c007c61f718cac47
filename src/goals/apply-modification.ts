// Writes an agreed change of a plan that runs: what it replaces is cancelled, what is new is written, all at once.
import { LockMode } from '@mikro-orm/core';
import { planningProfileOf, readProfile } from '../account/read-profile.ts';
import type { Ctx } from '../kernel/context.ts';
import { spanOfPlan } from '../planning/plan-span.ts';
import { planViolations } from '../planning/plan-violations.ts';
import { rests } from '../rules/active-pauses.ts';
import { lockCalendar } from '../tasks/lock-calendar.sql.ts';
import { openWithin } from '../tasks/open-within.sql.ts';
import { recordEvents } from '../tasks/record-event.ts';
import { isOpen, Task } from '../tasks/task.entity.ts';
import type { Goal, PlanDraft } from './goal.entity.ts';
import { sessionKey, type Modification } from './modification.ts';
import { writeSessions } from './write-sessions.ts';

/** How many sessions are new; null where it no longer holds: what it replaces has changed, or the calendar has. */
export async function applyModification(ctx: Ctx, goal: Goal, draft: PlanDraft): Promise<number | null> {
  const { content, modification } = draft;
  if (!modification) return null;
  const ids = modification.replaces.map(({ taskId }) => taskId);
  const held = await ctx.em.find(
    Task,
    { id: { $in: ids } },
    { lockMode: LockMode.PESSIMISTIC_WRITE, orderBy: { id: 'asc' }, refresh: true },
  );
  if (!isAsItWas(held, modification)) return null;
  const holder = await lockCalendar(ctx);
  const profile = await readProfile(ctx);
  if (content.zone !== profile.zone) return null;
  const replaced = new Set(ids);
  const keptAt = new Map(Object.entries(modification.keeps).map(([key, id]) => [id, key.split(' ')[0]!]));
  const open = await openWithin(holder, spanOfPlan(content));
  const busy = open
    .filter(({ taskId, startMs }) => {
      if (taskId === null) return true;
      return !replaced.has(taskId) && keptAt.get(taskId) !== new Date(startMs).toISOString();
    })
    .map(({ title, startMs, endMs }) => ({ title, startsAt: new Date(startMs), endsAt: new Date(endMs) }));
  const violations = planViolations(content, {
    busy,
    profile: planningProfileOf(profile),
    nowMs: Date.now(),
  });
  const isKept = (title: string, startsAt: string | null) =>
    startsAt !== null && Object.hasOwn(modification.keeps, sessionKey(title, startsAt));
  // What stands already is not written, so nothing can be wrong with writing it.
  if (violations.some(({ task_title, starts_at }) => !isKept(task_title, starts_at))) return null;
  await ctx.em.nativeUpdate(
    Task,
    { id: { $in: ids } },
    { status: 'cancelled', cancelledFor: null, pauseId: null, settledAt: new Date(), settledVia: ctx.via },
  );
  await recordEvents(ctx, 'cancelled', ids, { by: 'plan', draft: String(draft.number) });
  for (const { id, generation } of held) ctx.tell({ kind: 'task_settled', taskId: id, generation });
  return writeSessions(holder, goal.id, content, ({ title, starts_at }) => !isKept(title, starts_at));
}

/** Nothing that it takes the place of was done, moved or changed since, or has begun; it may rest. */
function isAsItWas(held: Task[], { replaces }: Modification): boolean {
  return replaces.every(({ taskId, generation }) => {
    const task = held.find(({ id }) => id === taskId);
    return (
      task && (isOpen(task) || rests(task)) && task.generation === generation && task.startsAt > new Date()
    );
  });
}
