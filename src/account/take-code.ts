// Counts a code before it is sent: each costs money, and fraud sends them to numbers that earn by it.
import { rateLimited } from '../kernel/metrics.ts';
import { tooManyRequests, type Limiter } from '../kernel/rate-limit.ts';
import type { PhoneNumber } from './phone-number.ts';

export interface CodeRequest {
  orgId: string;
  /** The client's, of IPv6 the /64. */
  address: string;
  number: PhoneNumber;
}

/**
 * By all that requests have in common beside the person, at once: what one limit refuses takes nothing from the others.
 * Which one it was is not said. Throws RATE_LIMITED and UNAVAILABLE.
 */
export async function takeCode(limiter: Limiter, { orgId, address, number }: CodeRequest): Promise<void> {
  const verdict = await limiter.take('code-sent', {
    'code-address': address,
    'code-number': number.key,
    // Blocks of numbers are what is sold to fraud.
    'code-prefix': number.phone.slice(0, -4),
    'code-country': number.country,
    'code-org': orgId,
  });
  if (verdict.allowed) return;
  rateLimited.inc({ group: 'code-sent' });
  throw tooManyRequests(verdict);
}

/** One try at a code, of one person: whoever guesses at a number shuts nobody out but themselves. */
export async function takeCodeTry(limiter: Limiter, userId: string): Promise<void> {
  const verdict = await limiter.take('code-try', userId);
  if (verdict.allowed) return;
  rateLimited.inc({ group: 'code-try' });
  throw tooManyRequests(verdict);
}
