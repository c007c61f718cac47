// The REST door of what models were used for a person, and for an organisation.
import { z } from '@hono/zod-openapi';
import type { OncePorts } from '../http/once.ts';
import { answer, endpoint } from '../http/operation.ts';
import { byId, id, namedInstant, nextCursor, page } from '../http/schemas.ts';
import { asPerson } from '../kernel/context.ts';
import { inOneStatement } from '../kernel/sql.ts';
import { personIn } from '../orgs/org-routes.ts';
import type { Allowances } from './allowance.ts';
import { month } from './budget-json.ts';
import { listCalls } from './list-calls.ts';
import { months } from './months-json.ts';
import { STATES } from './outcomes.ts';
import { readOrgUsage } from './read-org-usage.ts';
import { readSummary } from './read-summary.sql.ts';
import {
  callJson,
  orgUsageJson,
  presentCall,
  presentOrgUsage,
  presentSummary,
  summaryJson,
} from './usage-json.ts';

export interface UsagePorts extends OncePorts {
  /** The same as the worker's. */
  allowances: Allowances;
}

export const summary = endpoint(
  { access: 'account:read', limit: 'analytics' },
  {
    method: 'get',
    path: '/usage/summary',
    operationId: 'readUsageSummary',
    summary: 'What models were used for you in this organisation, and what is left',
    request: { query: months },
    responses: { 200: answer('Sums by provider, model, goal, agent and month.', summaryJson) },
  },
  (ports: UsagePorts) => async (c) => {
    const { from = null, to = from } = c.req.valid('query');
    const found = await inOneStatement(ports, c.var.person, (ctx) =>
      readSummary(ctx, { from: from ?? to, to }, ports.allowances),
    );
    return c.json(presentSummary(found), 200);
  },
);

/** As a row of a call holds it. */
const name = z.string().regex(/^[!-~]{1,200}$/);

export const calls = endpoint(
  { access: 'account:read', limit: 'crud' },
  {
    method: 'get',
    path: '/usage/llm-calls',
    operationId: 'listLlmCalls',
    summary: 'The calls of models that were made for you',
    request: {
      query: page.extend({
        from: namedInstant.optional(),
        to: namedInstant.optional().describe('Excluded.'),
        provider: name.optional(),
        model: name.optional(),
        agent: name.optional(),
        outcome: z.enum(STATES).optional(),
        goal_id: id.optional(),
        conversation_id: id.optional(),
      }),
    },
    responses: {
      200: answer(
        'One page, the latest first.',
        z.strictObject({ calls: z.array(callJson), next_cursor: nextCursor }),
      ),
    },
  },
  (ports: UsagePorts) => async (c) => {
    const { from, to, goal_id, conversation_id, limit, cursor, ...filter } = c.req.valid('query');
    const found = await asPerson(ports, c.var.person, (ctx) =>
      listCalls(ctx, {
        ...filter,
        from: from === undefined ? undefined : new Date(from),
        to: to === undefined ? undefined : new Date(to),
        goalId: goal_id,
        conversationId: conversation_id,
        limit,
        after: cursor ?? null,
      }),
    );
    const now = new Date();
    return c.json(
      { calls: found.calls.map((call) => presentCall(call, now)), next_cursor: found.nextCursor },
      200,
    );
  },
);

export const ofOrganisation = endpoint(
  { access: 'org:read', limit: 'analytics', problems: ['ROLE_TOO_LOW'] },
  {
    method: 'get',
    path: '/orgs/{id}/usage',
    operationId: 'readOrganisationUsage',
    summary: 'What models were used for the members of an organisation, in sums (owners and admins)',
    request: {
      params: byId,
      query: page.extend({ month: month.optional().describe('By UTC; the current one, unless told.') }),
    },
    responses: { 200: answer('All together, and one page of members.', orgUsageJson) },
  },
  (ports: UsagePorts) => async (c) => {
    const { month: asked = new Date().toISOString().slice(0, 7), limit, cursor } = c.req.valid('query');
    const input = { month: asked, limit, after: cursor ?? null };
    const found = await asPerson(ports, personIn(c, c.req.valid('param').id), (ctx) =>
      readOrgUsage(ctx, input, ports.allowances),
    );
    return c.json(presentOrgUsage(asked, found), 200);
  },
);
