// The REST door of patterns: what was learned, on what evidence, and the person's own word about it.
import type { OpenAPIHono } from '@hono/zod-openapi';
import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { Env } from '../http/env.ts';
import { answerTagged, requireMatch, tagged } from '../http/etag.ts';
import { writeOnce, type OncePorts } from '../http/once.ts';
import { answer, endpoint, jsonBody, representation, room } from '../http/operation.ts';
import { byId, nextCursor, page, words } from '../http/schemas.ts';
import { asPerson, type Ctx } from '../kernel/context.ts';
import { lockCalendar } from '../tasks/lock-calendar.sql.ts';
import { changePattern, deletePattern } from './change-pattern.ts';
import { confidence, patternJson, presentPattern } from './pattern-json.ts';
import { findPattern, listPatterns } from './read-pattern.ts';

const list = endpoint(
  { access: 'tasks:read', limit: 'crud' },
  {
    method: 'get',
    path: '/patterns',
    operationId: 'listPatterns',
    summary: 'What was learned of when tasks are missed, newest first',
    description:
      'Three misses in a row, on the same weekday and within an hour, make one or strengthen it. It is a proposal to the next plan, and moves nothing by itself.',
    request: { query: page },
    responses: {
      200: answer('One page.', z.strictObject({ patterns: z.array(patternJson), next_cursor: nextCursor })),
    },
  },
  (ports: OncePorts) => async (c) => {
    const { limit, cursor } = c.req.valid('query');
    const { patterns, nextCursor } = await asPerson(ports, c.var.person, (ctx) =>
      listPatterns(ctx, { limit, before: cursor ?? null }),
    );
    return c.json({ patterns: patterns.map(presentPattern), next_cursor: nextCursor }, 200);
  },
);

const read = endpoint(
  { access: 'tasks:read', limit: 'crud', tagged: true },
  {
    method: 'get',
    path: '/patterns/{id}',
    operationId: 'readPattern',
    summary: 'One pattern with its evidence',
    request: { params: byId },
    responses: { 200: representation('The pattern.', patternJson) },
  },
  (ports: OncePorts) => async (c) => {
    const { id } = c.req.valid('param');
    const pattern = await asPerson(ports, c.var.person, (ctx) => findPattern(ctx, id));
    return answerTagged(c, presentPattern(pattern));
  },
);

const change = endpoint(
  { access: 'tasks:write', limit: 'crud', tagged: true },
  {
    method: 'patch',
    path: '/patterns/{id}',
    operationId: 'changePattern',
    summary: 'Override what was learned; what is not named stays',
    request: {
      params: byId,
      body: jsonBody(
        z.strictObject({
          description: words(500).optional(),
          confidence: confidence.optional(),
          user_overridden: z
            .boolean()
            .optional()
            .describe('False gives it back to what is learned. Any other change is an override by itself.'),
        }),
      ),
    },
    responses: { 200: representation('As it is now.', patternJson) },
  },
  (ports: OncePorts) => (c) => {
    const patternId = c.req.valid('param').id;
    const { user_overridden: userOverridden, ...rest } = c.req.valid('json');
    return writeOnce(c, ports, 200, async (ctx) => {
      await matchPattern(c, ctx, patternId);
      return tagged(presentPattern(await changePattern(ctx, { ...rest, patternId, userOverridden })));
    });
  },
);

const remove = endpoint(
  { access: 'tasks:write', limit: 'crud', tagged: true },
  {
    method: 'delete',
    path: '/patterns/{id}',
    operationId: 'deletePattern',
    summary: 'Forget a pattern; the same misses do not bring it back',
    request: { params: byId },
    responses: { 204: { description: 'Forgotten.' } },
  },
  (ports: OncePorts) => (c) => {
    const patternId = c.req.valid('param').id;
    return writeOnce(c, ports, 204, async (ctx) => {
      await matchPattern(c, ctx, patternId);
      await deletePattern(ctx, { patternId });
      return { body: null };
    });
  },
);

const matchPattern = (c: Context<Env>, ctx: Ctx, patternId: string): Promise<void> =>
  requireMatch(c, async () => {
    await lockCalendar(ctx);
    return [presentPattern(await findPattern(ctx, patternId))];
  });

export const patternRoutes = (ports: OncePorts): OpenAPIHono<Env> => room(ports, list, read, change, remove);
