// Every statement that some scenes ran, with what it cost: medians, so that one look into a cold page decides nothing.
import { quantile } from '../measures.ts';
import type { Plans, Ran } from './plans.ts';
import { SCENES, type Stage } from './scenes.ts';

export interface Statement {
  text: string;
  /** Which scenes ran it. */
  scenes: string[];
  times: number;
  ms: number;
  /** The least of all times: the first on a connection reads the catalogue as well. */
  pages: number;
  rows: number;
  /** All ways in which it was answered. */
  scans: string[];
}

export interface Grown {
  small: Statement;
  large: Statement;
  /** Of their times. */
  ratio: number;
}

/** Plays each scene `rounds` times, enough of them that PostgreSQL settles on a plan for what is prepared. */
export async function readStatements(
  plans: Plans,
  stage: Stage,
  { scenes, rounds }: { scenes: string[]; rounds: (scene: string) => number },
): Promise<Map<string, Statement>> {
  const ran = new Map<string, { scene: string; one: Ran }[]>();
  for (const scene of scenes)
    for (let round = 0; round < rounds(scene); round++)
      for (const one of await plans.during(() => SCENES[scene]!(stage)))
        ran.set(one.text, [...(ran.get(one.text) ?? []), { scene, one }]);
  return new Map([...ran].map(([text, all]) => [text, statementOf(text, all)]));
}

function statementOf(text: string, all: { scene: string; one: Ran }[]): Statement {
  const median = (figure: 'ms' | 'rows') =>
    quantile(
      all.map(({ one }) => one[figure]),
      0.5,
    );
  return {
    text,
    scenes: [...new Set(all.map(({ scene }) => scene))],
    times: all.length,
    ms: median('ms'),
    pages: Math.min(...all.map(({ one }) => one.pages)),
    rows: median('rows'),
    scans: [...new Set(all.flatMap(({ one }) => one.scans))],
  };
}

/** What ran at both sizes, the fastest growing first. */
export function compare(small: Map<string, Statement>, large: Map<string, Statement>): Grown[] {
  return [...large.values()]
    .flatMap((one) => {
      const before = small.get(one.text);
      return before ? [{ small: before, large: one, ratio: one.ms / before.ms }] : [];
    })
    .toSorted((a, b) => b.ratio - a.ratio);
}
