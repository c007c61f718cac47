// Everybody who lives with Flux at the same time: one story after the other, until nobody is killed any more.
import { setTimeout as delay } from 'node:timers/promises';
import { answersToNobody, unreachable } from './answering-lives.ts';
import { changing, planning, reminded, type Life } from './lives.ts';
import type { RunOptions } from './options.ts';
import { saysOnce, wantsOnce } from './quiet-lives.ts';
import { seeded, type Random } from './random.ts';
import type { Town } from './town.ts';

/** After the last kill everybody's story has so long to end: a ladder's longest pause after the providers' outage. */
const LAST_STORIES_MS = 900_000;

export interface People {
  /** How many stories were told so far. */
  told: () => number;
  /** Nobody begins another story. False where somebody's story does not end. */
  end(): Promise<boolean>;
}

/** @param broke told of each story that ends otherwise than it should */
export function populate(
  town: Town,
  options: RunOptions,
  random: Random,
  broke: (error: unknown) => void,
): People {
  let told = 0;
  const over = new AbortController();
  const live = async (choices: readonly [Life, ...Life[]], own: Random): Promise<void> => {
    while (!over.signal.aborted) {
      await own.pick(choices)(town, own).catch(broke);
      told += 1;
    }
  };
  const crowd = (size: number, ...choices: [Life, ...Life[]]) =>
    Array.from({ length: size }, () => live(choices, seeded(Math.floor(random.between(0, 2 ** 32)))));
  const lives = [
    ...crowd(options.ladders, reminded, reminded, reminded, reminded, answersToNobody, unreachable),
    ...crowd(options.plans, planning, planning, changing),
    ...crowd(options.quiet, saysOnce, saysOnce, wantsOnce),
  ];
  return {
    told: () => told,
    end: () => {
      over.abort();
      return Promise.race([
        Promise.all(lives).then(() => true),
        delay(LAST_STORIES_MS, false, { ref: false }),
      ]);
    },
  };
}
