// Writes what became of a call, and puts its budgets right: one statement, one round trip.
import type { MikroORM } from '@mikro-orm/postgresql';
import { queryAsLogin } from '../kernel/sql.ts';
import type { Call } from '../llm/meter.ts';
import type { Allowances } from './allowance.ts';
import type { Crossed } from './reserve-call.sql.ts';

/** Named as the function of the database reads it. */
export interface Settlement {
  /** Of the reservation. */
  id: string;
  outcome: Call['outcome'];
  served_by: string | null;
  request_id: string | null;
  input_tokens: number;
  cached_input_tokens: number | null;
  cache_write_short_tokens: number;
  cache_write_long_tokens: number;
  output_tokens: number;
  reasoning_tokens: number | null;
  latency_ms: number | null;
  is_estimated: boolean;
  /** Null: unpriced. */
  cost_nanos: number | null;
  /** Null: nobody knows. */
  counted_nanos: number | null;
  credit_thousandths: number;
}

/**
 * 'known': it was settled before. 'unknown': there is no such reservation. 'unbelievable': so much more is counted than
 * what was `reserved` (billionths of a dollar) that nothing was written.
 */
export type Told =
  | { state: 'settled'; crossed: Crossed[] }
  | { state: 'known' | 'unknown' }
  | { state: 'unbelievable'; reserved: number };

/**
 * Safe to repeat, and as late as it may be: the first one counts. Throws what the database throws, and where it says
 * nothing for `withinMs`.
 */
export async function settleCall(
  orm: MikroORM,
  call: Settlement,
  allowances: Allowances,
  withinMs: number,
): Promise<Told> {
  const statement = {
    name: 'settle_llm_call',
    text: 'select settle_llm_call($1, $2) as answer',
    values: [JSON.stringify(call), JSON.stringify(allowances)],
  };
  const [row] = await queryAsLogin<{ answer: Told }>(orm, statement, withinMs);
  return row!.answer;
}
