// The end of a rung that the provider has: written down, or taken back where there is nothing left to remind of.
import { inOneStatement } from '../kernel/sql.ts';
import type { Claimed } from './claimed.ts';
import { recordSent } from './record-sent.sql.ts';
import type { Taken, TakenStep } from './step-channel.ts';

/** `body`: what the log keeps of the words. Skipped where the provider has given it up already. */
export async function finishStep(
  { options, actor, channel }: TakenStep,
  { dispatch, profile, subscriptions }: Claimed,
  externalId: string,
  body: string,
): Promise<Exclude<Taken, { kind: 'later' }>> {
  const { isStillOpen, failure } = await inOneStatement(options, actor, (ctx) =>
    recordSent(ctx, dispatch, { externalId, body }),
  );
  const devices = dispatch.step === 'push' ? { devices: subscriptions.length } : {};
  if (isStillOpen && failure !== null) return { kind: 'skipped', reason: failure };
  if (isStillOpen) return { kind: 'sent', waitMs: profile.escalationWindowMs, ...devices };
  await channel.recall?.(externalId);
  return { kind: 'over' };
}
