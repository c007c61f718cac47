// Writes down what became of a claimed rung. Each write holds only for the attempt that makes it.
import type { Refused } from '../channels/outcome.ts';
import { Profile } from '../account/profile.entity.ts';
import type { Ctx } from '../kernel/context.ts';
import type { Claim } from './claim-step.ts';
import type { Claimed } from './read-situation.sql.ts';
import { recordAccepted } from './record-accepted.sql.ts';
import { Dispatch } from '../dispatches/dispatch.entity.ts';
import { logNotification } from '../dispatches/log-notification.ts';

const UNSETTLED = { state: { $in: ['sending', 'unknown'] as const } };

/** The provider has it. `isStillOpen`: whether the task was still to be done at that moment, by a member. */
export async function recordSent(
  ctx: Ctx,
  dispatch: Claimed['dispatch'],
  sent: { externalId: string; body: string },
): Promise<{ isStillOpen: boolean }> {
  const recorded = await recordAccepted(ctx, dispatch, sent.externalId);
  // The person's membership ended meanwhile: nothing here is theirs to see or to write any more.
  if (!recorded) return { isStillOpen: false };
  await logNotification(ctx, {
    taskId: dispatch.taskId,
    dispatchId: dispatch.id,
    direction: 'out',
    channel: dispatch.step,
    event: 'sent',
    externalId: sent.externalId,
    body: sent.body || null,
  });
  return recorded;
}

/** Sent or not: only the provider can tell. */
export async function markUnclear(ctx: Ctx, dispatch: Claimed['dispatch']): Promise<void> {
  await ctx.em.nativeUpdate(Dispatch, { id: dispatch.id, state: 'sending' }, { state: 'unknown' });
}

/**
 * This attempt surely sent nothing: it is undone, and the next one begins afresh unless an earlier one may have sent.
 */
export async function giveBack(ctx: Ctx, dispatch: Claimed['dispatch']): Promise<void> {
  const mine = { id: dispatch.id, attempt: dispatch.attempt, state: 'sending' as const };
  if (dispatch.attempt === 1) await ctx.em.nativeDelete(Dispatch, mine);
  // The id stays: by it the reader replaces a twin, and the provider's list gives away what is out.
  else await ctx.em.nativeUpdate(Dispatch, mine, { state: 'unknown', attempt: dispatch.attempt - 1 });
}

/** The provider said no for good. Somebody who opted out there has opted out here. */
export async function recordRefused(
  ctx: Ctx,
  dispatch: Claimed['dispatch'],
  refused: Refused,
): Promise<void> {
  await ctx.em.nativeUpdate(
    Dispatch,
    { id: dispatch.id, ...UNSETTLED },
    { state: 'refused', reason: refused.code },
  );
  if (refused.reason === 'opted_out' && dispatch.step === 'whatsapp')
    await ctx.em.nativeUpdate(Profile, { orgId: ctx.orgId, userId: ctx.userId }, { whatsappOptInAt: null });
}

/** The provider surely has nothing, and nothing is to be sent any more. */
export async function recordNeverSent(ctx: Ctx, dispatch: Claimed['dispatch']): Promise<void> {
  await ctx.em.nativeUpdate(
    Dispatch,
    { id: dispatch.id, ...UNSETTLED },
    { state: 'skipped', reason: 'task_settled' },
  );
}

/**
 * The provider surely has nothing, or a repeat is harmless: one more attempt, or the end of it.
 * `canTell` is false where the provider could not be asked: then it stays unknown whether anything got there.
 */
export async function retryUnclear(
  ctx: Ctx,
  claimed: Claimed,
  { maxAttempts, canTell }: { maxAttempts: number; canTell: boolean },
): Promise<Claim> {
  const { dispatch } = claimed;
  const isLast = dispatch.attempt >= maxAttempts;
  const now = new Date();
  const won = await ctx.em.nativeUpdate(
    Dispatch,
    { id: dispatch.id, attempt: dispatch.attempt, ...UNSETTLED },
    isLast
      ? { state: canTell ? 'expired' : 'unknown', reason: 'never_confirmed' }
      : { state: 'sending', attempt: dispatch.attempt + 1, lastSentAt: now },
  );
  if (won === 0) return { ...claimed, kind: 'unclear' };
  if (isLast) return { kind: 'skipped', reason: 'never_confirmed' };
  // Last, since `claimed` may bring a kind of its own.
  const again = { ...dispatch, attempt: dispatch.attempt + 1, state: 'sending' as const, lastSentAt: now };
  return { ...claimed, dispatch: again, kind: 'send' };
}
