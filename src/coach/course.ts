// The course of a goal: a title, one step for each session, and what comes after these weeks. Each kind of goal has
// its calculator.
import type { PlanningProfile } from '../account/planning-profile.ts';
import { amountCourse } from './calculators/amount.ts';
import { moneyCourse } from './calculators/money.ts';
import { rampCourse } from './calculators/ramp.ts';
import {
  abstainCourse,
  datedCourse,
  habitCourse,
  peopleCourse,
  projectCourse,
  skillCourse,
} from './calculators/stages.ts';
import { weightCourse } from './calculators/weight.ts';
import { rounded, type Course, type Frame } from './calculators/frame.ts';
import type { Goal } from './goal.ts';
import type { CALCULATORS } from './kinds.ts';

const CALCULATOR: Record<(typeof CALCULATORS)[number], (goal: Goal, frame: Frame) => Course> = {
  ramp: rampCourse,
  weight: weightCourse,
  money: moneyCourse,
  amount: amountCourse,
  skill: skillCourse,
  habit: habitCourse,
  abstain: abstainCourse,
  dated: datedCourse,
  project: projectCourse,
  people: peopleCourse,
};

/** Pure. A frame without sessions still gets one step: one session is better than none. */
export function courseOf(goal: Goal, frame: Frame): Course {
  const weekOf = frame.weekOf.length > 0 ? frame.weekOf : [1];
  const course = CALCULATOR[goal.kind.counts](goal, { ...frame, weekOf });
  const notes = goal.kind.note ? [goal.kind.note, ...course.notes] : course.notes;
  return { ...course, notes, title: titled(course.title) };
}

const titled = (title: string): string =>
  title.length > 60 ? title.slice(0, 60).toWellFormed().trim() : title;

/** How long a session may be: as it was said, else as such things and this person usually have it. */
export function minutesToAsk(
  { minutes, weekMinutes, kind, load }: Goal,
  profile: PlanningProfile,
  count: number,
): number {
  if (minutes !== null) return rounded(minutes * factor(load));
  if (weekMinutes !== null) return rounded(Math.min(120, weekMinutes / count) * factor(load));
  const { session_minutes: preferred } = profile;
  const usual =
    kind.brief || preferred === null
      ? kind.minutes
      : Math.max(kind.minutes * 0.6, Math.min(kind.minutes * 1.25, preferred));
  return rounded(usual * factor(load));
}

const factor = (load: number): number => (load < 0 ? 0.65 ** -load : 1 + 0.2 * load);
