// What the models of a room have used: in all, and by session and agent.
import type { Ctx } from '../kernel/context.ts';
import { holdOwnRoom } from './find-room.ts';

export interface RoomUsage {
  /** Null: of all sessions together. */
  sessionId: string | null;
  /** Null: of all agents together, the host and the summariser included. */
  agentKey: string | null;
  calls: number;
  inputTokens: number;
  outputTokens: number;
  /** Null where a price is not known of one of them. */
  costMicros: number | null;
  creditThousandths: number;
}

/** The latest sessions, at most a hundred. Only its owner is told, who pays. Throws NOT_FOUND and ROLE_TOO_LOW. */
export async function readRoomUsage(ctx: Ctx, roomId: string): Promise<RoomUsage[]> {
  await holdOwnRoom(ctx, roomId);
  const rows = await ctx.em.execute<Row[]>(USAGE, [roomId, roomId]);
  return rows.map((row) => ({
    sessionId: row.session,
    agentKey: row.agent,
    calls: Number(row.calls),
    inputTokens: Number(row.input),
    outputTokens: Number(row.output),
    costMicros: row.cost === null ? null : Number(row.cost),
    creditThousandths: Number(row.credits),
  }));
}

interface Row {
  session: string | null;
  agent: string | null;
  calls: string;
  input: string;
  output: string;
  cost: string | null;
  credits: string;
}

const USAGE = `
  with shown as (select id from room_sessions where room_id = ? order by created_at desc, id desc limit 100)
  select l.room_session_id as session, l.room_agent as agent, count(*) as calls, coalesce(sum(input_tokens), 0) as input,
    coalesce(sum(output_tokens), 0) as output,
    case when bool_or(settled_at is not null and cost_nanos is null) then null
      else round(coalesce(sum(cost_nanos), 0) / 1000.0) end as cost,
    coalesce(sum(credit_thousandths), 0) as credits
  from llm_call_events l where l.room_id = ?
  group by grouping sets ((), (l.room_session_id), (l.room_session_id, l.room_agent))
  having grouping(l.room_session_id) = 1 or (l.room_session_id in (select id from shown)
    and (grouping(l.room_agent) = 1 or l.room_agent is not null))
  order by l.room_session_id desc nulls first, l.room_agent nulls first`;
