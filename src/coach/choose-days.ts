// Which days of the week: as far apart as they can be, on days the person named or allows.
import { DAYS, type Day } from '../kernel/week.ts';
import { inWeekOrder } from './week.ts';

/**
 * `count` days out of `preferred`, filled up from `allowed`, spread over the week; fewer where there are not enough.
 * `avoided` ones only where nothing else is left.
 */
export function chooseDays(
  count: number,
  preferred: readonly Day[],
  allowed: readonly Day[],
  avoided: readonly Day[] = [],
): Day[] {
  const wanted = inWeekOrder(preferred);
  if (wanted.length >= count) return bestSpread(wanted, [], count, avoided);
  const others = inWeekOrder(allowed).filter((day) => !wanted.includes(day));
  return bestSpread(others, wanted, Math.min(count - wanted.length, others.length), avoided);
}

function bestSpread(
  from: readonly Day[],
  fixed: readonly Day[],
  count: number,
  avoided: readonly Day[],
): Day[] {
  let best: Day[] = [];
  let bestScore = -Infinity;
  for (const subset of subsets(from, count)) {
    const days = inWeekOrder([...fixed, ...subset]);
    const score = smallestGaps(days) - 100 * subset.filter((day) => avoided.includes(day)).length;
    // Ties go to the earlier days: subsets come in the order of the week.
    if (score > bestScore) [best, bestScore] = [days, score];
  }
  return best;
}

function* subsets(days: readonly Day[], count: number): Generator<Day[]> {
  if (count <= 0) return yield [];
  for (const [index, day] of days.entries())
    for (const rest of subsets(days.slice(index + 1), count - 1)) yield [day, ...rest];
}

// The sum of squares is smallest for even gaps, and a pair of neighbours weighs more than a long pause.
function smallestGaps(days: readonly Day[]): number {
  const at = days.map((day) => DAYS.indexOf(day));
  return -at.reduce((sum, position, i) => {
    const next = at[(i + 1) % at.length] ?? position;
    return sum + ((next - position + 7) % 7 || 7) ** 2;
  }, 0);
}
