// A line that is busy with another call of ours: its person has neither declined nor missed anything by that.
import { Dispatch, Notification } from '../dispatches/dispatch.entity.ts';
import { noteNotification } from '../dispatches/log-notification.ts';
import type { Ctx } from '../kernel/context.ts';
import type { StatusReport } from './apply-status.ts';
import { listRunningCalls } from './list-running-calls.ts';
import { TWIN } from './note-twin.ts';

/** Why a call has failed that was busy because of us. */
export const OWN_CALL = 'own_call';

/**
 * Of a report that has just come: another one is under way, or a twin of it, placed by an attempt of the same round, is
 * known.
 */
export async function isBusyWithUs(ctx: Ctx, { dispatchId, status }: StatusReport): Promise<boolean> {
  if (status !== 'busy') return false;
  const { firstSentAt } = await ctx.em.findOneOrFail(Dispatch, { id: dispatchId });
  const ofThisRound = { dispatchId, event: TWIN, createdAt: { $gte: firstSentAt } };
  if ((await ctx.em.count(Notification, ofThisRound)) > 0) return true;
  const running = await listRunningCalls(ctx, new Date());
  return running.some((call) => call.dispatchId !== dispatchId);
}

/** Beside the row, which the ladder's next round takes: whatever becomes of that one, this call was no miss. */
export async function noteBusyWithUs(ctx: Ctx, { dispatchId, externalId }: StatusReport): Promise<void> {
  const { taskId } = await ctx.em.findOneOrFail(Dispatch, { id: dispatchId });
  await noteNotification(ctx, {
    taskId,
    dispatchId,
    direction: 'in',
    channel: 'call',
    event: OWN_CALL,
    externalId,
    body: null,
  });
}
