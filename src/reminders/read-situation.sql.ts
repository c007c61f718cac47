// All that a rung depends on in one statement, as JSON: every due reminder goes through here four times.
import type { Profile, PushSubscription } from '../account/profile.entity.ts';
import { addressOf, type Address } from '../channels/address.ts';
import type { Dispatch } from '../dispatches/dispatch.entity.ts';
import type { Ctx } from '../kernel/context.ts';
import type { Task } from '../tasks/task.entity.ts';

export type Step = Dispatch['step'];

/** One task's reminder, in one of its rounds. */
export interface LadderRef {
  taskId: string;
  generation: number;
  /** 1 unless told; a ladder of which nothing was accepted goes round again. A revived one counts from 1 again. */
  round?: number;
}

export interface StepRef extends LadderRef {
  step: Step;
}

/** What a rung needs to know in order to send. */
export interface Claimed {
  dispatch: Pick<
    Dispatch,
    | 'id'
    | 'taskId'
    | 'generation'
    | 'step'
    | 'state'
    | 'attempt'
    | 'round'
    | 'firstSentAt'
    | 'lastSentAt'
    | 'createdAt'
  > & { externalId: string | null; reason: string | null; sentTo: Address | null };
  task: Pick<Task, 'id' | 'title' | 'startsAt' | 'durationMinutes' | 'status' | 'generation'>;
  profile: Pick<Profile, 'zone' | 'escalationWindowMs'> & { phone: string | null; whatsapp: string | null };
  subscriptions: Pick<PushSubscription, 'id' | 'endpoint' | 'p256dh' | 'auth'>[];
}

export interface Situation extends Omit<Claimed, 'dispatch'> {
  /** `plannedIn`: the zone of a session's time of day; null for a moment that was named by hand. */
  task: Claimed['task'] & { plannedIn: string | null };
  profile: Claimed['profile'] & {
    reminderLeadMs: number;
    isPhoneVerified: boolean;
    isInWhatsApp: boolean;
    isPushOn: boolean;
    areCallsOn: boolean;
    quiet: { from: string; to: string } | null;
  };
  /** What an earlier attempt wrote. */
  known: Claimed['dispatch'] | null;
  /** When the latest rung was sent that a provider has; null where none has any. */
  lastAcceptedAt: Date | null;
  /** The furthest that a rung has come, whatever the ladder remembers of it; 0 before the first one. */
  roundReached: number;
}

/** Null where there is no such task, or its person left the organisation. */
export async function readSituation(ctx: Ctx, ref: StepRef): Promise<Situation | null> {
  const { taskId, generation, step } = ref;
  const values = [step, generation, step, generation, taskId];
  const [row]: { situation: Situation }[] = await ctx.em.execute(SITUATION, values);
  if (!row) return null;
  const { task, profile, known, subscriptions, lastAcceptedAt, roundReached } = row.situation;
  return {
    task: { ...task, startsAt: new Date(task.startsAt) },
    profile: { ...profile, quiet: profile.quiet?.from && profile.quiet.to ? profile.quiet : null },
    subscriptions: subscriptions ?? [],
    lastAcceptedAt: lastAcceptedAt && new Date(lastAcceptedAt),
    roundReached,
    known: known && {
      ...known,
      firstSentAt: new Date(known.firstSentAt),
      lastSentAt: new Date(known.lastSentAt),
      createdAt: new Date(known.createdAt),
      sentTo: addressOf(known.sentTo),
    },
  };
}

// Older workers do not write down to whom they send: it is taken for their number of now.
const SITUATION = `
  select json_build_object(
    'task', json_build_object('id', t.id, 'title', t.title, 'startsAt', t.starts_at,
      'durationMinutes', t.duration_minutes, 'status', t.status, 'generation', t.generation,
      'plannedIn', coalesce(t.zone, r.zone)),
    'profile', json_build_object('zone', p.zone, 'phone', p.phone, 'escalationWindowMs', p.escalation_window_ms,
      'reminderLeadMs', p.reminder_lead_ms, 'isPhoneVerified', p.phone_verified_at is not null,
      'isInWhatsApp', p.whatsapp_opt_in_at is not null, 'isPushOn', p.push_off_at is null,
      'areCallsOn', p.calls_off_at is null, 'whatsapp', coalesce(p.whatsapp_address, p.phone),
      'quiet', json_build_object('from', p.sleep_from, 'to', p.sleep_to)),
    'subscriptions', (select json_agg(json_build_object('id', id, 'endpoint', endpoint, 'p256dh', p256dh, 'auth', auth))
      from push_subscriptions where ? = 'push'),
    'lastAcceptedAt', ladder.last_accepted_at, 'roundReached', ladder.round_reached,
    'known', case when d.id is not null then json_build_object('id', d.id, 'taskId', d.task_id,
      'generation', d.generation, 'step', d.step, 'state', d.state, 'reason', d.reason, 'attempt', d.attempt,
      'round', d.round, 'firstSentAt', d.first_sent_at, 'lastSentAt', d.last_sent_at, 'createdAt', d.created_at,
      'externalId', d.external_id, 'sentTo', coalesce(d.sent_to, case d.step when 'call' then p.phone
        when 'whatsapp' then coalesce(p.whatsapp_address, p.phone) end)) end
  ) as situation
  from tasks t
  join profiles p on p.org_id = t.org_id and p.user_id = t.user_id
  left join task_rules r on r.id = t.rule_id
  left join dispatch_log d on d.org_id = t.org_id and d.task_id = t.id and d.generation = ? and d.step = ?
  cross join lateral (
    select max(a.last_sent_at) filter (where a.state = 'accepted') as last_accepted_at,
      coalesce(max(a.round), 0) as round_reached
    from dispatch_log a where a.org_id = t.org_id and a.task_id = t.id and a.generation = ?
  ) ladder
  where t.id = ?`;
