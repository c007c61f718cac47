// Free times for one task: what a reschedule offers and what a move is checked against.
import { planningProfileOf, readProfile } from '../account/read-profile.ts';
import type { Ctx } from '../kernel/context.ts';
import { addDays, clockSpan, localDayOf, weekdayOf, type Span } from '../kernel/time.ts';
import { HORIZON_DAYS, pickStarts } from '../planning/pick-starts.ts';
import { OPEN_STATUSES, Task } from './task.entity.ts';

const MINUTE_MS = 60_000;
/** Between two things. */
const BUFFER_MS = 15 * MINUTE_MS;

/**
 * The next free starts for a session of this length, from `notBefore` on: awake, outside work hours, 15 minutes from
 * anything else. At most two a day, so that an offer spreads over the days. Empty when the coming week is full.
 */
export async function freeTimes(
  ctx: Ctx,
  input: { durationMinutes: number; notBefore: Date; limit: number; except?: string },
): Promise<Date[]> {
  const profile = await readProfile(ctx);
  const { sleep_window, work_hours } = planningProfileOf(profile);
  const firstDay = localDayOf(input.notBefore, profile.zone);
  // What starts at the end of the horizon lasts beyond it.
  const days = Array.from({ length: HORIZON_DAYS + 3 }, (_, index) => addDays(firstDay, index - 1));
  const blocked: Span[] = [
    ...days.flatMap((day) => clockSpan(day, sleep_window, profile.zone) ?? []),
    ...days.flatMap((day) =>
      work_hours?.days.includes(weekdayOf(day)) ? (clockSpan(day, work_hours, profile.zone) ?? []) : [],
    ),
    ...(await busyTimes(ctx, input.notBefore, HORIZON_DAYS + 1, input.except)).map(({ startMs, endMs }) => ({
      startMs: startMs - BUFFER_MS,
      endMs: endMs + BUFFER_MS,
    })),
  ];
  return pickStarts(input, blocked, profile.zone);
}

/** The open tasks' times from a day before `from` until `days` later, with their titles. */
export async function busyTimes(
  ctx: Ctx,
  from: Date,
  days: number,
  except?: string,
): Promise<(Span & { title: string; taskId: string })[]> {
  const dayMs = 24 * 60 * MINUTE_MS;
  const tasks = await ctx.em.find(
    Task,
    {
      status: { $in: [...OPEN_STATUSES] },
      startsAt: { $gte: new Date(from.getTime() - dayMs), $lt: new Date(from.getTime() + days * dayMs) },
    },
    // As they are now, whatever this transaction has seen of them before.
    { refresh: true },
  );
  return tasks
    .filter((task) => task.id !== except)
    .map((task) => ({
      title: task.title,
      taskId: task.id,
      startMs: task.startsAt.getTime(),
      endMs: task.startsAt.getTime() + task.durationMinutes * MINUTE_MS,
    }));
}

/** Titles of the open tasks that stand in this time. */
export async function overlapsWith(
  ctx: Ctx,
  startsAt: Date,
  durationMinutes: number,
  except?: string,
): Promise<string[]> {
  const startMs = startsAt.getTime();
  const endMs = startMs + durationMinutes * MINUTE_MS;
  const busy = await busyTimes(ctx, startsAt, 2, except);
  return busy.filter((span) => span.startMs < endMs && startMs < span.endMs).map((span) => span.title);
}
