// How often somebody who seems to be at work is asked again.
import { DAY_MINUTES, MINUTE_MS } from '../kernel/time.ts';

/**
 * What waits since `since` is asked for when it is 1, 2, 4, 8 … minutes old, for a day: what takes long costs little,
 * and nobody pays for what never comes. Right once for each of these minutes, where it is looked at every minute.
 */
export function isToBeAsked(since: Date, now: Date): boolean {
  const minutes = (now.getTime() - since.getTime()) / MINUTE_MS;
  if (minutes < 1 || minutes > DAY_MINUTES) return false;
  return minutes - 2 ** Math.floor(Math.log2(minutes)) < 1;
}

const HOUR_MINUTES = 60;

/** Right in one minute of every hour, which one being the id's: who owes nothing is looked for no more often. */
export function isItsMinute(id: string, now: Date): boolean {
  return parseInt(id.slice(-6), 16) % HOUR_MINUTES === now.getUTCMinutes();
}
