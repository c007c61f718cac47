// Buckets of this process alone, for the time in which no store that all processes share can be reached.
import { takeFrom, type BucketStore } from './bucket.ts';

/**
 * More than this many at once are dropped when they are full again, or all of them where none is: memory must not
 * grow with callers.
 */
const MOST = 10_000;

/** Forgets everything with the process. */
export function memoryBuckets(): BucketStore {
  const fullAtMicros = new Map<string, number>();
  return {
    take: async (buckets) => {
      const presentMicros = performance.now() * 1000;
      if (fullAtMicros.size > MOST) dropFull(fullAtMicros, presentMicros);
      const missing = buckets.map(({ key }) => (fullAtMicros.get(key) ?? presentMicros) - presentMicros);
      const taken = takeFrom(buckets, missing);
      if (taken.allowed)
        for (const [i, { key }] of buckets.entries())
          fullAtMicros.set(key, presentMicros + taken.fullInMicros[i]!);
      return taken;
    },
  };
}

function dropFull(fullAtMicros: Map<string, number>, presentMicros: number): void {
  for (const [key, fullAt] of fullAtMicros) if (fullAt <= presentMicros) fullAtMicros.delete(key);
  if (fullAtMicros.size > MOST) fullAtMicros.clear();
}
