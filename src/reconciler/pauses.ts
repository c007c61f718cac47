// How often somebody who seems to be at work is asked again.
import { MINUTE_MS } from '../kernel/time.ts';

/**
 * What waits since `since` is asked for when it is 1, 2, 4, 8 … minutes old, and once in every hour after that: what
 * takes long costs little. Right once for each of these minutes, where it is looked at every minute.
 */
export function isToBeAsked(since: Date, now: Date): boolean {
  const minutes = (now.getTime() - since.getTime()) / MINUTE_MS;
  if (minutes < 1) return false;
  if (minutes >= HOUR_MINUTES) return minutes % HOUR_MINUTES < 1;
  return minutes - 2 ** Math.floor(Math.log2(minutes)) < 1;
}

const HOUR_MINUTES = 60;

/** Right in one minute of every hour, which one being the id's: who owes nothing is looked for no more often. */
export function isItsMinute(id: string, now: Date): boolean {
  return parseInt(id.slice(-6), 16) % HOUR_MINUTES === now.getUTCMinutes();
}
