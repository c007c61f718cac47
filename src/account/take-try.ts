// Counts the tries at one account's password, whoever makes them.
import { tooManyRequests, type Limiter } from '../kernel/rate-limit.ts';

/**
 * One try at the account of this address (lower case), whether there is one or not. Throws RATE_LIMITED and
 * UNAVAILABLE.
 */
export async function takeTry(limiter: Limiter, email: string): Promise<void> {
  const verdict = await limiter.take('sign-in-account', email);
  if (!verdict.allowed) throw tooManyRequests(verdict);
}
