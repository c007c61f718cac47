// Holds a request to its limits, and tells the client where it stands.
import type { Context } from 'hono';
import { GROUPS, type LimitGroup } from '../kernel/limits.ts';
import { rateLimited } from '../kernel/metrics.ts';
import { tooManyRequests, type Limiter, type Verdict } from '../kernel/rate-limit.ts';
import type { Env } from './env.ts';

/**
 * Takes a token of `who`: `bucketNameOf` the caller, or the client's address where nobody has signed in. Sets
 * RateLimit-Policy and RateLimit (draft-ietf-httpapi-ratelimit-headers-10). Throws RATE_LIMITED, answered with
 * Retry-After in whole seconds, and UNAVAILABLE.
 */
export async function limitRequest(
  c: Context<Env>,
  limiter: Limiter,
  group: LimitGroup,
  who: string,
): Promise<void> {
  const verdict = await limiter.take(group, who);
  tellLimits(c, verdict);
  if (verdict.allowed) return;
  rateLimited.inc({ group });
  throw tooManyRequests(verdict);
}

/**
 * Whose bucket of this group the requests of a caller count in. For what its owner needs to take it back, a key has
 * buckets of its own, so that whoever misuses it keeps nobody from that; what costs money is counted by the person,
 * however many keys they have.
 */
export const bucketNameOf = <Id extends string | null>(
  group: LimitGroup | null,
  caller: { userId: Id; keyHash?: string | null },
): string | Id => {
  const isOwn = group !== null && GROUPS[group].cost === 'cheap';
  return isOwn ? (caller.keyHash ?? caller.userId) : caller.userId;
};

/** Beside what an earlier limit of the same request has said: both fields are lists. */
function tellLimits(c: Context<Env>, { policies }: Verdict): void {
  for (const { limit, capacity, windowSeconds, remaining, nextInSeconds } of policies) {
    c.header('RateLimit-Policy', `"${limit}";q=${capacity};w=${windowSeconds}`, { append: true });
    // "t" is until more is available; there is no more than all of it.
    const next = nextInSeconds > 0 ? `;t=${nextInSeconds}` : '';
    c.header('RateLimit', `"${limit}";r=${remaining}${next}`, { append: true });
  }
}
