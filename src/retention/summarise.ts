// How much each policy would let go now. Reads only: whoever wants to know deletes nothing.
import type { MikroORM } from '@mikro-orm/postgresql';
import { asSystem } from '../kernel/context.ts';
import { POLICIES, type Policy } from './policies.ts';
import { isDue } from './selection.ts';

export interface PolicySummary {
  policy: string;
  table: string;
  /** For people: "48 hours". */
  keep: string;
  why: string;
  /** Rows that would go now. */
  due: number;
  /** The moment from which the oldest of them is counted; null where nothing is due. */
  oldest: Date | null;
}

/** Counting millions takes seconds, and is nobody's request. */
const LIMIT_MS = 120_000;

/** In the order of the policies. Throws what PostgreSQL throws, 57014 after two minutes. */
export async function summarise(
  orm: MikroORM,
  policies: readonly Policy[] = POLICIES,
): Promise<PolicySummary[]> {
  const summaries: PolicySummary[] = [];
  for (const policy of policies) {
    const { name, table, keep, spoken = keep, why } = policy;
    summaries.push({ policy: name, table, keep: spoken, why, ...(await count(orm, policy)) });
  }
  return summaries;
}

async function count(orm: MikroORM, policy: Policy): Promise<Pick<PolicySummary, 'due' | 'oldest'>> {
  return asSystem(orm, async (em) => {
    await em.execute(`select set_config('statement_timeout', '${LIMIT_MS}', true)`);
    const [row]: { due: number; oldest: string | null }[] = await em.execute(
      `select count(*)::int as due, min(${policy.endedAt}) as oldest from ${policy.table} where ${isDue(policy)}`,
    );
    return { due: row!.due, oldest: row!.oldest === null ? null : new Date(row!.oldest) };
  });
}
