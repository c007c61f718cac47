// How many tasks to come lie in the person's sleep: what a change of zone or of sleep does to the calendar.
import type { CountInSleep } from '../account/change-preferences.ts';
import { planningProfileOf } from '../account/read-profile.ts';
import { addDays, clockSpan, localDayOf, MINUTE_MS, type ClockRange } from '../kernel/time.ts';
import { countAsleep, type Asleep } from './count-asleep.sql.ts';

/** `profile`: as it is now; without a sleep window of its own it has the night that planning assumes. */
export const countInSleep: CountInSleep = async (ctx, profile) => {
  const { sleep_window: sleep } = planningProfileOf(profile);
  if (sleep.from === sleep.to) return 0;
  const { asleep, nearChange } = await countAsleep(ctx, sleep, profile.zone);
  return asleep + nearChange.filter((task) => isInNight(task, sleep, profile.zone)).length;
};

function isInNight(
  { startsAt, durationMinutes }: Asleep['nearChange'][number],
  sleep: ClockRange,
  zone: string,
): boolean {
  const startMs = startsAt.getTime();
  const endMs = startMs + durationMinutes * MINUTE_MS;
  // A night belongs to the day on which it begins: the one before, that of the start, or the next.
  const day = localDayOf(startMs, zone);
  return [addDays(day, -1), day, addDays(day, 1)].some((date) => {
    const night = clockSpan(date, sleep, zone);
    return night !== null && night.startMs < endMs && startMs < night.endMs;
  });
}
