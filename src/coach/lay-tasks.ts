// From steps and places to tasks: each session gets its step, nothing lies after the deadline,
// and the last session holds the last step.
import type { AgentOutput } from '../agents.ts';
import { DAYS, type Day } from '../kernel/week.ts';
import { addDays, weekdayOf } from '../kernel/time.ts';
import type { Arranged } from './arrange.ts';
import type { Session } from './divide-sessions.ts';
import type { Place } from './place-sessions.ts';
import { lower } from './lay-course.ts';
import type { Phase } from './recipe.ts';
import { cutTo } from '../kernel/shorten.ts';

export type Task = AgentOutput<'planner'>['proposed_tasks'][number];

const MOST_TASKS = 24;

/** Tasks in the order of their weeks, at least one. `startOn` is the first day of week 1. */
export function layTasks(arranged: Arranged, places: readonly Place[][], startOn: string): Task[] {
  const { sessions, weeks, lastOn } = arranged;
  const strands = sessions.map((session, index) => ({
    session,
    dated: datesOf(places[index] ?? [], weeks, startOn),
    lastOn,
  }));
  const kept = strands.map((strand) => ({
    ...strand,
    dated: strand.dated.filter(({ date }) => lastOn === null || date <= lastOn),
  }));
  // An end before the first free slot: one session is better than none.
  const usable = kept.some(({ dated }) => dated.length > 0)
    ? kept
    : strands.map((one) => ({ ...one, dated: one.dated.slice(0, 1) }));
  const steps = usable.map(({ session }) => stepsOf(session));
  for (;;) {
    const tasks = usable.flatMap(({ session, dated }, index) =>
      tasksOf(session, dated, steps[index] ?? [], arranged),
    );
    const longest = steps.toSorted((a, b) => b.length - a.length)[0];
    if (tasks.length <= MOST_TASKS || !longest || longest.length < 2)
      return tasks.toSorted((a, b) => a.week_range.from - b.week_range.from).slice(0, MOST_TASKS);
    steps[steps.indexOf(longest)] = joinSmallest(longest);
  }
}

interface Dated extends Place {
  date: string;
  week: number;
}

function datesOf(places: readonly Place[], weeks: number, startOn: string): Dated[] {
  const start = DAYS.indexOf(weekdayOf(startOn));
  const offset = (day: Day): number => (DAYS.indexOf(day) - start + 7) % 7;
  return Array.from({ length: weeks }, (_, week) =>
    places.map((place) => ({
      ...place,
      week: week + 1,
      date: addDays(startOn, 7 * week + offset(place.day)),
    })),
  )
    .flat()
    .toSorted((a, b) => a.date.localeCompare(b.date) || a.time.localeCompare(b.time));
}

function stepsOf({ strand }: Session): Phase[] {
  return strand.steps ?? strand.phases;
}

/** The last step holds the target: what is joined lies before it. */
function joinSmallest(steps: readonly Phase[]): Phase[] {
  const index = Math.max(0, steps.length - 3);
  const [first, second] = [steps[index], steps[index + 1]];
  return first && second
    ? [...steps.slice(0, index), { ...first, to: second.to }, ...steps.slice(index + 2)]
    : [...steps];
}

function tasksOf(
  { strand }: Session,
  dated: readonly Dated[],
  steps: readonly Phase[],
  { weeks, course }: Arranged,
): Task[] {
  const used = strand.steps ? joined(steps, dated.length, course.title) : steps;
  const stepAt = ({ week }: Dated, index: number): Phase | undefined =>
    strand.steps
      ? used[Math.floor((index * used.length) / dated.length)]
      : used.find(({ from, to }) => from <= week && week <= to);
  const laid = dated.flatMap((session, index) => {
    const step = stepAt(session, index);
    return step ? [{ ...session, step }] : [];
  });
  const target = used.at(-1);
  const end = laid.at(-1);
  // A deadline cut the week of the last step.
  if (end && target && target.to === weeks && !laid.some(({ step }) => step === target)) end.step = target;
  const groups = Map.groupBy(laid, ({ step, time }) => `${used.indexOf(step)} ${time}`);
  return [...groups.values()].flatMap((group) => inRuns(group).map((run) => taskOf(run)));
}

/** More steps than sessions: neighbours share one, and a single session is the whole thing. */
function joined(steps: readonly Phase[], count: number, whole: string): Phase[] {
  if (count >= steps.length || count === 0) return [...steps];
  return Array.from({ length: count }, (_, index) => {
    const [first, ...others] = steps.slice(
      Math.floor((index * steps.length) / count),
      Math.floor(((index + 1) * steps.length) / count),
    ) as [Phase, ...Phase[]];
    const description = [
      first.description,
      ...others.map((step) => `Then ${lower(step.title.replace(/^[^:]+: /, ''))}: ${step.description}`),
    ];
    return {
      ...first,
      title: count === 1 ? whole : first.title,
      description: description.join(' '),
      minutes: Math.max(first.minutes, ...others.map(({ minutes }) => minutes)),
    };
  });
}

type Laid = Dated & { step: Phase };

/** Weeks in a row with the same days. */
function inRuns(group: readonly Laid[]): Laid[][] {
  const runs: Laid[][] = [];
  let before = '';
  for (const [week, sessions] of Map.groupBy(group, ({ week }) => week)) {
    const days = daysOf(sessions).join();
    const run = runs.at(-1);
    if (run && days === before && run.at(-1)?.week === week - 1) run.push(...sessions);
    else runs.push([...sessions]);
    before = days;
  }
  return runs;
}

function daysOf(sessions: readonly Place[]): Day[] {
  return DAYS.filter((day) => sessions.some((session) => session.day === day));
}

function taskOf(run: readonly Laid[]): Task {
  const [first] = run as [Laid];
  const days = daysOf(run);
  const room = Math.min(...run.map(({ minutes }) => minutes));
  return {
    title: cutTo(first.step.title, 80),
    description: first.step.description,
    scheduled_days: days,
    suggested_time: first.time,
    duration_minutes: Math.max(5, Math.min(first.step.minutes, room, 240)),
    recurrence_rule: `FREQ=WEEKLY;BYDAY=${days.join(',')}`,
    week_range: { from: first.week, to: run.at(-1)!.week },
  };
}
