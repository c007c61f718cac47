// The door to the keys that machines act with.
import { z, type OpenAPIHono } from '@hono/zod-openapi';
import type { Env } from '../http/env.ts';
import { writeOnce, type OncePorts } from '../http/once.ts';
import { answer, endpoint, jsonBody, room } from '../http/operation.ts';
import { byId } from '../http/schemas.ts';
import { asPerson } from '../kernel/context.ts';
import { apiKeyInput, apiKeyJson, newApiKeyJson, presentApiKey } from './auth-json.ts';
import { createApiKey } from './create-api-key.ts';
import { deleteApiKey } from './delete-api-key.ts';
import { listApiKeys } from './list-api-keys.ts';

const create = endpoint(
  { access: 'session', limit: 'crud', problems: ['API_KEYS_TOO_MANY'] },
  {
    method: 'post',
    path: '/account/api-keys',
    operationId: 'createApiKey',
    summary: 'Make a key for a machine to act as this person, in this organisation',
    request: { body: jsonBody(apiKeyInput) },
    responses: { 201: answer('The key, this once.', newApiKeyJson) },
  },
  (ports: OncePorts) => (c) =>
    writeOnce(c, ports, 201, async (ctx) => {
      const { name, scopes, expires_in_days: livesDays } = c.req.valid('json');
      const { apiKey, key } = await createApiKey(ctx, { name, scopes, livesDays });
      return { body: { ...presentApiKey(apiKey), key } };
    }),
);

const list = endpoint(
  { access: 'session', limit: 'crud' },
  {
    method: 'get',
    path: '/account/api-keys',
    operationId: 'listApiKeys',
    summary: 'The keys that work, in this organisation',
    responses: { 200: answer('Oldest first.', z.strictObject({ api_keys: z.array(apiKeyJson) })) },
  },
  (ports: OncePorts) => async (c) => {
    const keys = await asPerson(ports, c.var.person, listApiKeys);
    return c.json({ api_keys: keys.map(presentApiKey) }, 200);
  },
);

const remove = endpoint(
  { access: 'session', limit: 'crud' },
  {
    method: 'delete',
    path: '/account/api-keys/{id}',
    operationId: 'deleteApiKey',
    summary: 'Take a key back, at once',
    request: { params: byId },
    responses: { 204: { description: 'It opens nothing any more.' } },
  },
  (ports: OncePorts) => (c) =>
    writeOnce(c, ports, 204, async (ctx) => {
      await deleteApiKey(ctx, { apiKeyId: c.req.valid('param').id });
      return { body: null };
    }),
);

export const apiKeyRoutes = (ports: OncePorts): OpenAPIHono<Env> => room(ports, create, list, remove);
