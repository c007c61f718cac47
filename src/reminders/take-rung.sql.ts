// Looks at all that a rung depends on, and claims it in the same statement where nothing stands in its way: every due
// reminder goes through here three times.
import { applyEasings } from '../account/apply-easings.sql.ts';
import { addressOf } from '../channels/address.ts';
import type { Dispatch } from '../dispatches/dispatch.entity.ts';
import { newId } from '../kernel/ids.ts';
import type { StatementCtx } from '../kernel/sql.ts';
import type { ClockRange } from '../kernel/time.ts';
import { lockTask } from '../tasks/lock-task.sql.ts';
import type { Claimed, StepRef } from './claimed.ts';
import { LONGEST_CALL_MS, type RunningCall } from './list-running-calls.ts';

/** A rung as it was found. */
export interface Found extends Omit<Claimed, 'dispatch'> {
  /** `plannedIn`: the zone of a session's time of day; null for a moment that was named by hand. */
  task: Claimed['task'] & { plannedIn: string | null };
  profile: Claimed['profile'] & { isPushOn: boolean; quiet: ClockRange | null };
  /** The task is still to be done, at the time that this ladder is for. */
  isOpen: boolean;
  /** How long it waits for the lead before the start, or the window since the latest accepted rung; 0: due. */
  waitMs: number;
  /** Why it may not be taken for this person, or null. */
  gate: string | null;
  /** Of a call that no gate holds back: another one, which it has to wait for. */
  call: RunningCall | null;
  /** What the person's quiet hours are called among those that may be known to be over; null for none. */
  night: string | null;
  /** The furthest that a rung has come, whatever the ladder remembers of it. */
  round: number;
  /** Surely not sent, or of an earlier round and not accepted. */
  isFree: boolean;
  /** What an earlier attempt wrote. */
  known: Claimed['dispatch'] | null;
  /** What this one wrote: it is ours, to be sent, or skipped where a gate is closed. Null: nothing was written. */
  claimed: Claimed['dispatch'] | null;
}

/**
 * Safe to repeat and to race: claims of a task take turns, and its row is unique per generation and step. `awake`:
 * the names of quiet hours that are no reason to wait. Null where there is no such task, or its person left the
 * organisation.
 */
export async function takeRung(
  ctx: StatementCtx,
  { taskId, generation, step, round = 1 }: StepRef,
  { now, awake }: { now: Date; awake: readonly string[] },
): Promise<Found | null> {
  await lockTask(ctx, taskId);
  // What a cooling-off held back until now counts for this very rung.
  await applyEasings(ctx);
  // Two calls at once would be indistinguishable after a crash, and rude: a person's calls take turns as well,
  // in whichever of their organisations: it is one phone.
  if (step === 'call') ctx.ahead({ name: 'lock_line', text: LOCK_LINE, values: [ctx.userId] });
  const values = [taskId, generation, step, round, now, newId(), awake];
  const [row] = await ctx.query<{ found: Row }>({ name: 'take_rung', text: TAKE_RUNG, values });
  return row ? foundOf(row.found) : null;
}

/** As JSON gives it: a moment is text. */
interface Row extends Omit<Found, 'profile' | 'subscriptions'> {
  profile: Omit<Found['profile'], 'quiet'> & { quiet: { from: string | null; to: string | null } };
  subscriptions: Found['subscriptions'] | null;
}

function foundOf({ task, profile, subscriptions, call, known, claimed, ...found }: Row): Found {
  const { from, to } = profile.quiet;
  return {
    ...found,
    task: { ...task, startsAt: new Date(task.startsAt) },
    profile: { ...profile, reach: addressOf(profile.reach), quiet: from && to ? { from, to } : null },
    subscriptions: subscriptions ?? [],
    call: call && { ...call, placedAt: new Date(call.placedAt) },
    known: known && dispatchOf(known),
    claimed: claimed && dispatchOf(claimed),
  };
}

const dispatchOf = (row: Claimed['dispatch']): Claimed['dispatch'] => ({
  ...row,
  firstSentAt: new Date(row.firstSentAt),
  lastSentAt: new Date(row.lastSentAt),
  createdAt: new Date(row.createdAt),
  doubtedAt: row.doubtedAt && new Date(row.doubtedAt),
  sentTo: addressOf(row.sentTo),
});

const LOCK_LINE = 'select pg_advisory_xact_lock(hashtextextended($1, 7301967))';

const jsonOf = (row: 'known' | 'claimed'): string =>
  `case when ${row}.id is not null then json_build_object('id', ${row}.id, 'taskId', ${row}.task_id,
    'generation', ${row}.generation, 'step', ${row}.step, 'state', ${row}.state, 'reason', ${row}.reason,
    'attempt', ${row}.attempt, 'round', ${row}.round, 'firstSentAt', ${row}.first_sent_at,
    'lastSentAt', ${row}.last_sent_at, 'createdAt', ${row}.created_at, 'externalId', ${row}.external_id,
    'doubtedAt', ${row}.doubted_at,
    'sentTo', ${row === 'known' ? 'coalesce(known.sent_to, reach.address)' : 'claimed.sent_to'}) end`;

/** Two clocks are never quite the same: whoever comes so little too early has come in time. */
const EARLY_MS = 1000;
/** What the provider has taken, or may have: it is not to be claimed a second time. */
const OUT: readonly Dispatch['state'][] = ['sending', 'unknown', 'accepted'];
const IS_OUT = `state in (${OUT.map((state) => `'${state}'`).join(', ')})`;

