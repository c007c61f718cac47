// Days and clock times as everybody writes them: weekdays by their RFC 5545 codes, wall-clock times and calendar days
// as text.
import { z } from 'zod';

export const DAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;
export type Day = (typeof DAYS)[number];

/** In English, as one says them to a person. */
export const DAY_NAMES: Readonly<Record<Day, string>> = {
  MO: 'Monday',
  TU: 'Tuesday',
  WE: 'Wednesday',
  TH: 'Thursday',
  FR: 'Friday',
  SA: 'Saturday',
  SU: 'Sunday',
};

export const day = z.enum(DAYS);
/** Wall-clock time of day, 24 hours, in the person's zone: "06:30". */
export const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
/** Calendar day in the person's zone: "2026-11-23". */
export const localDate = z.iso.date();
/** May cross midnight (from 22:30 to 06:30). */
export const clockRange = z.object({ from: clockTime, to: clockTime });
