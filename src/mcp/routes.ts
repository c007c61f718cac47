// The MCP door: streamable HTTP without sessions, behind the same tokens, scopes and limits as the REST API.
import type { OpenAPIHono } from '@hono/zod-openapi';
import { hostHeaderValidationResponse, originValidationResponse } from '@modelcontextprotocol/server';
import type { Context } from 'hono';
import { identifyCaller, noteCaller, payForRefusal, takeOf, type CallerPorts } from '../http/admit-caller.ts';
import type { Env } from '../http/env.ts';
import { bucketNameOf } from '../http/limit-requests.ts';
import { createRoutes } from '../http/operation.ts';
import { answerError } from '../http/problem.ts';
import { FluxError } from '../kernel/errors.ts';
import type { McpCaller } from './caller.ts';
import { groupOf, readMessage } from './message.ts';
import { METADATA_PATH, resourceMetadata, type ResourcePorts } from './resource-metadata.ts';
import { serveMessage, type ServePorts } from './serve.ts';
import { hostsOf } from './hosts.ts';

export type McpPorts = ServePorts & CallerPorts & ResourcePorts & { corsOrigins: readonly string[] };

/** POST /mcp, and where its client learns how to sign in. Other methods are refused: there are no sessions. */
export function mcpRoutes(ports: McpPorts): OpenAPIHono<Env> {
  const app = createRoutes();
  const { hosts, origins } = hostsOf(ports);
  app.get(METADATA_PATH, (c) => c.json(resourceMetadata(ports)));
  app.post('/mcp', async (c) => {
    c.header('Cache-Control', 'no-store');
    const stranger =
      hostHeaderValidationResponse(c.req.raw, hosts) ?? originValidationResponse(c.req.raw, origins);
    return stranger ?? answerMessage(c, ports);
  });
  return app;
}

async function answerMessage(c: Context<Env>, ports: McpPorts): Promise<Response> {
  const { message, refusal } = readMessage(await c.req.text());
  try {
    const caller = await admit(c, ports, groupOf(message));
    return refusal ?? (await serveMessage(ports, caller, c.req.raw, message));
  } catch (error) {
    const response = answerError(error, c);
    // RFC 9728 5.1: whoever is not let in hears where to learn how to come in.
    if (response.status === 401) response.headers.set('WWW-Authenticate', challenge(c, ports));
    return response;
  }
}

/** Throws UNAUTHENTICATED, NOT_FOUND for an organisation that is not theirs, ACCOUNT_ERASING, RATE_LIMITED. */
async function admit(
  c: Context<Env>,
  ports: McpPorts,
  { group, isTool }: ReturnType<typeof groupOf>,
): Promise<McpCaller> {
  const principal = await identifyCaller(c, ports);
  if ('problem' in principal) {
    await payForRefusal(c, ports, group, principal);
    throw new FluxError(principal.problem);
  }
  noteCaller(principal);
  const { orgId, userId, scopes } = principal;
  const caller = {
    actor: { orgId, userId, via: 'mcp' },
    scopes,
    refusal: null,
    log: c.var.log,
    requestId: c.var.requestId,
  } as const;
  try {
    await takeOf(c, ports, group, bucketNameOf(group, principal));
    return caller;
  } catch (error) {
    // A model reads what its tool answers, and no headers.
    if (isTool && error instanceof FluxError) return { ...caller, refusal: error };
    throw error;
  }
}

function challenge(c: Context<Env>, { publicUrl }: McpPorts): string {
  const wrong = c.req.header('Authorization') === undefined ? '' : 'error="invalid_token", ';
  return `Bearer ${wrong}resource_metadata="${publicUrl}${METADATA_PATH}"`;
}
