// The meter of models: reserves what a call may cost before it is made, puts it right afterwards, and says who stands
// where. Each is one statement.
import { Migration } from '@mikro-orm/migrations';

const ORG = `(select nullif(current_setting('app.org_id', true), '')::uuid as "nullif")`;
const USER = `(select nullif(current_setting('app.user_id', true), '')::uuid as "nullif")`;
const SAFE = 'set search_path = pg_catalog, public, pg_temp';
/** Whoever asks waits no longer; and what they gave up does not happen after all. */
const PATIENT = "set lock_timeout = '1900ms'";
const monthOf = (at: string): string => `to_char(${at} at time zone 'UTC', 'YYYY-MM')`;

/** A zone that this PostgreSQL does not know is taken for UTC: nobody goes without an answer for that. */
const MONTH = `create function llm_month(at timestamptz, zone text) returns text language plpgsql stable ${SAFE} as $$
  begin
    return to_char(at at time zone coalesce(zone, 'UTC'), 'YYYY-MM');
  exception when invalid_parameter_value then
    return ${monthOf('at')};
  end $$`;

/** Locks a month until the end of the transaction, and makes it where it is new. A row that is there is not written. */
const LOCK = `create function lock_llm_spending(org uuid, person uuid, goal uuid, of_month text)
  returns void language sql ${SAFE} as $$
    insert into llm_spendings (id, org_id, user_id, goal_id, month)
      values (gen_random_uuid(), org, person, goal, of_month)
      on conflict (org_id, user_id, goal_id, month) do update set month = excluded.month where false
  $$`;

/**
 * What counts against a call, by budget: of the organisation, of its member, of the person in all of theirs, and of the
 * goal. The limits are the lower ones of what was set and what the deployment allows; its limit for a person
 * holds for all organisations together, since making another one costs nothing. A lease that is over reserves nothing.
 */
const STANDING = `create function llm_standing(org uuid, person uuid, goal uuid, limits jsonb, org_month text, own_month text)
  returns table (budget text, spending uuid, told int, spent bigint, reserved bigint, soft bigint, hard bigint)
  language sql stable ${SAFE} as $$
    with open as (
      select
        coalesce(sum(reserved_nanos) filter (where org_id = org and ${monthOf('created_at')} = org_month), 0)::bigint as of_org,
        coalesce(sum(reserved_nanos) filter (where user_id = person and month = own_month), 0)::bigint as of_person,
        coalesce(sum(reserved_nanos) filter (where user_id = person and month = own_month and org_id = org), 0)::bigint as of_member,
        coalesce(sum(reserved_nanos) filter (where user_id = person and month = own_month and org_id = org
          and goal_id = goal), 0)::bigint as of_goal
      from llm_call_events
      where settled_at is null and lease_until > clock_timestamp() and (org_id = org or user_id = person)
    )
    select 'organisation', s.id, s.told_level, coalesce(s.spent_nanos, 0), of_org,
        least((limits #>> '{organisation,soft}')::bigint, b.soft_nanos),
        least((limits #>> '{organisation,hard}')::bigint, b.hard_nanos)
      from open
      left join llm_spendings s on s.org_id = org and s.user_id is null and s.goal_id is null and s.month = org_month
      left join llm_budgets b on b.org_id = org and b.user_id is null and b.goal_id is null
    union all
    select 'member', s.id, s.told_level, coalesce(s.spent_nanos, 0), of_member, b.soft_nanos, b.hard_nanos
      from open
      left join llm_spendings s on s.org_id = org and s.user_id = person and s.goal_id is null and s.month = own_month
      left join llm_budgets b on b.org_id = org and b.user_id = person and b.goal_id is null
    union all
    select 'person', s.id, (select max(a.told_level) from llm_spendings a
          where a.user_id = person and a.month = own_month and a.goal_id is null),
        coalesce((select sum(a.spent_nanos) from llm_spendings a
          where a.user_id = person and a.month = own_month and a.goal_id is null), 0)::bigint, of_person,
        (limits #>> '{person,soft}')::bigint, (limits #>> '{person,hard}')::bigint
      from open
      left join llm_spendings s on s.org_id = org and s.user_id = person and s.goal_id is null and s.month = own_month
    union all
    select 'goal', s.id, s.told_level, coalesce(s.spent_nanos, 0), of_goal,
        least((limits #>> '{goal,soft}')::bigint, b.soft_nanos), least((limits #>> '{goal,hard}')::bigint, b.hard_nanos)
      from open
      left join llm_spendings s on s.org_id = org and s.user_id = person and s.goal_id = goal and s.month = own_month
      left join llm_budgets b on b.org_id = org and b.user_id = person and b.goal_id = goal
      where goal is not null
  $$`;

