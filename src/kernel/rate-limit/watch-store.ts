// Tells whether a store of buckets can be reached, without asking it too often and without a log line per request.
import type { Log } from '../log.ts';
import type { Bucket, BucketStore, Taken } from './bucket.ts';

export interface WatchOptions {
  /** "redis", "postgres" */
  name: string;
  log: Log;
  /** After a failure the store is left alone for so long: one that hangs would make each request wait. */
  restMs: number;
}

/** As `store.take`, but null where it failed. Says once that it does, and once that it works again. */
export function watchStore(
  store: BucketStore,
  { name, log, restMs }: WatchOptions,
): (buckets: readonly Bucket[]) => Promise<Taken | null> {
  let works = true;
  let restsUntilMs = 0;
  return async (buckets) => {
    if (performance.now() < restsUntilMs) return null;
    try {
      const taken = await store.take(buckets);
      if (!works) log.info({ store: name }, 'rate limits are counted here again');
      works = true;
      return taken;
    } catch (error) {
      if (works) log.warn({ err: error, store: name }, 'rate limits cannot be counted here');
      works = false;
      restsUntilMs = performance.now() + restMs;
      return null;
    }
  };
}
