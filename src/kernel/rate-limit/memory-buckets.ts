// Buckets of this process alone, for the time in which no store that all processes share can be reached.
import { settleIn, takeFrom, type BucketStore } from './bucket.ts';

/**
 * More than this many at once are dropped when they are full again, or all of them where none is: memory must not
 * grow with callers.
 */
const MOST = 10_000;

/** Forgets everything with the process. `clockMs` never goes back. */
export function memoryBuckets(clockMs = () => performance.now()): BucketStore {
  const fullAtMicros = new Map<string, number>();
  const now = () => {
    const presentMicros = clockMs() * 1000;
    if (fullAtMicros.size > MOST) dropFull(fullAtMicros, presentMicros);
    return presentMicros;
  };
  return {
    take: async (buckets) => {
      const presentMicros = now();
      const missing = buckets.map(({ key }) => (fullAtMicros.get(key) ?? presentMicros) - presentMicros);
      const taken = takeFrom(buckets, missing);
      if (taken.allowed)
        for (const [i, { key }] of buckets.entries())
          fullAtMicros.set(key, presentMicros + taken.fullInMicros[i]!);
      return taken;
    },
    settle: async (claims) => {
      const presentMicros = now();
      return claims.map((claim) => {
        const { key } = claim.bucket;
        const settled = settleIn(claim, (fullAtMicros.get(key) ?? presentMicros) - presentMicros);
        fullAtMicros.set(key, presentMicros + settled.fullInMicros);
        return settled;
      });
    },
  };
}

function dropFull(fullAtMicros: Map<string, number>, presentMicros: number): void {
  for (const [key, fullAt] of fullAtMicros) if (fullAt <= presentMicros) fullAtMicros.delete(key);
  if (fullAtMicros.size > MOST) fullAtMicros.clear();
}
