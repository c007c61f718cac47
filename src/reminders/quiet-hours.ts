// Quiet hours stop a reminder's clock: nothing is sent in them, unless the task itself takes place then.
import { addDays, clockSpan, localDayOf, type ClockRange } from '../kernel/time.ts';

/**
 * When the quiet window that `nowMs` lies in ends (epoch ms), right over a change of summer time. Null when it is not
 * quiet now, or when the task starts inside the very window: whoever plans a task at night wants to be reminded at
 * night.
 */
export function quietUntil(input: {
  nowMs: number;
  zone: string;
  quiet: ClockRange | null;
  taskStartsAtMs: number;
}): number | null {
  const { nowMs, zone, quiet, taskStartsAtMs } = input;
  if (!quiet) return null;
  const today = localDayOf(nowMs, zone);
  for (const date of [addDays(today, -1), today]) {
    const window = clockSpan(date, quiet, zone);
    if (!window || nowMs < window.startMs || nowMs >= window.endMs) continue;
    const taskIsInside = taskStartsAtMs >= window.startMs && taskStartsAtMs < window.endMs;
    return taskIsInside ? null : window.endMs;
  }
  return null;
}
