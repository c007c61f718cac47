// How much of a day a plan may take: a share of what sleep, work and appointments leave of it.
import { MINUTE_MS, type Span } from '../kernel/time.ts';

const SHARE_OF_FREE_TIME = 0.6;
const LEAST = 60;
const MOST = 8 * 60;

/** Minutes that all sessions of one plan may take together on a day, given what is there already. */
export function mostMinutesOn(day: Span, taken: readonly Span[]): number {
  const inside = taken
    .map(({ startMs, endMs }) => ({
      startMs: Math.max(startMs, day.startMs),
      endMs: Math.min(endMs, day.endMs),
    }))
    .toSorted((a, b) => a.startMs - b.startMs);
  let takenMs = 0;
  let reachedMs = day.startMs;
  for (const { startMs, endMs } of inside) {
    takenMs += Math.max(0, endMs - Math.max(startMs, reachedMs));
    reachedMs = Math.max(reachedMs, endMs);
  }
  const free = (day.endMs - day.startMs - takenMs) / MINUTE_MS;
  return Math.max(LEAST, Math.min(MOST, Math.round(free * SHARE_OF_FREE_TIME)));
}
