// Turns wishes ("three mornings a week") into days and times that are free in every week of the plan; a model never finds time.
import {
  DAYS,
  type AvoidSlot,
  type Day,
  type FoundSlots,
  type PlanningProfile,
  type Wish,
} from '../agents.ts';
import { DAY_MINUTES, addDays, localDayOf, minutesOf, weekdayOf } from '../kernel/time.ts';
import {
  Calendar,
  isSensible,
  obstacleOf,
  timesOfDay,
  type BusyTime,
  type Look,
  type Obstacle,
} from './calendar.ts';
import { chooseDays, type DayOption } from './choose-days.ts';
import { describeLook, describeObstacle, listDays } from './plan-conflicts.ts';

const MAX_WEEKS = 6;

export interface FindSlotsInput {
  wishes: Wish[];
  profile: PlanningProfile;
  busy: BusyTime[];
  avoidSlots: AvoidSlot[];
  zone: string;
  /** The day the person asked for; tomorrow when null or past. */
  startOn: string | null;
  /** 1 to 6. */
  weeks: number;
  nowMs: number;
}

/**
 * Finds for each wish its days and, if at all possible, one time for all of them, free on each of their dates in the plan: no
 * overlap, no sleep, 15 minutes between things, no hour that summer time skips. Work hours are taken only inside a window
 * that the person named, or when nothing else is free, and a slot says so. What finds no room becomes a sentence in `conflicts`.
 */
export function findSlots(input: FindSlotsInput): FoundSlots {
  const { wishes, profile, busy, avoidSlots, zone, nowMs } = input;
  const today = localDayOf(nowMs, zone);
  const firstDate = input.startOn !== null && input.startOn >= today ? input.startOn : addDays(today, 1);
  const days = 7 * Math.min(Math.max(Math.trunc(input.weeks), 1), MAX_WEEKS);
  const dates = Array.from({ length: days }, (_, day) => addDays(firstDate, day));
  const calendar = new Calendar({
    zone,
    firstDate,
    lastDate: dates.at(-1)!,
    earliestMs: nowMs,
    profile,
    busy,
    avoidSlots,
  });
  const weekdays = Map.groupBy(dates, weekdayOf);
  const datesOn = (day: Day) => weekdays.get(day) ?? [];
  const slots: FoundSlots['slots'] = [];
  const conflicts: string[] = [];
  // Who named a window has less choice, so these go first.
  const order = wishes
    .map((_, index) => index)
    .toSorted((a, b) => firmness(wishes[b]!) - firmness(wishes[a]!) || a - b);
  for (const index of order) {
    const wish = wishes[index]!;
    const options = DAYS.flatMap((day) => {
      const sessions = slots.filter((slot) => slot.day === day).length;
      return optionsOn(day, datesOn(day), { wish, profile, calendar, sessions });
    });
    const chosen = chooseDays(options, wish.days_per_week);
    for (const { day, time, conflict } of chosen) {
      for (const date of datesOn(day))
        calendar.take(wish.title, calendar.look(date, time, wish.duration_minutes));
      slots.push({ wish: index, day, time, duration_minutes: wish.duration_minutes, conflict });
    }
    const without = DAYS.find((day) => !chosen.some((option) => option.day === day));
    if (chosen.length < wish.days_per_week && without) {
      const looks = datesOn(without).map((date) => calendar.look(date, wish.earliest, wish.duration_minutes));
      conflicts.push(describeShortage(wish, chosen.length, looks.find(isHindered)));
    }
  }
  slots.sort((a, b) => a.wish - b.wish || DAYS.indexOf(a.day) - DAYS.indexOf(b.day));
  return { slots, conflicts, first_available_start: firstDate };
}

const firmness = (wish: Wish): number => (wish.window_is_firm ? 1 : 0);

interface Circumstances {
  wish: Wish;
  profile: PlanningProfile;
  calendar: Calendar;
  /** Of this plan, on that weekday so far. */
  sessions: number;
}

