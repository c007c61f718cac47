// All figures once more, as somebody would count them on paper: day by day, with luxon and loops.
import { DateTime } from 'luxon';
import type { Retold } from './retold.ts';

export interface Rest {
  from: string;
  /** Null: until further notice. */
  until: string | null;
  /** The day on which it was ended, or null. */
  endedOn: string | null;
}

export interface Figured {
  today: string;
  streak: number;
  longestStreak: number;
  ofToday: { done: number; missed: number; open: number };
  days: { day: string; done: number; missed: number }[];
}

type Count = [done: number, missed: number];

const isIn = (task: Retold): boolean => task.state === 'done' || task.state === 'missed';

/** Today, or the latest day on which something was done or missed that has begun, wherever its person was. */
function lastDay(tasks: readonly Retold[], now: DateTime): string {
  const days = tasks
    .filter((task) => isIn(task) && (task.isOfPlace || task.startsAt <= now))
    .map((task) => task.counted!.toISODate()!);
  return [now.toISODate()!, ...days].toSorted().at(-1)!;
}

/** Days by their date, with what counts for each, up to the last one. */
function countDays(tasks: readonly Retold[], last: string): Map<string, Count> {
  const days = new Map<string, Count>();
  for (const task of tasks) {
    const day = task.counted?.toISODate() ?? '9999-12-31';
    if (!isIn(task) || day > last) continue;
    const [done, missed] = days.get(day) ?? [0, 0];
    days.set(day, task.state === 'done' ? [done + 1, missed] : [done, missed + 1]);
  }
  return days;
}

export function countOverview(tasks: readonly Retold[], rests: readonly Rest[], now: DateTime): Figured {
  const today = now.toISODate()!;
  const last = lastDay(tasks, now);
  const days = countDays(tasks, last);
  let [streak, longestStreak] = [0, 0];
  const first = [...days.keys()].toSorted()[0] ?? today;
  for (let date = DateTime.fromISO(first); date.toISODate()! <= last; date = date.plus({ days: 1 })) {
    const day = date.toISODate()!;
    const [done, missed] = days.get(day) ?? [0, 0];
    const isResting = rests.some(({ from, until, endedOn }) => {
      return day >= from && (until === null || day <= until) && (endedOn === null || day <= endedOn);
    });
    if (done > 0 && done >= missed) streak += 1;
    else if (missed > 0 && done === 0 && day < today && !isResting) streak = 0;
    longestStreak = Math.max(longestStreak, streak);
  }
  const [begins, ends] = [now.startOf('day'), now.startOf('day').plus({ days: 1 })];
  const ofToday = tasks.filter((task) => task.startsAt < ends && task.endsAt > begins);
  const [done, missed, open] = (['done', 'missed', 'open'] as const).map(
    (state) => ofToday.filter((task) => task.state === state).length,
  ) as [number, number, number];
  const back = now.minus({ days: 364 }).toISODate()!;
  const shown = [...days].filter(([day]) => day >= back).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return {
    today,
    streak,
    longestStreak,
    ofToday: { done, missed, open },
    days: shown.map(([day, [didDay, missedDay]]) => ({ day, done: didDay, missed: missedDay })),
  };
}

export function countWeeks(tasks: readonly Retold[], now: DateTime, count: number) {
  const days = countDays(tasks, lastDay(tasks, now));
  return Array.from({ length: count }, (_, index) => {
    const monday = DateTime.fromISO(lastDay(tasks, now))
      .startOf('week')
      .minus({ weeks: count - 1 - index });
    const dates = Array.from({ length: 7 }, (_day, plus) => monday.plus({ days: plus }).toISODate()!);
    const counts = dates.map((date): Count => days.get(date) ?? [0, 0]);
    const sum = (which: 0 | 1) => counts.reduce((total, one) => total + one[which], 0);
    return { from: dates[0], to: dates[6], done: sum(0), missed: sum(1) };
  });
}

/** "fitness: 3 of 5 missed", of the last `count` weeks. */
export function countMissed(
  tasks: readonly Retold[],
  tagOf: ReadonlyMap<string, string>,
  now: DateTime,
  count: number,
): Map<string | null, Count> {
  const [from, today] = [
    DateTime.fromISO(lastDay(tasks, now))
      .startOf('week')
      .minus({ weeks: count - 1 })
      .toISODate()!,
    lastDay(tasks, now),
  ];
  const sums = new Map<string | null, Count>();
  for (const task of tasks) {
    const day = task.counted?.toISODate() ?? '';
    if (!isIn(task) || day < from || day > today) continue;
    const tag = task.own === null ? null : (tagOf.get(task.own) ?? null);
    const [done, missed] = sums.get(tag) ?? [0, 0];
    sums.set(tag, task.state === 'done' ? [done + 1, missed] : [done, missed + 1]);
  }
  return new Map([...sums].filter(([, [, missed]]) => missed > 0));
}

export function countGoal(tasks: readonly Retold[], goalId: string, now: DateTime) {
  const serving = tasks.filter(({ goals }) => goals.includes(goalId));
  const count = (state: Retold['state']) => serving.filter((task) => task.state === state).length;
  const ahead = serving.filter((task) => task.state === 'open' && task.startsAt > now);
  const [done, missed, undelivered, open] = [
    count('done'),
    count('missed'),
    count('undelivered'),
    count('open'),
  ];
  const next = Math.min(...ahead.map((task) => task.startsAt.toMillis()));
  return {
    done,
    missed,
    undelivered,
    open,
    total: done + missed + open,
    next: ahead.length === 0 ? null : next,
  };
}

/** By "MO 7": weekday and hour of the clock of then. */
export function countHours(tasks: readonly Retold[]): Map<string, Count> {
  const sums = new Map<string, Count>();
  for (const { state, counted } of tasks) {
    if (state !== 'done' && state !== 'missed') continue;
    const slot = `${['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'][counted!.weekday - 1]} ${counted!.hour}`;
    const [done, missed] = sums.get(slot) ?? [0, 0];
    sums.set(slot, state === 'done' ? [done + 1, missed] : [done, missed + 1]);
  }
  return sums;
}

export function countDoors(tasks: readonly Retold[], now: DateTime): Map<string, Count> {
  const [from, today] = [now.minus({ days: 84 }).toISODate()!, lastDay(tasks, now)];
  const sums = new Map<string, Count>();
  for (const task of tasks) {
    const day = task.counted?.toISODate() ?? '';
    if (!isIn(task) || day < from || day > today) continue;
    const [done, missed] = sums.get(task.via) ?? [0, 0];
    sums.set(task.via, task.state === 'done' ? [done + 1, missed] : [done, missed + 1]);
  }
  return sums;
}