/**
 * Which of 80 and 100 per cent were just crossed, each once a month: by what was spent, or, at 100, by a call that did
 * not fit any more (\`refused\`; 0 for none).
 */
const TELL = `create function tell_llm_levels(org uuid, person uuid, goal uuid, limits jsonb, org_month text,
    own_month text, refused bigint) returns jsonb language sql ${SAFE} as $$
    with levels as (
      select spending, told, budget, case when spent >= coalesce(hard, soft) or spent + refused > hard then 100
        when spent * 5 >= coalesce(hard, soft) * 4 then 80 else 0 end as level
      from llm_standing(org, person, goal, limits, org_month, own_month) where spending is not null
    ),
    reached as (select distinct on (spending) * from levels order by spending, level desc, budget),
    risen as (
      update llm_spendings s set told_level = r.level from reached r where s.id = r.spending and r.level > r.told
      returning r.budget, s.goal_id, s.month, r.told, r.level
    )
    select coalesce(jsonb_agg(jsonb_build_object('level', level_told, 'goalId', goal_id, 'month', month,
      'budget', budget) order by level_told), '[]')
    from risen, unnest(array[80, 100]) as level_told where level_told > told and level_told <= level
  $$`;

/**
 * Locks are taken in one order, by everybody: (here alone) the person wherever they act, their month, the goal's, and
 * the organisation's last: whoever waits for what is one person's holds up nobody else. So calls of one organisation
 * take turns, as do those of one person in several.
 * What only the reservations of others forbid, may fit in a minute: nobody is told of that. Where nothing cheaper is
 * there to be asked (\`has_cheaper\`), the builtin coach answers from the soft limit on, and that is told.
 */
const RESERVE = `create function reserve_llm_call(call jsonb, limits jsonb) returns jsonb
  language plpgsql security definer ${SAFE} ${PATIENT} as $$
  declare
    c record;
    found record;
    present timestamptz := clock_timestamp();
    org_month text := ${monthOf('present')};
    own_month text;
    permit text;
    crossed jsonb := '[]';
  begin
    select * into c from jsonb_to_record(call) as c (id uuid, org_id uuid, user_id uuid, conversation_id uuid,
      message_id uuid, goal_id uuid, workflow_id text, agent text, prompt_version int, tier text, provider text,
      model text, reserved_nanos bigint, lease_ms int, has_cheaper boolean);
    if not exists (select from members m where m.org_id = c.org_id and m.user_id = c.user_id) then
      return jsonb_build_object('permit', 'builtin', 'crossed', crossed);
    end if;
    own_month := llm_month(present, (select p.zone from profiles p where p.org_id = c.org_id and p.user_id = c.user_id));
    perform pg_advisory_xact_lock(hashtextextended(c.user_id::text, 7301968));
    perform lock_llm_spending(c.org_id, c.user_id, null, own_month);
    if c.goal_id is not null then perform lock_llm_spending(c.org_id, c.user_id, c.goal_id, own_month); end if;
    perform lock_llm_spending(c.org_id, null, null, org_month);

    select bool_or(spent + reserved >= hard) as is_full, bool_or(spent + reserved >= soft) as is_soft,
        bool_and(hard is null or spent + reserved + c.reserved_nanos <= hard) as fits,
        (array_agg(budget) filter (where spent >= hard or not c.has_cheaper
          and (spent + c.reserved_nanos > hard or c.tier = 'strong' and spent >= soft)))[1] as spent_up
      into found from llm_standing(c.org_id, c.user_id, c.goal_id, limits, org_month, own_month);
    permit := case
      when c.reserved_nanos = 0 then 'granted'
      when found.is_full then 'builtin'
      when found.fits and not (c.tier = 'strong' and coalesce(found.is_soft, false)) then 'granted'
      when c.has_cheaper then 'fast'
      else 'builtin' end;

    if permit = 'granted' then
      insert into llm_call_events (id, org_id, user_id, created_at, month, lease_until, reserved_nanos, conversation_id,
          message_id, goal_id, workflow_id, agent, prompt_version, tier, provider, model)
        values (c.id, c.org_id, c.user_id, present, own_month, clock_timestamp() + c.lease_ms * interval '1 ms',
          c.reserved_nanos, c.conversation_id, c.message_id, c.goal_id, c.workflow_id, c.agent, c.prompt_version, c.tier,
          c.provider, c.model);
      -- It fits again, since a limit was raised, or this one is smaller: what nobody has said yet would not be true.
      update llm_spendings s set reached_budget = null
        where s.org_id = c.org_id and s.user_id = c.user_id and s.goal_id is null and s.month = own_month
          and s.reached_budget <> 'goal' and s.said_at is null and c.reserved_nanos > 0;
    elsif permit = 'builtin' and found.spent_up is not null then
      update llm_spendings s set reached_budget = found.spent_up
        where s.org_id = c.org_id and s.user_id = c.user_id and s.goal_id is null and s.month = own_month
          and s.reached_budget is null;
      crossed := tell_llm_levels(c.org_id, c.user_id, c.goal_id, limits, org_month, own_month,
        case when c.has_cheaper then 0 else c.reserved_nanos end);
    end if;
    return jsonb_build_object('permit', permit, 'crossed', crossed);
  end $$`;

