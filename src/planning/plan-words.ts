// A finished plan in one sentence: how long, on which days, at what time. Read from its sessions, never from a wish.
import { daysBetween, shortDate, weekdayOf } from '../kernel/time.ts';
import { DAYS, type Day } from '../kernel/week.ts';
import type { PlanContent, PlanTask } from './plan.ts';

/** One session of a finished plan. */
export interface Shown {
  title: string;
  date: string;
  time: string;
  minutes: number;
}

/** In the order of time. */
export function shownSessions({ tasks }: Pick<PlanContent, 'tasks'>): Shown[] {
  return tasks
    .flatMap(({ title, duration_minutes: minutes, occurrences }) =>
      occurrences.map(({ local_date: date, local_time: time }) => ({ title, date, time, minutes })),
    )
    .toSorted((a, b) => `${a.date}T${a.time}`.localeCompare(`${b.date}T${b.time}`));
}

/**
 * "“Run 10 km”: 18 sessions from Tue 24 Nov to Mon 4 Jan, Mon, Wed and Fri at 07:00." Empty where nothing is placed.
 */
export function describeDraft(content: PlanContent): string {
  const shown = shownSessions(content);
  const [first, last] = [shown[0], shown.at(-1)];
  if (!first || !last) return '';
  const title = `“${content.goal_title}”`;
  if (shown.length === 1) return `${title}: one session, on ${shortDate(first.date)} at ${first.time}.`;
  const span = `from ${shortDate(first.date)} to ${shortDate(last.date)}`;
  return `${title}: ${shown.length} sessions ${span}, ${describeRhythm(content.tasks)}.`;
}

/** "Mon, Wed and Fri at 07:00; Sat at 10:00": by the time of day, single sessions that were moved left aside. */
export function describeRhythm(tasks: PlanTask[]): string {
  const shown = shownSessions({ tasks });
  if (shown.length <= 3) return listed(shown.map(({ date, time }) => `${shortDate(date)} at ${time}`));
  const byTime = [...Map.groupBy(tasks, ({ time }) => time)].toSorted(([a], [b]) => a.localeCompare(b));
  const parts = byTime.map(([time, own]) => ({ days: describeDays(own), time }));
  return [...Map.groupBy(parts, ({ days }) => days)]
    .map(([days, own]) => `${days} at ${listed(own.map(({ time }) => time))}`)
    .join('; ');
}

function describeDays(tasks: PlanTask[]): string {
  const dates = [...new Set(shownSessions({ tasks }).map(({ date }) => date))].toSorted();
  const interval = Number(/^FREQ=DAILY;INTERVAL=(\d+)/.exec(tasks[0]?.rrule ?? '')?.[1] ?? 1);
  if (interval > 1) return interval === 2 ? 'every other day' : `every ${interval} days`;
  if (tasks.every(({ rrule }) => rrule.startsWith('FREQ=MONTHLY'))) return listed(dates.map(shortDate));
  const days = listed(namesOf(dates.map(weekdayOf)));
  const gaps = dates.slice(1).map((date, index) => daysBetween(dates[index]!, date));
  return gaps.length > 0 && Math.min(...gaps) === 14 ? `every other ${days}` : days;
}

/** "Mon", "Wed" in the order of the week; seven are "every day". */
export function namesOf(days: readonly Day[]): string[] {
  const names = { MO: 'Mon', TU: 'Tue', WE: 'Wed', TH: 'Thu', FR: 'Fri', SA: 'Sat', SU: 'Sun' };
  const used = DAYS.filter((day) => days.includes(day));
  return used.length === 7 ? ['every day'] : used.map((day) => names[day]);
}

/** "a, b and c". */
export const listed = (items: readonly string[]): string =>
  items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
