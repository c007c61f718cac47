// Applies what the provider reports of a message or call. Reports come late, doubled and in any order: rank only rises.
import type { Ctx } from '../kernel/context.ts';
import { Dispatch } from '../dispatches/dispatch.entity.ts';
import { noteNotification } from '../dispatches/log-notification.ts';
import { failRung } from './fail-rung.ts';
import { noteReportedTwin } from './note-twin.ts';
import { isBusyWithUs, noteBusyWithUs, OWN_CALL } from './own-call.ts';

/**
 * Messages and calls have ladders of their own; equal numbers never meet, since a dispatch is one or the other. A map:
 * the word comes from outside.
 */
const RANKS: ReadonlyMap<string, number> = new Map([
  ['accepted', 0],
  ['queued', 1],
  ['initiated', 1],
  ['sending', 2],
  ['ringing', 2],
  ['sent', 3],
  ['in-progress', 3],
  ['answered', 3],
  ['completed', 4],
  ['busy', 4],
  ['no-answer', 4],
  ['canceled', 4],
  ['failed', 4],
  ['undelivered', 4],
  ['delivered', 5],
  ['read', 6],
]);

/** It reached nobody. A call that was busy, or that nobody took, did ring. */
const FAILED = ['failed', 'undelivered'];
/** It reached somebody, whatever was reported before. */
const ARRIVED = ['delivered', 'read'];

export interface StatusReport {
  dispatchId: string;
  externalId: string;
  status: string;
  /** The provider's code for a failure: "63016". */
  errorCode: string | null;
}

/**
 * Also proves that the provider took an attempt whose answer was lost: the dispatch adopts its id. A report about
 * another message than the one the dispatch knows is ignored (`noteReportedTwin`), and so is a word that we do not
 * know. Returns whether anything changed.
 */
export async function applyStatus(ctx: Ctx, report: StatusReport): Promise<boolean> {
  const rank = RANKS.get(report.status);
  if (rank === undefined) return false;
  const isRaised = (await raiseRank(ctx, report, rank)) || (await adopt(ctx, report, rank));
  const hasFailed = FAILED.includes(report.status);
  // What was busy before its twin was heard of was busy with us; one that failed rang for nobody, and is looked for by
  // nobody.
  const judged = isRaised ? report : hasFailed ? null : await noteReportedTwin(ctx, report);
  if (isRaised && hasFailed) await failRung(ctx, report);
  if (judged && (await isBusyWithUs(ctx, judged))) {
    await noteBusyWithUs(ctx, judged);
    await failRung(ctx, { ...judged, errorCode: OWN_CALL });
  }
  if (isRaised && ARRIVED.includes(report.status)) await confirm(ctx, report);
  return isRaised;
}

async function raiseRank(
  ctx: Ctx,
  { dispatchId, externalId, status, errorCode }: StatusReport,
  providerRank: number,
): Promise<boolean> {
  const raised = await ctx.em.nativeUpdate(
    Dispatch,
    { id: dispatchId, externalId, providerRank: { $lt: providerRank } },
    { providerStatus: status, providerRank, ...(errorCode !== null && { reason: errorCode }) },
  );
  return raised > 0;
}

async function adopt(ctx: Ctx, report: StatusReport, rank: number): Promise<boolean> {
  const adopted = await ctx.em.nativeUpdate(
    Dispatch,
    { id: report.dispatchId, externalId: null, state: { $in: ['sending', 'unknown'] } },
    { externalId: report.externalId, state: 'accepted', reason: null, sentTo: null },
  );
  if (adopted === 0) return false;
  await logSent(ctx, report);
  await raiseRank(ctx, report, rank);
  return true;
}

/** The sender may never come back to write this line. */
async function logSent(ctx: Ctx, { dispatchId, externalId }: StatusReport): Promise<void> {
  const { taskId, step } = await ctx.em.findOneOrFail(Dispatch, { id: dispatchId });
  await noteNotification(ctx, {
    taskId,
    dispatchId,
    direction: 'out',
    channel: step,
    event: 'sent',
    externalId,
    body: null,
  });
}

async function confirm(ctx: Ctx, { dispatchId, externalId }: StatusReport): Promise<void> {
  const given = { id: dispatchId, externalId, state: 'failed' as const };
  await ctx.em.nativeUpdate(Dispatch, given, { state: 'accepted', reason: null });
}