// Too late: where it says nothing any more (sensible-until.ts); a ladder that began in time may end an hour after that.
// Older workers do not write down to whom they send: it is taken for where the person is reached now.
const TAKE_RUNG = `
  with rung as materialized (
    select t.org_id, t.user_id, t.id as task_id, ladder.round, due.wait_ms, gate.reason as gate, line.call, reach.address,
      t.status in ('pending', 'rescheduled') and t.generation = $2 as is_open,
      p.zone || ' ' || p.sleep_from || ' ' || p.sleep_to as night, devices.subscriptions,
      json_build_object('id', t.id, 'title', t.title, 'startsAt', t.starts_at, 'durationMinutes', t.duration_minutes,
        'status', t.status, 'generation', t.generation, 'plannedIn', coalesce(t.zone, r.zone)) as task,
      json_build_object('zone', p.zone, 'phone', p.phone, 'escalationWindowMs', p.escalation_window_ms,
        'isPushOn', p.push_off_at is null, 'reach', reach.address,
        'quiet', json_build_object('from', p.sleep_from, 'to', p.sleep_to)) as profile,
      known.id is null or known.state = 'unsent' or known.round < ladder.round and not known.${IS_OUT} as is_free,
      ${jsonOf('known')} as known
    from tasks t
    join profiles p on p.org_id = t.org_id and p.user_id = t.user_id
    left join task_rules r on r.id = t.rule_id
    left join dispatch_log known on known.org_id = t.org_id and known.task_id = t.id
      and known.generation = $2::int and known.step = $3::text
    cross join lateral (
      select case $3 when 'call' then p.phone when 'whatsapp' then coalesce(p.whatsapp_address, p.phone) end as address
    ) reach
    cross join lateral (
      select max(last_sent_at) filter (where state = 'accepted') as last_accepted_at,
        greatest(max(round), $4::int) as round
      from dispatch_log where org_id = t.org_id and task_id = t.id and generation = $2
    ) ladder
    cross join lateral (
      select json_agg(json_build_object('id', id, 'endpoint', endpoint, 'p256dh', p256dh, 'auth', auth)) as subscriptions
      from push_subscriptions where $3 = 'push'
    ) devices
    cross join lateral (
      select ceil(extract(epoch from t.starts_at - $5::timestamptz) * 1000) - p.reminder_lead_ms as lead_ms,
        ceil(extract(epoch from ladder.last_accepted_at - $5) * 1000) + p.escalation_window_ms as window_ms
    ) left_over
    cross join lateral (
      select greatest(t.starts_at + greatest(t.duration_minutes, 60) * interval '1 minute',
        ladder.last_accepted_at + p.escalation_window_ms * interval '1 ms' + interval '1 hour') as at
    ) too_late
    cross join lateral (
      select case when lead_ms > ${EARLY_MS} then lead_ms
        when window_ms > least(${EARLY_MS}, p.escalation_window_ms / 4.0) then window_ms
        -- Whoever is not to be disturbed waits for the end of that, or until there is nothing left to say.
        when p.quiet_until > $5 and too_late.at > $5
          then ceil(extract(epoch from least(p.quiet_until, too_late.at) - $5) * 1000)
        else 0 end as wait_ms
    ) due
    cross join lateral (
      select case
        when $5 >= too_late.at then 'too_late'
        when exists (select from safety_hold() h where h.state in ('held', 'steady')) then 'held'
        when $3 = 'push' and p.push_off_at is not null then 'push_off'
        when $3 = 'push' then case when devices.subscriptions is null then 'no_subscription' end
        when p.phone is null or p.phone_verified_at is null then 'phone_not_verified'
        when $3 = 'call' then case when p.calls_off_at is not null then 'calls_off' end
        when p.whatsapp_opt_in_at is null then 'whatsapp_not_opted_in' end as reason
    ) profile
    cross join lateral (
      select coalesce(profile.reason, case when live_consent($3) is null then 'no_consent' end) as reason
    ) gate
    left join lateral (
      select json_build_object('dispatchId', dispatch_id, 'orgId', org_id, 'externalId', external_id,
        'placedAt', placed_at) as call
      from running_calls($5 - interval '${LONGEST_CALL_MS} ms') where $3 = 'call' and gate.reason is null
      order by placed_at desc limit 1
    ) line on true
    where t.id = $1
  ),
  claimed as (
    insert into dispatch_log as d (id, org_id, user_id, task_id, generation, step, round, state, reason, sent_to,
      attempt, first_sent_at, last_sent_at, created_at)
    select $6::uuid, org_id, user_id, task_id, $2, $3, round, case when gate is null then 'sending' else 'skipped' end,
      gate, case when gate is null then address end, 1, $5, $5, $5
    from rung where is_open and is_free and wait_ms = 0 and call is null and (night is null or night = any ($7::text[]))
    -- The row stays, and with it the id by which the reader's phone knows a repeat. A report may have just changed it.
    on conflict (org_id, task_id, generation, step) do update set state = excluded.state,
      reason = coalesce(excluded.reason, case when d.round = excluded.round then d.reason end),
      attempt = case when d.round < excluded.round then 1 else d.attempt end,
      first_sent_at = case when d.round < excluded.round then excluded.first_sent_at else d.first_sent_at end,
      round = excluded.round, last_sent_at = excluded.last_sent_at, doubted_at = null,
      external_id = null, sent_to = excluded.sent_to, provider_status = null, provider_rank = 0
    where d.state = 'unsent' or d.round < excluded.round and not d.${IS_OUT}
    returning d.*
  )
  select json_build_object('task', rung.task, 'profile', rung.profile, 'subscriptions', rung.subscriptions,
    'isOpen', rung.is_open, 'isFree', rung.is_free, 'waitMs', rung.wait_ms, 'gate', rung.gate, 'call', rung.call, 'night', rung.night, 'round', rung.round,
    'known', rung.known, 'claimed', ${jsonOf('claimed')}) as found
  from rung left join claimed on true`;
