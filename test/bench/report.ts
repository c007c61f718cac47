// Turns the rounds into the table: medians, and the ratio of each pair of rounds, the missed goals first.
import { quantile, type Figure, type Figures, type Measure } from './measures.ts';

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
  goal: string | null;
  met: boolean | null;
}

export function linesOf(measure: Pick<Measure, 'name' | 'figures'>, pairs: Pair[]): Line[] {
  return measure.figures.map(({ name, unit, limit }) => {
    const ratio = median(pairs.map(({ bare, flux }) => flux[name]! / bare[name]!));
    const isRate = unit === '/s';
    return {
      measure: measure.name,
      figure: name,
      unit,
      bare: median(pairs.map(({ bare }) => bare[name]!)),
      flux: median(pairs.map(({ flux }) => flux[name]!)),
      ratio,
      goal: limit === null ? null : `${isRate ? '>=' : '<='} ${limit}`,
      met: limit === null ? null : isRate ? ratio >= limit : ratio <= limit,
    };
  });
}

/** A table of plain text, the missed first. */
export function tableOf(lines: Line[]): string {
  const rank = ({ met }: Line) => (met === false ? 0 : met === true ? 1 : 2);
  const rows = lines
    .toSorted((a, b) => rank(a) - rank(b))
    .map((line) => [
      line.met === null ? '' : line.met ? 'met' : 'MISSED',
      `${line.measure}: ${line.figure}`,
      show(line.bare, line.unit),
      show(line.flux, line.unit),
      line.ratio.toFixed(2),
      line.goal ?? '',
    ]);
  const table = [['', 'figure', 'bare', 'Flux', 'ratio', 'goal'], ...rows];
  const widths = table[0]!.map((_, column) => Math.max(...table.map((row) => row[column]!.length)));
  return table
    .map((row) =>
      row
        .map((cell, column) => (column < 2 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!)))
        .join('  '),
    )
    .map((row) => `${row.trimEnd()}\n`)
    .join('');
}

function median(values: number[]): number {
  const { length } = values;
  if (length % 2 === 1) return quantile(values, 0.5);
  return (quantile(values, 0.5) + values.toSorted((a, b) => a - b)[length / 2 - 1]!) / 2;
}

const show = (value: number, unit: Figure['unit']): string =>
  unit === '/s' ? `${value.toFixed(1)}/s` : `${value.toFixed(1)} ms`;