/**
 * 'settled'; 'known': it was already, and nothing changes; 'unknown': there is no such reservation; 'unbelievable': it
 * is said to cost more than twenty times what was reserved for the worst, and more than ten cents, or nobody knows. A
 * request id that another call of the organisation has is left out: both were made, and both are counted. Locks as above.
 */
const SETTLE = `create function settle_llm_call(call jsonb, limits jsonb) returns jsonb
  language plpgsql security definer ${SAFE} ${PATIENT} as $$
  declare
    c record;
    e record;
  begin
    select * into c from jsonb_to_record(call) as c (id uuid, outcome text, served_by text, request_id text,
      input_tokens int, cached_input_tokens int, cache_write_short_tokens int, cache_write_long_tokens int,
      output_tokens int, reasoning_tokens int, latency_ms int, is_estimated boolean, cost_nanos bigint,
      counted_nanos bigint, credit_thousandths bigint);
    select l.org_id, l.user_id, l.goal_id, l.provider, l.month, ${monthOf('l.created_at')} as org_month,
        l.reserved_nanos, l.settled_at into e
      from llm_call_events l where l.id = c.id;
    if not found then return jsonb_build_object('state', 'unknown'); end if;
    if e.settled_at is null and coalesce(c.counted_nanos > greatest(e.reserved_nanos::numeric * 20, 100000000), true) then
      return jsonb_build_object('state', 'unbelievable', 'reserved', e.reserved_nanos);
    end if;
    perform lock_llm_spending(e.org_id, e.user_id, null, e.month);
    if e.goal_id is not null then perform lock_llm_spending(e.org_id, e.user_id, e.goal_id, e.month); end if;
    perform lock_llm_spending(e.org_id, null, null, e.org_month);
    update llm_call_events l set settled_at = clock_timestamp(), outcome = c.outcome, served_by = c.served_by,
        request_id = case when not exists (select from llm_call_events o where o.org_id = e.org_id
          and o.provider = e.provider and o.request_id = c.request_id) then c.request_id end,
        input_tokens = c.input_tokens, cached_input_tokens = c.cached_input_tokens,
        cache_write_short_tokens = c.cache_write_short_tokens, cache_write_long_tokens = c.cache_write_long_tokens,
        output_tokens = c.output_tokens, reasoning_tokens = c.reasoning_tokens, latency_ms = c.latency_ms,
        is_estimated = c.is_estimated, cost_nanos = c.cost_nanos, counted_nanos = c.counted_nanos,
        credit_thousandths = c.credit_thousandths
      where l.id = c.id and l.settled_at is null;
    if not found then return jsonb_build_object('state', 'known'); end if;
    update llm_spendings s set spent_nanos = s.spent_nanos + c.counted_nanos where s.org_id = e.org_id and (
      s.user_id is null and s.goal_id is null and s.month = e.org_month
      or s.user_id = e.user_id and (s.goal_id is null or s.goal_id = e.goal_id) and s.month = e.month);
    return jsonb_build_object('state', 'settled', 'crossed',
      tell_llm_levels(e.org_id, e.user_id, e.goal_id, limits, e.org_month, e.month, 0));
  end $$`;

/**
 * Where the person of this transaction stands this month, by budget and for each goal that has one or spent something.
 * What an organisation has spent is for its owners and admins; everybody is told how it stands.
 */
