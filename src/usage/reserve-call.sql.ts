// Takes what a call may cost out of every budget that it counts for, or says why not: one statement, one round trip.
import type { MikroORM } from '@mikro-orm/postgresql';
import { queryAsLogin } from '../kernel/sql.ts';
import type { Intended, Permit } from '../llm/meter.ts';
import type { Allowances, Budget } from './allowance.ts';

/** Named as the function of the database reads it. */
export interface Reservation {
  id: string;
  org_id: string;
  user_id: string;
  conversation_id: string | null;
  message_id: string | null;
  goal_id: string | null;
  room_id: string | null;
  room_session_id: string | null;
  room_agent_id: string | null;
  workflow_id: string | null;
  agent: string;
  prompt_version: number;
  tier: Intended['tier'];
  /** Whether another call, of the fast tier, could be made in its place. */
  has_cheaper: boolean;
  provider: string;
  model: string;
  reserved_nanos: number;
  /** By the database's clock: whoever has died by then reserves nothing any more. */
  lease_ms: number;
}

export interface Crossed {
  budget: Budget;
  goalId: string | null;
  /** "2026-12" */
  month: string;
  level: 80 | 100;
}

/** Throws what the database throws, and where it says nothing for `withinMs`: it may have reserved it then. */
export async function reserveCall(
  orm: MikroORM,
  call: Reservation,
  allowances: Allowances,
  withinMs: number,
): Promise<{ permit: Permit['kind']; crossed: Crossed[] }> {
  const statement = {
    name: 'reserve_llm_call',
    text: 'select reserve_llm_call($1, $2) as answer',
    values: [JSON.stringify(call), JSON.stringify(allowances)],
  };
  const [row] = await queryAsLogin<{ answer: Awaited<ReturnType<typeof reserveCall>> }>(
    orm,
    statement,
    withinMs,
  );
  return row!.answer;
}
