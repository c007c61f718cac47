// When a person does what they planned, by weekday and hour of its start: the counts that the observer reads.
import { countHistory } from '../goals/count-history.sql.ts';
import type { Ctx } from '../kernel/context.ts';
import type { StatementCtx } from '../kernel/sql.ts';
import { DAYS, type Day } from '../kernel/week.ts';
import { dueOf, type Decided } from './figures.ts';

/** With fewer, nothing is claimed. */
export const FEWEST = 3;
const MOST_BEST = 3;

export interface Slot extends Decided {
  /** Null: of all weekdays together. */
  day: Day | null;
  /** The hour in which it was to start, 0 to 23, on the clock of the person; null: of all hours together. */
  hour: number | null;
}

export interface Hours {
  /** All of it together, in order, each with what was done or missed there. */
  byHour: Slot[];
  byDay: Slot[];
  bySlot: Slot[];
  /** Hours with enough to go by, of which at least half was done, the best first. */
  best: Slot[];
}

export async function readHours(ctx: Ctx | StatementCtx): Promise<Hours> {
  const { history } = await countHistory(ctx);
  const byHour = sumBy(history, ({ hour }) => ({ day: null, hour }));
  return {
    byHour,
    byDay: sumBy(history, ({ day }) => ({ day, hour: null })),
    bySlot: sumBy(history, ({ day, hour }) => ({ day, hour })),
    best: bestOf(byHour),
  };
}

function sumBy<One extends Decided>(
  rows: readonly One[],
  slotOf: (one: One) => Pick<Slot, 'day' | 'hour'>,
): Slot[] {
  const sums = new Map<number, Slot>();
  for (const one of rows) {
    const { day, hour } = slotOf(one);
    const place = 24 * (day === null ? 0 : DAYS.indexOf(day)) + (hour ?? 0);
    const { done, missed } = sums.get(place) ?? { done: 0, missed: 0 };
    sums.set(place, { day, hour, done: done + one.done, missed: missed + one.missed });
  }
  return [...sums].toSorted(([a], [b]) => a - b).map(([, slot]) => slot);
}

/** As if each had been done once and missed once more: three of three is not yet better than ninety of ninety-one. */
const weighed = (slot: Slot): number => (slot.done + 1) / (dueOf(slot) + 2);

const bestOf = (slots: readonly Slot[]): Slot[] =>
  slots
    .filter((slot) => dueOf(slot) >= FEWEST && slot.done >= slot.missed)
    .toSorted((a, b) => weighed(b) - weighed(a))
    .slice(0, MOST_BEST);
