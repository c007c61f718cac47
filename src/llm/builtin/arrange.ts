// The goal as a course in the hours of a person: which strands, how long, on which days, in which window. Scheduler and planner agree through it.
import { DAYS } from '../../agents.ts';
import type { Day, PlanningProfile } from '../../agents.ts';
import { addDays, daysBetween, weekdayOf } from '../../kernel/time.ts';
import { chooseDays } from './choose-days.ts';
import { chooseWindow } from './choose-window.ts';
import type { Hours } from './choose-window.ts';
import { divideSessions } from './divide-sessions.ts';
import type { Placed } from './divide-sessions.ts';
import { rounded } from './recipe.ts';
import type { Course, Frame, Phase, Strand } from './recipe.ts';
import type { Goal } from './understand-goal.ts';
import { inWeekOrder } from './week.ts';
import { isDayOff, noWindow, windowOfGoal } from './window-of-goal.ts';

export interface Arranged {
  course: Course;
  weeks: number;
  /** The first day that can be used, and the last one where an end was named inside the sprint. */
  firstOn: string;
  lastOn: string | null;
  sessions: Session[];
  wishes: WishedTimes[];
  /** What became of their wishes: left out, a week of rest. */
  answers: string[];
  /** What they should know about the arrangement. */
  notes: string[];
}

/** A strand at one time of the day; twice a day makes two of it. */
export interface Session {
  strand: Strand;
  days: Day[];
  hours: Hours;
  /** Of the longest session. */
  minutes: number;
  /** Index into `wishes`: strands that share their hours share one wish, so that their days keep apart. */
  wish: number;
}

export interface WishedTimes {
  /** Null where it is the only one. */
  name: string | null;
  count: number;
  /** Empty where the person leaves the choice of days open. */
  preferred: Day[];
  hours: Hours;
  minutes: number;
}

/** Pure. At least one session; at most as many days as the person allows. */
export function arrange(asked: Goal, profile: PlanningProfile, today: string): Arranged {
  const goal = withinDeadline(onDaysOff(asked, profile), today);
  const whole = frameOf(goal, profile, today);
  const rest = goal.restWeek && whole.weeks >= 3 ? Math.ceil(whole.weeks / 2) + 1 : null;
  const frame =
    rest === null
      ? whole
      : { ...whole, weeks: whole.weeks - 1, wholeWeeks: Math.max(1, whole.wholeWeeks - 1) };
  const laid = goal.recipe.course(goal, frame);
  const course = {
    ...laid,
    strands: withoutSkipped(laid.strands.map(onWeekend) as Course['strands'], goal.skip),
  };
  const strands =
    goal.everyWeeks === 1
      ? course.strands
      : course.strands.map((strand) => spaced(strand, goal.everyWeeks, frame.weeks));
  const words = [
    course.title,
    ...laid.strands.flatMap(({ name, phases }) => [
      name,
      ...phases.map(({ title, description }) => `${title} ${description}`),
    ]),
  ]
    .join(' ')
    .toLowerCase();
  const answers: string[] = [];
  const notes: string[] = [];
  if (rest !== null) answers.push(`Week ${rest} is free for rest, as you asked.`);
  for (const { name } of laid.strands)
    if (!course.strands.some((kept) => kept.name === name))
      answers.push(`I left out the ${name}, as you asked.`);
  for (const word of goal.skip) if (!words.includes(word)) answers.push(`There is no ${word} in this plan.`);
  if (goal.recipe.exertion && frame.perWeek > 5 && strands.some(({ exertion }) => exertion))
    notes.push('Rest is part of training: make one or two of these days very easy, or tell me to drop them.');
  const rested = rest === null ? strands : strands.map((strand) => withRest(strand, rest));
  const placed = placeStrands(rested, goal, profile, notes);
  const firstOn = goal.startOn ?? addDays(today, 1);
  const ends = goal.lastOn !== null && goal.weeks !== null && goal.weeks <= whole.weeks;
  return {
    course,
    weeks: whole.weeks,
    firstOn,
    lastOn: ends ? goal.lastOn : null,
    ...divideSessions(placed, goal, profile),
    answers,
    notes,
  };
}

function onDaysOff(goal: Goal, profile: PlanningProfile): Goal {
  const work = profile.work_hours?.days ?? [];
  return goal.onDaysOff && goal.days.length === 0 && work.length > 0 && work.length < 7
    ? { ...goal, excludedDays: inWeekOrder([...goal.excludedDays, ...work]) }
    : goal;
}

