// Which quiet hours are not on right now, of those that this process has met. A claim tells them to PostgreSQL, which
// compares, and need know nothing of zones and of clocks that change.
import { LRUCache } from 'lru-cache';
import { MINUTE_MS, type ClockRange } from '../kernel/time.ts';
import { isQuietAt } from './quiet-hours.ts';

/** Whoever has rarer quiet hours than so many others costs one look more. */
const MOST = 100;

interface Night {
  zone: string;
  quiet: ClockRange;
}

const met = new LRUCache<string, Night>({ max: MOST });
/** Nights begin and end with a whole minute. */
let awake: { minute: number; names: string[] } | null = null;

/** From now on it is among the known ones, under the name by which PostgreSQL knows it. */
export function meetNight(name: string, night: Night): void {
  if (met.get(name)) return;
  met.set(name, night);
  awake = null;
}

/** Their names. */
export function awakeAt(nowMs: number): string[] {
  const minute = Math.floor(nowMs / MINUTE_MS);
  if (awake?.minute === minute) return awake.names;
  const over = [...met.entries()].filter(([, { zone, quiet }]) => !isQuietAt(nowMs, quiet, zone));
  awake = { minute, names: over.map(([name]) => name) };
  return awake.names;
}
