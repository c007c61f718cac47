// What the end of a ladder depends on, with the task held until the end of the transaction.
import { applyEasings } from '../account/apply-easings.sql.ts';
import type { Dispatch } from '../dispatches/dispatch.entity.ts';
import type { Ctx } from '../kernel/context.ts';
import { lockTask } from '../tasks/lock-task.sql.ts';
import type { Task } from '../tasks/task.entity.ts';
import type { LadderRef } from './claimed.ts';
import { OWN_CALL } from './own-call.ts';

/** `couldNotBeTold`: the provider could not say what became of the call, however often it was asked. */
export type ClosingRef = LadderRef & { couldNotBeTold?: boolean };

export interface Closing extends Pick<Task, 'status' | 'startsAt' | 'durationMinutes'> {
  settledVia: string | null;
  windowMs: number;
  /** When the latest rung was sent that a provider has; null where none has any. */
  lastAcceptedAt: Date | null;
  /** The same, with a call that was taken back: who says that they want none has heard of it. */
  lastOutAt: Date | null;
  /** Every gate was closed, and not because it was too many: nothing was even tried. */
  isBarred: boolean;
  /**
   * Some rung did not go out because it would have been one too many, whoever used up the others; or the crisis guard
   * has held the person since the first one.
   */
  isBraked: boolean;
  /** As of a rung: `Situation`. */
  roundReached: number;
  isPushOff: boolean;
  /** Null where none was ever claimed. */
  call: ClosingCall | null;
}

export interface ClosingCall extends Pick<
  Dispatch,
  'id' | 'state' | 'reason' | 'providerStatus' | 'providerRank'
> {
  externalId: string | null;
  sentAt: Date;
  /**
   * It may still be on, and is not wanted any more: calls are off, another number is the person's by now, or the crisis
   * guard holds them.
   */
  isBarred: boolean;
  /** What was pressed or not pressed in it has reached us, or a machine took it. */
  isHeard: boolean;
  /** One before it was taken, and we never heard with what answer. */
  wasUnheard: boolean;
  /** One before it was busy because of us: this person's phone has not rung for it. */
  wasBusyWithUs: boolean;
}

/** Null for a task that is not there any more, or has moved since. */
export async function holdClosing(
  ctx: Ctx,
  { taskId, generation }: { taskId: string; generation: number },
): Promise<Closing | null> {
  await lockTask(ctx, taskId);
  await applyEasings(ctx);
  const [closing]: Closing[] = await ctx.em.execute(CLOSING, [taskId, generation]);
  if (!closing) return null;
  const { startsAt, lastAcceptedAt, lastOutAt, call } = closing;
  return {
    ...closing,
    startsAt: new Date(startsAt),
    lastAcceptedAt: lastAcceptedAt && new Date(lastAcceptedAt),
    lastOutAt: lastOutAt && new Date(lastOutAt),
    call: call && { ...call, sentAt: new Date(call.sentAt) },
  };
}

const CLOSING = `
  select t.status, t.settled_via as "settledVia", t.starts_at as "startsAt", t.duration_minutes as "durationMinutes",
    p.escalation_window_ms as "windowMs", p.push_off_at is not null as "isPushOff",
    ladder.*, call.call
  from tasks t join profiles p on p.org_id = t.org_id and p.user_id = t.user_id
  cross join lateral (
    select max(d.last_sent_at) filter (where d.state = 'accepted') as "lastAcceptedAt",
      max(d.last_sent_at) filter (where d.state = 'accepted' or d.reason = 'taken_back') as "lastOutAt",
      coalesce(bool_and(d.state = 'skipped' and d.reason is distinct from 'too_many'), true) as "isBarred", coalesce(bool_or(d.state = 'skipped' and d.reason in ('too_many', 'held')), false)
        or exists (select from safety_hold() h where h.state in ('held', 'steady') or h.lifted_at > min(d.first_sent_at)) as "isBraked",
      coalesce(max(d.round), 0) as "roundReached"
    from dispatch_log d where d.org_id = t.org_id and d.task_id = t.id and d.generation = t.generation
  ) ladder
  left join lateral (
    select json_build_object('id', c.id, 'state', c.state, 'reason', c.reason, 'externalId', c.external_id, 'sentAt', c.last_sent_at,
      'providerStatus', c.provider_status, 'providerRank', c.provider_rank,
      'isBarred', c.state = 'accepted' and c.provider_rank < 4 and c.last_sent_at > now() - interval '3 minutes'
        and (p.calls_off_at is not null or p.phone_verified_at is null or p.phone_verified_at > c.last_sent_at
          or exists (select from safety_hold() h where h.state in ('held', 'steady'))),
      'isHeard', heard.of_this, 'wasUnheard', heard.nothing, 'wasBusyWithUs', heard.busy) as call
    from dispatch_log c cross join lateral (
      select coalesce(bool_or(n.external_id = c.external_id and n.event not in ('unheard', '${OWN_CALL}')), false) as of_this,
        coalesce(bool_or(n.event = 'unheard'), false) as nothing,
        coalesce(bool_or(n.event = '${OWN_CALL}'), false) as busy
      from notification_log n
      where n.org_id = c.org_id and n.user_id = c.user_id and n.dispatch_id = c.id and n.direction = 'in'
    ) heard
    where c.org_id = t.org_id and c.task_id = t.id and c.generation = t.generation and c.step = 'call'
  ) call on true
  where t.id = ? and t.generation = ? for no key update of t`;
