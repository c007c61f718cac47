// Which days and hours each strand of a course takes in a week, before it is known which wish it belongs to.
import type { PlanningProfile } from '../account/planning-profile.ts';
import { DAYS, type Day } from '../kernel/week.ts';
import { chooseDays } from './choose-days.ts';
import { chooseWindow } from './choose-window.ts';
import type { Hours } from './choose-window.ts';
import type { Goal, Strand } from './recipe.ts';
import { inWeekOrder } from './week.ts';
import { isDayOff, noWindow, windowOfGoal } from './window-of-goal.ts';

/** A strand at one time of the day. */
export interface SpreadStrand {
  strand: Strand;
  days: Day[];
  hours: Hours;
  /** Of the longest session. */
  minutes: number;
  /** Empty where the person leaves the choice of days open. */
  preferred: Day[];
}

/** The strands in their order, one session of the main ones a day at most; `notes` say what was decided. */
export function spreadStrands(
  strands: readonly Strand[],
  goal: Goal,
  profile: PlanningProfile,
): { spread: SpreadStrand[]; notes: string[] } {
  const week = weekOf(goal, profile);
  const main = strands.filter(({ when, weekend }) => when === null && !weekend);
  const shared = sharedDays(main, week);
  const open = [...shared];
  const notes: string[] = [];
  const spread = strands.map((strand, index) => {
    if (!main.includes(strand)) return besideMain(strand, shared, week);
    const days = strand === main.at(-1) ? open : open.splice(0, strand.perWeek);
    const hours = hoursOf(strand, week);
    const usual = {
      strand,
      days,
      hours,
      minutes: longest(strand),
      preferred: preferredDays(hours, shared, week),
    };
    const placed = index > 0 && outgrowsItsDay(usual, week) ? onFreeDay(usual, week, notes) : usual;
    return { ...placed, hours: { ...placed.hours, days: week.free } };
  });
  return { spread, notes };
}

/** What is the same for all strands. */
interface Week {
  goal: Goal;
  profile: PlanningProfile;
  /** Days that are not ruled out, and those of them that were named. */
  free: Day[];
  named: Day[];
}

function weekOf(goal: Goal, profile: PlanningProfile): Week {
  const free = DAYS.filter((day) => !goal.excludedDays.includes(day));
  return { goal, profile, free, named: goal.days.filter((day) => free.includes(day)) };
}

/** The days that the main strands divide: those with room for the first one, others where they are too few. */
function sharedDays(main: readonly Strand[], week: Week): Day[] {
  const { free, named } = week;
  const total = Math.min(
    7,
    main.reduce((sum, { perWeek }) => sum + perWeek, 0),
  );
  const common = main[0] ? hoursOf(main[0], week) : null;
  const within = common ? free.filter((day) => common.days.includes(day)) : free;
  const isEnough = within.length >= total;
  const allowed = isEnough ? within : [...within, ...free.filter((day) => !within.includes(day))];
  return isEnough || named.length > 0 ? chooseDays(total, named, allowed) : chooseDays(total, within, free);
}

function hoursOf(strand: Strand, { goal, profile }: Week): Hours {
  return chooseWindow(
    strand.when === null ? windowOfGoal(goal) : noWindow(goal),
    strand.when ?? goal.recipe.when,
    {
      minutes: longest(strand),
      exertion: strand.exertion,
      dayOff: isDayOff(goal, profile) || (strand.weekend && goal.days.length === 0),
    },
    profile,
  );
}

function longest({ phases }: Strand): number {
  return Math.max(...phases.map(({ minutes }) => minutes));
}

/** A strand with hours of its own keeps off the days of the main ones where it can. */
function besideMain(strand: Strand, shared: readonly Day[], week: Week): SpreadStrand {
  const { free, named } = week;
  const weekend = free.filter((day) => day === 'SA' || day === 'SU');
  const preferred =
    named.length > 0 ? named : strand.weekend && strand.perWeek <= weekend.length ? weekend : [];
  const days = chooseDays(strand.perWeek, preferred, free, shared);
  return {
    strand,
    days,
    hours: hoursOf(strand, week),
    minutes: longest(strand),
    preferred: preferred.length > 0 ? days : [],
  };
}

/** Named days, filled up where they are too few; else those that are not ruled out; none where all are welcome. */
function preferredDays(hours: Hours, shared: readonly Day[], { named, free }: Week): Day[] {
  if (named.length > 0) return inWeekOrder([...named, ...shared]);
  const allowed = hours.firm ? free.filter((day) => hours.days.includes(day)) : free;
  return allowed.length < 7 && allowed.length >= shared.length ? allowed : [];
}

function outgrowsItsDay({ strand, hours, minutes }: SpreadStrand, week: Week): boolean {
  return (
    week.named.length === 0 &&
    daysOutside(hours, week).length > 0 &&
    (minutes > minutesHeld(hours, strand, week) || (!hours.firm && minutes > 90))
  );
}

function daysOutside(hours: Hours, { free }: Week): Day[] {
  return free.filter((day) => !hours.days.includes(day));
}

/** How long a session before work may be, without getting up in the night. */
function minutesHeld({ part }: Hours, { exertion }: Strand, { goal, profile }: Week): number {
  if (part !== 'before_work' && part !== 'lunch') return Infinity;
  const session = { minutes: 5, exertion, dayOff: isDayOff(goal, profile) };
  const held = chooseWindow(windowOfGoal(goal), goal.recipe.when, session, profile);
  const length = held.latest - held.earliest;
  return part === 'lunch' ? length : length + 30;
}

function onFreeDay(usual: SpreadStrand, week: Week, notes: string[]): SpreadStrand {
  const { strand, minutes } = usual;
  const off = daysOutside(usual.hours, week);
  notes.push(
    `The ${strand.name} grows to ${minutes} minutes, more than a working day has room for, so I put it on a free day.`,
  );
  return {
    strand,
    days: chooseDays(strand.perWeek, [], off),
    hours: chooseWindow(
      noWindow(week.goal),
      'morning',
      { minutes, exertion: true, dayOff: true },
      week.profile,
    ),
    minutes,
    preferred: off,
  };
}
