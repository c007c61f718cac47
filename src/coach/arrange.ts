// The goal as a course in the hours of a person: which strands, how long, on which days, in which window.
// Scheduler and planner agree through it.
import type { PlanningProfile } from '../account/planning-profile.ts';
import { DAYS } from '../kernel/week.ts';
import { DAY_MINUTES, addDays, daysBetween, weekdayOf } from '../kernel/time.ts';
import { divideSessions } from './divide-sessions.ts';
import type { Session, WishedTimes } from './divide-sessions.ts';
import { frameGoal } from './frame-goal.ts';
import type { Course, Frame, Goal, Strand } from './recipe.ts';
import { onWeekend, spaced, withoutSkipped, withRest } from './shape-strands.ts';
import { spreadStrands } from './spread-strands.ts';
import { inWeekOrder } from './week.ts';

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

/** Pure. At least one session; at most as many days as the person allows. `today` is YYYY-MM-DD. */
export function arrange(asked: Goal, profile: PlanningProfile, today: string): Arranged {
  const goal = withinDeadline(onDaysOff(asked, profile), today);
  const whole = frameGoal(goal, profile, today);
  const restWeek = goal.restWeek && whole.weeks >= 3 ? Math.ceil(whole.weeks / 2) + 1 : null;
  const frame = restWeek === null ? whole : withoutOneWeek(whole);
  const laid = goal.recipe.course(goal, frame);
  const strands = withoutSkipped(laid.strands.map(onWeekend) as Course['strands'], goal.skip);
  const { spread, notes } = spreadStrands(inTheirWeeks(strands, goal, frame, restWeek), goal, profile);
  const ends = goal.lastOn !== null && goal.weeks !== null && goal.weeks <= whole.weeks;
  return {
    course: { ...laid, strands },
    weeks: whole.weeks,
    firstOn: goal.startOn ?? addDays(today, 1),
    lastOn: ends ? goal.lastOn : null,
    ...divideSessions(spread, goal, profile),
    answers: answersTo(goal, laid, strands, restWeek),
    notes: [...warnings(goal, frame, strands), ...notes],
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

function withoutOneWeek(frame: Frame): Frame {
  return { ...frame, weeks: frame.weeks - 1, wholeWeeks: Math.max(1, frame.wholeWeeks - 1) };
}

function inTheirWeeks(
  strands: readonly Strand[],
  { everyWeeks }: Goal,
  { weeks }: Frame,
  restWeek: number | null,
): Strand[] {
  return strands
    .map((strand) => (everyWeeks === 1 ? strand : spaced(strand, everyWeeks, weeks)))
    .map((strand) => (restWeek === null ? strand : withRest(strand, restWeek)));
}

/** What became of the wishes that change a course. */
function answersTo(goal: Goal, laid: Course, kept: readonly Strand[], restWeek: number | null): string[] {
  const words = wordsOf(laid);
  return [
    ...(restWeek === null ? [] : [`Week ${restWeek} is free for rest, as you asked.`]),
    ...laid.strands
      .filter(({ name }) => !kept.some((strand) => strand.name === name))
      .map(({ name }) => `I left out the ${name}, as you asked.`),
    ...goal.skip.filter((word) => !words.includes(word)).map((word) => `There is no ${word} in this plan.`),
  ];
}

function wordsOf({ title, strands }: Course): string {
  const sessions = strands.flatMap(({ name, phases }) => [
    name,
    ...phases.map((phase) => `${phase.title} ${phase.description}`),
  ]);
  return [title, ...sessions].join(' ').toLowerCase();
}

function warnings({ recipe, window }: Goal, { perWeek }: Frame, strands: readonly Strand[]): string[] {
  const isHard = recipe.exertion && perWeek > 5 && strands.some(({ exertion }) => exertion);
  const longest = Math.max(...strands.flatMap(({ phases }) => phases.map(({ minutes }) => minutes)));
  const isOverMidnight = window.at !== null && window.at + window.shift + longest > DAY_MINUTES;
  return [
    ...(isHard
      ? ['Rest is part of training: make one or two of these days very easy, or tell me to drop them.']
      : []),
    ...(isOverMidnight
      ? ['A session ends with its day, so it begins early enough to be over by midnight.']
      : []),
  ];
}
