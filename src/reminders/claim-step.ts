// Claims one rung of a ladder: re-reads the task and writes the dispatch row, in one transaction, before anything is sent.
import { LockMode } from '@mikro-orm/core';
import { Profile, PushSubscription } from '../account/profile.entity.ts';
import { readProfile } from '../account/read-profile.ts';
import type { Ctx } from '../kernel/context.ts';
import { newId } from '../kernel/ids.ts';
import { quietUntil } from '../tasks/quiet-hours.ts';
import { isOpen } from '../tasks/settle-task.ts';
import { Task } from '../tasks/task.entity.ts';
import { Dispatch } from './dispatch.entity.ts';

export type Step = Dispatch['step'];

export interface StepRef {
  taskId: string;
  generation: number;
  step: Step;
}

/** What a rung needs to know in order to send. */
export interface Claimed {
  dispatch: Dispatch;
  task: Task;
  profile: Profile;
  subscriptions: PushSubscription[];
}

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
export type Stray = { kind: 'stray' } & Claimed;

/** While another call to the same person is under way, the next one waits for so long and asks again. */
const BUSY_LINE_MS = 15_000;
/** A call whose end was never reported counts as over after this. */
const LONGEST_CALL_MS = 5 * 60_000;
const FINAL_CALL_RANK = 4;

/** Safe to repeat and to race: the dispatch row is unique per task, generation and step. */
export async function claimStep(ctx: Ctx, ref: StepRef): Promise<Claim | Stray> {
  const task = await ctx.em.findOne(Task, { id: ref.taskId }, { lockMode: LockMode.PESSIMISTIC_WRITE });
  if (!task) return { kind: 'over' };
  const profile = await readProfile(ctx);

  const known = await ctx.em.findOne(Dispatch, { ...ref });
  if (!isOpen(task) || task.generation !== ref.generation)
    return known ? { kind: 'stray', dispatch: known, task, profile, subscriptions: [] } : { kind: 'over' };
  if (known) return resume(ctx, known, task, profile);

  const now = new Date();
  const quiet =
    profile.sleepFrom && profile.sleepTo ? { from: profile.sleepFrom, to: profile.sleepTo } : null;
  const quietEndMs = quietUntil({
    nowMs: now.getTime(),
    zone: profile.zone,
    quiet,
    taskStartsAtMs: task.startsAt.getTime(),
  });
  if (quietEndMs !== null) return { kind: 'later', waitMs: quietEndMs - now.getTime() };

  const subscriptions = ref.step === 'push' ? await ctx.em.find(PushSubscription, {}) : [];
  const gate = closedGate(ref.step, profile, subscriptions);
  if (!gate && ref.step === 'call' && (await isLineBusy(ctx, now)))
    return { kind: 'later', waitMs: BUSY_LINE_MS };

  const dispatch = ctx.em.create(Dispatch, {
    id: newId(),
    orgId: ctx.orgId,
    userId: ctx.userId,
    ...ref,
    state: gate ? 'skipped' : 'sending',
    reason: gate,
    firstSentAt: now,
    lastSentAt: now,
    createdAt: now,
    attempt: 1,
    providerRank: 0,
  });
  ctx.em.persist(dispatch);
  await ctx.em.flush();
  if (gate) return { kind: 'skipped', reason: gate };
  return { kind: 'send', dispatch, task, profile, subscriptions };
}

async function resume(ctx: Ctx, dispatch: Dispatch, task: Task, profile: Profile): Promise<Claim> {
  if (dispatch.state === 'accepted') return { kind: 'sent', waitMs: profile.escalationWindowMs };
  if (dispatch.state === 'sending' || dispatch.state === 'unknown') {
    const subscriptions = dispatch.step === 'push' ? await ctx.em.find(PushSubscription, {}) : [];
    return { kind: 'unclear', dispatch, task, profile, subscriptions };
  }
  return { kind: 'skipped', reason: dispatch.reason ?? dispatch.state };
}

/** Why this rung may not be taken for this person, or null. */
function closedGate(step: Step, profile: Profile, subscriptions: PushSubscription[]): string | null {
  if (step === 'push') return subscriptions.length > 0 ? null : 'no_subscription';
  if (!profile.phone || !profile.phoneVerifiedAt) return 'phone_not_verified';
  return step === 'whatsapp' && !profile.whatsappOptInAt ? 'whatsapp_not_opted_in' : null;
}

/** Two calls at once to one person would be indistinguishable after a crash, and rude. */
async function isLineBusy(ctx: Ctx, now: Date): Promise<boolean> {
  // Claims of two tasks of one person take turns here.
  await ctx.em.findOne(
    Profile,
    { orgId: ctx.orgId, userId: ctx.userId },
    { lockMode: LockMode.PESSIMISTIC_WRITE },
  );
  const calls = await ctx.em.count(Dispatch, {
    step: 'call',
    state: { $in: ['sending', 'unknown', 'accepted'] },
    providerRank: { $lt: FINAL_CALL_RANK },
    lastSentAt: { $gt: new Date(now.getTime() - LONGEST_CALL_MS) },
  });
  return calls > 0;
}
