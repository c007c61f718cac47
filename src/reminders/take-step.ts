// Takes one rung so that it happens effectively once: claim, send, record; after a doubt, look before sending again.
// The protocol and its residual risk: docs/how-it-works.md, "Effectively once".
import { asPerson, type Actor } from '../kernel/context.ts';
import { sends } from '../kernel/metrics.ts';
import { claimStep, type Claiming } from './claim-step.ts';
import { clearUp, retract } from './clear-up.ts';
import type { RunningCall } from './list-running-calls.ts';
import { finishStep } from './finish-step.ts';
import { LONGEST_PAUSE_MS, nextLookMs, nextTryMs, tryAgain, type Patience } from './patience.ts';
import type { Claimed, StepRef } from './claimed.ts';
import {
  giveBack,
  giveUpUnclear,
  markUnclear,
  noteDoubt,
  recordNeverSent,
  recordRefused,
} from './record-step.ts';
import type { StepChannel, Taken, TakenStep, TakeStepOptions } from './step-channel.ts';
import { spend, TOO_MANY, type Spent } from './within-budget.ts';

/**
 * A process that stood still for longer between claim and send gives the claim back: somebody else may have it by
 * now.
 */
const FENCE_MS = 1000;
/** Most calls that nobody takes are over by then; one that is talked in is cut after two minutes more. */
const LINE_MS = { rings: 30_000, talks: 180_000 };

/**
 * Resolves when the rung's fate is known, or its time is up. Throws PROVIDER_UNAVAILABLE (with `retryAfterMs`) before
 * that: the caller tries again with the same arguments.
 */
export async function takeStep(
  options: TakeStepOptions,
  actor: Actor,
  ref: StepRef,
  channel: StepChannel,
): Promise<Taken> {
  const step = { options, actor, channel };
  const first = await claimFreeLine(step, ref);
  if (first.claim.kind === 'busy') return { kind: 'later', waitMs: untilLineIsFree(first.claim.call) };
  if (first.claim.kind === 'orphaned') return retract(step, first.claim);
  const { claim, claimedAt } =
    first.claim.kind === 'unclear' ? await clearUp(step, first.claim) : { ...first, claim: first.claim };
  if (claim.kind === 'unclear') return lookAgain(step, claim, null);
  if (claim.kind !== 'send') return claim;
  const spent = await spend(options, actor, claim);
  if (performance.now() - claimedAt > FENCE_MS) {
    await spent.giveBack();
    await asPerson(options, actor, (ctx) => giveBack(ctx, claim.dispatch, null));
    throw tryAgain(0);
  }
  if (spent.isWithin) return send(step, claim, spent);
  await asPerson(options, actor, (ctx) => recordNeverSent(ctx, claim.dispatch, TOO_MANY));
  return { kind: 'skipped', reason: TOO_MANY };
}

/** A line that seems to be busy is looked at once: the report of the call's end may have been lost. */
async function claimFreeLine(
  { options, actor, channel }: TakenStep,
  ref: StepRef,
): Promise<{ claim: Claiming; claimedAt: number }> {
  const once = async () => ({
    claimedAt: performance.now(),
    claim: await claimStep(options, actor, ref),
  });
  const first = await once();
  const isFreed = first.claim.kind === 'busy' && (await channel.freeLine?.(first.claim.call));
  return isFreed ? once() : first;
}

function untilLineIsFree({ placedAt }: RunningCall): number {
  const ageMs = Date.now() - placedAt.getTime();
  return Math.max(1000, (ageMs < LINE_MS.rings ? LINE_MS.rings : LINE_MS.talks) - ageMs);
}

async function send(step: TakenStep, claimed: Claimed, spent: Spent): Promise<Taken> {
  const { options, actor, channel } = step;
  const { outcome, body } = await channel.send(claimed);
  sends.inc({ channel: claimed.dispatch.step, outcome: outcome.kind });
  if (outcome.kind === 'unreachable' || outcome.kind === 'refused') await spent.giveBack();
  if (outcome.kind === 'sent') return finishStep(step, claimed, outcome.externalId, body);
  if (outcome.kind === 'unreachable') return sendAgain(step, claimed, 'unreachable', null);
  if (outcome.kind === 'refused' && !outcome.permanent)
    return sendAgain(step, claimed, outcome.code, outcome.retryAfterMs);
  if (outcome.kind === 'refused') {
    await asPerson(options, actor, (ctx) => recordRefused(ctx, claimed.dispatch, outcome));
    return { kind: 'skipped', reason: outcome.code };
  }
  await asPerson(options, actor, (ctx) => markUnclear(ctx, claimed.dispatch));
  const unclear = { ...claimed, dispatch: { ...claimed.dispatch, state: 'unknown' as const } };
  return lookAgain(step, unclear, outcome.retryAfterMs);
}

/** Surely not sent: it is tried again, or the rung is over. */
async function sendAgain(
  step: TakenStep,
  claimed: Claimed,
  reason: string,
  askedMs: number | null,
): Promise<Taken> {
  const { options, actor } = step;
  const { dispatch } = claimed;
  await asPerson(options, actor, (ctx) => giveBack(ctx, dispatch, reason));
  const waitMs = nextTryMs(claimed, askedMs, patienceOf(step));
  if (waitMs !== null) return comeAgain(waitMs);
  // An attempt before this one may have got through.
  if (dispatch.attempt > 1) await asPerson(options, actor, (ctx) => giveUpUnclear(ctx, dispatch));
  return { kind: 'skipped', reason };
}

/** Sent or not: whoever comes next asks the provider, until the rung's time is up. */
async function lookAgain(step: TakenStep, claimed: Claimed, askedMs: number | null): Promise<Taken> {
  const { options, actor, channel } = step;
  // Where nothing can be looked up, a repeat is harmless.
  const next = channel.find ? nextLookMs : nextTryMs;
  const waitMs = next(claimed, askedMs, patienceOf(step));
  await asPerson(options, actor, (ctx) =>
    waitMs === null ? giveUpUnclear(ctx, claimed.dispatch) : noteDoubt(ctx, claimed.dispatch),
  );
  // However long: whoever answers meanwhile leaves an attempt behind that takes back what may be out.
  if (waitMs !== null) throw tryAgain(waitMs);
  return { kind: 'skipped', reason: 'never_confirmed' };
}

/** Where surely nothing was sent: a long wait is the workflow's, which hears of an answer and of settings meanwhile. */
function comeAgain(waitMs: number): Taken {
  if (waitMs > LONGEST_PAUSE_MS) return { kind: 'later', waitMs };
  throw tryAgain(waitMs);
}

const patienceOf = ({ options, channel }: TakenStep): Patience => ({
  settleMs: channel.find ? options.settleMs : 0,
  ...(channel.patienceMs !== undefined && { atMostMs: channel.patienceMs }),
});
