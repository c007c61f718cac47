// The goal as a course in the hours of a person: which strands, how long, on which days, in which window. Scheduler and planner agree through it.
import { DAYS } from '../../agents.ts';
import type { Day, PlanningProfile } from '../../agents.ts';
import { chooseDays } from './choose-days.ts';
import { chooseWindow } from './choose-window.ts';
import type { Hours } from './choose-window.ts';
import { rounded } from './recipe.ts';
import type { Course, Frame, Phase, Strand } from './recipe.ts';
import type { Goal } from './understand-goal.ts';

export interface Arranged {
  course: Course;
  weeks: number;
  sessions: Session[];
  /** What the person should know about the arrangement. */
  notes: string[];
}

export interface Session {
  strand: Strand;
  days: Day[];
  hours: Hours;
  /** Of the longest session of the strand. */
  minutes: number;
}

/** Pure. At least one session; at most as many days as the person allows. */
export function arrange(goal: Goal, profile: PlanningProfile): Arranged {
  const frame = frameOf(goal, profile);
  const laid = goal.recipe.course(goal, frame);
  const course = { ...laid, strands: withoutSkipped(laid.strands, goal.skip) };
  const strands =
    goal.everyWeeks === 1
      ? course.strands
      : course.strands.map((strand) => spaced(strand, goal.everyWeeks, frame.weeks));
  const notes: string[] = [];
  for (const { name } of laid.strands)
    if (!course.strands.some((kept) => kept.name === name))
      notes.push(`I left out the ${name}, as you asked.`);
  if (goal.recipe.exertion && frame.perWeek > 5)
    notes.push('Rest is part of training: make one or two of these days very easy, or tell me to drop them.');
  const sessions = placeStrands(strands, goal, profile, notes);
  return { course, weeks: frame.weeks, sessions, notes };
}

function frameOf(goal: Goal, profile: PlanningProfile): Frame {
  const { recipe } = goal;
  const named = goal.perWeek ?? (goal.days.length || null);
  const usual =
    recipe.perWeek -
    (goal.load < -1 && recipe.perWeek > 2 ? 1 : 0) +
    (goal.load > 1 && recipe.perWeek < 5 ? 1 : 0);
  const whole =
    named === null ? usual : named % 1 === 0 ? named : recipe.exertion ? Math.floor(named) : Math.ceil(named);
  const perWeek = Math.max(1, Math.min(whole, 7 - new Set(goal.excludedDays).size));
  const said =
    goal.sessionMinutes ?? (goal.weeklyMinutes === null ? null : Math.min(120, goal.weeklyMinutes / perWeek));
  const preferred = profile.session_minutes;
  const usualMinutes =
    recipe.brief || preferred === null
      ? recipe.minutes
      : Math.max(recipe.minutes * 0.6, Math.min(recipe.minutes * 1.25, preferred));
  const minutes = rounded((said ?? usualMinutes) * (goal.load < 0 ? 0.7 ** -goal.load : 1 + 0.2 * goal.load));
  const hours = chooseWindow(
    windowOfGoal(goal),
    recipe.when,
    { minutes, exertion: recipe.exertion, dayOff: isDayOff(goal, profile) },
    profile,
  );
  // A part of the day that is shorter than the usual session shortens it; a length that was said stays.
  const room = said === null && hours.part !== null ? Math.max(10, roomOf(goal, profile)) : minutes;
  return {
    weeks: Math.max(1, Math.min(6, goal.weeks ?? 6)),
    perWeek,
    minutes: Math.min(minutes, Math.floor(room / 5) * 5),
    minutesFixed: said !== null && !(recipe.exertion && minutes > 60),
  };
}

/** Minutes that the window holds when nothing stretches it. */
function roomOf(goal: Goal, profile: PlanningProfile): number {
  const hours = chooseWindow(
    windowOfGoal(goal),
    goal.recipe.when,
    { minutes: 5, exertion: goal.recipe.exertion, dayOff: isDayOff(goal, profile) },
    profile,
  );
  const tight = chooseWindow(
    windowOfGoal(goal),
    goal.recipe.when,
    { minutes: 600, exertion: goal.recipe.exertion, dayOff: isDayOff(goal, profile) },
    profile,
  );
  const gained = hours.part === 'before_work' && tight.earliest < hours.earliest ? 30 : 0;
  return hours.latest - hours.earliest + gained;
}

function withoutSkipped(strands: Course['strands'], skip: readonly string[]): Course['strands'] {
  const skipped = (text: string): boolean => skip.some((word) => text.toLowerCase().includes(word));
  const kept = strands
    .filter(({ name }) => !skipped(name))
    .map((strand) => ({ ...strand, phases: withoutPhases(strand.phases, skipped) }))
    .filter(({ phases }) => phases.length > 0);
  const [first, ...others] = kept;
  return first ? [first, ...others] : strands;
}