/** The times of a weekday at which a session is free on every date; outside the wished window only where that is not firm. */
function optionsOn(
  day: Day,
  dates: string[],
  { wish, profile, calendar, sessions }: Circumstances,
): DayOption[] {
  const minutes = wish.duration_minutes;
  const isOffered = (time: string) =>
    awayFromWindow(wish, time) === 0 || (!wish.window_is_firm && isSensible(time, minutes));
  const free = timesOfDay(wish.earliest)
    .filter(isOffered)
    .flatMap((time) => freeOn(dates, time, minutes, calendar));
  const isOtherDay = wish.preferred_days.length > 0 && !wish.preferred_days.includes(day);
  const workCost = costOfWork(wish, free);
  return free.map(({ time, poor }) => {
    const awayMinutes = awayFromWindow(wish, time);
    const reasons = [
      ...poor.map(describeObstacle),
      ...(awayMinutes > 0 ? [`lies outside the time wished (${wish.earliest} to ${wish.latest})`] : []),
      ...(isOtherDay ? ['is not one of the days wished'] : []),
    ];
    const cost =
      poor.reduce((sum, { kind }) => sum + (kind === 'work_hours' ? workCost : AVOID_COST), 0) +
      (awayMinutes > 0 ? OUTSIDE_COST + awayMinutes : 0) +
      (isOtherDay ? OTHER_DAY_COST : 0) +
      SAME_DAY_COST * sessions +
      unease(time, wish, profile);
    const conflict = reasons.length > 0 ? `${listDays([day])} ${time} ${reasons.join(', and ')}.` : null;
    return { day, time, cost, conflict };
  });
}

interface FreeTime {
  time: string;
  /** Each thing that makes it a poor choice, once. */
  poor: Obstacle[];
}

function freeOn(dates: string[], time: string, minutes: number, calendar: Calendar): FreeTime[] {
  const poor = new Map<string, Obstacle>();
  for (const date of dates) {
    const look = calendar.look(date, time, minutes);
    if (isHindered(look)) return [];
    for (const obstacle of look.poor) poor.set(describeObstacle(obstacle), obstacle);
  }
  return [{ time, poor: [...poor.values()] }];
}

// What is worse than what: work, another day (or eight hours away from the wish), another time, a slot that failed, a full day.
const WORK_COST = 3000;
const AVOIDABLE_WORK_COST = 200;
const WISHED_WORK_COST = 5;
const OUTSIDE_COST = 1000;
const OTHER_DAY_COST = 1500;
const AVOID_COST = 400;
const SAME_DAY_COST = 15;

/** Whoever names a window that lies in their work hours means it; where a part of it lies outside, they mean that part. */
function costOfWork(wish: Wish, free: FreeTime[]): number {
  if (!wish.window_is_firm) return WORK_COST;
  const isAvoidable = free.some(({ poor }) => poor.every(({ kind }) => kind !== 'work_hours'));
  return isAvoidable ? AVOIDABLE_WORK_COST : WISHED_WORK_COST;
}

const isHindered = (look: Look): boolean => {
  const obstacle = obstacleOf(look);
  return look.shifted || (obstacle !== null && obstacle.kind !== 'past');
};

/** How many minutes a session at that time reaches out of the wished window. */
function awayFromWindow(wish: Wish, time: string): number {
  const { from, to } = windowOf(wish);
  const start = minutesOf(time);
  return Math.max(0, from - start) + Math.max(0, start + wish.duration_minutes - to);
}

/** In minutes of the day. A window shorter than the session means its start ("at 7 pm"); one over midnight ends there. */
function windowOf(wish: Wish): { from: number; to: number } {
  const from = minutesOf(wish.earliest);
  const to = minutesOf(wish.latest);
  if (to < from) return { from, to: DAY_MINUTES };
  return { from, to: Math.max(to, from + wish.duration_minutes) };
}

/** Small preferences inside the window: by chronotype earlier or later, on the hour, not right after sleep or before it. */
function unease(time: string, wish: Wish, profile: PlanningProfile): number {
  const { from, to } = windowOf(wish);
  const start = minutesOf(time);
  const end = start + wish.duration_minutes;
  const share = { morning: 0.25, neutral: 0.5, evening: 0.75 }[profile.chronotype];
  const ideal = from + share * (to - wish.duration_minutes - from);
  const roundness = start % 60 === 0 ? 0 : start % 30 === 0 ? 2 : 4;
  const { from: asleep, to: awake } = profile.sleep_window;
  const isDrowsy = minutesUntil(minutesOf(awake), start) < 30 || minutesUntil(end, minutesOf(asleep)) < 30;
  return Math.abs(start - ideal) / 20 + roundness + (isDrowsy ? 15 : 0);
}

const minutesUntil = (from: number, to: number): number => (to - from + 2 * DAY_MINUTES) % DAY_MINUTES;

function describeShortage(wish: Wish, found: number, example: Look | undefined): string {
  const window = wish.window_is_firm ? ` between ${wish.earliest} and ${wish.latest}` : '';
  const because = example ? ` (${describeLook(example, obstacleOf(example))})` : '';
  const room =
    found === 0 ? 'finds no free time' : `finds room on ${found} of ${wish.days_per_week} days a week`;
  return `“${wish.title}” ${room}${window}${because}.`;
}
