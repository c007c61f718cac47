// A second call of one dispatch, placed by an attempt that was thought lost: written down, so that nobody takes it for
// the call of another one.
import { LockMode } from '@mikro-orm/postgresql';
import { Dispatch, Notification } from '../dispatches/dispatch.entity.ts';
import { logNotification } from '../dispatches/log-notification.ts';
import type { Ctx } from '../kernel/context.ts';
import type { StatusReport } from './apply-status.ts';

export const TWIN = 'twin';

/** Harmless when repeated. */
export async function noteTwin(
  ctx: Ctx,
  { id, taskId, step }: Pick<Dispatch, 'id' | 'taskId' | 'step'>,
  externalId: string,
): Promise<void> {
  await logNotification(ctx, {
    taskId,
    dispatchId: id,
    direction: 'out',
    channel: step,
    event: TWIN,
    externalId,
    body: null,
  });
}

/**
 * The same of a report that changed nothing: of a call, where its dispatch knows another one. A call of an earlier
 * round was written down when it was sent, and is none. Returns what is known of that other one, for which the twin
 * may be news; null where nothing was written.
 */
export async function noteReportedTwin(
  ctx: Ctx,
  { dispatchId: id, externalId }: Pick<StatusReport, 'dispatchId' | 'externalId'>,
): Promise<StatusReport | null> {
  const another = { step: 'call' as const, externalId: { $ne: externalId } };
  // Two reports of one dispatch take turns: whichever is the second sees the first.
  const lock = { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true };
  const dispatch = await ctx.em.findOne(Dispatch, { id, ...another }, lock);
  if (!dispatch || (await ctx.em.count(Notification, { dispatchId: id, externalId })) > 0) return null;
  await noteTwin(ctx, dispatch, externalId);
  return {
    dispatchId: id,
    externalId: dispatch.externalId!,
    status: dispatch.providerStatus ?? '',
    errorCode: null,
  };
}
