// What a plan is told to avoid: what was learned and what the person said of it go before what a model reads out of
// counts.
import type { OutputOf } from '../llm/agent.ts';
import { minutesOf } from '../kernel/time.ts';
import type { AvoidSlot } from '../planning/avoid-slot.ts';
import { overlaps } from './find-miss-signals.ts';
import { slotOf } from './learn-from-misses.ts';
import type { patternObserver } from './pattern-observer.agent.ts';
import type { Pattern } from './pattern.entity.ts';

type Observed = OutputOf<typeof patternObserver>;

/**
 * `patterns`: all of the person's, those that they deleted as well: of such a slot, and of one that they overrode, the
 * observer says nothing any more.
 */
export function withStored(observed: Observed, patterns: readonly Pattern[]): Observed {
  const isTaken = (slot: AvoidSlot): boolean =>
    patterns.some((one) =>
      overlaps(slotOf(one), {
        day: slot.day,
        from: minutesOf(slot.time_range.from),
        to: minutesOf(slot.time_range.to),
      }),
    );
  const stored = patterns
    .filter(({ dismissedAt, confidence }) => dismissedAt === null && confidence > 0)
    .map(({ day, timeFrom, timeTo, description, confidence }) => ({
      day,
      time_range: { from: timeFrom, to: timeTo },
      reason: description,
      confidence,
    }));
  return { ...observed, avoid_slots: [...stored, ...observed.avoid_slots.filter((slot) => !isTaken(slot))] };
}
