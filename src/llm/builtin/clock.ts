// Times of day as minutes since midnight, and the days of the week: the small arithmetic of the builtin coach.
import { DAYS } from '../../agents.ts';
import type { Day } from '../../agents.ts';

/** "06:30" → 390. */
export function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
}

/** 390 → "06:30"; kept within one day (00:00 to 23:59). */
export function timeOf(minutes: number): string {
  const within = Math.max(0, Math.min(1439, Math.round(minutes)));
  return `${String(Math.floor(within / 60)).padStart(2, '0')}:${String(within % 60).padStart(2, '0')}`;
}

/** Days in the order of the week, each once. */
export function inWeekOrder(days: readonly Day[]): Day[] {
  return DAYS.filter((day) => days.includes(day));
}

/** "2026-11-23" plus 7 → "2026-11-30". Calendar days, no zone. */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** Whole days from one calendar day to another. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}

/** The weekday of a calendar day. */
export function weekdayOf(date: string): Day {
  return DAYS[(new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7] ?? 'MO';
}

/** Do two ranges of minutes share a moment? A range whose end is not after its start crosses midnight. */
export function overlaps(a: [number, number], b: [number, number]): boolean {
  const split = ([from, to]: [number, number]): [number, number][] =>
    to > from
      ? [[from, to]]
      : [
          [from, 1440],
          [0, to],
        ];
  return split(a).some(([from, to]) => split(b).some(([start, end]) => from < end && start < to));
}
