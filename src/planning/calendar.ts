// What stands in the way of a session at a given time: the answer that looking for slots and composing a plan share.
import type { BusyTime } from './busy-time.ts';
import type { PlanningProfile } from '../account/planning-profile.ts';
import type { AvoidSlot } from './avoid-slot.ts';
import { mostMinutesOn } from './daily-load.ts';
import {
  DAY_MINUTES,
  MINUTE_MS,
  addDays,
  clockSpan,
  daysBetween,
  endOfLocalDay,
  startOfLocalDay,
  utcToWallClock,
  wallClockToUtc,
  weekdayOf,
  type ClockRange,
  type Span,
} from '../kernel/time.ts';

/** Free time between any two things. */
export const BUFFER_MINUTES = 15;
export const BUFFER_MS = BUFFER_MINUTES * MINUTE_MS;
/** What learned slots have to reach before planning avoids them. */
export const AVOID_CONFIDENCE = 0.5;
const SESSIONS_A_DAY = 6;

export interface Obstacle extends Span {
  kind: 'overlap' | 'sleep' | 'midnight' | 'full_day' | 'past' | 'buffer' | 'work_hours' | 'avoid_slot';
  /** What it is (overlap, buffer), or why to avoid it (avoid_slot). */
  title: string | null;
}

/** A session at one time of one day, and what speaks against it. */
export interface Look extends Span {
  /** Calendar day and time that the clock shows at the start. */
  date: string;
  time: string;
  /** Summer time skips the wished time; `time` is the next one that exists. */
  shifted: boolean;
  /** Why it cannot be, or null. */
  blocked: Obstacle | null;
  /** What is closer than the buffer, or null. */
  tight: Obstacle | null;
  /** What makes it a poor choice: work hours, learned slots to avoid. */
  poor: Obstacle[];
}

export interface CalendarInput {
  zone: string;
  firstDate: string;
  lastDate: string;
  /** Nothing may start before. */
  earliestMs: number;
  profile: PlanningProfile;
  busy: BusyTime[];
  avoidSlots: AvoidSlot[];
}

interface DayLoad {
  endMs: number;
  sessions: number;
  /** Of this plan's sessions so far, and the most that they may be. */
  minutes: number;
  most: number;
}

/** The person's time from `firstDate` to `lastDate`, which fills as sessions are taken. */
export class Calendar {
  readonly zone: string;
  readonly #earliestMs: number;
  readonly #byDay = new Map<number, Obstacle[]>();
  readonly #days = new Map<string, DayLoad>();

  constructor({ zone, firstDate, lastDate, earliestMs, profile, busy, avoidSlots }: CalendarInput) {
    this.zone = zone;
    this.#earliestMs = earliestMs;
    const horizon = {
      startMs: startOfLocalDay(addDays(firstDate, -1), zone).getTime(),
      endMs: endOfLocalDay(addDays(lastDate, 1), zone).getTime(),
    };
    for (const { title, startsAt, endsAt } of busy) {
      const span = { startMs: startsAt.getTime(), endMs: endsAt.getTime() };
      this.#add({ kind: 'overlap', title, ...span }, horizon);
    }
    for (let day = -1; day <= daysBetween(firstDate, lastDate) + 1; day++) {
      const date = addDays(firstDate, day);
      for (const { kind, title, range } of habitsOf(date, profile, avoidSlots)) {
        const span = clockSpan(date, range, zone);
        if (span) this.#add({ kind, title, ...span }, horizon);
      }
    }
  }

  /** What speaks against a session of `minutes` at `time` on `date`. */
  look(date: string, time: string, minutes: number): Look {
    const { startsAt, shifted } = wallClockToUtc(date, time, this.zone);
    const startMs = startsAt.getTime();
    const endMs = startMs + minutes * MINUTE_MS;
    const shown = shifted ? utcToWallClock(startsAt, this.zone) : { date, time };
    const near = this.#near(startMs - BUFFER_MS, endMs + BUFFER_MS);
    const inside = near.filter((other) => other.startMs < endMs && other.endMs > startMs);
    const neighbour = near.find((other) => other.kind === 'overlap');
    return {
      ...shown,
      startMs,
      endMs,
      shifted,
      blocked:
        this.#outOfBounds(shown.date, { startMs, endMs }, minutes) ??
        inside.find(({ kind }) => kind === 'overlap' || kind === 'sleep') ??
        null,
      tight: neighbour ? { ...neighbour, kind: 'buffer' } : null,
      poor: inside.filter(({ kind }) => kind === 'work_hours' || kind === 'avoid_slot'),
    };
  }

