// A moment as one says it to a person.
import { utcToWallClock } from './time.ts';

/** "Tuesday 24 November at 17:30", in the zone. */
export function spokenTime(instant: Date, zone: string): string {
  const { date, time } = utcToWallClock(instant, zone);
  const day = new Date(`${date}T00:00:00Z`).toLocaleDateString('en-GB', {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    timeZone: 'UTC',
  });
  return `${day} at ${time}`;
}
