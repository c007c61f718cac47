// Claims one rung of a ladder: re-reads the task and writes the dispatch row, in one transaction, before anything is
// sent.
import type { Address } from '../channels/address.ts';
import { Dispatch } from '../dispatches/dispatch.entity.ts';
import type { Ctx } from '../kernel/context.ts';
import { newId } from '../kernel/ids.ts';
import { isOpen } from '../tasks/task.entity.ts';
import { addressFor } from './address-for.ts';
import { findRunningCall } from './find-running-call.sql.ts';
import type { RunningCall } from './list-running-calls.ts';
import { lockTask } from './lock-task.sql.ts';
import { isTooLate, untilDueMs } from './rung-time.ts';
import {
  readSituation,
  type Claimed,
  type Situation,
  type Step,
  type StepRef,
} from './read-situation.sql.ts';

export type Claim =
  /** Ours: send now. */
  | ({ kind: 'send' } & Claimed)
  /** An earlier attempt may or may not have sent: ask the provider before anything else. */
  | ({ kind: 'unclear' } & Unclear)
  /** `devices`: on how many a notification stands. */
  | { kind: 'sent'; waitMs: number; devices?: number }
  | { kind: 'skipped'; reason: string }
  /** `isPushOff`: the notification that stands is not wanted any more. */
  | { kind: 'later'; waitMs: number; isPushOff?: true };

/** `barred`: why it may not be sent again, whatever became of the attempt before; null where it may. */
export type Unclear = Claimed & { barred: string | null };

export type Claiming =
  | Claim
  /** Another call to the same person seems to be under way: two at once would be rude, and not to be told apart. */
  | { kind: 'busy'; call: RunningCall }
  /** The task is settled, but an attempt that died may have sent: what is out is taken back. */
  | Orphaned
  | { kind: 'over' };

export type Orphaned = { kind: 'orphaned' } & Claimed;

type Rung = Required<StepRef>;

/** Safe to repeat and to race: the dispatch row is unique per task, generation and step. */
export async function claimStep(ctx: Ctx, asked: StepRef): Promise<Claiming> {
  await lockTask(ctx, asked.taskId);
  const situation = await readSituation(ctx, asked);
  if (!situation) return { kind: 'over' };
  // One that was lost in a later round goes on there: nothing is passed over for the sake of rounds that are done.
  const ref = { ...asked, round: Math.max(asked.round ?? 1, situation.roundReached) };
  const { task, profile, subscriptions, known } = situation;
  if (!isOpen(task) || task.generation !== ref.generation)
    return known ? { kind: 'orphaned', dispatch: known, task, profile, subscriptions: [] } : { kind: 'over' };

  const now = new Date();
  const resumed = known && (await resume(ctx, ref, { ...situation, known }, now));
  if (resumed) return resumed;
  const waitMs = untilDueMs(situation, now.getTime());
  if (waitMs > 0) return { kind: 'later', waitMs, ...(!profile.isPushOn && { isPushOff: true }) };

  const gate = closedGate(ref.step, situation, now);
  const call = !gate && ref.step === 'call' ? await findRunningCall(ctx, now) : null;
  if (call) return { kind: 'busy', call };

  const to = { gate, sentTo: gate ? null : addressFor(ref.step, profile) };
  const dispatch = known ? await reclaim(ctx, ref, known, now, to) : await claim(ctx, ref, now, to);
  if (gate) return { kind: 'skipped', reason: gate };
  return { kind: 'send', dispatch, task, profile, subscriptions };
}

/** Null where the rung is free to be taken: surely not sent, or of an earlier round and not accepted. */
async function resume(
  ctx: Ctx,
  { step, round }: Rung,
  situation: Situation & { known: Claimed['dispatch'] },
  now: Date,
): Promise<Claim | null> {
  const { known, task, profile, subscriptions } = situation;
  if (known.state === 'accepted') {
    const windowEndsMs = known.lastSentAt.getTime() + profile.escalationWindowMs;
    const devices = step === 'push' ? { devices: subscriptions.length } : {};
    return { kind: 'sent', waitMs: Math.max(1, windowEndsMs - now.getTime()), ...devices };
  }
  const isOfBefore = known.round < round;
  if (known.state === 'sending' || known.state === 'unknown') {
    const dispatch = isOfBefore ? await startRound(ctx, known, round, now) : known;
    const barred = closedGate(step, situation, now);
    return { kind: 'unclear', dispatch, task, profile, subscriptions, barred };
  }
  if (isOfBefore || known.state === 'unsent') return null;
  return { kind: 'skipped', reason: known.reason ?? known.state };
}

/** It is still not known what became of it, but its time and its attempts begin anew. */
async function startRound(
  ctx: Ctx,
  known: Claimed['dispatch'],
  round: number,
  now: Date,
): Promise<Claimed['dispatch']> {
  const change = { round, attempt: 1, firstSentAt: now, reason: null };
  await ctx.em.nativeUpdate(Dispatch, { id: known.id }, change);
  return { ...known, ...change };
}

/** Why this rung may not be taken for this person, or null. */
function closedGate(step: Step, situation: Situation, now: Date): string | null {
  const { profile, subscriptions } = situation;
  if (isTooLate(situation, now.getTime())) return 'too_late';
  if (step === 'push' && !profile.isPushOn) return 'push_off';
  if (step === 'push') return subscriptions.length > 0 ? null : 'no_subscription';
  if (!profile.phone || !profile.isPhoneVerified) return 'phone_not_verified';
  if (step === 'call') return profile.areCallsOn ? null : 'calls_off';
  return profile.isInWhatsApp ? null : 'whatsapp_not_opted_in';
}

/** Why nothing is sent, or to whom it is. */
interface Gated {
  gate: string | null;
  sentTo: Address | null;
}

async function claim(ctx: Ctx, ref: Rung, now: Date, { gate, sentTo }: Gated): Promise<Claimed['dispatch']> {
  const { taskId, generation, step, round } = ref;
  const dispatch = {
    id: newId(),
    taskId,
    generation,
    step,
    round,
    state: gate ? ('skipped' as const) : ('sending' as const),
    attempt: 1,
    firstSentAt: now,
    lastSentAt: now,
    createdAt: now,
    externalId: null,
    reason: gate,
    sentTo,
  };
  await ctx.em.insert(Dispatch, { orgId: ctx.orgId, userId: ctx.userId, ...dispatch });
  return dispatch;
}

/** The row stays, and with it the id by which the reader's phone knows a repeat. */
async function reclaim(
  ctx: Ctx,
  { round }: Rung,
  known: Claimed['dispatch'],
  now: Date,
  { gate, sentTo }: Gated,
): Promise<Claimed['dispatch']> {
  const isOfBefore = known.round < round;
  const change = {
    state: gate ? ('skipped' as const) : ('sending' as const),
    reason: gate ?? (isOfBefore ? null : known.reason),
    lastSentAt: now,
    externalId: null,
    sentTo,
    ...(isOfBefore && { round, attempt: 1, firstSentAt: now }),
  };
  const fresh = { ...change, providerStatus: null, providerRank: 0 };
  await ctx.em.nativeUpdate(Dispatch, { id: known.id }, fresh);
  return { ...known, ...change };
}
