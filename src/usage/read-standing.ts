// Where somebody stands this month, by each budget that counts for them.
import type { Ctx } from '../kernel/context.ts';
import { callFunction } from '../kernel/sql.ts';
import type { Allowances, Budget } from './allowance.ts';

/** Billionths of a dollar. */
export interface Standing {
  budget: Budget;
  goalId: string | null;
  month: string;
  /** The lower ones of what was set and what the deployment allows; null: none. */
  soft: number | null;
  hard: number | null;
  /** Null where it is not for whoever asks: what an organisation spends. */
  spent: number | null;
  /** By calls that are under way. */
  reserved: number | null;
  state: 'open' | 'soft' | 'hard';
}

/**
 * Of the person of this transaction: organisation, member, person, and the newest hundred goals with a limit or
 * costs.
 */
export async function readStanding(ctx: Pick<Ctx, 'em'>, allowances: Allowances): Promise<Standing[]> {
  const rows = await callFunction<StandingRow>(ctx, 'own_llm_standing', JSON.stringify(allowances));
  return rows.map(standingOf);
}

/** As the database gives it: a bigint is text there, but for JSON. */
export interface StandingRow extends Pick<Standing, 'budget' | 'month' | 'state'> {
  goal_id: string | null;
  soft: string | number | null;
  hard: string | number | null;
  spent: string | number | null;
  reserved: string | number | null;
}

export const standingOf = ({ budget, goal_id, month, state, ...nanos }: StandingRow): Standing => ({
  budget,
  goalId: goal_id,
  month,
  state,
  soft: numberOf(nanos.soft),
  hard: numberOf(nanos.hard),
  spent: numberOf(nanos.spent),
  reserved: numberOf(nanos.reserved),
});

const numberOf = (nanos: string | number | null): number | null => (nanos === null ? null : Number(nanos));
