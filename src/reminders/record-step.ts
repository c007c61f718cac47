// Writes down what became of a claimed rung. Each write holds only for the attempt that makes it.
import type { Refused } from '../channels/outcome.ts';
import type { Ctx } from '../kernel/context.ts';
import type { Claim, Unclear } from './claim-step.ts';
import { endConsent } from './end-consent.ts';
import type { Claimed } from './claimed.ts';
import { Dispatch } from '../dispatches/dispatch.entity.ts';

const UNSETTLED = { state: { $in: ['sending', 'unknown'] as const } };

/** Sent or not: only the provider can tell. */
export async function markUnclear(ctx: Ctx, dispatch: Claimed['dispatch']): Promise<void> {
  const doubt = { state: 'unknown' as const, reason: DOUBT };
  await ctx.em.nativeUpdate(Dispatch, { id: dispatch.id, state: 'sending' }, doubt);
}

/** It was looked for, and not found yet. Whether its sender lives is left open. */
export async function noteDoubt(ctx: Ctx, dispatch: Claimed['dispatch']): Promise<void> {
  if (dispatch.reason !== null) return;
  await ctx.em.nativeUpdate(Dispatch, { id: dispatch.id, reason: null, ...UNSETTLED }, { reason: DOUBT });
}

const DOUBT = 'unconfirmed';

/** The provider could not be asked about it. */
export async function noteUnasked(ctx: Ctx, { id, attempt }: Claimed['dispatch']): Promise<void> {
  await ctx.em.nativeUpdate(Dispatch, { id, attempt, ...UNSETTLED }, { doubtedAt: new Date() });
}

/** Its time is up, and nobody could tell. A late report of the provider still counts. */
export async function giveUpUnclear(ctx: Ctx, dispatch: Claimed['dispatch']): Promise<void> {
  const change = { state: 'unknown' as const, reason: 'never_confirmed' };
  await ctx.em.nativeUpdate(Dispatch, { id: dispatch.id, ...UNSETTLED }, change);
}

/**
 * This attempt surely sent nothing: the next one begins afresh, unless an earlier one may have sent. `reason`: why;
 * null where nobody tried.
 */
export async function giveBack(
  ctx: Ctx,
  dispatch: Claimed['dispatch'],
  reason: string | null,
): Promise<void> {
  const mine = { id: dispatch.id, attempt: dispatch.attempt, state: 'sending' as const };
  const why = reason === null ? {} : { reason };
  // The row stays: by its id the reader replaces a twin, and the provider's list gives away what is out.
  if (dispatch.attempt === 1)
    await ctx.em.nativeUpdate(Dispatch, mine, { state: 'unsent', sentTo: null, ...why });
  else await ctx.em.nativeUpdate(Dispatch, mine, { state: 'unknown', attempt: dispatch.attempt - 1, ...why });
}

/** The provider said no for good. Who cannot be reached there is not written to there any more. */
export async function recordRefused(
  ctx: Ctx,
  dispatch: Claimed['dispatch'],
  refused: Refused,
): Promise<void> {
  await ctx.em.nativeUpdate(
    Dispatch,
    { id: dispatch.id, ...UNSETTLED },
    { state: 'refused', reason: refused.code, sentTo: null },
  );
  await endConsent(ctx, dispatch.step, refused.reason, dispatch.lastSentAt);
}

/** The provider surely has nothing, and nothing is to be sent any more. */
export async function recordNeverSent(
  ctx: Ctx,
  dispatch: Claimed['dispatch'],
  reason: string,
): Promise<void> {
  await ctx.em.nativeUpdate(
    Dispatch,
    { id: dispatch.id, ...UNSETTLED },
    { state: 'skipped', reason, sentTo: null },
  );
}

const NEVER_SENT = { state: 'expired' as const, sentTo: null };

/**
 * The provider surely has nothing, or a repeat is harmless: one more attempt, or the end of it.
 * `canTell` is false where the provider could not be asked: then it stays unknown whether anything got there.
 */
export async function retryUnclear(
  ctx: Ctx,
  claimed: Unclear,
  { maxAttempts, canTell }: { maxAttempts: number; canTell: boolean },
): Promise<Claim> {
  const { dispatch } = claimed;
  const isLast = dispatch.attempt >= maxAttempts;
  const now = new Date();
  // The number may be another one than that of the attempt before.
  const again = {
    state: 'sending' as const,
    attempt: dispatch.attempt + 1,
    lastSentAt: now,
    doubtedAt: null,
    sentTo: claimed.profile.reach,
  };
  const won = await ctx.em.nativeUpdate(
    Dispatch,
    { id: dispatch.id, attempt: dispatch.attempt, ...UNSETTLED },
    isLast ? { reason: 'never_confirmed', ...(canTell ? NEVER_SENT : { state: 'unknown' }) } : again,
  );
  if (won === 0) return { ...claimed, kind: 'unclear' };
  if (isLast) return { kind: 'skipped', reason: 'never_confirmed' };
  // Last, since `claimed` may bring a kind of its own.
  return { ...claimed, dispatch: { ...dispatch, ...again }, kind: 'send' };
}
