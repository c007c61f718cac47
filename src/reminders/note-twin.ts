// A second call of one dispatch, placed by an attempt that was thought lost: written down, so that nobody takes it for
// the call of another one.
import { Dispatch, Notification } from '../dispatches/dispatch.entity.ts';
import { noteNotification } from '../dispatches/log-notification.ts';
import type { Ctx } from '../kernel/context.ts';

export const TWIN = 'twin';

/** Harmless when repeated. */
export async function noteTwin(
  ctx: Ctx,
  { id, taskId, step }: Pick<Dispatch, 'id' | 'taskId' | 'step'>,
  externalId: string,
): Promise<void> {
  await noteNotification(ctx, {
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
 * round was written down when it was sent, and is none.
 */
export async function noteReportedTwin(
  ctx: Ctx,
  { dispatchId: id, externalId }: { dispatchId: string; externalId: string },
): Promise<void> {
  const another = { step: 'call' as const, externalId: { $ne: externalId } };
  const dispatch = await ctx.em.findOne(Dispatch, { id, ...another });
  if (!dispatch || (await ctx.em.count(Notification, { dispatchId: id, externalId })) > 0) return;
  await noteTwin(ctx, dispatch, externalId);
}
