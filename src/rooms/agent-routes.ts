// The REST door of the agents of a room.
import { z } from '@hono/zod-openapi';
import { writeOnce, type OncePorts } from '../http/once.ts';
import { answer, endpoint, jsonBody } from '../http/operation.ts';
import { byId } from '../http/schemas.ts';
import { asPerson } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import type { Scope } from '../kernel/scopes.ts';
import { missingScope, type Tool } from '../llm/tool.ts';
import { addAgent, listAgents, removeAgent } from './manage-agents.ts';
import { agentInPath, agentJson, newAgent, presentAgent } from './room-json.ts';

export interface RoomAgentPorts extends OncePorts {
  /** Of the registry, those that only read. */
  toolsToGive: ReadonlyMap<string, Pick<Tool, 'scope' | 'also'>>;
}

export const addOne = endpoint(
  {
    access: 'rooms:write',
    limit: 'crud',
    problems: ['ROLE_TOO_LOW', 'AGENT_KEY_TAKEN', 'ROOM_AGENTS_TOO_MANY'],
  },
  {
    method: 'post',
    path: '/rooms/{id}/agents',
    operationId: 'addRoomAgent',
    summary: 'Bring an agent into a room of yours',
    request: { params: byId, body: jsonBody(newAgent) },
    responses: { 201: answer('The agent.', agentJson) },
  },
  (ports: RoomAgentPorts) => (c) => {
    const { agent_key, ...agent } = c.req.valid('json');
    requireTools(ports, agent.tools, c.var.principal.scopes);
    return writeOnce(c, ports, 201, async (ctx) => ({
      body: presentAgent(await addAgent(ctx, c.req.valid('param').id, { agentKey: agent_key, ...agent })),
    }));
  },
);

/** A key gives an agent nothing that it may not read itself. `scopes`: null for a person who signed in. */
function requireTools(
  { toolsToGive }: RoomAgentPorts,
  tools: readonly string[],
  scopes: readonly Scope[] | null,
): void {
  const message = 'There is no such tool, or it does more than read.';
  const errors = tools.flatMap((name, index) =>
    toolsToGive.has(name) ? [] : [{ path: `tools.${index}`, message }],
  );
  if (errors.length > 0) throw new FluxError('VALIDATION_FAILED', { fields: { errors } });
  const [needed] = tools.flatMap((name) => missingScope(toolsToGive.get(name)!, scopes) ?? []);
  if (needed) throw new FluxError('INSUFFICIENT_SCOPE', { fields: { needed } });
}

export const listAll = endpoint(
  { access: 'rooms:read', limit: 'crud' },
  {
    method: 'get',
    path: '/rooms/{id}/agents',
    operationId: 'listRoomAgents',
    summary: 'The agents of a room, in the order in which they came',
    request: { params: byId },
    responses: { 200: answer('All of them.', z.strictObject({ agents: z.array(agentJson) })) },
  },
  (ports: RoomAgentPorts) => async (c) => {
    const agents = await asPerson(ports, c.var.person, (ctx) => listAgents(ctx, c.req.valid('param').id));
    return c.json({ agents: agents.map(presentAgent) }, 200);
  },
);

export const removeOne = endpoint(
  { access: 'rooms:write', limit: 'crud', problems: ['ROLE_TOO_LOW'] },
  {
    method: 'delete',
    path: '/rooms/{id}/agents/{agent_key}',
    operationId: 'removeRoomAgent',
    summary: 'Take an agent out of a room of yours; what it said stays',
    request: { params: byId.extend({ agent_key: agentInPath }) },
    responses: { 204: { description: 'It speaks no more.' } },
  },
  (ports: RoomAgentPorts) => (c) => {
    const { id: roomId, agent_key } = c.req.valid('param');
    return writeOnce(c, ports, 204, async (ctx) => {
      await removeAgent(ctx, { roomId, agentKey: agent_key });
      return { body: null };
    });
  },
);
