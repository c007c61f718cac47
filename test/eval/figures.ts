// Outcomes added up.
import { KINDS } from './case.ts';
import type { Outcome } from './play-case.ts';
import { GRADES, type Grade } from './verdict.ts';

export interface Figures {
  /** The kind, or "all". */
  name: string;
  cases: number;
  grades: Record<Grade, number>;
  /** Right ones in a hundred, with one decimal. */
  score: number;
  p50Ms: number;
  p95Ms: number;
  calls: number;
  /** Billionths of a dollar; null where the price of some call is not known. */
  costNanos: number | null;
}

/** A row for each kind that was played, and one for all. */
export function figuresOf(outcomes: readonly Outcome[]): Figures[] {
  const kinds = KINDS.filter((kind) => outcomes.some((outcome) => outcome.kind === kind));
  const rows = kinds.map((name) =>
    addUp(
      name,
      outcomes.filter(({ kind }) => kind === name),
    ),
  );
  return rows.length === 1 ? rows : [...rows, addUp('all', outcomes)];
}

export function addUp(name: string, outcomes: readonly Outcome[]): Figures {
  const count = (grade: Grade) => outcomes.filter((outcome) => outcome.grade === grade).length;
  const grades = Object.fromEntries(GRADES.map((grade) => [grade, count(grade)])) as Record<Grade, number>;
  const latencies = outcomes.map(({ latencyMs }) => latencyMs).toSorted((a, b) => a - b);
  const costs = outcomes.map(({ costNanos }) => costNanos);
  return {
    name,
    cases: outcomes.length,
    grades,
    score: scoreOf(grades.right, outcomes.length),
    p50Ms: percentile(latencies, 50),
    p95Ms: percentile(latencies, 95),
    calls: outcomes.reduce((sum, { calls }) => sum + calls, 0),
    costNanos: costs.includes(null) ? null : costs.reduce<number>((sum, cost) => sum + (cost ?? 0), 0),
  };
}

export const scoreOf = (right: number, cases: number): number =>
  cases === 0 ? 0 : Math.round((1000 * right) / cases) / 10;

/** The smallest that so many in a hundred do not exceed; 0 of none. */
const percentile = (sorted: readonly number[], percent: number): number =>
  sorted[Math.max(0, Math.ceil((sorted.length * percent) / 100) - 1)] ?? 0;
