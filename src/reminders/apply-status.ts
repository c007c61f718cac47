// Applies what the provider reports of a message or call. Reports come late, doubled and in any order: rank only rises.
import type { Ctx } from '../kernel/context.ts';
import { Dispatch } from '../dispatches/dispatch.entity.ts';
import { logNotification } from '../dispatches/log-notification.ts';

/** Messages and calls have ladders of their own; equal numbers never meet, since a dispatch is one or the other. */
const RANKS: Record<string, number> = {
  accepted: 0,
  queued: 1,
  initiated: 1,
  sending: 2,
  ringing: 2,
  sent: 3,
  'in-progress': 3,
  answered: 3,
  completed: 4,
  busy: 4,
  'no-answer': 4,
  canceled: 4,
  failed: 4,
  undelivered: 4,
  delivered: 5,
  read: 6,
};

export interface StatusReport {
  dispatchId: string;
  externalId: string;
  status: string;
  errorCode: string | null;
}

/**
 * Also proves that the provider took an attempt whose answer was lost: the dispatch adopts its id. A report about
 * another message than the one the dispatch knows is ignored. Returns whether anything changed.
 */
export async function applyStatus(ctx: Ctx, report: StatusReport): Promise<boolean> {
  if (await raiseRank(ctx, report)) return true;
  const adopted = await ctx.em.nativeUpdate(
    Dispatch,
    { id: report.dispatchId, externalId: null, state: { $in: ['sending', 'unknown'] } },
    { externalId: report.externalId, state: 'accepted' },
  );
  if (adopted === 0) return false;
  await logSent(ctx, report);
  await raiseRank(ctx, report);
  return true;
}

async function raiseRank(
  ctx: Ctx,
  { dispatchId, externalId, status, errorCode }: StatusReport,
): Promise<boolean> {
  const providerRank = RANKS[status] ?? 0;
  const raised = await ctx.em.nativeUpdate(
    Dispatch,
    { id: dispatchId, externalId, providerRank: { $lt: providerRank } },
    { providerStatus: status, providerRank, ...(errorCode !== null && { reason: errorCode }) },
  );
  return raised > 0;
}

/** The sender may never come back to write this line. */
async function logSent(ctx: Ctx, { dispatchId, externalId }: StatusReport): Promise<void> {
  const { taskId, step } = await ctx.em.findOneOrFail(Dispatch, { id: dispatchId });
  await logNotification(ctx, {
    taskId,
    dispatchId,
    direction: 'out',
    channel: step,
    event: 'sent',
    externalId,
    body: null,
  });
}