  /** From now on the time of this look is taken. */
  take(title: string, look: Look): void {
    this.#add({ kind: 'overlap', title, startMs: look.startMs, endMs: look.endMs }, look);
    const day = this.#dayOf(look.date);
    day.sessions += 1;
    day.minutes += (look.endMs - look.startMs) / MINUTE_MS;
  }

  #outOfBounds(date: string, span: Span, minutes: number): Obstacle | null {
    const day = this.#dayOf(date);
    if (span.startMs < this.#earliestMs) return { kind: 'past', title: null, ...span };
    if (span.endMs > day.endMs) return { kind: 'midnight', title: null, ...span };
    // One session is what the person asked for; what comes beside it has to leave room to live.
    const isTooMuch = day.sessions > 0 && day.minutes + minutes > day.most;
    const isFull = day.sessions >= SESSIONS_A_DAY || isTooMuch;
    return isFull ? { kind: 'full_day', title: null, ...span } : null;
  }

  #dayOf(date: string): DayLoad {
    let day = this.#days.get(date);
    if (!day) {
      const span = {
        startMs: startOfLocalDay(date, this.zone).getTime(),
        endMs: endOfLocalDay(date, this.zone).getTime(),
      };
      const most = mostMinutesOn(span, this.#near(span.startMs, span.endMs));
      day = { endMs: span.endMs, sessions: 0, minutes: 0, most };
      this.#days.set(date, day);
    }
    return day;
  }

  #near(startMs: number, endMs: number): Obstacle[] {
    const found = new Set<Obstacle>();
    for (let day = dayNumber(startMs); day <= dayNumber(endMs - 1); day++) {
      for (const other of this.#byDay.get(day) ?? []) {
        if (other.startMs < endMs && other.endMs > startMs) found.add(other);
      }
    }
    return [...found];
  }

  #add(obstacle: Obstacle, horizon: Span): void {
    const firstDay = dayNumber(Math.max(obstacle.startMs, horizon.startMs));
    const lastDay = dayNumber(Math.min(obstacle.endMs, horizon.endMs));
    for (let day = firstDay; day <= lastDay; day++) {
      const list = this.#byDay.get(day);
      if (list) list.push(obstacle);
      else this.#byDay.set(day, [obstacle]);
    }
  }
}

/** What keeps a session from its time, or null where it may stay. */
export function obstacleOf(look: Look): Obstacle | null {
  return look.blocked ?? look.tight;
}

/** A one-off appointment does not change a habit: one of its dates may be hindered, and a third of many. */
export function areStray(hindered: number, dates: number): boolean {
  return hindered < dates ? hindered <= Math.max(1, dates / 3) : dates === 0;
}

type Habit = { kind: Obstacle['kind']; title: string | null; range: ClockRange };

/** What recurs on that date by the person's habits; a range may reach into the next day. */
function habitsOf(date: string, profile: PlanningProfile, avoidSlots: AvoidSlot[]): Habit[] {
  const day = weekdayOf(date);
  const habits: Habit[] = [{ kind: 'sleep', title: null, range: profile.sleep_window }];
  if (profile.work_hours?.days.includes(day)) {
    habits.push({ kind: 'work_hours', title: null, range: profile.work_hours });
  }
  for (const slot of avoidSlots) {
    if (slot.day !== day || slot.confidence < AVOID_CONFIDENCE) continue;
    habits.push({ kind: 'avoid_slot', title: slot.reason, range: slot.time_range });
  }
  return habits;
}

/** Of the UTC day that a moment lies in. */
const dayNumber = (epochMs: number): number => Math.floor(epochMs / (DAY_MINUTES * MINUTE_MS));
