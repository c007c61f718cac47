// What an operation costs, looked at while a measure does what it measures, and at no other time.
import type { CountedLine } from '../harness/counted-line.ts';
import { cpuOf, PARTS, type Cpu } from './cpu-by-process.ts';
import type { Figures } from './measures.ts';
import type { Side } from './side.ts';

/** Looks on while `work` does so many operations. */
export type Watch = <T>(work: () => Promise<T>, operations: number | ((result: T) => number)) => Promise<T>;

export interface Watching {
  watch: Watch;
  /** Of one operation, of all that was watched. */
  figures: () => Figures;
}

/** "CPU worker" and so on: milliseconds of one operation, user and system. Empty where the system does not say. */
export function watchCpu(side: Side['name'], postmaster: number): Watching {
  return watching(
    () => cpuOf(side, postmaster),
    (before, after) => Object.fromEntries(PARTS.map((part) => [`CPU ${part}`, after[part] - before[part]])),
  );
}

/** "round trips" and "statements" over these lines. */
export function watchLines(lines: CountedLine[]): Watching {
  const count = () => {
    const trips = lines.flatMap((line) => line.roundTrips);
    return { trips: trips.length, statements: trips.reduce((sum, { statements }) => sum + statements, 0) };
  };
  return watching(count, (before, after) => ({
    'round trips': after.trips - before.trips,
    statements: after.statements - before.statements,
  }));
}

function watching<State>(
  look: () => State | null,
  spentBetween: (before: State, after: State) => Figures,
): Watching {
  const spent: Figures = {};
  let done = 0;
  return {
    watch: async (work, operations) => {
      const before = look();
      const result = await work();
      const after = look();
      done += typeof operations === 'number' ? operations : operations(result);
      if (before && after)
        for (const [name, value] of Object.entries(spentBetween(before, after)))
          spent[name] = (spent[name] ?? 0) + value;
      return result;
    },
    figures: () => Object.fromEntries(Object.entries(spent).map(([name, value]) => [name, value / done])),
  };
}

/** Those of the product itself, in milliseconds an operation: neither the far side nor whoever asks. */
export const productCpu = (figures: Figures): number =>
  PRODUCT.reduce((sum, part) => sum + (figures[`CPU ${part}`] ?? 0), 0);

const PRODUCT: (keyof Cpu)[] = ['api', 'worker', 'postgres', 'temporal'];
