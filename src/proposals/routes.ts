// The door at which a person looks at what was proposed to them, and says yes or no.
import { z, type OpenAPIHono } from '@hono/zod-openapi';
import type { Env } from '../http/env.ts';
import { writeInSteps, writeOnce, type OncePorts } from '../http/once.ts';
import { answer, endpoint, room } from '../http/operation.ts';
import { byId, nextCursor, page, working } from '../http/schemas.ts';
import { asPerson } from '../kernel/context.ts';
import { carryOnApplying, openApplying, type ApplyPorts } from './apply-proposal.ts';
import { refuseProposal } from './decide-proposal.ts';
import { presentProposal, proposalJson } from './proposal-json.ts';
import { listProposals, readProposal } from './propose.ts';

interface Held {
  ports: OncePorts;
}

const list = endpoint(
  { access: 'session', limit: 'crud' },
  {
    method: 'get',
    path: '/proposals',
    operationId: 'listProposals',
    summary: 'What was proposed, the latest first',
    description:
      'Writes that a key without the scope `apply` asked for through MCP. None of them is done before it is applied.',
    request: { query: page },
    responses: {
      200: answer('One page.', z.strictObject({ proposals: z.array(proposalJson), next_cursor: nextCursor })),
    },
  },
  ({ ports }: Held) =>
    async (c) => {
      const { limit, cursor } = c.req.valid('query');
      const found = await asPerson(ports, c.var.person, (ctx) =>
        listProposals(ctx, { limit, after: cursor ?? null }),
      );
      return c.json({ proposals: found.proposals.map(presentProposal), next_cursor: found.nextCursor }, 200);
    },
);

const read = endpoint(
  { access: 'session', limit: 'crud' },
  {
    method: 'get',
    path: '/proposals/{id}',
    operationId: 'readProposal',
    summary: 'What was proposed, and what came of it',
    request: { params: byId },
    responses: { 200: answer('As it is now.', proposalJson) },
  },
  ({ ports }: Held) =>
    async (c) => {
      const one = await asPerson(ports, c.var.person, (ctx) => readProposal(ctx, c.req.valid('param').id));
      return c.json(presentProposal(one), 200);
    },
);

const refuse = endpoint(
  { access: 'session', limit: 'crud', problems: ['PROPOSAL_CLOSED'] },
  {
    method: 'post',
    path: '/proposals/{id}/refuse',
    operationId: 'refuseProposal',
    summary: 'Say no to what was proposed',
    request: { params: byId },
    responses: { 200: answer('It will not be done.', proposalJson) },
  },
  ({ ports }: Held) =>
    (c) =>
      writeOnce(c, ports, 200, async (ctx) => ({
        body: presentProposal(await refuseProposal(ctx, c.req.valid('param').id)),
      })),
);

/** What a tool may refuse, beside what can go wrong in every operation. */
const OF_TOOLS = [
  'PROPOSAL_CLOSED',
  'TIME_TAKEN',
  'TASK_SETTLED',
  'GOAL_CLOSED',
  'GOAL_LET_GO',
  'PLAN_STALE',
  'PLAN_EMPTY',
  'PLAN_NOT_HERE',
  'PLANNING_FAILED',
  'RULE_INVALID',
  'RULE_ENDED',
  'RULE_OF_PLAN',
  'RULES_TOO_MANY',
  'PAUSE_INVALID',
  'PAUSES_TOO_MANY',
  'PHONE_NOT_VERIFIED',
] as const;

const apply = <Ports extends OncePorts>() =>
  endpoint(
    { access: 'session', limit: 'crud', problems: OF_TOOLS },
    {
      method: 'post',
      path: '/proposals/{id}/apply',
      operationId: 'applyProposal',
      summary: 'Have done what was proposed, once',
      description:
        'The tool checks now whatever it checks. Where it refuses, its problem is the answer, and the proposal goes on waiting.',
      request: { params: byId },
      responses: {
        200: answer('What came of it.', proposalJson),
        202: answer('It goes on by itself: ask again.', z.strictObject({ status: working })),
      },
    },
    (applying: ApplyPorts<Ports>) => (c) => {
      const { id } = c.req.valid('param');
      return writeInSteps(
        c,
        applying.ports,
        (ctx) => openApplying(ctx, applying, id),
        async (begun) => {
          const done = await carryOnApplying(applying, c.var.person, begun);
          if (!done) return { status: 202 as const, body: { status: 'working' as const } };
          return { status: 200 as const, body: presentProposal(done) };
        },
      );
    },
  );

/** `ports`: what the tools need. */
export const proposalRoutes = <Ports extends OncePorts>(applying: ApplyPorts<Ports>): OpenAPIHono<Env> =>
  room<ApplyPorts<Ports>>(applying, list, read, refuse, apply<Ports>());
