// What every request to /v1 goes through before its handler: who is it, may they, and not too often.
import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Context, MiddlewareHandler } from 'hono';
import { matchedRoutes } from 'hono/route';
import { FluxError } from '../kernel/errors.ts';
import type { Notifications } from '../kernel/notifications.ts';
import { identifyCaller, noteCaller, payForRefusal, takeOf, type CallerPorts } from './admit-caller.ts';
import type { Env } from './env.ts';
import { bucketNameOf } from './limit-requests.ts';
import { recall, type OncePorts } from './once.ts';
import type { Access } from './access.ts';

export interface GatePorts extends OncePorts, CallerPorts {
  /** Of whatever ends somebody's standing. */
  endings: Pick<Notifications, 'doubt'>;
}

/**
 * Holds callers to what `app`'s operations declare, and sets `person` and `principal`. An address that is
 * no operation passes: it is answered with 404 or 405. Throws UNAUTHENTICATED, INSUFFICIENT_SCOPE, RATE_LIMITED, and
 * NOT_FOUND for an organisation that is not the person's. A refusal costs as much as what was asked for: from the
 * bucket of whoever is known, from that of the address else.
 */
export function gate(app: OpenAPIHono<Env>, ports: GatePorts): MiddlewareHandler<Env> {
  let operations: Map<string, Access> | undefined;
  return async (c, next) => {
    // Operations hang behind this middleware, so they are all known with the first request.
    operations ??= operationsOf(app);
    const operation = operationOf(c, operations);
    if (operation && isSignedIn(operation)) {
      const recalled = await admit(c, ports, operation);
      if (recalled) return recalled;
    } else if (operation) await takeOf(c, ports, operation.limit, null);
    if (!operation || !mayEndStanding(c, operation)) return next();
    try {
      await next();
    } finally {
      // For the client the next request is the one after this answer.
      ports.endings.doubt();
    }
  };
}

/** Writes of people who come, go, and let others go. What it costs is a question to the database. */
const mayEndStanding = (c: Context<Env>, { access, limit: group }: Access): boolean =>
  c.req.method !== 'GET' &&
  ((access === 'public' && group !== null) || access === 'session' || access === 'org:write');

type SignedInAccess = Access & { access: Exclude<Access['access'], 'public'> };
const isSignedIn = (operation: Access): operation is SignedInAccess => operation.access !== 'public';

/** Who it is, and whether they may. Resolves to the answer of a request that ended what would let its repeat in. */
async function admit(c: Context<Env>, ports: GatePorts, operation: SignedInAccess): Promise<Response | null> {
  const identified = await identifyCaller(c, ports);
  const caller = operation.whileErasing && 'resting' in identified ? identified.resting : identified;
  if ('problem' in caller) {
    await payForRefusal(c, ports, operation.limit, caller);
    const recalled = operation.endsStanding ? await recall(c, ports, caller) : null;
    if (recalled) return recalled;
    throw new FluxError(caller.problem);
  }
  const { orgId, userId, scopes } = caller;
  noteCaller(caller);
  await takeOf(c, ports, operation.limit, bucketNameOf(operation.limit, caller));
  if (scopes !== null)
    for (const needed of [operation.access, ...(operation.also ? [operation.also] : [])])
      if (needed === 'session' || !scopes.includes(needed))
        throw new FluxError('INSUFFICIENT_SCOPE', { fields: { needed } });
  c.set('person', { orgId, userId, via: 'rest' });
  c.set('principal', caller);
  return null;
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
      {
        access: route['x-access'],
        also: route['x-access-also'],
        limit: route['x-rate-limit'],
        endsStanding: route['x-ends-standing'],
        whileErasing: route['x-while-erasing'],
      },
    ]),
  );
}
