// What the models of a room have used: in all, and by session and agent.
import type { Ctx } from '../kernel/context.ts';
import { holdOwnRoom } from './find-room.ts';

export interface RoomUsage {
  /** Null: of all sessions together. */
  sessionId: string | null;
  /** Null: of all agents together, the host and the summariser included. "gone": it has left the room. */
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
  with shown as (select id from room_sessions where room_id = ? order by created_at desc, id desc limit 100),
  summed as (
    select room_session_id, room_agent_id, grouping(room_agent_id) = 0 as is_of_agent, count(*) as calls,
      coalesce(sum(input_tokens), 0) as input, coalesce(sum(output_tokens), 0) as output,
      case when bool_or(settled_at is not null and cost_nanos is null) then null
        else round(coalesce(sum(cost_nanos), 0) / 1000.0) end as cost,
      coalesce(sum(credit_thousandths), 0) as credits
    from llm_call_events where room_id = ?
    group by grouping sets ((), (room_session_id), (room_session_id, room_agent_id)))
  select s.room_session_id as session, case when s.is_of_agent then coalesce(a.agent_key, 'gone') end as agent, s.calls,
    s.input, s.output, s.cost, s.credits
  from summed s left join room_agents a on a.id = s.room_agent_id
  where s.room_session_id is null or s.room_session_id in (select id from shown)
    and (not s.is_of_agent or s.room_agent_id is not null)
  order by s.room_session_id desc nulls first, agent nulls first`;
