// Claims one rung of a ladder: re-reads the task and writes the dispatch row, in one transaction, before anything is sent.
import type { Profile, PushSubscription } from '../account/profile.entity.ts';
import type { Ctx } from '../kernel/context.ts';
import { newId } from '../kernel/ids.ts';
import { quietUntil } from '../tasks/quiet-hours.ts';
import { isOpen } from '../tasks/settle-task.ts';
import type { Task } from '../tasks/task.entity.ts';
import type { Dispatch } from './dispatch.entity.ts';

export type Step = Dispatch['step'];

export interface StepRef {
  taskId: string;
  generation: number;
  step: Step;
}

/** What a rung needs to know in order to send. */
export interface Claimed {
  dispatch: Pick<
    Dispatch,
    'id' | 'taskId' | 'generation' | 'step' | 'state' | 'attempt' | 'firstSentAt' | 'lastSentAt'
  > & { externalId: string | null };
  task: Pick<Task, 'id' | 'title' | 'startsAt' | 'status' | 'generation'>;
  profile: Pick<Profile, 'zone' | 'escalationWindowMs'> & { phone: string | null };
  subscriptions: Pick<PushSubscription, 'id' | 'endpoint' | 'p256dh' | 'auth'>[];
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
  await lockTask(ctx, ref);
  const situation = await readSituation(ctx, ref);
  if (!situation) return { kind: 'over' };
  const { task, profile, subscriptions, known } = situation;
  if (!isOpen(task) || task.generation !== ref.generation)
    return known ? { kind: 'stray', dispatch: known, task, profile, subscriptions: [] } : { kind: 'over' };
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
  if (!gate && ref.step === 'call' && (await isLineBusy(ctx, now)))
    return { kind: 'later', waitMs: BUSY_LINE_MS };

  const dispatch = await writeDispatch(ctx, ref, now, gate);
  if (gate) return { kind: 'skipped', reason: gate };
  return { kind: 'send', dispatch, task, profile, subscriptions };
}

/** A statement of its own: what is read after it is what the last holder left. Keys may still be pointed at. */
async function lockTask(ctx: Ctx, { taskId }: StepRef): Promise<void> {
  await ctx.em.execute(`select from tasks where id = ? for no key update`, [taskId]);
}

interface Situation extends Omit<Claimed, 'dispatch'> {
  profile: Claimed['profile'] & {
    isPhoneVerified: boolean;
    isInWhatsApp: boolean;
    quiet: { from: string; to: string } | null;
  };
  /** What an earlier attempt wrote. */
  known: (Claimed['dispatch'] & { reason: string | null }) | null;
}

/** All that a rung depends on in one statement, as JSON: every due reminder goes through here four times. */
async function readSituation(ctx: Ctx, ref: StepRef): Promise<Situation | null> {
  const [row]: { situation: Situation }[] = await ctx.em.execute(SITUATION, [
    ref.step,
    ref.generation,
    ref.step,
    ref.taskId,
  ]);
  if (!row) return null;
  const { task, profile, known, subscriptions } = row.situation;
  return {
    task: { ...task, startsAt: new Date(task.startsAt) },
    profile: { ...profile, quiet: profile.quiet?.from && profile.quiet.to ? profile.quiet : null },
    subscriptions: subscriptions ?? [],
    known: known && {
      ...known,
      firstSentAt: new Date(known.firstSentAt),
      lastSentAt: new Date(known.lastSentAt),
    },
  };
}

const SITUATION = `
  select json_build_object(
    'task', json_build_object('id', t.id, 'title', t.title, 'startsAt', t.starts_at, 'status', t.status,
      'generation', t.generation),
    'profile', json_build_object('zone', p.zone, 'phone', p.phone, 'escalationWindowMs', p.escalation_window_ms,
      'isPhoneVerified', p.phone_verified_at is not null, 'isInWhatsApp', p.whatsapp_opt_in_at is not null,
      'quiet', json_build_object('from', p.sleep_from, 'to', p.sleep_to)),
    'subscriptions', (select json_agg(json_build_object('id', id, 'endpoint', endpoint, 'p256dh', p256dh, 'auth', auth))
      from push_subscriptions where ? = 'push'),
    'known', case when d.id is not null then json_build_object('id', d.id, 'taskId', d.task_id,
      'generation', d.generation, 'step', d.step, 'state', d.state, 'reason', d.reason, 'attempt', d.attempt,
      'firstSentAt', d.first_sent_at, 'lastSentAt', d.last_sent_at, 'externalId', d.external_id) end
  ) as situation
  from tasks t
  join profiles p on p.org_id = t.org_id and p.user_id = t.user_id
  left join dispatch_log d on d.org_id = t.org_id and d.task_id = t.id and d.generation = ? and d.step = ?
  where t.id = ?`;

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

/** Two calls at once to one person would be indistinguishable after a crash, and rude. */
async function isLineBusy(ctx: Ctx, now: Date): Promise<boolean> {
  // Claims of two tasks of one person take turns here.
  await ctx.em.execute(`select from profiles where org_id = ? and user_id = ? for no key update`, [
    ctx.orgId,
    ctx.userId,
  ]);
  const calls = await ctx.em.execute(
    `select from dispatch_log where step = 'call' and state in ('sending', 'unknown', 'accepted')
       and provider_rank < ? and last_sent_at > ? limit 1`,
    [FINAL_CALL_RANK, new Date(now.getTime() - LONGEST_CALL_MS)],
  );
  return calls.length > 0;
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
  await ctx.em.execute(
    `insert into dispatch_log (id, org_id, user_id, task_id, generation, step, state, reason, first_sent_at, last_sent_at)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      dispatch.id,
      ctx.orgId,
      ctx.userId,
      ref.taskId,
      ref.generation,
      ref.step,
      dispatch.state,
      gate,
      now,
      now,
    ],
  );
  return dispatch;
}
