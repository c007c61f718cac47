// What becomes of a rung whose earlier attempt left no word: the provider's own list decides whether it was sent.
import type { LookUp } from '../channels/outcome.ts';
import { asPerson } from '../kernel/context.ts';
import type { Claim, Orphaned } from './claim-step.ts';
import type { Claimed } from './claimed.ts';
import { giveUpUnclear, noteUnasked, recordNeverSent, retryUnclear } from './record-step.ts';
import { isConsentLost } from './consent-lost.ts';
import { finishStep } from './finish-step.ts';
import { noteTwin } from './note-twin.ts';
import { arrivesUntil, tryAgain } from './patience.ts';
import type { StepChannel, Taken, TakenStep } from './step-channel.ts';

const MAX_ATTEMPTS = 3;

/** `claimedAt`: when it was claimed once more, by `performance.now()`. Still unclear: the list must be asked again. */
export async function clearUp(
  step: TakenStep,
  claim: Extract<Claim, { kind: 'unclear' }>,
): Promise<{ claim: Claim | { kind: 'over' }; claimedAt: number }> {
  const { options, actor, channel } = step;
  const found = await lookFor(channel, claim);
  const claimedAt = performance.now();
  if (found?.kind === 'unavailable') {
    await asPerson(options, actor, (ctx) => noteUnasked(ctx, claim.dispatch));
    return { claim, claimedAt };
  }
  if (found?.kind === 'found') {
    await takeBackTwins(step, claim, found.twins);
    return { claim: await finishStep(step, claim, found.externalId, ''), claimedAt };
  }
  if (found && mayTurnUp(claim, options)) return { claim, claimedAt };
  const again = await asPerson(options, actor, async (ctx): Promise<Claim> => {
    const { barred, dispatch } = claim;
    if (barred === null)
      return retryUnclear(ctx, claim, { maxAttempts: MAX_ATTEMPTS, canTell: channel.find !== null });
    await recordNeverSent(ctx, dispatch, barred);
    return { kind: 'skipped', reason: barred };
  }).catch((error: unknown) => {
    // Taken back since it was looked at: whoever looks again sees which gate that closes.
    throw isConsentLost(error) ? tryAgain(0) : error;
  });
  return { claim: again, claimedAt };
}

/** Settled while an attempt died: what it sent is written down and taken back, as if it had lived to do so. */
export async function retract(step: TakenStep, claim: Orphaned): Promise<Taken> {
  const { options, actor, channel } = step;
  const { dispatch } = claim;
  if (dispatch.state === 'accepted') await channel.recall?.(dispatch.externalId!);
  if (dispatch.state !== 'sending' && dispatch.state !== 'unknown') return { kind: 'over' };
  const found = await lookFor(channel, claim);
  if (found?.kind === 'found') {
    await takeBackTwins(step, claim, found.twins);
    return finishStep(step, claim, found.externalId, '');
  }
  if (found?.kind === 'unavailable') await asPerson(options, actor, (ctx) => noteUnasked(ctx, dispatch));
  if (found?.kind === 'unavailable' || (found && mayTurnUp(claim, options)))
    throw tryAgain(options.settleMs / 8);
  await asPerson(options, actor, (ctx) =>
    found ? recordNeverSent(ctx, dispatch, 'task_settled') : giveUpUnclear(ctx, dispatch),
  );
  return { kind: 'over' };
}

/** Whether it may be at the provider, or on its way there, although the list does not show it. */
const mayTurnUp = ({ dispatch }: Claimed, { settleMs }: TakenStep['options']): boolean =>
  Date.now() < arrivesUntil(dispatch, settleMs).getTime();

/** Where it was sent, whoever has that number by now. Undefined where nobody could tell. */
async function lookFor({ find }: StepChannel, claim: Claimed): Promise<LookUp | undefined> {
  const { sentTo } = claim.dispatch;
  if (!find) return undefined;
  return sentTo === null ? { kind: 'absent' } : find(claim, sentTo);
}

/** Written down after it: whoever dies in between finds them again. */
async function takeBackTwins(
  { options, actor, channel }: TakenStep,
  { dispatch }: Claimed,
  twins: readonly string[],
): Promise<void> {
  if (twins.length === 0 || !channel.recall) return;
  for (const twin of twins) await channel.recall(twin);
  await asPerson(options, actor, async (ctx) => {
    for (const twin of twins) await noteTwin(ctx, dispatch, twin);
  });
}
