// Free times for one task: what a reschedule offers and what a move is checked against.
import { planningProfileOf, readProfile } from '../account/read-profile.ts';
import type { Ctx } from '../kernel/context.ts';
import {
  addDays,
  clockSpan,
  DAY_MINUTES,
  localDayOf,
  MINUTE_MS,
  weekdayOf,
  type Span,
} from '../kernel/time.ts';
import { BUFFER_MS } from '../planning/calendar.ts';
import { HORIZON_DAYS, pickStarts } from '../planning/pick-starts.ts';
import { openWithin } from './open-within.sql.ts';

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
  const beginsMs = input.notBefore.getTime();
  const lastsMs = (HORIZON_DAYS * DAY_MINUTES + input.durationMinutes) * MINUTE_MS;
  const horizon = { startMs: beginsMs - BUFFER_MS, endMs: beginsMs + lastsMs + BUFFER_MS };
  const blocked: Span[] = [
    ...days.flatMap((day) => clockSpan(day, sleep_window, profile.zone) ?? []),
    ...days.flatMap((day) =>
      work_hours?.days.includes(weekdayOf(day)) ? (clockSpan(day, work_hours, profile.zone) ?? []) : [],
    ),
    ...(await openWithin(ctx, horizon))
      .filter(({ taskId }) => taskId !== input.except)
      .map(({ startMs, endMs }) => ({ startMs: startMs - BUFFER_MS, endMs: endMs + BUFFER_MS })),
  ];
  return pickStarts(input, blocked, profile.zone);
}
