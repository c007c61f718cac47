// A rung that the provider took and gave up later: it reached nobody, and nothing is to wait for it any more.
import { explainTwilioCode } from '../channels/twilio-failures.ts';
import { Dispatch } from '../dispatches/dispatch.entity.ts';
import type { Ctx } from '../kernel/context.ts';
import { recordEvent } from '../tasks/record-event.ts';
import { Task } from '../tasks/task.entity.ts';
import type { StatusReport } from './apply-status.ts';
import { endConsent } from './end-consent.ts';

/**
 * It does not count as accepted any more, and the next rung comes at once. What blocks for good ends the consent; a
 * miss that rested on it was none.
 */
export async function failRung(ctx: Ctx, report: StatusReport): Promise<void> {
  const { dispatchId: id, externalId, status, errorCode } = report;
  const change = { state: 'failed' as const, reason: errorCode ?? status };
  const failed = await ctx.em.nativeUpdate(Dispatch, { id, externalId, state: 'accepted' }, change);
  if (failed === 0) return;
  const { taskId, generation, step, firstSentAt } = await ctx.em.findOneOrFail(Dispatch, { id });
  ctx.tell({ kind: 'rung_failed', taskId, generation });
  await takeBackMiss(ctx, { taskId, generation });
  // The profile after the task, as everybody locks them.
  if (errorCode !== null && /^\d{1,9}$/.test(errorCode))
    await endConsent(ctx, step, explainTwilioCode(Number(errorCode)).reason, firstSentAt);
}

async function takeBackMiss(ctx: Ctx, { taskId, generation }: { taskId: string; generation: number }) {
  if ((await ctx.em.count(Dispatch, { taskId, generation, state: 'accepted' })) > 0) return;
  const missed = { id: taskId, generation, status: 'missed' as const, settledVia: 'ladder' as const };
  const taken = await ctx.em.nativeUpdate(Task, missed, { status: 'undelivered' });
  if (taken > 0) await recordEvent(ctx, { taskId, kind: 'undelivered' });
}
