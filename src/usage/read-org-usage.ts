// What the members of an organisation have used, in sums: whoever manages it pays for it, and reads nothing else.
import type { Ctx } from '../kernel/context.ts';
import { cursorAfterId, idBehind } from '../kernel/cursor.ts';
import { FluxError } from '../kernel/errors.ts';
import { pageOf } from '../kernel/page.ts';
import { callFunction } from '../kernel/sql.ts';
import { readOrg } from '../orgs/read-org.sql.ts';
import { may } from '../orgs/roles.ts';
import type { Allowances } from './allowance.ts';
import { readStanding, type Standing } from './read-standing.ts';
import type { Figures } from './read-summary.sql.ts';

export interface MemberUsage extends Figures {
  /** Also of somebody who has left. */
  userId: string;
}

export interface OrgUsage {
  total: Figures;
  /** In the order of their ids; whoever has used nothing is not among them. */
  members: MemberUsage[];
  nextCursor: string | null;
  /** Of the current month, whichever was asked for. */
  budget: Standing;
}

/** `month`: "2026-11", by UTC. Throws NOT_FOUND, ROLE_TOO_LOW and BAD_REQUEST. */
export async function readOrgUsage(
  ctx: Ctx,
  { month, limit, after }: { month: string; limit: number; after: string | null },
  allowances: Allowances,
): Promise<OrgUsage> {
  await requireManager(ctx);
  const rows = await callFunction<UsageRow>(ctx, 'org_llm_usage', month, idBehind(after), limit);
  const [total, ...members] = rows.map(({ user_id, ...figures }) => ({
    userId: user_id,
    ...figuresOf(figures),
  }));
  const page = pageOf(members as MemberUsage[], limit, (last) => cursorAfterId(last.userId));
  const standing = await readStanding(ctx, allowances);
  return {
    total: total!,
    members: page.rows,
    nextCursor: page.nextCursor,
    budget: standing.find(({ budget }) => budget === 'organisation')!,
  };
}

async function requireManager(ctx: Ctx): Promise<void> {
  const { role } = await readOrg(ctx);
  if (!may(role, 'see_usage')) throw new FluxError('ROLE_TOO_LOW');
}

/** A bigint is text. */
type UsageRow = { user_id: string | null } & Record<
  | 'calls'
  | 'input_tokens'
  | 'cached_input_tokens'
  | 'output_tokens'
  | 'reasoning_tokens'
  | 'cost_nanos'
  | 'counted_nanos'
  | 'credit_thousandths'
  | 'unpriced_calls'
  | 'estimated_calls'
  | 'lost_calls',
  string
>;

const figuresOf = (row: Omit<UsageRow, 'user_id'>): Figures => ({
  calls: Number(row.calls),
  inputTokens: Number(row.input_tokens),
  cachedInputTokens: Number(row.cached_input_tokens),
  outputTokens: Number(row.output_tokens),
  reasoningTokens: Number(row.reasoning_tokens),
  costNanos: Number(row.cost_nanos),
  countedNanos: Number(row.counted_nanos),
  creditThousandths: Number(row.credit_thousandths),
  unpricedCalls: Number(row.unpriced_calls),
  estimatedCalls: Number(row.estimated_calls),
  lostCalls: Number(row.lost_calls),
});
