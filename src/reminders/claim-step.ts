// Claims one rung of a ladder: the task is looked at and the dispatch row written, in one statement, before anything is
// sent. What stands in the way is said by PostgreSQL (take-rung.sql.ts), but for quiet hours.
import { Dispatch } from '../dispatches/dispatch.entity.ts';
import { asPerson, type Actor, type Store } from '../kernel/context.ts';
import { errorCode } from '../kernel/error-code.ts';
import { inOneStatement } from '../kernel/sql.ts';
import type { Claimed, StepRef } from './claimed.ts';
import { isConsentLost } from './consent-lost.ts';
import { awakeAt, meetNight } from './known-nights.ts';
import type { RunningCall } from './list-running-calls.ts';
import { quietUntil } from './quiet-hours.ts';
import { takeRung, type Found } from './take-rung.sql.ts';

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

/** Safe to repeat and to race. One round trip; `night`: quiet hours that are no reason to wait, of the look before. */
export async function claimStep(
  store: Store,
  actor: Actor,
  ref: StepRef,
  night: string | null = null,
): Promise<Claiming> {
  const now = new Date();
  const awake = night === null ? awakeAt(now.getTime()) : [...awakeAt(now.getTime()), night];
  const found = await lookAndTake(store, actor, ref, { now, awake });
  if (!found) return { kind: 'over' };
  const { task, profile, subscriptions, known, claimed, gate, call } = found;
  if (claimed && gate) return { kind: 'skipped', reason: gate };
  if (claimed) return { kind: 'send', dispatch: claimed, task, profile, subscriptions };
  if (!found.isOpen)
    return known ? { kind: 'orphaned', dispatch: known, task, profile, subscriptions: [] } : { kind: 'over' };

  if (known && !found.isFree) return resume(store, actor, { ...found, known }, now);
  const waitMs = found.waitMs || untilDayMs(found, now.getTime());
  if (waitMs > 0) return { kind: 'later', waitMs, ...(!profile.isPushOn && { isPushOff: true }) };
  if (call) return { kind: 'busy', call };
  // Its quiet hours were not among the known ones, or are no reason to wait; or a report has changed the row meanwhile.
  return claimStep(store, actor, ref, found.night);
}

/**
 * Once more where a consent ended between the look and the claim: that closes a gate, and the next look sees which. And
 * where it waited in a circle: whoever changes a setting and then a task holds the person first, the claim the task.
 */
async function lookAndTake(
  store: Store,
  actor: Actor,
  ref: StepRef,
  at: { now: Date; awake: readonly string[] },
): Promise<Found | null> {
  const take = () => inOneStatement(store, actor, (ctx) => takeRung(ctx, ref, at));
  return take().catch((error: unknown) => {
    if (isConsentLost(error) || errorCode(error) === DEADLOCK) return take();
    throw error;
  });
}

const DEADLOCK = '40P01';

/** How long its quiet hours still hold a task up; 0: not at all. */
function untilDayMs({ task, night, profile: { zone, quiet } }: Found, nowMs: number): number {
  if (night !== null && quiet) meetNight(night, { zone, quiet });
  const endMs = quietUntil({ nowMs, zone, quiet, task });
  return endMs === null ? 0 : endMs - nowMs;
}

/** What has become of an earlier attempt. */
async function resume(
  store: Store,
  actor: Actor,
  { known, task, profile, subscriptions, round, gate }: Found & { known: Claimed['dispatch'] },
  now: Date,
): Promise<Claim> {
  if (known.state === 'accepted') {
    const windowEndsMs = known.lastSentAt.getTime() + profile.escalationWindowMs;
    const devices = known.step === 'push' ? { devices: subscriptions.length } : {};
    return { kind: 'sent', waitMs: Math.max(1, windowEndsMs - now.getTime()), ...devices };
  }
  if (known.state !== 'sending' && known.state !== 'unknown')
    return { kind: 'skipped', reason: known.reason ?? known.state };
  const dispatch = known.round < round ? await startRound(store, actor, known, { round, now }) : known;
  return { kind: 'unclear', dispatch, task, profile, subscriptions, barred: gate };
}

/** It is still not known what became of it, but its time and its attempts begin anew. */
async function startRound(
  store: Store,
  actor: Actor,
  { id, round: before, ...known }: Claimed['dispatch'],
  { round, now }: { round: number; now: Date },
): Promise<Claimed['dispatch']> {
  const change = { round, attempt: 1, firstSentAt: now, reason: null };
  // Another attempt may have come first, or a report: what stands then stays as it is.
  const open = { id, round: before, state: { $in: ['sending', 'unknown'] as const } };
  await asPerson(store, actor, ({ em }) => em.nativeUpdate(Dispatch, open, change));
  return { ...known, id, ...change };
}
