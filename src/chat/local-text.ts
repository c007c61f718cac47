// A moment as agents are given it: on the clock of the person.
import { utcToWallClock } from '../kernel/time.ts';

/** "2026-11-23T10:00" */
export function localText(instant: Date, zone: string): string {
  const { date, time } = utcToWallClock(instant, zone);
  return `${date}T${time}`;
}
