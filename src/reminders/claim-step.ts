// Claims one rung of a ladder: re-reads the task and writes the dispatch row, in one transaction, before anything is
// sent.
import { Dispatch } from '../dispatches/dispatch.entity.ts';
import type { Ctx } from '../kernel/context.ts';
import { newId } from '../kernel/ids.ts';
import { isOpen } from '../tasks/task.entity.ts';
import { findRunningCall } from './find-running-call.sql.ts';
import { lockTask } from './lock-task.sql.ts';
import { quietUntil } from './quiet-hours.ts';
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
  | ({ kind: 'unclear' } & Claimed)
  | { kind: 'sent'; waitMs: number }
  | { kind: 'skipped'; reason: string }
  | { kind: 'later'; waitMs: number }
  | { kind: 'over' };

/** The task is settled, but an attempt that died may have sent: nothing more is sent, and what is out is taken back. */
export type Orphaned = { kind: 'orphaned' } & Claimed;

/** While another call to the same person is under way, the next one waits for so long and asks again. */
const BUSY_LINE_MS = 15_000;

/** Safe to repeat and to race: the dispatch row is unique per task, generation and step. */
export async function claimStep(ctx: Ctx, ref: StepRef): Promise<Claim | Orphaned> {
  await lockTask(ctx, ref.taskId);
  const situation = await readSituation(ctx, ref);
  if (!situation) return { kind: 'over' };
  const { task, profile, subscriptions, known } = situation;
  if (!isOpen(task) || task.generation !== ref.generation)
    return known ? { kind: 'orphaned', dispatch: known, task, profile, subscriptions: [] } : { kind: 'over' };
  if (known) return resume({ dispatch: known, task, profile, subscriptions }, known.reason);

  const now = new Date();
  const quietEndMs = quietUntil({
    nowMs: now.getTime(),
    zone: profile.zone,
    quiet: profile.quiet,
    taskStartsAtMs: task.startsAt.getTime(),
  });
  if (quietEndMs !== null) return { kind: 'later', waitMs: quietEndMs - now.getTime() };

  const gate = closedGate(ref.step, situation);
  if (!gate && ref.step === 'call' && (await findRunningCall(ctx, now)))
    return { kind: 'later', waitMs: BUSY_LINE_MS };

  const dispatch = await writeDispatch(ctx, ref, now, gate);
  if (gate) return { kind: 'skipped', reason: gate };
  return { kind: 'send', dispatch, task, profile, subscriptions };
}

function resume(claimed: Claimed, reason: string | null): Claim {
  const { state } = claimed.dispatch;
  if (state === 'accepted') return { kind: 'sent', waitMs: claimed.profile.escalationWindowMs };
  if (state === 'sending' || state === 'unknown') return { kind: 'unclear', ...claimed };
  return { kind: 'skipped', reason: reason ?? state };
}

/** Why this rung may not be taken for this person, or null. */
function closedGate(step: Step, { profile, subscriptions }: Situation): string | null {
  if (step === 'push') return subscriptions.length > 0 ? null : 'no_subscription';
  if (!profile.phone || !profile.isPhoneVerified) return 'phone_not_verified';
  return step === 'whatsapp' && !profile.isInWhatsApp ? 'whatsapp_not_opted_in' : null;
}

async function writeDispatch(
  ctx: Ctx,
  ref: StepRef,
  now: Date,
  gate: string | null,
): Promise<Claimed['dispatch']> {
  const dispatch = {
    ...ref,
    id: newId(),
    state: gate ? ('skipped' as const) : ('sending' as const),
    attempt: 1,
    firstSentAt: now,
    lastSentAt: now,
    externalId: null,
  };
  await ctx.em.insert(Dispatch, { orgId: ctx.orgId, userId: ctx.userId, reason: gate, ...dispatch });
  return dispatch;
}
