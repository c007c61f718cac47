// The goal in the week of a person: which sessions, how long, on which days, in which hours. Scheduler and planner
// agree through it.
import type { PlanningProfile } from '../account/planning-profile.ts';
import { addDays, DAY_MINUTES, daysBetween, timeOf } from '../kernel/time.ts';
import { DAYS, type Day } from '../kernel/week.ts';
import { courseOf, minutesToAsk } from './course.ts';
import { isNamed, NO_HOURS, type Goal, type Group, type Hours } from './goal.ts';
import { windowFor, workDaysOf, type Window } from './hours-of.ts';

export const SPRINT_WEEKS = 6;

/** Sessions with the same hours and the same length. */
export interface Strand {
  /** "morning": where a goal has several. */
  name: string | null;
  /** What is done in it and in no other: "legs". */
  doing: string | null;
  /** An RRULE for what no week can hold; null for weekdays. */
  rule: string | null;
  /** The first day that it may have; null for that of the plan. */
  from: string | null;
  /** Days a week. */
  count: number;
  /** Empty where the person leaves them open. */
  days: Day[];
  window: Window;
  minutes: number;
}

export interface Arranged {
  goal: Goal;
  strands: Strand[];
  /** 1 to 6. */
  weeks: number;
}

/** Pure. `firstOn`: the first day of the plan. */
export function arrange(given: Goal, profile: PlanningProfile, firstOn: string): Arranged {
  const goal = spaced(given);
  const weeks = weeksOf(goal, firstOn);
  const count = countOf(goal, weeks);
  const parts = goal.groups.length > 1 ? goal.groups.map((group) => ofGroup(goal, group)) : null;
  const days = daysOf(goal, profile, count);
  const rule = ruleOf(goal);
  const strands =
    parts?.map(({ own, ...more }) => strandOf(own, profile, { ...more, weeks })) ??
    timesOf(goal).map(({ name, hours }) =>
      strandOf({ ...goal, hours }, profile, { name, days, count, weeks, rule, doing: null, from: null }),
    );
  return { goal, strands, weeks };
}

type Shape = Pick<Strand, 'name' | 'days' | 'count' | 'rule' | 'doing' | 'from'>;

/** Some of the days, with what is said of them alone. */
function ofGroup(goal: Goal, { days, minutes, hours, name, rhythm, from }: Group): Shape & { own: Goal } {
  const own = { ...goal, minutes, hours };
  const rule = ruleOf({ ...goal, days, rhythm });
  return { own, name: null, days, count: days.length, rule, doing: name, from };
}

/** "Every other day, but never Monday, Wednesday, Friday": days of the week that lie so far apart. */
function spaced(goal: Goal): Goal {
  const { rhythm, notDays, days } = goal;
  if (rhythm?.per !== 'day' || rhythm.interval < 2 || rhythm.interval > 6 || notDays.length === 0)
    return goal;
  const chosen: Day[] = [];
  for (const day of DAYS) {
    const isFree = !notDays.includes(day) && (days.length === 0 || days.includes(day));
    const apart = chosen.map((one) => Math.abs(DAYS.indexOf(day) - DAYS.indexOf(one)));
    if (isFree && apart.every((gap) => Math.min(gap, 7 - gap) >= rhythm.interval)) chosen.push(day);
  }
  if (chosen.length === 0) return goal;
  const count = chosen.length;
  return { ...goal, days: chosen, rhythm: { ...rhythm, count, per: 'week', interval: 1 } };
}

/** Weeks until the end, the last one perhaps not whole. */
const weeksOf = ({ endsOn }: Goal, firstOn: string): number =>
  endsOn === null
    ? SPRINT_WEEKS
    : Math.max(1, Math.min(SPRINT_WEEKS, Math.ceil((daysBetween(firstOn, endsOn) + 1) / 7)));

function countOf({ rhythm, days, notDays, kind, load, perDay }: Goal, weeks: number): number {
  const most = 7 - notDays.length;
  const cap = (count: number): number => Math.max(1, Math.min(most, count));
  if (rhythm?.per === 'month') return 1;
  if (rhythm?.per === 'day') return cap(Math.ceil(7 / rhythm.interval));
  if (rhythm) return cap(rhythm.count);
  if (perDay > 1) return cap(7);
  if (days.length > 0) return cap(days.filter((day) => !notDays.includes(day)).length);
  const easier = load < -1 && kind.week > 2 ? 1 : 0;
  const hurry = weeks <= 3 && !kind.exertion && !kind.brief && kind.counts === 'dated' ? 1 : 0;
  return cap(Math.min(7, kind.week - easier + hurry));
}

function ruleOf({ rhythm, days }: Goal): string | null {
  if (!rhythm) return null;
  const { per, interval, count, nth, monthDays } = rhythm;
  if (per === 'day') return interval > 1 ? `FREQ=DAILY;INTERVAL=${interval}` : null;
  if (per === 'week') return interval > 1 ? `FREQ=WEEKLY;INTERVAL=${interval}` : null;
  const every = interval > 1 ? `;INTERVAL=${interval}` : '';
  if (monthDays.length > 0) return `FREQ=MONTHLY${every};BYMONTHDAY=${monthDays.join(',')}`;
  const weeks = nth.length > 0 ? nth : [[1], [1], [1, 3], [1, 2, 3], [1, 2, 3, 4]][Math.min(4, count)]!;
  const on = days.length > 0 ? days : (['?'] as const);
  return `FREQ=MONTHLY${every};BYDAY=${on.flatMap((day) => weeks.map((week) => `${week}${day}`)).join(',')}`;
}

