// What recipes are written with: stages laid over weeks, sums over sprints, minutes in steps of five.
import type { Course, Frame, Phase, Stage, Strand } from './recipe.ts';

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

/** First letter small, unless the word is a name or an abbreviation. */
export function lower(text: string): string {
  return /^[A-Z][a-z]*[ ,]|^[A-Z][a-z]+$/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}

const MOST_PARTS = 10;

/**
 * Where a sum stands at the end of each sprint of six weeks, at an even pace; the last is the whole sum. At most ten.
 */
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
