// The days of a week in their order, and ranges of a day that meet.
import { DAYS, type Day } from '../kernel/week.ts';

/** Days in the order of the week, each once. */
export function inWeekOrder(days: readonly Day[]): Day[] {
  return DAYS.filter((day) => days.includes(day));
}

/** Do two ranges of minutes share a moment? A range whose end is not after its start crosses midnight. */
export function overlaps(a: [number, number], b: [number, number]): boolean {
  return withinDays(a).some(([from, to]) => withinDays(b).some(([start, end]) => from < end && start < to));
}

function withinDays([from, to]: [number, number]): [number, number][] {
  if (to > from) return [[from, to]];
  return [
    [from, 1440],
    [0, to],
  ];
}
