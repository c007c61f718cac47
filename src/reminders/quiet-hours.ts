// Quiet hours stop a reminder's clock: nothing is sent in them, unless the task itself takes place then.
import { addDays, clockSpan, localDayOf, type ClockRange, type Span } from '../kernel/time.ts';

/**
 * When the quiet window that `nowMs` lies in ends (epoch ms), right over a change of summer time. Null when it is not
 * quiet now, or when the task starts inside the very window: whoever plans a task at night wants to be reminded at
 * night. A session that only fell into the night since its person moved was never meant so: `plannedIn` is the zone in
 * whose time of day it was planned or moved; null for a moment that was named by hand.
 */
export function quietUntil(input: {
  nowMs: number;
  zone: string;
  quiet: ClockRange | null;
  task: { startsAt: Date; plannedIn: string | null };
}): number | null {
  const { nowMs, zone, quiet, task } = input;
  if (!quiet) return null;
  const night = windowAt(nowMs, quiet, zone);
  if (!night) return null;
  const startsAtMs = task.startsAt.getTime();
  const isInside = startsAtMs >= night.startMs && startsAtMs < night.endMs;
  return isInside && windowAt(startsAtMs, quiet, task.plannedIn ?? zone) ? null : night.endMs;
}

/** Whether a moment lies in the quiet window, whatever is planned in it. */
export const isQuietAt = (ms: number, quiet: ClockRange, zone: string): boolean =>
  windowAt(ms, quiet, zone) !== null;

/** The window that a moment lies in: of that day, or of the evening before. */
function windowAt(ms: number, quiet: ClockRange, zone: string): Span | null {
  const today = localDayOf(ms, zone);
  const windows = [addDays(today, -1), today].map((date) => clockSpan(date, quiet, zone));
  return windows.find((window) => window && ms >= window.startMs && ms < window.endMs) ?? null;
}
