// The form of a recipe: what the coach knows of one kind of goal, and the course it lays out. Times of day come later.
import type { Tag } from '../../agents.ts';
import type { Part } from './read-window.ts';
import type { Goal } from './understand-goal.ts';

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

/** Lays stages over the weeks: six weeks hold three stages of two; a short sprint keeps the first and the last. */
export function overWeeks(stages: readonly Stage[], frame: Frame): Phase[] {
  const first = stages[0];
  const last = stages.at(-1);
  const used =
    frame.weeks >= stages.length || !first || !last
      ? stages
      : frame.weeks === 1
        ? [first]
        : [first, ...stages.slice(-1 * (frame.weeks - 1))];
  let from = 1;
  return used.map((stage, index) => {
    const to = Math.round(((index + 1) * frame.weeks) / used.length);
    const phase = phaseOf(stage, { from, to }, frame);
    from = to + 1;
    return phase;
  });
}

function phaseOf(
  { title, description, share }: Stage,
  weeks: { from: number; to: number },
  frame: Frame,
): Phase {
  const minutes = rounded(frame.minutes * (frame.minutesFixed ? 1 : (share ?? 1)));
  return { ...weeks, title, description, minutes };
}

/** Minutes in steps of five, within what a session may be. */
export function rounded(minutes: number): number {
  return Math.max(5, Math.min(240, Math.round(minutes / 5) * 5));
}

/** A course of one kind of session; what is not given is plain. */
export function oneStrand(
  title: string,
  frame: Frame,
  stages: readonly Stage[],
  more: Partial<Course> & { exertion?: boolean; weekend?: boolean } = {},
): Course {
  const { exertion = false, weekend = false, ...rest } = more;
  const strand: Strand = {
    name: 'main',
    perWeek: frame.perWeek,
    everyWeeks: 1,
    weekend,
    exertion,
    when: null,
    phases: overWeeks(stages, frame),
  };
  if (frame.weeks < stages.length)
    strand.steps = stages.map((stage) => phaseOf(stage, { from: 1, to: frame.weeks }, frame));
  return {
    title,
    strands: [strand],
    big: false,
    first: `${title}: ${lower(stages.at(-1)?.title ?? title)}`,
    later: ['Keep it going, and take it one step further'],
    progress: 'Tick off every session; the row of ticks is your progress.',
    note: null,
    ...rest,
  };
}

/** First letter small, unless the word is a name or an abbreviation. */
export function lower(text: string): string {
  return /^[A-Z][a-z]*[ ,]|^[A-Z][a-z]+$/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}

const MOST_PARTS = 10;

/** Where a sum stands at the end of each sprint of six weeks, at an even pace; the last is the whole sum. At most ten. */
export function paced(total: number, weeks: number): number[] {
  const count = Math.max(1, Math.min(MOST_PARTS, Math.ceil(weeks / 6)));
  return Array.from({ length: count }, (_, index) =>
    index === count - 1 ? total : Math.min(total - 1, Math.round((total * 6 * (index + 1)) / weeks)),
  );
}

/** "150" or "1,500.5": a figure as people read it. */
export function figure(amount: number): string {
  return String(Math.round(amount * 10) / 10);
}
