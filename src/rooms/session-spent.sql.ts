// What the models of a session have used so far. A call under way counts once it has ended.
import type { Ctx } from '../kernel/context.ts';

export interface SessionSpent {
  /** In and out. */
  tokens: number;
  creditThousandths: number;
}

/** As the room's owner, who pays. */
export async function sessionSpent({ em }: Ctx, sessionId: string): Promise<SessionSpent> {
  const [row] = await em.execute<{ tokens: string; credits: string }[]>(SPENT, [sessionId]);
  return { tokens: Number(row!.tokens), creditThousandths: Number(row!.credits) };
}

const SPENT = `select coalesce(sum(input_tokens + output_tokens), 0) as tokens,
  coalesce(sum(credit_thousandths), 0) as credits from llm_call_events where room_session_id = ?`;
