// Who may go on, and who must wait: token buckets in Redis where there is one, in PostgreSQL else. Cheap requests are
// counted ahead of both: see rate-limit/credit.ts.
import type { MikroORM } from '@mikro-orm/postgresql';
import { FluxError } from './errors.ts';
import { GROUPS, type Group, type Limit, type LimitGroup, type LimitName, type Limits } from './limits.ts';
import type { Log } from './log.ts';
import {
  bucketOf,
  givingBack,
  remainingIn,
  secondsToNext,
  type Bucket,
  type Taken,
} from './rate-limit/bucket.ts';
import { callerNames } from './rate-limit/caller-names.ts';
import { hasSlice, openCredit } from './rate-limit/credit.ts';
import { memoryBuckets } from './rate-limit/memory-buckets.ts';
import { postgresBuckets } from './rate-limit/postgres-buckets.ts';
import { openRedisBuckets } from './rate-limit/redis-buckets.ts';
import { watchStore, type AskStore } from './rate-limit/watch-store.ts';

export interface LimiterOptions {
  /** Opened with the API's login, or the worker's. */
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
   * Takes one token from every bucket of the group, or none from any; of a cheap group on credit, where it has one
   * limit and that is 10 or more. `who`: the caller in any form, such as a user
   * id, an address or an e-mail address in lower case; stores see a keyed hash of it. Throws UNAVAILABLE where a
   * costly group cannot be counted.
   */
  take(group: LimitGroup, who: string | Callers, standing?: Standing): Promise<Verdict>;
  /**
   * Puts back the token of each of these limits that `take` took for the same caller, for what was not done after all.
   * Never throws: what cannot be put back stays taken.
   */
  giveBack(limits: readonly LimitName[], who: string | Callers, standing?: Standing): Promise<void>;
  /** Counts what was let through and is not counted yet. */
  close(): Promise<void>;
}

export interface Standing {
  /** Counts against the newcomers' part of a limit as well. */
  isNewcomer: boolean;
}

/** Where each limit of a group counts something else. */
export type Callers = Readonly<Partial<Record<LimitName, string>>>;

export interface Verdict {
  allowed: boolean;
  /** One for each limit of the group; of a newcomer one more for each limit of which newcomers have a part. */
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
 * this process counts cheap and promised groups by itself and refuses costly ones. With `redisUrl` it waits for the
 * first attempt to connect, about a second at most; a Redis that is down is no error.
 */
export async function openLimiter(options: LimiterOptions): Promise<Limiter> {
  const { orm, redisUrl, limits, log, redisPatience = REDIS_PATIENCE } = options;
  const redis = redisUrl === null ? null : await openRedisBuckets(redisUrl, redisPatience.timeoutMs);
  const nameCaller = callerNames(options.secret);
  const askRedis = redis && watchStore(redis, { name: 'redis', log, restMs: redisPatience.restMs });
  // No rest: the request would wait for the same database anyway, and the first one that it can serve is counted again.
  const askPostgres = watchStore(postgresBuckets(orm), { name: 'postgres', log, restMs: 0 });
  // PostgreSQL stands in first because it, too, counts for all processes. A substitute does not know what the other
  // counted: whoever stood at a limit gets at most one bucket more each time the store changes.
  const askShared: AskStore = async (ask) => (await askRedis?.(ask)) ?? askPostgres(ask);
  // Apart: what is taken and what is given back do not go into one statement.
  const giveBackToPostgres = postgresBuckets(orm);
  const memory = memoryBuckets();
  const credit = openCredit(
    async (claims) => (await askShared((store) => store.settle(claims))) ?? memory.settle(claims),
  );
  const countersOf = (
    names: readonly LimitName[],
    who: string | Callers,
    { isNewcomer }: Standing,
  ): Counter[] =>
    names.flatMap((name) => {
      const caller = typeof who === 'string' ? who : who[name];
      if (caller === undefined && limits[name].per === 'caller')
        throw new Error(`nobody is named for the limit ${name}`);
      const key = limits[name].per === 'all' ? name : `${name}:${nameCaller(caller ?? '')}`;
      const whole = counterOf(name, key, limits[name]);
      return isNewcomer ? [whole, ...newcomersPart(name, key, limits[name])] : [whole];
    });

  return {
    take: async (group, who, standing = ANYBODY) => {
      const { limits: names, cost }: Group = GROUPS[group];
      const counters = countersOf(names, who, standing);
      const buckets = counters.map(({ bucket }) => bucket);
      const [only, ...others] = buckets;
      if (cost === 'cheap' && others.length === 0 && only && hasSlice(only))
        return verdictOf(counters, await credit.take(only));
      let taken = await askShared((store) => store.take(buckets));
      if (taken === null && cost === 'costly')
        throw new FluxError('UNAVAILABLE', { detail: `the limit of ${group} cannot be counted` });
      taken ??= await memory.take(buckets);
      return verdictOf(counters, taken);
    },
    giveBack: async (names, who, standing = ANYBODY) => {
      const buckets = countersOf(names, who, standing).map(({ bucket }) => givingBack(bucket));
      if (await askRedis?.((store) => store.take(buckets))) return;
      await giveBackToPostgres
        .take(buckets)
        .catch((error: unknown) => log.warn({ err: error }, 'tokens not given back'));
    },
    close: async () => {
      await credit.close();
      redis?.close();
    },
  };
}

/** What a refused caller is told: RATE_LIMITED, and when to come again. */
export function tooManyRequests({ retryAfterSeconds }: Verdict): FluxError {
  return new FluxError('RATE_LIMITED', { fields: { retryAfterSeconds } });
}

/** A limit as it counts for one caller. */
interface Counter extends Pick<Policy, 'limit' | 'capacity' | 'windowSeconds'> {
  bucket: Bucket;
}

const ANYBODY: Standing = { isNewcomer: false };

function counterOf(limit: LimitName, key: string, { capacity, windowSeconds, per }: Limit): Counter {
  return { limit, capacity, windowSeconds, bucket: bucketOf(key, { capacity, windowSeconds, per }) };
}

/** A bucket beside the whole one: whatever newcomers do, the rest of the whole one is left. */
function newcomersPart(name: LimitName, key: string, limit: Limit): Counter[] {
  if (limit.newcomers === undefined) return [];
  const capacity = Math.max(1, Math.floor(limit.capacity * limit.newcomers));
  return [counterOf(name, `${key}:newcomers`, { ...limit, capacity })];
}

function verdictOf(counters: readonly Counter[], { allowed, fullInMicros }: Taken): Verdict {
  const policies = counters.map(({ bucket, ...limit }, i) => ({
    ...limit,
    remaining: remainingIn(bucket, fullInMicros[i]!),
    nextInSeconds: secondsToNext(bucket, fullInMicros[i]!),
  }));
  const empty = policies.filter(({ remaining }) => remaining === 0);
  return {
    allowed,
    policies,
    retryAfterSeconds: allowed ? 0 : Math.max(...empty.map(({ nextInSeconds }) => nextInSeconds)),
  };
}
