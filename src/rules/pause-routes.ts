// The REST door of pauses: vacation, illness, a rule or goal that rests for a while.
import { z } from '@hono/zod-openapi';
import { writeOnce } from '../http/once.ts';
import { answer, endpoint, jsonBody } from '../http/operation.ts';
import { byId, nextCursor, page } from '../http/schemas.ts';
import { asPerson } from '../kernel/context.ts';
import { endPause } from './end-pause.ts';
import { listPauses } from './list-pauses.ts';
import {
  endedPauseJson,
  pauseFields,
  pauseInput,
  pauseJson,
  presentEndedPause,
  presentPause,
} from './pause-json.ts';
import type { RulePorts } from './rule-routes.ts';
import { startPause } from './start-pause.ts';

export const pause = endpoint(
  { access: 'tasks:write', limit: 'crud', problems: ['PAUSE_INVALID', 'PAUSES_TOO_MANY'] },
  {
    method: 'post',
    path: '/task-pauses',
    operationId: 'startPause',
    summary: 'Let everything, one rule or one goal rest for some days',
    description:
      'What is open in these days is cancelled for the time being: no reminder leaves, and nothing is missed.',
    request: { body: { ...jsonBody(z.strictObject(pauseFields)), required: false } },
    responses: { 201: answer('It has begun, or will.', pauseJson) },
  },
  (ports: RulePorts) => (c) => {
    const input = pauseInput(c.req.valid('json'));
    return writeOnce(c, ports, 201, async (ctx) => ({ body: presentPause(await startPause(ctx, input)) }));
  },
);

export const pauses = endpoint(
  { access: 'tasks:read', limit: 'crud' },
  {
    method: 'get',
    path: '/task-pauses',
    operationId: 'listPauses',
    summary: 'Pauses, the newest first; those that are over included',
    request: { query: page },
    responses: {
      200: answer('One page.', z.strictObject({ pauses: z.array(pauseJson), next_cursor: nextCursor })),
    },
  },
  (ports: RulePorts) => async (c) => {
    const { limit, cursor } = c.req.valid('query');
    const found = await asPerson(ports, c.var.person, (ctx) =>
      listPauses(ctx, { limit, after: cursor ?? null }),
    );
    return c.json({ pauses: found.pauses.map(presentPause), next_cursor: found.nextCursor }, 200);
  },
);

export const resume = endpoint(
  { access: 'tasks:write', limit: 'crud' },
  {
    method: 'post',
    path: '/task-pauses/{id}/end',
    operationId: 'endPause',
    summary: 'End a pause now: what it took and what still lies ahead is to be done again',
    description: 'What was taken off by hand, left out or let go stays so. Safe to repeat.',
    request: {
      params: byId,
      body: {
        ...jsonBody(
          z.strictObject({
            force: z.boolean().optional().describe('Even where another task stands at its time by now.'),
          }),
        ),
        required: false,
      },
    },
    responses: { 200: answer('What came back, and what stays off.', endedPauseJson) },
  },
  (ports: RulePorts) => (c) => {
    const { id: pauseId } = c.req.valid('param');
    const { force } = c.req.valid('json');
    return writeOnce(c, ports, 200, async (ctx) => ({
      body: presentEndedPause(await endPause(ctx, { pauseId, force })),
    }));
  },
);
