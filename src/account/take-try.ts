// Counts wrong passwords by account and network: whoever guesses shuts nobody out but themselves.
import type { MikroORM } from '@mikro-orm/postgresql';
import type { LimitName } from '../kernel/limits.ts';
import { rateLimited } from '../kernel/metrics.ts';
import { tooManyRequests, type Limiter, type Verdict } from '../kernel/rate-limit.ts';
import { callAsLogin } from '../kernel/sql.ts';
import type { NetworkNames } from './network.ts';

export interface TryPorts {
  orm: MikroORM;
  limiter: Limiter;
  networkNames: NetworkNames;
}

export interface Try {
  /** E-mail address (lower case), whether there is such an account or not. */
  email: string;
  /** Of whoever tries: `networkOf`. */
  network: string;
}

/**
 * What `check` resolves to: null for a wrong password, which alone counts. All networks together have a bucket by
 * account as well; one from which its person has signed in before is let in when that is empty. Throws RATE_LIMITED
 * before anything is checked, and UNAVAILABLE.
 */
export async function countTry<T>(
  ports: TryPorts,
  tried: Try,
  check: () => Promise<T | null>,
): Promise<T | null> {
  const { limiter } = ports;
  const callers = { 'sign-in-pair': `${tried.network} ${tried.email}`, 'sign-in-account': tried.email };
  const verdict = await limiter.take('sign-in-account', callers);
  if (verdict.allowed) return unlessWrong(check, () => limiter.giveBack(BOTH, callers));
  const isKnown = hasLeft(verdict, 'sign-in-pair') && (await isKnownNetwork(ports, tried));
  if (!isKnown) throw refused(verdict);
  return countOwnTry(limiter, callers['sign-in-pair'], check);
}

/** The same where nobody else can be meant: by this caller alone, in any form. */
export async function countOwnTry<T>(
  limiter: Limiter,
  who: string,
  check: () => Promise<T | null>,
): Promise<T | null> {
  const verdict = await limiter.take('sign-in-known', who);
  if (!verdict.allowed) throw refused(verdict);
  return unlessWrong(check, () => limiter.giveBack(['sign-in-pair'], who));
}

const BOTH: readonly LimitName[] = ['sign-in-pair', 'sign-in-account'];

const hasLeft = ({ policies }: Verdict, name: LimitName): boolean =>
  policies.some(({ limit, remaining }) => limit === name && remaining > 0);

/** While somebody guesses from many networks, and only then: nobody else waits for it. */
async function isKnownNetwork({ orm, networkNames }: TryPorts, { email, network }: Try): Promise<boolean> {
  const names = networkNames(network, email);
  const [row] = await callAsLogin<{ knows_network: boolean }>(orm, 'knows_network', email, names);
  return row?.knows_network === true;
}

function refused(verdict: Verdict): Error {
  rateLimited.inc({ group: 'sign-in-account' });
  return tooManyRequests(verdict);
}

/** Also where it could not be checked, which is not theirs to pay for. */
async function unlessWrong<T>(
  check: () => Promise<T | null>,
  giveBack: () => Promise<void>,
): Promise<T | null> {
  let isWrong = false;
  try {
    const found = await check();
    isWrong = found === null;
    return found;
  } finally {
    if (!isWrong) await giveBack();
  }
}
