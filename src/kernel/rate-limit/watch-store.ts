// Tells whether a store of buckets can be reached, without asking it too often and without a log line per request.
import type { Log } from '../log.ts';
import type { BucketStore } from './bucket.ts';

export interface WatchOptions {
  /** "redis", "postgres" */
  name: string;
  log: Log;
  /** After a failure the store is left alone for so long: one that hangs would make each request wait. */
  restMs: number;
}

/** Asks a store: what that resolves to, or null where it failed. */
export type AskStore = <Answer>(ask: (store: BucketStore) => Promise<Answer>) => Promise<Answer | null>;

/** Says once that the store fails, and once that it works again. */
export function watchStore(store: BucketStore, { name, log, restMs }: WatchOptions): AskStore {
  let works = true;
  let restsUntilMs = 0;
  return async (ask) => {
    if (performance.now() < restsUntilMs) return null;
    try {
      const answer = await ask(store);
      if (!works) log.info({ store: name }, 'rate limits are counted here again');
      works = true;
      return answer;
    } catch (error) {
      if (works) log.warn({ err: error, store: name }, 'rate limits cannot be counted here');
      works = false;
      restsUntilMs = performance.now() + restMs;
      return null;
    }
  };
}
