// What a person's months have used: sums by everything that they are looked at by, and where they stand, in one
// statement.
import type { StatementCtx } from '../kernel/sql.ts';
import type { Allowances } from './allowance.ts';
import { standingOf, type Standing, type StandingRow } from './read-standing.ts';

/** In tokens, billionths of a dollar and thousandths of a credit. */
export interface Figures {
  calls: number;
  inputTokens: number;
  cachedInputTokens: number;
  outputTokens: number;
  reasoningTokens: number;
  costNanos: number;
  countedNanos: number;
  creditThousandths: number;
  unpricedCalls: number;
  estimatedCalls: number;
  /** Of which nobody knows what became: their worker died. */
  lostCalls: number;
}

/** What the sums are by; exactly one is named, or none for all together. */
export interface Group extends Figures {
  by: 'all' | 'provider' | 'model' | 'goal' | 'agent' | 'month';
  /** Null for what has none: a call that is about no goal. */
  key: string | null;
}

export interface Summary {
  from: string;
  to: string;
  groups: Group[];
  standing: Standing[];
}

/** `from`, `to`: "2026-11", both included; null: the month that it is for the person. */
export async function readSummary(
  ctx: StatementCtx,
  { from, to }: { from: string | null; to: string | null },
  allowances: Allowances,
): Promise<Summary> {
  const values = [from, to, JSON.stringify(allowances), ctx.orgId, ctx.userId];
  const [row] = await ctx.query<{ summary: Found }>({ name: 'read_llm_usage', text: SUMMARY, values });
  const { standing, groups, ...months } = row!.summary;
  return { ...months, groups, standing: standing.map(standingOf) };
}

interface Found extends Omit<Summary, 'standing'> {
  standing: StandingRow[];
}

const SUMMARY = `
  with standing as materialized (select * from own_llm_standing($3::jsonb)),
  months as (
    select coalesce($1::text, month) as first, coalesce($2::text, month) as last from standing where budget = 'member'),
  mine as (
    select c.* from llm_call_events c, months
    where c.org_id = $4::uuid and c.user_id = $5::uuid and c.month between months.first and months.last),
  summed as (
    select case grouping(provider, model, goal_id, agent, month) when 15 then 'provider' when 23 then 'model'
        when 27 then 'goal' when 29 then 'agent' when 30 then 'month' else 'all' end as by,
      coalesce(provider, model, goal_id::text, agent, month) as key,
      count(*) as calls, sum(input_tokens) as "inputTokens", coalesce(sum(cached_input_tokens), 0) as "cachedInputTokens",
      sum(output_tokens) as "outputTokens", coalesce(sum(reasoning_tokens), 0) as "reasoningTokens",
      coalesce(sum(cost_nanos), 0) as "costNanos", sum(counted_nanos) as "countedNanos",
      sum(credit_thousandths) as "creditThousandths",
      count(*) filter (where settled_at is not null and cost_nanos is null) as "unpricedCalls",
      count(*) filter (where is_estimated) as "estimatedCalls",
      count(*) filter (where settled_at is null and lease_until <= now()) as "lostCalls"
    from mine group by grouping sets ((provider), (model), (goal_id), (agent), (month))
    union all
    select 'all', null, count(*), coalesce(sum(input_tokens), 0), coalesce(sum(cached_input_tokens), 0),
      coalesce(sum(output_tokens), 0), coalesce(sum(reasoning_tokens), 0), coalesce(sum(cost_nanos), 0),
      coalesce(sum(counted_nanos), 0), coalesce(sum(credit_thousandths), 0),
      count(*) filter (where settled_at is not null and cost_nanos is null), count(*) filter (where is_estimated),
      count(*) filter (where settled_at is null and lease_until <= now())
    from mine)
  select json_build_object('from', first, 'to', last,
    'groups', (select json_agg(s order by by, "countedNanos" desc, key) from summed s),
    'standing', (select json_agg(s) from standing s)) as summary
  from months`;
