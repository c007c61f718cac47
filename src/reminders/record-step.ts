// Writes down what became of a claimed rung. Each write holds only for the attempt that makes it.
import type { Refused } from '../channels/outcome.ts';
import { Profile } from '../account/profile.entity.ts';
import type { Ctx } from '../kernel/context.ts';
import { isOpen } from '../tasks/settle-task.ts';
import { Task } from '../tasks/task.entity.ts';
import type { Claim, Claimed } from './claim-step.ts';
import { Dispatch } from './dispatch.entity.ts';
import { logNotification } from './log-notification.ts';

const UNSETTLED = { state: { $in: ['sending', 'unknown'] as const } };

/** The provider has it. `isStillOpen`: whether the task was still to be done at that moment. */
export async function recordSent(
  ctx: Ctx,
  dispatch: Dispatch,
  sent: { externalId: string; body: string },
): Promise<{ isStillOpen: boolean }> {
  await ctx.em.nativeUpdate(
    Dispatch,
    { id: dispatch.id },
    { state: 'accepted', externalId: sent.externalId },
  );
  await logNotification(ctx, {
    taskId: dispatch.taskId,
    dispatchId: dispatch.id,
    direction: 'out',
    channel: dispatch.step,
    event: 'sent',
    externalId: sent.externalId,
    body: sent.body || null,
  });
  const task = await ctx.em.findOne(Task, { id: dispatch.taskId });
  return { isStillOpen: task !== null && isOpen(task) && task.generation === dispatch.generation };
}

/** Sent or not: only the provider can tell. */
export async function markUnclear(ctx: Ctx, dispatch: Dispatch): Promise<void> {
  await ctx.em.nativeUpdate(Dispatch, { id: dispatch.id, state: 'sending' }, { state: 'unknown' });
}

/** Surely not sent: the claim is undone, the next attempt begins afresh. */
export async function giveBack(ctx: Ctx, dispatch: Dispatch): Promise<void> {
  await ctx.em.nativeDelete(Dispatch, { id: dispatch.id, attempt: dispatch.attempt, state: 'sending' });
}

/** The provider said no for good. Somebody who opted out there has opted out here. */
export async function recordRefused(ctx: Ctx, dispatch: Dispatch, refused: Refused): Promise<void> {
  await ctx.em.nativeUpdate(
    Dispatch,
    { id: dispatch.id, ...UNSETTLED },
    { state: 'refused', reason: refused.code },
  );
  if (refused.reason === 'opted_out' && dispatch.step === 'whatsapp')
    await ctx.em.nativeUpdate(Profile, { orgId: ctx.orgId, userId: ctx.userId }, { whatsappOptInAt: null });
}

/** The provider surely has nothing, and nothing is to be sent any more. */
export async function recordNeverSent(ctx: Ctx, dispatch: Dispatch): Promise<void> {
  await ctx.em.nativeUpdate(
    Dispatch,
    { id: dispatch.id, ...UNSETTLED },
    { state: 'skipped', reason: 'task_settled' },
  );
}

/** The provider surely has nothing: one more attempt, or the end of it. */
export async function retryUnclear(ctx: Ctx, claimed: Claimed, maxAttempts: number): Promise<Claim> {
  const { dispatch } = claimed;
  const isLast = dispatch.attempt >= maxAttempts;
  const now = new Date();
  const won = await ctx.em.nativeUpdate(
    Dispatch,
    { id: dispatch.id, attempt: dispatch.attempt, ...UNSETTLED },
    isLast
      ? { state: 'expired', reason: 'never_confirmed' }
      : { state: 'sending', attempt: dispatch.attempt + 1, lastSentAt: now },
  );
  if (won === 0) return { ...claimed, kind: 'unclear' };
  if (isLast) return { kind: 'skipped', reason: 'never_confirmed' };
  ctx.em.assign(dispatch, { attempt: dispatch.attempt + 1, state: 'sending', lastSentAt: now });
  ctx.em.clear();
  // Last, since `claimed` may bring a kind of its own.
  return { ...claimed, kind: 'send' };
}
