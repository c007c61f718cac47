// The course of a goal: a title, one step for each session, and what comes after these weeks. Each kind of goal has its calculator.
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
import type { Goal } from './goal.ts';
import type { CALCULATORS } from './kinds.ts';

/** What the course has to fit into. */
export interface Frame {
  /** 1 to 6. */
  weeks: number;
  /** The week of each session, in order; sessions on days to be kept free are not among them. */
  weekOf: number[];
  /** Of the longest session. */
  minutes: number;
  /** The first day; null while nobody has looked into the calendar. */
  firstOn: string | null;
}

export interface Step {
  title: string;
  how: string;
  minutes: number;
}

export interface Course {
  title: string;
  /** One for each session, in order. */
  sessions: Step[];
  /** Titles of the parts of a goal that these weeks cannot hold, the first one being this plan; empty where they can. */
  roadmap: string[];
  /** Something the person should know before they agree. */
  notes: string[];
}

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

/** Minutes in steps of five, within what a session may be. */
export const rounded = (minutes: number): number => Math.max(5, Math.min(240, Math.round(minutes / 5) * 5));
