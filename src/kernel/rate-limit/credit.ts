// Lets a process count ahead of the store that all processes share, so that most requests ask nobody.
//
// The rule: of each bucket a process lets through at most one slice, a tenth of what it holds, that the store does not
// know of yet. It tells the store a second later, also where the bucket held less by then: the debt fills up first.
// Whoever is refused is refused by the store, after all that this process had to tell. So nobody within their limit is
// refused, but for what a nearly full bucket would have filled in that second; and all processes together let no more
// through than the limit and one slice for each of them. One that crashes takes along what it had not told, which is
// its slice. A debt of more than a whole bucket is let go.
import { sliceOf, type Bucket, type BucketStore, type Taken } from './bucket.ts';
import { createTeller } from './teller.ts';
import { createViews } from './views.ts';

export interface Credit {
  take(bucket: Bucket): Promise<Taken>;
  /** Tells the store all that it does not know yet. */
  charge(): Promise<void>;
  /** The same, for the last time. */
  close(): Promise<void>;
}

const CHARGE_AFTER_MS = 1000;

export const hasSlice = (bucket: Bucket): boolean => sliceOf(bucket) > 0;

/** Of buckets that have a slice. `settle`: of the store; rejects only where nobody can count. */
export function openCredit(settle: BucketStore['settle'], clockMs = () => performance.now()): Credit {
  const views = createViews(clockMs);
  const teller = createTeller(settle, views);
  let timer: NodeJS.Timeout | undefined;
  const wind = () => void (timer ??= setTimeout(chargeByTheClock, CHARGE_AFTER_MS).unref());
  const charge = () => teller.tell(views.untold());

  const chargeByTheClock = (): void => {
    timer = undefined;
    void charge();
    views.forgetOld();
    if (views.count() > 0) wind();
  };

  return {
    take: async (bucket) => {
      wind();
      return views.letThrough(bucket) ?? teller.ask(bucket);
    },
    charge,
    close: async () => {
      clearTimeout(timer);
      await charge();
      clearTimeout(timer);
    },
  };
}
