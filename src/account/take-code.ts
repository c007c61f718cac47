// Counts a code before it is sent: each costs money, and fraud sends them to numbers that earn by it.
import { rateLimited } from '../kernel/metrics.ts';
import type { LimitName } from '../kernel/limits.ts';
import { tooManyRequests, type Limiter } from '../kernel/rate-limit.ts';
import { networkOf } from './network.ts';
import type { PhoneNumber } from './phone-number.ts';

export interface CodeRequest {
  /** Whoever asks, with whichever key. */
  caller: string;
  /** Has proved no number yet. Accounts cost nothing, and numbers do. */
  isNewcomer: boolean;
  /** The client's, of IPv6 the /64. */
  address: string;
  number: PhoneNumber;
}

/**
 * Puts back what a code was counted by that was not sent. `isAskersDoing`: only what others need too; a number that
 * the provider refuses counts for whoever asked. Never throws.
 */
export type GiveBack = (isAskersDoing: boolean) => Promise<void>;

const ASKERS: readonly LimitName[] = ['code-person', 'code-pair', 'code-address', 'code-network'];
const SHARED: readonly LimitName[] = ['code-number', 'code-prefix', 'code-country', 'code-all'];

/**
 * Beside `code`, which has been taken for the caller: by all that requests have in common, at once. What one limit
 * refuses takes nothing from any. Which one it was is not said. Throws RATE_LIMITED and UNAVAILABLE.
 */
export async function takeCode(limiter: Limiter, request: CodeRequest): Promise<GiveBack> {
  const { caller, isNewcomer, address, number } = request;
  const network = networkOf(address);
  const callers = {
    'code-person': caller,
    'code-pair': `${network} ${number.key}`,
    'code-address': address,
    'code-network': network,
    'code-number': number.key,
    // Blocks of numbers are what is sold to fraud.
    'code-prefix': number.key.slice(0, -4),
    'code-country': number.country,
  };
  const verdict = await limiter.take('code-sent', callers, { isNewcomer }).catch(async (error: unknown) => {
    await limiter.giveBack(['code'], caller);
    throw error;
  });
  if (!verdict.allowed) {
    await limiter.giveBack(['code'], caller);
    rateLimited.inc({ group: 'code-sent' });
    throw tooManyRequests(verdict);
  }
  return async (isAskersDoing) => {
    await limiter.giveBack(isAskersDoing ? SHARED : [...ASKERS, ...SHARED], callers, { isNewcomer });
    if (!isAskersDoing) await limiter.giveBack(['code'], caller);
  };
}

/**
 * One try of a caller at the code of a number: whoever guesses shuts nobody out but themselves. Resolves to what puts
 * it back where it was no wrong one. Throws RATE_LIMITED and UNAVAILABLE.
 */
export async function takeCodeTry(
  limiter: Limiter,
  { caller, phone }: { caller: string; phone: string },
): Promise<() => Promise<void>> {
  const who = `${caller} ${phone}`;
  const verdict = await limiter.take('code-try', who);
  if (verdict.allowed) return () => limiter.giveBack(['code-try'], who);
  rateLimited.inc({ group: 'code-try' });
  throw tooManyRequests(verdict);
}
