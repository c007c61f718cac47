// What use looks like on the wire.
import { z } from '@hono/zod-openapi';
import { id, instant } from '../http/schemas.ts';
import { budgetJson, inMicros, micros, month, presentStanding } from './budget-json.ts';
import type { Figures, Group, Summary } from './read-summary.sql.ts';
import type { CallView } from './list-calls.ts';
import { STATES, TIERS } from './outcomes.ts';
import type { MemberUsage, OrgUsage } from './read-org-usage.ts';

const count = z.int();

const figures = {
  calls: count.describe('Of models, also failed, cancelled and aborted ones, and those under way.'),
  input_tokens: count.describe('Cached ones included.'),
  cached_input_tokens: count,
  output_tokens: count.describe('What was thought included.'),
  reasoning_tokens: count,
  cost_micros: micros.describe('What is priced, in microdollars.'),
  counted_micros: micros.describe(
    'What budgets count: the cost, and for what is unpriced what the dearest model would have cost.',
  ),
  credits: z.number(),
  unpriced_calls: count.describe('Of models without a known price: they are not free.'),
  estimated_calls: count.describe('Whose tokens the provider did not tell.'),
  lost_calls: count.describe('Of which nobody knows what became: who made them died meanwhile.'),
};

const presentFigures = (one: Figures) => ({
  calls: one.calls,
  input_tokens: one.inputTokens,
  cached_input_tokens: one.cachedInputTokens,
  output_tokens: one.outputTokens,
  reasoning_tokens: one.reasoningTokens,
  cost_micros: one.costNanos / 1000,
  counted_micros: one.countedNanos / 1000,
  credits: one.creditThousandths / 1000,
  unpriced_calls: one.unpricedCalls,
  estimated_calls: one.estimatedCalls,
  lost_calls: one.lostCalls,
});

export const summaryJson = z
  .strictObject({
    from: month,
    to: month.describe('Included.'),
    total: z.strictObject(figures),
    by_provider: z.array(z.strictObject({ provider: z.string(), ...figures })),
    by_model: z.array(z.strictObject({ model: z.string(), ...figures })),
    by_goal: z.array(z.strictObject({ goal_id: id.nullable(), ...figures })),
    by_agent: z.array(z.strictObject({ agent: z.string(), ...figures })),
    by_month: z.array(z.strictObject({ month, ...figures })),
    budgets: z.array(budgetJson).describe('Of the current month, whichever months are summed up.'),
  })
  .openapi('UsageSummary');

export function presentSummary({ from, to, groups, standing }: Summary): z.infer<typeof summaryJson> {
  const of = (by: Group['by']) => groups.filter((group) => group.by === by);
  return {
    from,
    to,
    total: presentFigures(of('all')[0]!),
    by_provider: of('provider').map((group) => ({ provider: group.key ?? '', ...presentFigures(group) })),
    by_model: of('model').map((group) => ({ model: group.key ?? '', ...presentFigures(group) })),
    by_goal: of('goal').map((group) => ({ goal_id: group.key, ...presentFigures(group) })),
    by_agent: of('agent').map((group) => ({ agent: group.key ?? '', ...presentFigures(group) })),
    by_month: of('month').map((group) => ({ month: group.key ?? '', ...presentFigures(group) })),
    budgets: standing.map(presentStanding),
  };
}

export const orgUsageJson = z
  .strictObject({
    month,
    total: z.strictObject(figures),
    members: z
      .array(z.strictObject({ user_id: id, ...figures }))
      .describe('Also those who have left; who has used nothing is not among them.'),
    next_cursor: z.string().nullable(),
    budget: budgetJson.describe('Of the current month.'),
  })
  .openapi('OrganisationUsage');

export const presentOrgUsage = (
  asked: string,
  { total, members, nextCursor, budget }: OrgUsage,
): z.infer<typeof orgUsageJson> => ({
  month: asked,
  total: presentFigures(total),
  members: members.map((one: MemberUsage) => ({ user_id: one.userId, ...presentFigures(one) })),
  next_cursor: nextCursor,
  budget: presentStanding(budget),
});

export const callJson = z
  .strictObject({
    id,
    created_at: instant,
    settled_at: instant.nullable(),
    month,
    outcome: z
      .enum(STATES)
      .describe('`open`: under way; `lost`: who made it died, and nobody knows what became of it.'),
    agent: z.string(),
    prompt_version: z.int(),
    tier: z.enum(TIERS),
    provider: z.string(),
    model: z.string(),
    served_by: z.string().nullable().describe('As the provider names what answered.'),
    request_id: z.string().nullable(),
    conversation_id: id.nullable(),
    message_id: id.nullable(),
    goal_id: id.nullable(),
    workflow_id: z.string().nullable(),
    input_tokens: count,
    cached_input_tokens: count.nullable().describe('Null where the provider does not say: counted as none.'),
    cache_write_tokens: count,
    output_tokens: count,
    reasoning_tokens: count.nullable(),
    latency_ms: count.nullable(),
    estimated: z.boolean(),
    priced: z.boolean().describe('False, too, while it is open, and where it was lost.'),
    cost_micros: micros.nullable(),
    counted_micros: micros,
    credits: z.number(),
  })
  .openapi('LlmCall');

export const presentCall = (call: CallView, now: Date): z.infer<typeof callJson> => ({
  id: call.id,
  created_at: call.createdAt.toISOString(),
  settled_at: call.settledAt?.toISOString() ?? null,
  month: call.month,
  outcome: call.outcome ?? (call.leaseUntil > now ? 'open' : 'lost'),
  agent: call.agent,
  prompt_version: call.promptVersion,
  tier: call.tier,
  provider: call.provider,
  model: call.model,
  served_by: call.servedBy ?? null,
  request_id: call.requestId ?? null,
  conversation_id: call.conversationId ?? null,
  message_id: call.messageId ?? null,
  goal_id: call.goalId ?? null,
  workflow_id: call.workflowId ?? null,
  input_tokens: call.inputTokens,
  cached_input_tokens: call.cachedInputTokens ?? null,
  cache_write_tokens: call.cacheWriteShortTokens + call.cacheWriteLongTokens,
  output_tokens: call.outputTokens,
  reasoning_tokens: call.reasoningTokens ?? null,
  latency_ms: call.latencyMs ?? null,
  estimated: call.isEstimated,
  priced: (call.costNanos ?? null) !== null,
  cost_micros: inMicros(call.costNanos ?? null),
  counted_micros: call.countedNanos / 1000,
  credits: call.creditThousandths / 1000,
});
