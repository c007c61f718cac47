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

/** What a process that counted ahead tells of one bucket, and asks of it: see credit.ts. */
export interface Claim {
  bucket: Bucket;
  /** Tokens that went already. */
  charged: number;
  /** Tokens that are asked for. */
  wanted: number;
}

export interface Settled {
  /** So many of the wanted. */
  given: number;
  /** How long until the bucket is full again, after it. More than the depth where it is in debt. */
  fullInMicros: number;
}

/** Where buckets are kept. Keys are distinct within one call. Rejects where it cannot be reached. */
export interface BucketStore {
  /** Takes one token from each bucket, or none from any. */
  take(buckets: readonly Bucket[]): Promise<Taken>;
  /** Each by itself, in their order. */
  settle(claims: readonly Claim[]): Promise<Settled[]>;
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

/** The rule for what went already: it is missing, also where there was no more, up to a second depth. */
export function settleIn({ bucket, charged, wanted }: Claim, fullInMicros: number): Settled {
  const { spacingMicros, depthMicros } = bucket;
  const missing = Math.min(Math.max(fullInMicros, 0), 2 * depthMicros);
  const owed = Math.min(missing + charged * spacingMicros, 2 * depthMicros);
  const given = Math.min(wanted, Math.max(0, Math.floor((depthMicros - owed) / spacingMicros)));
  return { given, fullInMicros: owed + given * spacingMicros };
}

/** What one process may let through ahead of the store: see credit.ts. None of a small bucket. */
export function sliceOf({ spacingMicros, depthMicros }: Bucket): number {
  return Math.floor(depthMicros / spacingMicros / 10);
}

/** Whole tokens that are left; none in debt. */
export function remainingIn({ spacingMicros, depthMicros }: Bucket, fullInMicros: number): number {
  return Math.max(0, Math.floor((depthMicros - fullInMicros) / spacingMicros));
}

/** How long until there is one more, rounded up to whole seconds; 0 for a full bucket. */
export function secondsToNext(bucket: Bucket, fullInMicros: number): number {
  if (fullInMicros <= 0) return 0;
  const missingThen = bucket.depthMicros - (remainingIn(bucket, fullInMicros) + 1) * bucket.spacingMicros;
  return Math.ceil((fullInMicros - missingThen) / 1_000_000);
}
