// What every request to /v1 goes through before its handler: who is it, may they, and not too often.
import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Context, MiddlewareHandler } from 'hono';
import { matchedRoutes } from 'hono/route';
import type { Authenticator } from '../account/authenticate.ts';
import { FluxError } from '../kernel/errors.ts';
import type { Limiter } from '../kernel/rate-limit.ts';
import { bearerOf } from './bearer.ts';
import type { Env } from './env.ts';
import { clientAddress } from './client-address.ts';
import { limitRequest } from './limit-requests.ts';
import type { Access } from './access.ts';

export interface GatePorts {
  authenticator: Authenticator;
  limiter: Limiter;
  /** How many proxies of our own stand in front. */
  trustedProxyHops: number;
}

/**
 * Holds callers to what `app`'s operations declare, and sets `person` and `principal`. An address that is
 * no operation passes: it is answered with 404 or 405. Throws UNAUTHENTICATED, INSUFFICIENT_SCOPE, RATE_LIMITED, and
 * NOT_FOUND for an organisation that is not the person's.
 */
export function gate(app: OpenAPIHono<Env>, ports: GatePorts): MiddlewareHandler<Env> {
  let operations: Map<string, Access> | undefined;
  return async (c, next) => {
    // Operations hang behind this middleware, so they are all known with the first request.
    operations ??= operationsOf(app);
    const operation = operationOf(c, operations);
    if (operation && isSignedIn(operation)) await admit(c, ports, operation);
    else if (operation) await limit(c, ports, operation, null);
    await next();
  };
}

type SignedInAccess = Access & { access: Exclude<Access['access'], 'public'> };
const isSignedIn = (operation: Access): operation is SignedInAccess => operation.access !== 'public';

/** Who it is, before what they take: a token that opens nothing must not empty the buckets of its person. */
async function admit(c: Context<Env>, ports: GatePorts, operation: SignedInAccess): Promise<void> {
  const bearer = bearerOf(c);
  const requestedOrgId = c.req.header('X-Org-Id') ?? null;
  const principal =
    bearer === undefined ? null : await ports.authenticator.authenticate(bearer, requestedOrgId);
  if (principal === null) throw new FluxError('UNAUTHENTICATED');
  const { orgId, userId, scopes } = principal;
  c.set('log', c.var.log.child({ user_id: userId, org_id: orgId }));
  if (scopes !== null && (operation.access === 'session' || !scopes.includes(operation.access)))
    throw new FluxError('INSUFFICIENT_SCOPE', { fields: { needed: operation.access } });
  await limit(c, ports, operation, userId);
  c.set('person', { orgId, userId, via: 'rest' });
  c.set('principal', principal);
}

async function limit(
  c: Context<Env>,
  { limiter, trustedProxyHops }: GatePorts,
  { limit: group }: Access,
  userId: string | null,
): Promise<void> {
  if (group !== null) await limitRequest(c, limiter, group, userId ?? clientAddress(c, trustedProxyHops));
}

function operationOf(c: Context<Env>, operations: Map<string, Access>): Access | undefined {
  // HEAD is answered by GET.
  const method = c.req.method === 'HEAD' ? 'GET' : c.req.method;
  for (const { path } of matchedRoutes(c)) {
    const operation = operations.get(`${method} ${path}`);
    if (operation) return operation;
  }
  return undefined;
}

/** By method and route pattern: "GET /v1/tasks/:id". */
function operationsOf(app: OpenAPIHono<Env>): Map<string, Access> {
  const routes = app.openAPIRegistry.definitions.flatMap((one) => (one.type === 'route' ? [one.route] : []));
  return new Map(
    routes.map((route) => [
      `${route.method.toUpperCase()} ${route.path.replaceAll(/\{(\w+)\}/g, ':$1')}`,
      { access: route['x-access'], limit: route['x-rate-limit'] },
    ]),
  );
}
