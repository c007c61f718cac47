// A token bucket as one number: how long until it is full again. Every store counts by these rules, in the language
// that it speaks.
import type { Limit } from '../limits.ts';

/**
 * The generic cell rate algorithm (ITU-T I.371): a token is `spacing` of filling, and at most `depth` may be missing.
 */
export interface Bucket {
  /** Unique among all buckets; nothing can be read out of it. */
  key: string;
  /** Below zero a token is given back, which is always allowed. */
  spacingMicros: number;
  /** A multiple of the spacing, so that a full bucket gives exactly its capacity. */
  depthMicros: number;
}

export interface Taken {
  allowed: boolean;
  /** How long until each bucket is full again, in the order in which they were asked for. */
  fullInMicros: number[];
}

/**
 * Where buckets are kept. Takes one token from each bucket, or none from any; keys are distinct. Rejects where it
 * cannot be reached.
 */
export interface BucketStore {
  take(buckets: readonly Bucket[]): Promise<Taken>;
}

export function bucketOf(key: string, { capacity, windowSeconds }: Limit): Bucket {
  const spacingMicros = Math.floor((windowSeconds * 1_000_000) / capacity);
  return { key, spacingMicros, depthMicros: spacingMicros * capacity };
}

/** The bucket for `take` to put a token back. Fuller than full is full. */
export function givingBack(bucket: Bucket): Bucket {
  return { ...bucket, spacingMicros: -bucket.spacingMicros };
}

/** The rule itself: `fullInMicros` tells, for each bucket, how much is missing now. */
export function takeFrom(buckets: readonly Bucket[], fullInMicros: readonly number[]): Taken {
  // A limit that was lowered, or a clock that was set back, leaves a bucket empty and no worse.
  const missing = buckets.map(({ depthMicros }, i) => Math.min(Math.max(fullInMicros[i]!, 0), depthMicros));
  const taken = buckets.map(({ spacingMicros }, i) => missing[i]! + spacingMicros);
  const allowed = buckets.every(({ depthMicros }, i) => taken[i]! <= depthMicros);
  return { allowed, fullInMicros: allowed ? taken : missing };
}

/** Whole tokens that are left. */
export function remainingIn({ spacingMicros, depthMicros }: Bucket, fullInMicros: number): number {
  return Math.floor((depthMicros - fullInMicros) / spacingMicros);
}

/** How long until there is one more, rounded up to whole seconds; 0 for a full bucket. */
export function secondsToNext(bucket: Bucket, fullInMicros: number): number {
  if (fullInMicros <= 0) return 0;
  const missingThen = bucket.depthMicros - (remainingIn(bucket, fullInMicros) + 1) * bucket.spacingMicros;
  return Math.ceil((fullInMicros - missingThen) / 1_000_000);
}
