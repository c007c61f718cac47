// Takes one rung so that it happens effectively once: claim, send, record; after a doubt, look before sending again.
// The protocol and its residual risk: docs/how-it-works.md, "Effectively once".
import type { LookUp, SendOutcome } from '../channels/outcome.ts';
import { asPerson, type Actor, type Store } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { sends } from '../kernel/metrics.ts';
import { claimStep, type Claim, type Orphaned } from './claim-step.ts';
import type { Claimed, StepRef } from './read-situation.sql.ts';
import {
  giveBack,
  markUnclear,
  recordNeverSent,
  recordRefused,
  recordSent,
  retryUnclear,
} from './record-step.ts';

/** How one channel sends a rung, and how it finds again what it may have sent. */
export interface StepChannel {
  /** `body`: what the log keeps of the words. */
  send(claimed: Claimed): Promise<{ outcome: SendOutcome; body: string }>;
  /** Null where a repeat is harmless at the reader's, so that no look-up is needed. */
  find: ((claimed: Claimed) => Promise<LookUp>) | null;
  /** The task was settled while this was being sent; takes it back where that is possible. */
  recall: ((externalId: string) => Promise<void>) | null;
}

export interface TakeStepOptions extends Store {
  /** How long an unclear send may still turn up at the provider. */
  settleMs: number;
}

export type Taken =
  | { kind: 'sent'; waitMs: number }
  | { kind: 'skipped'; reason: string }
  | { kind: 'later'; waitMs: number }
  | { kind: 'over' };

const MAX_ATTEMPTS = 3;
/**
 * A process that stood still for longer between claim and send gives the claim back: somebody else may have it by
 * now.
 */
const FENCE_MS = 1000;

/**
 * Resolves when the rung's fate is known. Throws PROVIDER_UNAVAILABLE (with `retryAfterMs`) while it is not:
 * the caller tries again with the same arguments.
 */
export async function takeStep(
  options: TakeStepOptions,
  actor: Actor,
  ref: StepRef,
  channel: StepChannel,
): Promise<Taken> {
  const claimedAt = performance.now();
  const first = await asPerson(options, actor, (ctx) => claimStep(ctx, ref));
  if (first.kind === 'orphaned') return retract(options, actor, first, channel);
  const claim = first.kind === 'unclear' ? await clearUp(options, actor, first, channel) : first;
  if (claim.kind === 'unclear') throw tryAgain(options.settleMs / 8);
  if (claim.kind !== 'send') return claim;

  const claimed = claim;
  if (performance.now() - claimedAt > FENCE_MS) {
    await asPerson(options, actor, (ctx) => giveBack(ctx, claimed.dispatch));
    throw tryAgain(0);
  }
  const { outcome, body } = await channel.send(claimed);
  sends.inc({ channel: ref.step, outcome: outcome.kind });
  switch (outcome.kind) {
    case 'sent':
      return finish(options, actor, claimed, outcome.externalId, body, channel);
    case 'unknown':
      await asPerson(options, actor, (ctx) => markUnclear(ctx, claimed.dispatch));
      throw tryAgain(Math.max(outcome.retryAfterMs ?? 0, options.settleMs / 8));
    case 'unreachable':
      await asPerson(options, actor, (ctx) => giveBack(ctx, claimed.dispatch));
      throw tryAgain(null);
    case 'refused':
      if (!outcome.permanent) {
        await asPerson(options, actor, (ctx) => giveBack(ctx, claimed.dispatch));
        throw tryAgain(outcome.retryAfterMs);
      }
      await asPerson(options, actor, (ctx) => recordRefused(ctx, claimed.dispatch, outcome));
      return { kind: 'skipped', reason: outcome.code };
  }
}

/** An earlier attempt left no word: the provider's own list decides whether it was sent. */
async function clearUp(
  options: TakeStepOptions,
  actor: Actor,
  claim: Extract<Claim, { kind: 'unclear' }>,
  channel: StepChannel,
): Promise<Claim> {
  if (channel.find) {
    const found = await channel.find(claim);
    if (found.kind === 'unavailable') return claim;
    if (found.kind === 'found') {
      for (const twin of found.twins) await channel.recall?.(twin);
      return finish(options, actor, claim, found.externalId, '', channel);
    }
    if (Date.now() - claim.dispatch.lastSentAt.getTime() < options.settleMs) return claim;
  }
  return asPerson(options, actor, (ctx) =>
    retryUnclear(ctx, claim, { maxAttempts: MAX_ATTEMPTS, canTell: channel.find !== null }),
  );
}

/** Settled while an attempt died: what it sent is written down and taken back, as if it had lived to do so. */
async function retract(
  options: TakeStepOptions,
  actor: Actor,
  claim: Orphaned,
  channel: StepChannel,
): Promise<Taken> {
  const { dispatch } = claim;
  if (dispatch.state === 'accepted') await channel.recall?.(dispatch.externalId!);
  if (dispatch.state !== 'sending' && dispatch.state !== 'unknown') return { kind: 'over' };
  const found = await channel.find?.(claim);
  if (found?.kind === 'found') {
    for (const twin of found.twins) await channel.recall?.(twin);
    return finish(options, actor, claim, found.externalId, '', channel);
  }
  const mayTurnUp = Date.now() - dispatch.lastSentAt.getTime() < options.settleMs;
  if (found?.kind === 'unavailable' || (found && mayTurnUp)) throw tryAgain(options.settleMs / 8);
  await asPerson(options, actor, (ctx) =>
    found ? recordNeverSent(ctx, dispatch) : markUnclear(ctx, dispatch),
  );
  return { kind: 'over' };
}

async function finish(
  options: TakeStepOptions,
  actor: Actor,
  claimed: Claimed,
  externalId: string,
  body: string,
  channel: StepChannel,
): Promise<Exclude<Taken, { kind: 'later' }>> {
  const { isStillOpen } = await asPerson(options, actor, (ctx) =>
    recordSent(ctx, claimed.dispatch, { externalId, body }),
  );
  if (isStillOpen) return { kind: 'sent', waitMs: claimed.profile.escalationWindowMs };
  await channel.recall?.(externalId);
  return { kind: 'over' };
}

function tryAgain(afterMs: number | null): FluxError {
  return new FluxError('PROVIDER_UNAVAILABLE', {
    detail: 'outcome not known yet',
    fields: afterMs === null ? {} : { retryAfterMs: Math.ceil(afterMs) },
  });
}
