// What sessions of rooms look like on the wire.
import { z } from '@hono/zod-openapi';
import { id, instant, words } from '../http/schemas.ts';
import { sessionLimits } from './limits.ts';
import type { SessionView } from './open-session.ts';
import type { TurnView } from './post-in-session.ts';
import { agentKey } from './room-json.ts';
import type { RoomUsage } from './room-usage.sql.ts';
import { END_REASONS, SESSION_KINDS } from './session-words.ts';

export const sessionJson = z
  .strictObject({
    id,
    room_id: id,
    kind: z.enum(SESSION_KINDS).describe('room: a host chooses who speaks; direct: a talk with one agent.'),
    agent_key: z.string().nullable().describe('With whom, where it is direct.'),
    status: z.enum(['open', 'ended']),
    waits_for_people: z.boolean().describe('No agent speaks before a person does.'),
    reason: z
      .enum(END_REASONS)
      .nullable()
      .describe('Why it ended: a person, the host, or the limit of that name.'),
    summary: z.string().nullable().describe('Of what was said so far; of all, once it has ended.'),
    turns: z.int().describe('That agents have taken.'),
    limits: sessionLimits,
    created_at: instant,
    last_said_at: instant,
    ended_at: instant.nullable(),
  })
  .openapi('RoomSession');

export const presentSession = (session: SessionView): z.infer<typeof sessionJson> => ({
  id: session.id,
  room_id: session.roomId,
  kind: session.kind,
  agent_key: session.agentKey ?? null,
  status: session.endedAt ? 'ended' : 'open',
  waits_for_people: session.waitsForPeople,
  reason: session.reason ?? null,
  summary: session.summary ?? null,
  turns: session.turns,
  limits: session.limits,
  created_at: session.createdAt.toISOString(),
  last_said_at: session.lastSaidAt.toISOString(),
  ended_at: session.endedAt?.toISOString() ?? null,
});

const said = words(4000);

export const newSession = z.strictObject({
  session_id: id.optional().describe('Made by you: a repeat with the same id is the same session.'),
  agent_key: agentKey.optional().describe('For a direct talk with this agent alone.'),
  opening: said.optional().describe('What you say first. Without it the agents begin by themselves.'),
  limits: sessionLimits.optional().describe('Those of the room where nothing is said.'),
});

export const newPost = z.strictObject({
  post_id: id.optional().describe('Made by you: a repeat with the same id and words is the same post.'),
  text: said,
  to: agentKey.optional().describe('The agent that is to answer; else the host chooses.'),
});

export const turnJson = z
  .strictObject({
    id,
    kind: z.enum(['post', 'turn']),
    said_by: id.nullable().describe('The person, of a post.'),
    agent_key: z.string().nullable().describe('The agent, of a turn.'),
    addressed_to: z.string().nullable(),
    why: z.string().nullable().describe('Why the host let that agent speak.'),
    text: z.string(),
    said_at: instant,
  })
  .openapi('RoomTurn');

export const presentTurn = (turn: TurnView): z.infer<typeof turnJson> => ({
  id: turn.id,
  kind: turn.kind === 'post' ? 'post' : 'turn',
  said_by: turn.saidBy ?? null,
  agent_key: turn.agentKey ?? null,
  addressed_to: turn.addressedTo ?? null,
  why: turn.why ?? null,
  text: turn.text ?? '',
  said_at: turn.saidAt!.toISOString(),
});

export const roomUsageJson = z
  .strictObject({
    usage: z.array(
      z.strictObject({
        session_id: id.nullable().describe('Null: all sessions together.'),
        agent_key: z
          .string()
          .nullable()
          .describe('Null: all agents, host and summariser together; gone: it has left the room.'),
        calls: z.int(),
        input_tokens: z.int(),
        output_tokens: z.int(),
        cost_micros: z.int().nullable().describe('Millionths of a dollar; null where a price is not known.'),
        credits: z.number(),
      }),
    ),
  })
  .openapi('RoomUsage');

export const presentRoomUsage = (rows: RoomUsage[]): z.infer<typeof roomUsageJson> => ({
  usage: rows.map((row) => ({
    session_id: row.sessionId,
    agent_key: row.agentKey,
    calls: row.calls,
    input_tokens: row.inputTokens,
    output_tokens: row.outputTokens,
    cost_micros: row.costMicros,
    credits: row.creditThousandths / 1000,
  })),
});
