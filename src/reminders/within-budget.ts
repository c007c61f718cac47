// The brake on what costs money: each WhatsApp message that we start, and each call, takes a token of its person, of
// the country of the number and of all, across organisations.
import { readPhoneNumber } from '../account/phone-number.ts';
import type { Actor } from '../kernel/context.ts';
import { GROUPS, type LimitName } from '../kernel/limits.ts';
import type { Log } from '../kernel/log.ts';
import { rateLimited } from '../kernel/metrics.ts';
import type { Limiter, Verdict } from '../kernel/rate-limit.ts';
import type { Claimed } from './claimed.ts';

export interface BudgetPorts {
  limiter: Limiter;
  log: Log;
}

export interface Spent {
  /** False: it is not to be sent. */
  isWithin: boolean;
  /** For what surely was not sent. Never throws. */
  giveBack(): Promise<void>;
}

/** Why a rung was skipped that would have been one too many; time opens this gate, and no setting does. */
export const TOO_MANY = 'too_many';

/**
 * Takes a token for a claimed rung; a notification is free. Between claim and fence: whoever waits for it too long
 * sends nothing. A token of an attempt that dies, or of which nobody knows what became, stays taken.
 */
export async function spend(
  { limiter, log }: BudgetPorts,
  { userId }: Actor,
  { dispatch, profile }: Pick<Claimed, 'dispatch' | 'profile'>,
): Promise<Spent> {
  if (dispatch.step === 'push') return { isWithin: true, giveBack: nothing };
  const group = PAID[dispatch.step];
  const country = readPhoneNumber(profile.phone ?? '')?.country ?? 'unknown';
  const callers = { [`${group}-person`]: userId, [`${group}-country`]: country };
  const verdict = await limiter.take(group, callers);
  if (verdict.allowed)
    return { isWithin: true, giveBack: () => limiter.giveBack(GROUPS[group].limits, callers) };
  rateLimited.inc({ group });
  log.warn({ limits: emptyOf(verdict), user_id: userId }, 'not sent: too many');
  return { isWithin: false, giveBack: nothing };
}

const PAID = { whatsapp: 'message', call: 'call' } as const;
const nothing = async (): Promise<void> => undefined;

/** Whose fault it is: the person's, or everybody's together. */
const emptyOf = ({ policies }: Verdict): LimitName[] =>
  policies.filter(({ remaining }) => remaining === 0).map(({ limit }) => limit);
