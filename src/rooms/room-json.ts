// What rooms and their agents look like on the wire.
import { z } from '@hono/zod-openapi';
import { id, instant, words } from '../http/schemas.ts';
import type { RoomView } from './find-room.ts';
import { sessionLimits } from './limits.ts';
import type { RoomAgentView } from './manage-agents.ts';
import { ROOM_ROLES, SHARES, type Sharing } from './sharing.ts';

const share = z.enum(SHARES);

const sharing = {
  members: share.describe(
    'What every member of the organisation may; `participant`: begin sessions and post.',
  ),
  managers: share.describe('What its owners and admins may, who may at least what members may.'),
};

export const roomJson = z
  .strictObject({
    id,
    name: z.string(),
    topic: z.string().nullable(),
    your_role: z.enum(ROOM_ROLES),
    sharing: z.strictObject(sharing),
    limits: sessionLimits.describe('Of a session that says nothing else.'),
    created_at: instant,
    updated_at: instant,
  })
  .openapi('Room');

export const presentRoom = (room: RoomView): z.infer<typeof roomJson> => ({
  id: room.id,
  name: room.name,
  topic: room.topic ?? null,
  your_role: room.role,
  sharing: { members: room.membersMay, managers: room.managersMay },
  limits: room.limits,
  created_at: room.createdAt.toISOString(),
  updated_at: room.updatedAt.toISOString(),
});

const roomFields = {
  name: words(100),
  topic: words(2000).nullable().describe('What is talked about: every agent is told.'),
  sharing: z.strictObject({ members: share.default('none'), managers: share.default('none') }),
  limits: sessionLimits,
};

export const newRoom = z.strictObject({
  name: roomFields.name,
  topic: roomFields.topic.default(null),
  sharing: roomFields.sharing.optional().describe('Absent: nobody else sees it.'),
  limits: roomFields.limits.optional(),
});

export const roomChange = z.strictObject(roomFields).partial();

/** As the verbs name it. */
export const readSharing = (given: {
  members: Sharing['membersMay'];
  managers: Sharing['managersMay'];
}): Sharing => ({
  membersMay: given.members,
  managersMay: given.managers,
});

/** By which an agent is addressed. */
export const agentKey = z
  .string()
  .regex(/^[a-z][a-z0-9_-]{0,39}$/, 'must be lower-case letters, digits, _ and -, a letter first, at most 40')
  .openapi({ example: 'sceptic' });

/** In a path: whatever names no agent is not there. */
export const agentInPath = z.string().regex(/^[\w-]{1,40}$/);

const tools = z.array(z.string()).max(40);

const agentFields = {
  agent_key: agentKey,
  name: words(80),
  persona: words(4000).describe('Who it is and how it talks. It is shown to the model as data.'),
  tier: z.enum(['fast', 'strong']).default('fast'),
};

export const newAgent = z.strictObject({
  ...agentFields,
  tools: tools.default([]).describe('Names of tools that it may use.'),
});

export const agentJson = z
  .strictObject({ id, room_id: id, ...agentFields, tools, created_at: instant })
  .openapi('RoomAgent');

export const presentAgent = (agent: RoomAgentView): z.infer<typeof agentJson> => ({
  id: agent.id,
  room_id: agent.roomId,
  agent_key: agent.agentKey,
  name: agent.name,
  persona: agent.persona,
  tier: agent.tier,
  tools: agent.tools,
  created_at: agent.createdAt.toISOString(),
});
