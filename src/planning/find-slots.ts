// Turns wishes ("three mornings a week") into free days and times of the week; a model never finds time.
import type { PlanningProfile } from '../account/planning-profile.ts';
import { DAYS, type Day } from '../kernel/week.ts';
import type { AvoidSlot } from './avoid-slot.ts';
import type { FoundSlots, Wish } from './wish.ts';
import { addDays, localDayOf, shortDate, weekdayOf } from '../kernel/time.ts';
import type { BusyTime } from './busy-time.ts';
import { Calendar, obstacleOf, type Look } from './calendar.ts';
import { chooseDays } from './choose-days.ts';
import { nearestAlternatives, sayAlternatives } from './nearest-alternatives.ts';
import { describeLook } from './plan-conflicts.ts';
import { nightBeside } from './night-beside.ts';
import { isHindered, optionsOn } from './slot-options.ts';

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
 * For each wish its days and, if at all possible, one time for all of them, free on the dates of the plan: nothing
 * overlaps, no sleep, 15 minutes between, no skipped hour. A date that is hindered leaves its weekday alone and becomes
 * a sentence in `conflicts`, as does what finds no room. Work hours count as free only in a window that was named, or
 * when nothing else is free, and a slot says so.
 */
export function findSlots(input: FindSlotsInput): FoundSlots {
  const { wishes, busy, avoidSlots, zone, nowMs } = input;
  const profile = nightBeside(input.profile, wishes);
  const firstDate = firstDayOf(input);
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
      for (const date of datesOn(day)) {
        const look = calendar.look(date, time, wish.duration_minutes);
        if (isHindered(look)) conflicts.push(describeHindered(wish, look));
        else calendar.take(wish.title, look);
      }
      slots.push({ wish: index, day, time, duration_minutes: wish.duration_minutes, conflict });
    }
    const without = DAYS.find((day) => !chosen.some((option) => option.day === day));
    if (chosen.length < wish.days_per_week && without) {
      const looks = datesOn(without).map((date) => calendar.look(date, wish.earliest, wish.duration_minutes));
      const sought = {
        time: wish.earliest,
        minutes: wish.duration_minutes,
        firstDate,
        lastDate: dates.at(-1)!,
      };
      const nearest = chosen.length === 0 ? sayAlternatives(nearestAlternatives(calendar, sought)) : '';
      conflicts.push(`${describeShortage(wish, chosen.length, looks.find(isHindered))}${nearest}`);
    }
  }
  slots.sort((a, b) => a.wish - b.wish || DAYS.indexOf(a.day) - DAYS.indexOf(b.day));
  return { slots, conflicts, first_available_start: firstDate };
}

/** The first day that is looked at. */
export function firstDayOf({
  startOn,
  zone,
  nowMs,
}: Pick<FindSlotsInput, 'startOn' | 'zone' | 'nowMs'>): string {
  const today = localDayOf(nowMs, zone);
  return startOn !== null && startOn >= today ? startOn : addDays(today, 1);
}

const firmness = (wish: Wish): number => (wish.window_is_firm ? 1 : 0);

function describeHindered({ title }: Wish, look: Look): string {
  const obstacle = obstacleOf(look);
  const because = obstacle ? describeLook(look, obstacle) : `${shortDate(look.date)} has no such hour`;
  return `“${title}” cannot keep its time on one date: ${because}.`;
}

function describeShortage(wish: Wish, found: number, example: Look | undefined): string {
  const window = wish.window_is_firm ? ` between ${wish.earliest} and ${wish.latest}` : '';
  const because = example ? ` (${describeLook(example, obstacleOf(example))})` : '';
  const room =
    found === 0 ? 'finds no free time' : `finds room on ${found} of ${wish.days_per_week} days a week`;
  return `“${wish.title}” ${room}${window}${because}.`;
}
