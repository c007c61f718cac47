// Turns the rounds into the table: medians, and the ratio of each pair of rounds, the missed goals first.
import { PARTS } from './cpu-by-process.ts';
import { quantile, type Figure, type Figures, type Measure } from './measures.ts';
import { productCpu } from './watch.ts';

/** One round: both sides, one right after the other. */
export interface Pair {
  bare: Figures;
  flux: Figures;
}

export interface Line {
  measure: string;
  figure: string;
  unit: Figure['unit'];
  /** Medians of the rounds. */
  bare: number;
  flux: number;
  /** Flux to bare: the median of the rounds' own ratios, so that a machine that grows slower hurts both. */
  ratio: number;
  /**
   * Of a rate: how many operations a second on a core of its own processes (API, worker, PostgreSQL, Temporal) Flux does
   * to one of the bare side, the far side and whoever asks left out. Null where time on a core was not measured.
   */
  apart: number | null;
  goal: string | null;
  met: boolean | null;
}

export function linesOf(measure: Pick<Measure, 'name' | 'figures'>, pairs: Pair[]): Line[] {
  return measure.figures.map(({ name, unit, limit }) => {
    const ratio = median(pairs.map(({ bare, flux }) => flux[name]! / bare[name]!));
    const isRate = unit === '/s';
    const apart = median(pairs.map(({ bare, flux }) => productCpu(bare) / productCpu(flux)));
    return {
      measure: measure.name,
      figure: name,
      unit,
      bare: median(pairs.map(({ bare }) => bare[name]!)),
      flux: median(pairs.map(({ flux }) => flux[name]!)),
      ratio,
      apart: isRate && Number.isFinite(apart) ? apart : null,
      goal: limit === null ? null : `${isRate ? '>=' : '<='} ${limit}`,
      met: limit === null ? null : isRate ? ratio >= limit : ratio <= limit,
    };
  });
}

/** A table of plain text, the missed first. */
export function tableOf(lines: Line[]): string {
  const rank = ({ met }: Line) => (met === false ? 0 : met === true ? 1 : 2);
  const isMetApart = ({ apart, goal }: Line) => apart !== null && apart >= Number(goal?.slice(3));
  const rows = lines
    .toSorted((a, b) => rank(a) - rank(b))
    .map((line) => [
      line.met === null ? '' : line.met ? 'met' : isMetApart(line) ? 'missed, met apart' : 'MISSED',
      `${line.measure}: ${line.figure}`,
      show(line.bare, line.unit),
      show(line.flux, line.unit),
      line.ratio.toFixed(2),
      line.apart?.toFixed(2) ?? '',
      line.goal ?? '',
    ]);
  const table = [['', 'figure', 'bare', 'Flux', 'ratio', 'apart', 'goal'], ...rows];
  return `${written(table, 2)}
apart: operations per second on a core of API, worker, PostgreSQL and Temporal, Flux to bare: the simulator and whoever
asks are left out of both. The bare side sends nothing: its activities return at once, and it has no simulator.
`;
}

/** What one operation costs. */
export interface Cost {
  measure: string;
  side: 'bare' | 'flux';
  /** Milliseconds on a core. */
  cpu: Record<(typeof PARTS)[number], number>;
  /** Null where that side has no database. */
  roundTrips: number | null;
  statements: number | null;
}

/** Medians of the rounds. `counted`: what was asked of PostgreSQL, by measure. */
export function costsOf(rounds: Record<string, Pair[]>, counted: Record<string, Figures>): Cost[] {
  return Object.entries(rounds).flatMap(([measure, pairs]) =>
    (['bare', 'flux'] as const).map((side): Cost => {
      const prefix = side === 'bare' ? 'bare ' : '';
      const cpu = PARTS.map((part) => [part, median(pairs.map((pair) => pair[side][`CPU ${part}`] ?? NaN))]);
      return {
        measure,
        side,
        cpu: Object.fromEntries(cpu) as Cost['cpu'],
        roundTrips: counted[measure]?.[`${prefix}round trips`] ?? null,
        statements: counted[measure]?.[`${prefix}statements`] ?? null,
      };
    }),
  );
}

export function tableOfCosts(costs: Cost[]): string {
  const rows = costs.map(({ measure, side, cpu, roundTrips, statements }) => [
    measure,
    side === 'flux' ? 'Flux' : 'bare',
    ...PARTS.map((part) => cpu[part].toFixed(2)),
    roundTrips?.toFixed(1) ?? '',
    statements?.toFixed(1) ?? '',
  ]);
  const header = ['CPU ms of one operation', '', ...PARTS, 'round trips', 'statements'];
  return written([header, ...rows], 2);
}

/** Columns side by side, the first `left` of them to the left. */
function written(table: string[][], left: number): string {
  const widths = table[0]!.map((_, column) => Math.max(...table.map((row) => row[column]!.length)));
  return table
    .map((row) =>
      row.map((cell, column) =>
        column < left ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!),
      ),
    )
    .map((cells) => `${cells.join('  ').trimEnd()}\n`)
    .join('');
}

function median(values: number[]): number {
  const { length } = values;
  if (length % 2 === 1) return quantile(values, 0.5);
  return (quantile(values, 0.5) + values.toSorted((a, b) => a - b)[length / 2 - 1]!) / 2;
}

const show = (value: number, unit: Figure['unit']): string =>
  unit === '/s' ? `${value.toFixed(1)}/s` : `${value.toFixed(1)} ms`;
