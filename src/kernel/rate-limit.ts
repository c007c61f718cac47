// Who may go on, and who must wait: token buckets in Redis where there is one, in PostgreSQL else.
import { createHmac, createSecretKey, hkdfSync } from 'node:crypto';
import type { MikroORM } from '@mikro-orm/postgresql';
import { FluxError } from './errors.ts';
import { GROUPS, type Group, type LimitGroup, type LimitName, type Limits } from './limits.ts';
import type { Log } from './log.ts';
import { bucketOf, remainingIn, secondsToNext, type Bucket, type Taken } from './rate-limit/bucket.ts';
import { memoryBuckets } from './rate-limit/memory-buckets.ts';
import { postgresBuckets } from './rate-limit/postgres-buckets.ts';
import { openRedisBuckets } from './rate-limit/redis-buckets.ts';
import { watchStore } from './rate-limit/watch-store.ts';

export interface LimiterOptions {
  /** Opened with the API's login. */
  orm: MikroORM;
  redisUrl: string | null;
  limits: Limits;
  /** TOKEN_SECRET: all processes that share buckets have the same. */
  secret: string;
  log: Log;
  /**
   * How long Redis gets for an answer, and is left alone after a failure. Tests know no hurry, and wait for nothing.
   */
  redisPatience?: { timeoutMs: number; restMs: number };
}

export interface Limiter {
  /**
   * Takes one token from every bucket of the group, or none from any. `who`: the caller in any form, such as a user
   * id, an address or an e-mail address in lower case; stores see a keyed hash of it. Throws UNAVAILABLE where a
   * costly group cannot be counted.
   */
  take(group: LimitGroup, who: string | Callers): Promise<Verdict>;
  close(): void;
}

/** Where each limit of a group counts something else. */
export type Callers = Readonly<Partial<Record<LimitName, string>>>;

export interface Verdict {
  allowed: boolean;
  /** One for each bucket of the group. */
  policies: Policy[];
  /** Until a refused request would be allowed, whole seconds; 0 for one that is allowed. */
  retryAfterSeconds: number;
}

export interface Policy {
  limit: LimitName;
  capacity: number;
  windowSeconds: number;
  /** Tokens left. */
  remaining: number;
  /** Until there is one more, whole seconds; 0 where the bucket is full. */
  nextInSeconds: number;
}

/**
 * Longer than Redis ever needs, shorter than what the sender of a request would notice; and no more often than once a
 * second.
 */
const REDIS_PATIENCE = { timeoutMs: 250, restMs: 1000 };

/**
 * Redis where there is one, else PostgreSQL; either one that fails hands over to the next. Where neither answers,
 * this process counts cheap groups by itself and refuses costly ones. With `redisUrl` it waits for the first attempt
 * to connect, about a second at most; a Redis that is down is no error.
 */
export async function openLimiter(options: LimiterOptions): Promise<Limiter> {
  const { orm, redisUrl, limits, log, redisPatience = REDIS_PATIENCE } = options;
  const redis = redisUrl === null ? null : await openRedisBuckets(redisUrl, redisPatience.timeoutMs);
  const nameCaller = callerNames(options.secret);
  const takeFromRedis = redis && watchStore(redis, { name: 'redis', log, restMs: redisPatience.restMs });
  // No rest: the request would wait for the same database anyway, and the first one that it can serve is counted again.
  const takeFromPostgres = watchStore(postgresBuckets(orm), { name: 'postgres', log, restMs: 0 });
  const memory = memoryBuckets();

  return {
    take: async (group, who) => {
      const { limits: names, cost }: Group = GROUPS[group];
      const buckets = names.map((name) => {
        const caller = typeof who === 'string' ? who : who[name];
        if (caller === undefined && limits[name].per === 'caller')
          throw new Error(`nobody is named for the limit ${name}`);
        const key = limits[name].per === 'all' ? name : `${name}:${nameCaller(caller ?? '')}`;
        return bucketOf(key, limits[name]);
      });
      // PostgreSQL stands in first because it, too, counts for all processes. A substitute does not know what the
      // other counted: whoever stood at a limit gets at most one bucket more each time the store changes.
      let taken = (await takeFromRedis?.(buckets)) ?? (await takeFromPostgres(buckets));
      if (taken === null && cost === 'costly')
        throw new FluxError('UNAVAILABLE', { detail: `the limit of ${group} cannot be counted` });
      taken ??= await memory.take(buckets);
      return verdictOf(names, limits, buckets, taken);
    },
    close: () => redis?.close(),
  };
}

/** What a refused caller is told: RATE_LIMITED, and when to come again. */
export function tooManyRequests({ retryAfterSeconds }: Verdict): FluxError {
  return new FluxError('RATE_LIMITED', { fields: { retryAfterSeconds } });
}

/** A keyed hash: a plain one of an address gives it away to whoever hashes them all. */
function callerNames(secret: string): (who: string) => string {
  const key = createSecretKey(new Uint8Array(hkdfSync('sha256', secret, '', 'callers of rate limits', 32)));
  return (who) => createHmac('sha256', key).update(who).digest().subarray(0, 16).toString('base64url');
}

function verdictOf(
  names: readonly LimitName[],
  limits: Limits,
  buckets: readonly Bucket[],
  { allowed, fullInMicros }: Taken,
): Verdict {
  const policies = names.map((limit, i) => ({
    limit,
    capacity: limits[limit].capacity,
    windowSeconds: limits[limit].windowSeconds,
    remaining: remainingIn(buckets[i]!, fullInMicros[i]!),
    nextInSeconds: secondsToNext(buckets[i]!, fullInMicros[i]!),
  }));
  const empty = policies.filter(({ remaining }) => remaining === 0);
  return {
    allowed,
    policies,
    retryAfterSeconds: allowed ? 0 : Math.max(...empty.map(({ nextInSeconds }) => nextInSeconds)),
  };
}
