// What the person's wishes make of the strands of a course: parts left out, weeks between, a week of rest, weekends.
import type { Course, Phase, Strand } from './recipe.ts';

/** Strands and phases without the words in `skip`; all of them where nothing would remain. */
export function withoutSkipped(strands: Course['strands'], skip: readonly string[]): Course['strands'] {
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

/** A weekend has two days. */
export function onWeekend(strand: Strand): Strand {
  return { ...strand, weekend: strand.weekend && strand.perWeek <= 2 };
}

/** Every other week, once a month: single weeks, each with the stage it has reached. */
export function spaced(strand: Strand, everyWeeks: number, weeks: number): Strand {
  const starts = Array.from({ length: Math.ceil(weeks / everyWeeks) }, (_, i) => 1 + i * everyWeeks);
  const phases = starts.flatMap((week, i) => {
    const stage = strand.phases[Math.min(strand.phases.length - 1, i)];
    return stage ? [{ ...stage, from: week, to: week }] : [];
  });
  return { ...strand, everyWeeks, phases };
}

/** What lies behind the week of rest comes a week later. */
export function withRest(strand: Strand, rest: number): Strand {
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
