// Which methods an address knows, said truthfully: to whoever asks with OPTIONS, and to whoever takes another.
import type { Context, Hono, MiddlewareHandler } from 'hono';
import { methodNotAllowed } from 'hono/method-not-allowed';
import type { Env } from './env.ts';
import { answerProblem } from './problem.ts';
import { routePattern } from './route-pattern.ts';

/**
 * OPTIONS is 204 with Allow (RFC 9110 9.3.7), another method 405 with the same; an address that is none stays 404. What
 * a route is written out for is never an id of the route beside it: `/tasks/rezoning` is no task.
 */
export function answerMethods(app: Hono<Env>): MiddlewareHandler<Env> {
  let known: Map<string, Set<string>> | undefined;
  const writtenOut = (c: Context<Env>) => (known ??= methodsByPath(app)).get(c.req.path);
  const refuseOthers = methodNotAllowed({
    app,
    onMethodNotAllowed: (c: Context<Env>, methods) => answerAllowed(c, writtenOut(c) ?? methods),
  });
  return async (c, next) => {
    const own = writtenOut(c);
    if (own && !own.has(c.req.method) && routePattern(c) !== null) return answerAllowed(c, own);
    return refuseOthers(c, next);
  };
}

/** Of the paths without a parameter. By the first request every route hangs. */
function methodsByPath(app: Hono<Env>): Map<string, Set<string>> {
  const known = new Map<string, Set<string>>();
  for (const { path, method } of app.routes) {
    if (method === 'ALL' || /[:*]/.test(path)) continue;
    const methods = known.get(path) ?? new Set();
    known.set(path, methods.add(method));
    if (method === 'GET') methods.add('HEAD');
  }
  return known;
}

function answerAllowed(c: Context<Env>, methods: Iterable<string>): Response {
  c.header('Allow', [...methods, 'OPTIONS'].join(', '));
  if (c.req.method !== 'OPTIONS') return answerProblem(c, 'METHOD_NOT_ALLOWED');
  // That of the 404 that would have been the answer.
  c.header('Content-Type', undefined);
  return c.body(null, 204);
}