/** Named days, filled up where they are too few; else those that are not ruled out; none where all are welcome. */
function daysOf(
  { days, notDays, hours, kind, rhythm, onDaysOff }: Goal,
  profile: PlanningProfile,
  count: number,
): Day[] {
  const offDays = DAYS.filter((day) => !workDaysOf(profile).includes(day));
  const isOpen = (day: Day): boolean => !notDays.includes(day) && (!onDaysOff || offDays.includes(day));
  const open = DAYS.filter(isOpen);
  const named = days.filter((day) => open.includes(day));
  const work = workDaysOf(profile);
  if (named.length >= count) return named;
  if (named.length > 0) return filledUp(named, open, count);
  const isAtWork = hours.part !== null && ['work', 'lunch'].includes(hours.part) && hours.at === null;
  const atWork = open.filter((day) => work.includes(day));
  if (isAtWork && atWork.length >= count) return atWork;
  const free = open.filter((day) => !work.includes(day));
  const isWeekend = kind.weekend && rhythm === null && !isNamed(hours) && free.length >= count;
  if (isWeekend) return free;
  return open.length < 7 ? open : [];
}

/** "3 runs a week, the long one on Sundays": the named days, and others as far apart as may be. */
function filledUp(named: Day[], open: Day[], count: number): Day[] {
  const chosen = [...named];
  const apart = (day: Day): number =>
    Math.min(
      ...chosen.map((one) => {
        const gap = Math.abs(DAYS.indexOf(day) - DAYS.indexOf(one));
        return Math.min(gap, 7 - gap);
      }),
    );
  while (chosen.length < count) {
    const rest = open.filter((day) => !chosen.includes(day));
    if (rest.length === 0) break;
    chosen.push(rest.reduce((best, day) => (apart(day) > apart(best) ? day : best)));
  }
  return DAYS.filter((day) => chosen.includes(day));
}

/** Morning, noon and evening where a day has several sessions. */
function timesOf({ perDay, hours, times }: Goal): { name: string | null; hours: Hours }[] {
  if (times.length > 1) return times.map((at) => ({ name: timeOf(at), hours: { ...NO_HOURS, at } }));
  if (perDay < 2) return [{ name: null, hours }];
  const parts = perDay === 2 ? (['morning', 'evening'] as const) : (['morning', 'lunch', 'evening'] as const);
  return parts.map((part) => ({ name: part === 'lunch' ? 'noon' : part, hours: { ...NO_HOURS, part } }));
}

function strandOf(
  goal: Goal,
  profile: PlanningProfile,
  { weeks, ...shape }: Shape & { weeks: number },
): Strand {
  const { days, count } = shape;
  const work = workDaysOf(profile);
  const isFree = days.length > 0 && days.every((day) => !work.includes(day));
  const asked = minutesToAsk(goal, profile, count);
  const weekly = Array.from({ length: weeks * count }, (_, index) => Math.floor(index / count) + 1);
  const course = courseOf(goal, { weeks, weekOf: weekly, minutes: asked, firstOn: null });
  const longest = Math.max(...course.sessions.map(({ minutes }) => minutes));
  const window = windowFor({ hours: goal.hours, kind: goal.kind, minutes: longest, isFree }, profile);
  const room = windowFor({ hours: goal.hours, kind: goal.kind, minutes: 5, isFree }, profile);
  const isTight = goal.hours.part !== null && goal.hours.at === null && goal.minutes === null;
  const held = isTight ? Math.min(longest, Math.max(10, room.latest - room.earliest)) : longest;
  const fits =
    held < longest
      ? windowFor({ hours: goal.hours, kind: goal.kind, minutes: held, isFree }, profile)
      : window;
  return { ...shape, window: besideBusy(fits, held, goal, days), minutes: Math.floor(held / 5) * 5 };
}

/** Behind what has the hours on one of the days, or before it. */
function besideBusy(window: Window, minutes: number, { busy }: Goal, days: readonly Day[]): Window {
  let { earliest, latest } = window;
  for (const { from, to, days: taken } of busy) {
    if (to <= earliest || from >= latest || (days.length > 0 && !taken.some((day) => days.includes(day))))
      continue;
    if (latest - (to + BETWEEN) >= minutes) earliest = to + BETWEEN;
    else if (from - BETWEEN - earliest >= minutes) latest = from - BETWEEN;
    else
      [earliest, latest] = [
        to + BETWEEN,
        Math.min(DAY_MINUTES, Math.max(latest, to + BETWEEN + Math.max(60, minutes))),
      ];
  }
  return { ...window, earliest, latest };
}
const BETWEEN = 15;

/** Where week 1 begins if nobody has looked into the calendar. */
export const firstDayOf = ({ startOn }: Goal, today: string): string => startOn ?? addDays(today, 1);
