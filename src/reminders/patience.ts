// How long a rung whose provider does not take it is tried again: never beyond the person's window.
import { FluxError } from '../kernel/errors.ts';
import type { Claimed } from './claimed.ts';

export interface Patience {
  /** How long an unclear send may still turn up at the provider. */
  settleMs: number;
  /** Where a channel is not worth the whole window: the next one is tried sooner. */
  atMostMs?: number;
}

/** Between two attempts, where the provider names no time. */
export const LONGEST_PAUSE_MS = 30_000;
const PAUSE_MS = { least: 1000, most: LONGEST_PAUSE_MS };

/**
 * In how many milliseconds the next attempt may begin; null: the rung is given up, and the next one starts now. What
 * counts is the claim: as long as it waits in a queue, no time has passed. `askedMs`: what the provider asked for.
 */
export function nextTryMs(
  claimed: Claimed,
  askedMs: number | null,
  patience: Patience,
  now = Date.now(),
): number | null {
  const leftMs = endOf(claimed, patience) - now;
  if (askedMs !== null) return askedMs > Math.max(0, leftMs) ? null : askedMs;
  const triedMs = now - claimed.dispatch.firstSentAt.getTime();
  const pauseMs = Math.min(Math.max(triedMs, PAUSE_MS.least), PAUSE_MS.most);
  if (leftMs >= PAUSE_MS.least) return Math.min(pauseMs, leftMs);
  return isFirst(claimed) ? PAUSE_MS.least : null;
}

/**
 * The same where it is not known what became of an attempt: the provider is asked again, for the last time when the
 * rung's time is up. Whoever died while sending gets the time in which it may still turn up.
 */
export function nextLookMs(
  claimed: Claimed,
  askedMs: number | null,
  patience: Patience,
  now = Date.now(),
): number | null {
  const { dispatch } = claimed;
  const diedUntil = dispatch.state === 'sending' ? arrivesUntil(dispatch, patience.settleMs).getTime() : 0;
  const leftMs = Math.max(endOf(claimed, patience), diedUntil) - now;
  const pauseMs = Math.max(askedMs ?? 0, patience.settleMs / 8);
  if (leftMs > 0) return Math.ceil(Math.min(pauseMs, leftMs));
  return isFirst(claimed) ? Math.ceil(patience.settleMs / 8) : null;
}

/**
 * Until when what was sent may arrive at the provider. A line that was dead delivers late: that nobody could be asked
 * counts as if it had been sent then.
 */
export function arrivesUntil(
  { lastSentAt, doubtedAt }: Pick<Claimed['dispatch'], 'lastSentAt' | 'doubtedAt'>,
  settleMs: number,
): Date {
  return new Date(Math.max(lastSentAt.getTime(), doubtedAt?.getTime() ?? 0) + settleMs);
}

/** What an attempt ends with whose fate is open: the caller comes again after so long. */
export function tryAgain(afterMs: number): FluxError {
  return new FluxError('PROVIDER_UNAVAILABLE', {
    detail: 'outcome not known yet',
    fields: { retryAfterMs: Math.ceil(afterMs) },
  });
}

/** One that stood still between its claim and its first word has not been tried yet, however late it is. */
const isFirst = ({ dispatch }: Claimed): boolean => dispatch.reason === null;

function endOf({ dispatch, profile }: Claimed, { settleMs, atMostMs = Infinity }: Patience): number {
  const windowMs = Math.min(Math.max(profile.escalationWindowMs, settleMs), atMostMs);
  return dispatch.firstSentAt.getTime() + windowMs;
}
