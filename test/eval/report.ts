// What a run says: figures, what was not read rightly, and what has changed since the last one.
import { SORTS, type Case } from './case.ts';
import { addUp, figuresOf, scoreOf, type Figures } from './figures.ts';
import type { KeptRun } from './kept-run.ts';
import type { Outcome } from './play-case.ts';
import type { Grade } from './verdict.ts';

/** A row for each kind; below them, one for each sort of sentence. */
export function tableOf(cases: readonly Case[], outcomes: readonly Outcome[]): string {
  const sorts = SORTS.map((sort) =>
    addUp(
      sort,
      outcomes.filter((_, index) => cases[index]?.asked.sort === sort),
    ),
  ).filter((row) => row.cases > 0);
  const kinds = figuresOf(outcomes);
  const lines = aligned([HEAD, ...[...kinds, ...sorts].map(cellsOf)]);
  return [...lines.slice(0, kinds.length + 1), '', ...lines.slice(kinds.length + 1), ''].join('\n');
}

/** The first column to the left, the others to the right. */
function aligned(rows: readonly string[][]): string[] {
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!)))
      .join('  '),
  );
}

const HEAD = ['', 'right', 'score', 'asked back', 'misread', 'failed', 'p50', 'p95', 'calls', 'cost'];

const cellsOf = ({ name, cases, grades, score, p50Ms, p95Ms, calls, costNanos }: Figures): string[] => [
  name,
  `${grades.right} of ${cases}`,
  `${score.toFixed(1)} %`,
  String(grades.asked),
  String(grades.misread),
  String(grades.failed),
  msOf(p50Ms),
  msOf(p95Ms),
  String(calls),
  costNanos === null ? 'unpriced' : `$${(costNanos / 1e9).toFixed(4)}`,
];

const msOf = (ms: number): string => `${ms.toFixed(ms < 100 ? 1 : 0)} ms`;

/** Each case that was not read rightly: what was said, what would be right, what came. */
export function misreadOf(cases: readonly Case[], outcomes: readonly Outcome[]): string {
  return outcomes
    .flatMap((outcome, index) => (outcome.grade === 'right' ? [] : [linesOf(cases[index]!, outcome)]))
    .join('\n');
}

function linesOf({ kind, asked }: Case, { grade, got, faults }: Outcome): string {
  const words = 'say' in asked ? asked.say : asked.goal;
  return [
    `${kind}/${asked.id}, ${grade} (${asked.sort}): ${words}`,
    `  right: ${asked.right.map(brief).join(' or ')}`,
    `  got:   ${got}`,
    `  ${faults.join('; ')}`,
    '',
  ].join('\n');
}

const brief = (reading: object): string =>
  Object.entries(reading)
    .map(([name, value]) => (name === 'intent' ? value : `${name} ${JSON.stringify(value)}`))
    .join(' ');

/** What is better and what is worse than in `before`, case by case; cases that one of both lacks are counted only. */
export function changesOf(outcomes: readonly Outcome[], set: string, before: KeptRun): string {
  const earlier = new Map(before.outcomes.map((outcome) => [nameOf(outcome), outcome]));
  const pairs = outcomes.flatMap((now) => {
    const old = earlier.get(nameOf(now));
    return old ? [{ now, old }] : [];
  });
  const changed = pairs.filter(({ now, old }) => now.grade !== old.grade);
  const better = changed.filter(({ now }) => isRight(now));
  const worse = changed.filter(({ old }) => isRight(old));
  const other = changed.filter(({ now, old }) => !isRight(now) && !isRight(old));
  const scores = [pairs.filter(({ old }) => isRight(old)), pairs.filter(({ now }) => isRight(now))].map(
    (right) => `${scoreOf(right.length, pairs.length).toFixed(1)} %`,
  );
  return [
    `Since ${before.model} at ${before.at}, in the ${pairs.length} cases that both have: ${scores.join(' → ')}, ${better.length} better, ${worse.length} worse.`,
    ...(set === before.set
      ? []
      : ['It read another set: what changed there may be the case, not the model.']),
    ...(pairs.length < outcomes.length ? [`${outcomes.length - pairs.length} cases are new.`] : []),
    ...[...better, ...worse, ...other].map(
      ({ now, old }) => `  ${old.grade} → ${now.grade}  ${nameOf(now)}: ${now.got}`,
    ),
    '',
  ].join('\n');
}

const isRight = ({ grade }: { grade: Grade }): boolean => grade === 'right';

const nameOf = ({ kind, id }: { kind: string; id: string }): string => `${kind}/${id}`;