const OWN_STANDING = `create function own_llm_standing(limits jsonb)
  returns table (budget text, goal_id uuid, month text, soft bigint, hard bigint, spent bigint, reserved bigint, state text)
  language plpgsql stable security definer ${SAFE} as $$
  #variable_conflict use_column
  declare
    org uuid := ${ORG};
    person uuid := ${USER};
    role text := app_role();
    org_month text := ${monthOf('now()')};
    own_month text;
  begin
    if role is null then return; end if;
    own_month := llm_month(now(), (select p.zone from profiles p where p.org_id = org and p.user_id = person));
    return query
      with goals as (
        select goal_id from llm_budgets where org_id = org and user_id = person and goal_id is not null
        union select goal_id from llm_spendings where org_id = org and user_id = person and goal_id is not null
          and month = own_month
        order by goal_id desc limit 100),
      standing as (
        select null::uuid as goal_id, s.* from llm_standing(org, person, null, limits, org_month, own_month) s
        union all
        select g.goal_id, s.* from goals g, llm_standing(org, person, g.goal_id, limits, org_month, own_month) s
          where s.budget = 'goal')
      select s.budget, s.goal_id, case s.budget when 'organisation' then org_month else own_month end, s.soft, s.hard,
        case when s.budget <> 'organisation' or role in ('owner', 'admin') then s.spent end,
        case when s.budget <> 'organisation' or role in ('owner', 'admin') then s.reserved end,
        case when s.spent >= s.hard then 'hard' when s.spent >= s.soft then 'soft' else 'open' end
      from standing s;
  end $$`;

/** Sums for owners and admins, and no contents: of all together (no person), then of each, by the months of UTC. */
const OF_ORG = `create function org_llm_usage(of_month text, after uuid, page_size int)
  returns table (user_id uuid, calls bigint, input_tokens bigint, cached_input_tokens bigint, output_tokens bigint,
    reasoning_tokens bigint, cost_nanos bigint, counted_nanos bigint, credit_thousandths bigint, unpriced_calls bigint,
    estimated_calls bigint, lost_calls bigint)
  language plpgsql stable security definer ${SAFE} as $$
  #variable_conflict use_column
  declare
    org uuid := ${ORG};
    month_start timestamptz := (of_month || '-01')::timestamp at time zone 'UTC';
    month_end timestamptz := ((of_month || '-01')::timestamp + interval '1 month') at time zone 'UTC';
  begin
    if coalesce(app_role(), '') not in ('owner', 'admin') then return; end if;
    return query
      select l.user_id, count(*), coalesce(sum(l.input_tokens), 0)::bigint,
        coalesce(sum(l.cached_input_tokens), 0)::bigint, coalesce(sum(l.output_tokens), 0)::bigint,
        coalesce(sum(l.reasoning_tokens), 0)::bigint, coalesce(sum(l.cost_nanos), 0)::bigint,
        coalesce(sum(l.counted_nanos), 0)::bigint, coalesce(sum(l.credit_thousandths), 0)::bigint,
        count(*) filter (where l.settled_at is not null and l.cost_nanos is null),
        count(*) filter (where l.is_estimated),
        count(*) filter (where l.settled_at is null and l.lease_until <= now())
      from llm_call_events l where l.org_id = org and l.created_at >= month_start and l.created_at < month_end
      group by grouping sets ((), (l.user_id))
      having grouping(l.user_id) = 1 or after is null or l.user_id > after
      order by l.user_id nulls first limit page_size + 2;
  end $$`;

const INNER: [signature: string, definition: string][] = [
  ['llm_month(timestamptz, text)', MONTH],
  ['lock_llm_spending(uuid, uuid, uuid, text)', LOCK],
  ['llm_standing(uuid, uuid, uuid, jsonb, text, text)', STANDING],
  ['tell_llm_levels(uuid, uuid, uuid, jsonb, text, text, bigint)', TELL],
];
const DOORS: [signature: string, definition: string, caller: string][] = [
  ['reserve_llm_call(jsonb, jsonb)', RESERVE, 'flux_worker'],
  ['settle_llm_call(jsonb, jsonb)', SETTLE, 'flux_worker'],
  ['own_llm_standing(jsonb)', OWN_STANDING, 'flux_tenant'],
  ['org_llm_usage(text, uuid, int)', OF_ORG, 'flux_tenant'],
];

export class Migration20261130030000 extends Migration {
  override up(): void {
    this.addSql('grant create on schema public to flux_identity');
    this.addSql('set local role flux_identity');
    for (const [signature, definition] of [...INNER, ...DOORS]) {
      this.addSql(definition);
      this.addSql(`revoke execute on function ${signature} from public`);
    }
    for (const [signature, , caller] of DOORS)
      this.addSql(`grant execute on function ${signature} to ${caller}`);
    this.addSql('reset role');
    this.addSql('revoke create on schema public from flux_identity');
  }

  override down(): void {
    this.addSql('set local role flux_identity');
    for (const [signature] of [...DOORS, ...INNER.toReversed()]) this.addSql(`drop function ${signature}`);
    this.addSql('reset role');
  }
}
