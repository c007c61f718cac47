// The times of one weekday that a wish could have, each with what it costs the person and why it is not ideal.
import type { PlanningProfile } from '../account/planning-profile.ts';
import { DAY_MINUTES, minutesOf } from '../kernel/time.ts';
import type { Day } from '../kernel/week.ts';
import { areStray, obstacleOf, type Calendar, type Look, type Obstacle } from './calendar.ts';
import type { DayOption } from './choose-days.ts';
import { describeObstacle, listDays } from './plan-conflicts.ts';
import { isSensible, timesOfDay } from './times-of-day.ts';
import type { Wish } from './wish.ts';

export interface Circumstances {
  wish: Wish;
  profile: PlanningProfile;
  calendar: Calendar;
  /** Of this plan, on that weekday so far. */
  sessions: number;
}

/**
 * The times of a weekday that are free on some of `dates`; outside the wished window only where that is not firm. One
 * date that is hindered is that one date: it speaks neither against the weekday nor against the time.
 */
export function optionsOn(
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
  return free.map(({ time, poor, hindered }) => {
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
      (areStray(hindered, dates.length) ? 0 : HINDERED_COST * hindered) +
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
  /** On how many dates something else is there. */
  hindered: number;
}

function freeOn(dates: string[], time: string, minutes: number, calendar: Calendar): FreeTime[] {
  const looks = dates.map((date) => calendar.look(date, time, minutes));
  const free = looks.filter((look) => !isHindered(look));
  if (free.length === 0) return [];
  const poor = new Map<string, Obstacle>();
  for (const obstacle of free.flatMap((look) => look.poor)) poor.set(describeObstacle(obstacle), obstacle);
  return [{ time, poor: [...poor.values()], hindered: looks.length - free.length }];
}

/** Whether something keeps a session from this time in a week to come; what is over already hinders no habit. */
export function isHindered(look: Look): boolean {
  const obstacle = obstacleOf(look);
  return look.shifted || (obstacle !== null && obstacle.kind !== 'past');
}

// What is worse than what: work, another day (or eight hours away), another time, every date that cannot be, a slot
// that failed, a full day.
const WORK_COST = 3000;
const HINDERED_COST = 600;
const AVOIDABLE_WORK_COST = 200;
const WISHED_WORK_COST = 5;
const OUTSIDE_COST = 1000;
const OTHER_DAY_COST = 1500;
const AVOID_COST = 400;
const SAME_DAY_COST = 15;

/** Whoever names a window in their work hours means it; where a part of it lies outside, they mean that part. */
function costOfWork(wish: Wish, free: FreeTime[]): number {
  if (!wish.window_is_firm) return WORK_COST;
  const isAvoidable = free.some(({ poor }) => poor.every(({ kind }) => kind !== 'work_hours'));
  return isAvoidable ? AVOIDABLE_WORK_COST : WISHED_WORK_COST;
}

/** How many minutes a session at that time reaches out of the wished window. */
function awayFromWindow(wish: Wish, time: string): number {
  const { from, to } = windowOf(wish);
  const start = minutesOf(time);
  return Math.max(0, from - start) + Math.max(0, start + wish.duration_minutes - to);
}

/** In minutes of the day. A window shorter than the session is its start ("at 7 pm"); one over midnight ends there. */
function windowOf(wish: Wish): { from: number; to: number } {
  const from = minutesOf(wish.earliest);
  const to = minutesOf(wish.latest);
  if (to < from) return { from, to: DAY_MINUTES };
  return { from, to: Math.max(to, from + wish.duration_minutes) };
}

/** Small preferences inside the window: by chronotype earlier or later, on the hour, not right next to sleep. */
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
