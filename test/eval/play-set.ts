// All cases, so many at a time, in the order of the set.
import type { Model } from '../../src/llm/model.ts';
import type { PriceBook } from '../../src/usage/price-book.ts';
import type { Case } from './case.ts';
import { playCase, type Outcome } from './play-case.ts';

/** So many without an answer one after the other, and nobody is going to give one. */
const HOPELESS = 10;

export interface Play {
  model: Model;
  prices: PriceBook;
  parallel: number;
  /** Told of each outcome as it comes. */
  onOutcome?: (outcome: Outcome) => void;
}

/** Throws Error where ten cases in a row had no answer: a wrong key is not worth hundreds of calls. */
export async function playSet(cases: readonly Case[], play: Play): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const waiting = cases.entries();
  let unanswered = 0;
  const playOn = async (): Promise<void> => {
    for (const [index, one] of waiting) {
      const outcome = await playCase(one, play.model, play.prices);
      unanswered = outcome.grade === 'failed' ? unanswered + 1 : 0;
      if (unanswered >= HOPELESS) throw new Error(`${HOPELESS} cases in a row had no answer: ${outcome.got}`);
      outcomes[index] = outcome;
      play.onOutcome?.(outcome);
    }
  };
  await Promise.all(Array.from({ length: play.parallel }, playOn));
  return outcomes;
}
