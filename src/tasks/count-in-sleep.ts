// How many tasks to come lie in the person's sleep: what a change of zone or of sleep does to the calendar.
import type { CountInSleep } from '../account/change-preferences.ts';
import { planningProfileOf } from '../account/read-profile.ts';
import { addDays, clockSpan, localDayOf, MINUTE_MS } from '../kernel/time.ts';
import { OPEN_STATUSES, Task } from './task.entity.ts';

/** `profile`: as it is now; without a sleep window of its own it has the night that planning assumes. */
export const countInSleep: CountInSleep = async (ctx, profile) => {
  const { sleep_window: sleep } = planningProfileOf(profile);
  const open = await ctx.em.find(
    Task,
    { status: { $in: [...OPEN_STATUSES] }, startsAt: { $gt: new Date() } },
    { fields: ['startsAt', 'durationMinutes'] },
  );
  return open.filter(({ startsAt, durationMinutes }) => {
    const startMs = startsAt.getTime();
    const endMs = startMs + durationMinutes * MINUTE_MS;
    // A night belongs to the day on which it begins: the one before, that of the start, or the next.
    const day = localDayOf(startMs, profile.zone);
    return [addDays(day, -1), day, addDays(day, 1)].some((date) => {
      const night = clockSpan(date, sleep, profile.zone);
      return night !== null && night.startMs < endMs && startMs < night.endMs;
    });
  }).length;
};
