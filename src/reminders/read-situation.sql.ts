// All that a rung depends on in one statement, as JSON: every due reminder goes through here four times.
import type { Profile, PushSubscription } from '../account/profile.entity.ts';
import type { Dispatch } from '../dispatches/dispatch.entity.ts';
import type { Ctx } from '../kernel/context.ts';
import type { Task } from '../tasks/task.entity.ts';

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

export interface Situation extends Omit<Claimed, 'dispatch'> {
  profile: Claimed['profile'] & {
    isPhoneVerified: boolean;
    isInWhatsApp: boolean;
    quiet: { from: string; to: string } | null;
  };
  /** What an earlier attempt wrote. */
  known: (Claimed['dispatch'] & { reason: string | null }) | null;
}

/** Null where there is no such task, or its person left the organisation. */
export async function readSituation(ctx: Ctx, ref: StepRef): Promise<Situation | null> {
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