function withoutPhases(phases: readonly Phase[], skipped: (text: string) => boolean): Phase[] {
  const kept: Phase[] = [];
  for (const phase of phases) {
    const before = kept.at(-1);
    if (!skipped(phase.title)) kept.push(kept.length === 0 ? { ...phase, from: 1 } : phase);
    else if (before) kept[kept.length - 1] = { ...before, to: phase.to };
  }
  return kept;
}

/** Every other week, once a month: single weeks, each with the stage it has reached. */
function spaced(strand: Strand, everyWeeks: number, weeks: number): Strand {
  const starts = Array.from({ length: Math.ceil(weeks / everyWeeks) }, (_, i) => 1 + i * everyWeeks);
  const phases = starts.flatMap((week, i) => {
    const stage = strand.phases[Math.min(strand.phases.length - 1, i)];
    return stage ? [{ ...stage, from: week, to: week }] : [];
  });
  return { ...strand, everyWeeks, phases };
}

function placeStrands(
  strands: readonly Strand[],
  goal: Goal,
  profile: PlanningProfile,
  notes: string[],
): Session[] {
  const free = DAYS.filter((day) => !goal.excludedDays.includes(day));
  const named = goal.days.filter((day) => free.includes(day));
  const main = strands.filter(({ when, weekend }) => when === null && !weekend);
  const total = Math.min(
    7,
    main.reduce((sum, { perWeek }) => sum + perWeek, 0),
  );
  const windowOf = (strand: Strand, minutes: number): Hours =>
    chooseWindow(
      strand.when === null ? windowOfGoal(goal) : noWindow(goal),
      strand.when ?? goal.recipe.when,
      {
        minutes,
        exertion: strand.exertion,
        dayOff: isDayOff(goal, profile) || (strand.weekend && goal.days.length === 0),
      },
      profile,
    );
  const common = main[0] ? windowOf(main[0], longest(main[0])) : null;
  const within = common ? free.filter((day) => common.days.includes(day)) : free;
  const allowed =
    within.length >= total ? within : [...within, ...free.filter((day) => !within.includes(day))];
  const pool =
    within.length >= total || named.length > 0
      ? chooseDays(total, named, allowed)
      : chooseDays(total, within, free);
  const used = [...pool];
  return strands.map((strand, index) => {
    const minutes = longest(strand);
    let hours = windowOf(strand, minutes);
    if (!main.includes(strand)) {
      const weekend = free.filter((day) => day === 'SA' || day === 'SU');
      const preferred =
        named.length > 0 ? named : strand.weekend && strand.perWeek <= weekend.length ? weekend : [];
      return { strand, days: chooseDays(strand.perWeek, preferred, free, used), hours, minutes };
    }
    const rest = main.indexOf(strand) === main.length - 1;
    let days = rest ? pool : pool.splice(0, strand.perWeek);
    const off = free.filter((day) => !hours.days.includes(day));
    if (
      index > 0 &&
      named.length === 0 &&
      off.length > 0 &&
      (minutes > hoursHeld(hours, goal, profile, strand) || (!hours.firm && minutes > 90))
    ) {
      hours = chooseWindow(noWindow(goal), 'morning', { minutes, exertion: true, dayOff: true }, profile);
      days = chooseDays(strand.perWeek, [], off);
      notes.push(
        `The ${strand.name} grows to ${minutes} minutes, more than a working day has room for, so I put it on a free day.`,
      );
    }
    return { strand, days, hours: { ...hours, days: free }, minutes };
  });
}

/** How long a session before work may be, without getting up in the night. */
function hoursHeld(hours: Hours, goal: Goal, profile: PlanningProfile, strand: Strand): number {
  if (hours.part !== 'before_work' && hours.part !== 'lunch') return Infinity;
  const held = chooseWindow(
    windowOfGoal(goal),
    goal.recipe.when,
    { minutes: 5, exertion: strand.exertion, dayOff: isDayOff(goal, profile) },
    profile,
  );
  const length = held.latest - held.earliest;
  return hours.part === 'lunch' ? length : length + 30;
}

/** Every day the person named is free of work. */
function isDayOff(goal: Goal, profile: PlanningProfile): boolean {
  const workDays = profile.work_hours?.days ?? ['MO', 'TU', 'WE', 'TH', 'FR'];
  return goal.days.length > 0 && goal.days.every((day) => !workDays.includes(day));
}

function longest({ phases }: Strand): number {
  return Math.max(...phases.map(({ minutes }) => minutes));
}

/** "Get up at 6" names the goal, not the hour of a session. */
function windowOfGoal(goal: Goal): Goal['window'] {
  return goal.recipe.ownsMorningClock && goal.window.at !== null && goal.window.at < 720
    ? noWindow(goal)
    : goal.window;
}

function noWindow(goal: Goal): Goal['window'] {
  return {
    part: null,
    at: null,
    from: null,
    to: null,
    notParts: goal.window.notParts,
    soft: false,
    shift: 0,
  };
}