/** With less than a week left only its days count. */
function withinDeadline(goal: Goal, today: string): Goal {
  if (goal.lastOn === null) return goal;
  const first = goal.startOn ?? addDays(today, 1);
  const left = daysBetween(first, goal.lastOn) + 1;
  if (left >= 7) return goal;
  const usable = Array.from({ length: Math.max(1, left) }, (_, day) => weekdayOf(addDays(first, day)));
  const kept = usable.filter((day) => !goal.excludedDays.includes(day));
  const days = goal.days.filter((day) => kept.includes(day));
  return {
    ...goal,
    days,
    excludedDays: DAYS.filter((day) => !(kept.length > 0 ? kept : usable).includes(day)),
  };
}

/** What lies behind the week of rest comes a week later. */
function withRest(strand: Strand, rest: number): Strand {
  const phases = strand.phases.flatMap((phase) => {
    if (phase.to < rest) return [phase];
    if (phase.from >= rest) return [{ ...phase, from: phase.from + 1, to: phase.to + 1 }];
    return [
      { ...phase, to: rest - 1 },
      { ...phase, from: rest + 1, to: phase.to + 1 },
    ];
  });
  return { ...strand, phases };
}

/** A weekend has two days. */
function onWeekend(strand: Strand): Strand {
  return { ...strand, weekend: strand.weekend && strand.perWeek <= 2 };
}

function frameOf(goal: Goal, profile: PlanningProfile, today: string): Frame {
  const { recipe } = goal;
  const named = goal.perWeek ?? (goal.days.length || null);
  const usual =
    recipe.perWeek -
    (goal.load < -1 && recipe.perWeek > 2 ? 1 : 0) +
    (goal.load > 1 && recipe.perWeek < 5 ? 1 : 0);
  // A near end needs closer steps; a body does not.
  const hurry = goal.weeks !== null && goal.weeks <= 3 && !recipe.exertion && !recipe.brief ? 1 : 0;
  const whole =
    named === null
      ? Math.max(usual, Math.min(5, usual + hurry))
      : named % 1 === 0
        ? named
        : recipe.exertion
          ? Math.floor(named)
          : Math.ceil(named);
  const perWeek = Math.max(1, Math.min(whole, 7 - new Set(goal.excludedDays).size));
  const first = goal.startOn ?? addDays(today, 1);
  const daysLeft = goal.lastOn === null ? Infinity : daysBetween(first, goal.lastOn) + 1;
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
  const room =
    said === null && hours.part !== null && goal.window.at === null
      ? Math.max(10, roomOf(goal, profile))
      : minutes;
  return {
    weeks: Math.max(1, Math.min(6, goal.weeks ?? 6)),
    wholeWeeks: Math.max(1, Math.min(6, Math.floor(daysLeft / 7))),
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
): Placed[] {
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
      const days = chooseDays(strand.perWeek, preferred, free, used);
      return { strand, days, hours, minutes, preferred: preferred.length > 0 ? days : [] };
    }
    const rest = main.indexOf(strand) === main.length - 1;
    let days = rest ? pool : pool.splice(0, strand.perWeek);
    let preferred = preferredDays(goal, hours, free, used);
    const off = free.filter((day) => !hours.days.includes(day));
    if (
      index > 0 &&
      named.length === 0 &&
      off.length > 0 &&
      (minutes > hoursHeld(hours, goal, profile, strand) || (!hours.firm && minutes > 90))
    ) {
      hours = chooseWindow(noWindow(goal), 'morning', { minutes, exertion: true, dayOff: true }, profile);
      days = chooseDays(strand.perWeek, [], off);
      preferred = off;
      notes.push(
        `The ${strand.name} grows to ${minutes} minutes, more than a working day has room for, so I put it on a free day.`,
      );
    }
    return { strand, days, hours: { ...hours, days: free }, minutes, preferred };
  });
}

/** Named days, filled up where they are too few; else those that are not ruled out; none where all are welcome. */
function preferredDays(goal: Goal, hours: Hours, free: Day[], pool: readonly Day[]): Day[] {
  const named = goal.days.filter((day) => free.includes(day));
  if (named.length > 0) return inWeekOrder([...named, ...pool]);
  const allowed = hours.firm ? free.filter((day) => hours.days.includes(day)) : free;
  return allowed.length < 7 && allowed.length >= pool.length ? allowed : [];
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

function longest({ phases }: Strand): number {
  return Math.max(...phases.map(({ minutes }) => minutes));
}
