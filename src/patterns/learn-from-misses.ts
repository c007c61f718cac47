// Keeps the patterns of a person true to what they did and missed: made, strengthened, weakened and let go.
import type { Ctx } from '../kernel/context.ts';
import { newId } from '../kernel/ids.ts';
import { minutesOf, timeOf } from '../kernel/time.ts';
import { DAY_NAMES } from '../kernel/week.ts';
import { lockCalendar } from '../tasks/lock-calendar.sql.ts';
import { findMissSignals, overlaps, type MissSignal, type Settled } from './find-miss-signals.ts';
import { listSettled } from './list-settled.sql.ts';
import { Pattern, type Evidence } from './pattern.entity.ts';
import { knownPatterns } from './read-pattern.ts';

/** Of the tasks that a pattern rests on, so many are named. */
const MOST_TASKS = 12;
/** Three misses in a row: below, a pattern rests on nothing. */
const LEAST_MISSES = 3;
/** Below, it is forgotten. */
const LEAST_CONFIDENCE = 0.2;
const MOST_CONFIDENCE = 0.95;

/**
 * Safe to repeat, and in any order: the same history leaves the same patterns. What the person overrode or deleted
 * stays as they left it, and what was missed before they deleted one counts for no other of that slot.
 */
export async function learnFromMisses(ctx: Ctx): Promise<void> {
  await lockCalendar(ctx);
  const settled = await listSettled(ctx);
  const known = await knownPatterns(ctx);
  const signals = findMissSignals(settled.filter((one) => !isDismissed(one, known)));
  for (const pattern of known)
    if (isLearned(pattern) && !signals.some((signal) => overlaps(slotOf(pattern), signal)))
      await weaken(ctx, pattern, settled);
  for (const signal of signals) {
    const [same, ...doubles] = known.filter(
      (one) => one.dismissedAt === null && overlaps(slotOf(one), signal),
    );
    if (!same) await ctx.em.insert(Pattern, { ...ofSignal(signal), ...ownerOf(ctx), id: newId() });
    else if (isLearned(same)) await update(ctx, same, ofSignal(signal));
    for (const double of doubles.filter(isLearned)) await ctx.em.nativeDelete(Pattern, { id: double.id });
  }
}

const ownerOf = ({ orgId, userId }: Ctx) => ({ orgId, userId });

/** Nobody but us has said anything about it. */
const isLearned = ({ userOverridden, dismissedAt }: Pattern): boolean =>
  !userOverridden && dismissedAt === null;

/** As the slots of signals are written. */
export const slotOf = ({ day, timeFrom, timeTo }: Pick<Pattern, 'day' | 'timeFrom' | 'timeTo'>) => ({
  day,
  from: minutesOf(timeFrom),
  to: minutesOf(timeTo),
});

function isDismissed({ day, minute, date }: Settled, known: readonly Pattern[]): boolean {
  const moment = { day, from: minute, to: minute + 1 };
  return known.some(
    (one) => one.dismissedAt !== null && overlaps(slotOf(one), moment) && date <= one.evidence.lastOn,
  );
}

type Learned = Pick<Pattern, 'day' | 'timeFrom' | 'timeTo' | 'description' | 'confidence' | 'evidence'>;

function ofSignal({ day, from, to, misses }: MissSignal): Learned {
  const weeks = misses.length;
  return {
    day,
    timeFrom: timeOf(from),
    timeTo: timeOf(to),
    description: `missed ${weeks} ${DAY_NAMES[day]}s in a row between ${timeOf(from)} and ${timeOf(to)}`,
    confidence: trust(weeks),
    evidence: {
      taskIds: misses.slice(-MOST_TASKS).map(({ taskId }) => taskId),
      weeks,
      firstOn: misses[0]!.date,
      lastOn: misses.at(-1)!.date,
    },
  };
}

/** Shrunk towards a coin toss, as the pattern observer does it: three of three are no certainty. */
const trust = (weeks: number): number =>
  Math.round(Math.min(MOST_CONFIDENCE, weeks / (weeks + 2)) * 100) / 100;

/** Each week in which something was done there since halves it; without its misses, or below a fifth, it goes. */
async function weaken(ctx: Ctx, pattern: Pattern, settled: readonly Settled[]): Promise<void> {
  const { evidence } = pattern;
  const first = settled[0];
  // What lies further back than anybody looks is neither confirmed nor taken back.
  if (!first || evidence.firstOn < first.date) return;
  const misses = settled.filter(({ taskId, isMissed }) => isMissed && evidence.taskIds.includes(taskId));
  const since = settled.filter(
    ({ day, minute, date, isMissed }) =>
      !isMissed && date > evidence.lastOn && overlaps(slotOf(pattern), { day, from: minute, to: minute + 1 }),
  );
  const doneWeeks = new Set(since.map(({ date }) => date)).size;
  const confidence = Math.round(trust(evidence.weeks) * 0.5 ** doneWeeks * 100) / 100;
  const isOver = misses.length < Math.min(LEAST_MISSES, evidence.taskIds.length);
  if (isOver || confidence < LEAST_CONFIDENCE) await ctx.em.nativeDelete(Pattern, { id: pattern.id });
  else await update(ctx, pattern, { confidence });
}

async function update(ctx: Ctx, pattern: Pattern, change: Partial<Learned>): Promise<void> {
  if (Object.entries(change).every(([key, value]) => isSame(pattern[key as keyof Learned], value))) return;
  await ctx.em.nativeUpdate(Pattern, { id: pattern.id }, change);
}

function isSame(before: unknown, after: unknown): boolean {
  if (typeof after !== 'object' || after === null) return before === after;
  const [left, right] = [before as Evidence, after as Evidence];
  return (
    left.weeks === right.weeks && left.lastOn === right.lastOn && left.taskIds.join() === right.taskIds.join()
  );
}
