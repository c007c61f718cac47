// What the person wants as facts, what the coach knows of such goals, and the course it lays out.
// A goal names its recipe and a recipe reads its goal, so the two forms stand together below all who fill them.
import type { Day } from '../kernel/week.ts';
import type { Tag } from '../planning/tags.ts';
import type { Quantity } from './read-quantities.ts';
import type { Segment } from './read-timing.ts';
import type { Part, Window } from './read-window.ts';

export interface Goal {
  /** Lower case, number words as digits, all times taken out: what recipes look at. */
  topic: string;
  /** All words, lower case, times included. */
  text: string;
  /** "Clean out the garage": a short verb or noun phrase for titles; empty where the words hold none. */
  phrase: string;
  recipe: Recipe;
  quantities: Quantity[];
  /** Says of themselves that they begin from nothing. */
  fromScratch: boolean;
  /** Weeks until it must be done, the last one perhaps not whole; may be far beyond six. Null: no word about it. */
  weeks: number | null;
  /** The last day that can be used; null where no end was named. */
  lastOn: string | null;
  /** Where the end moves with the start. */
  spanDays: number | null;
  /** Of that span: as in `Dates`. */
  isLength: boolean;
  startOn: string | null;
  /** In the middle one week without sessions. */
  restWeek: boolean;
  /** 3.5 is "every other day". */
  perWeek: number | null;
  everyWeeks: number;
  /** Sessions on one day, 1 to 3. */
  perDay: number;
  /** Kinds of days that differ in length or hour; none where all are alike. */
  segments: (Segment & { activity: string | null })[];
  days: Day[];
  excludedDays: Day[];
  window: Window;
  sessionMinutes: number | null;
  weeklyMinutes: number | null;
  targetMinutes: number | null;
  /** How much lighter (negative) or heavier the person asked it to be, in steps. */
  load: number;
  /** What the person should know about how their words were read; empty where there is nothing. */
  aside: string;
  /** "On my days off": the profile knows which. */
  onDaysOff: boolean;
  /** Parts to leave out ("skip the strength sessions"). */
  skip: string[];
}

export interface Recipe {
  key: string;
  /** Looked for in the lower-case topic of the goal. */
  words: RegExp;
  tags: readonly [Tag, ...Tag[]];
  /** Said nothing else: so often, so long (of the longest session), then. */
  perWeek: number;
  minutes: number;
  when: Part | 'any';
  /** Tires the body: rest days between, not late in the evening. */
  exertion: boolean;
  /** Counts only where no narrower recipe fits. */
  broad?: boolean;
  /** The length of the habit is the habit: a preferred session length in the profile does not stretch it. */
  brief?: boolean;
  /** A clock time in the morning is what is wanted (getting up), not when to practise. */
  ownsMorningClock?: boolean;
  course(goal: Goal, frame: Frame): Course;
}

/** What the course has to fit into. */
export interface Frame {
  /** 1 to 6, the last one perhaps cut by a deadline. */
  weeks: number;
  /** Those of them that are whole, at least 1: sums are divided by these. */
  wholeWeeks: number;
  perWeek: number;
  /** Of the longest session. */
  minutes: number;
  /** The person named the length: it does not grow. */
  minutesFixed: boolean;
}

export interface Course {
  /** Of the goal: "Run 10 km". */
  title: string;
  strands: [Strand, ...Strand[]];
  /** Too big for one sprint of six weeks. */
  big: boolean;
  /** What this sprint reaches when it is a part of the way. */
  first: string;
  /** The parts after it, in order. */
  later: string[];
  /** The parts follow a computed pace, six weeks each: all of them stand in the roadmap. */
  isPaced?: boolean;
  /** This sprint holds the whole of it, however far the day that was named. */
  reachesAll?: boolean;
  /** How progress becomes visible: one sentence. */
  progress: string;
  /** Something the person should know before they agree; null when there is nothing. */
  note: string | null;
}

/** One kind of session, from week to week. */
export interface Strand {
  /** "Long run": names it among the strands. */
  name: string;
  perWeek: number;
  /** 1 = every week. */
  everyWeeks: number;
  /** Falls on a free day where the person named no days. */
  weekend: boolean;
  exertion: boolean;
  /** Null: the recipe's or the person's time of day. */
  when: Part | null;
  phases: Phase[];
  /** All steps where the weeks are too few for them: they are laid over the single sessions. */
  steps?: Phase[];
}

export interface Phase {
  from: number;
  to: number;
  title: string;
  description: string;
  minutes: number;
}

/** One step of the way; `share` of the session length, 1 when absent. */
export interface Stage {
  title: string;
  description: string;
  share?: number;
}
