// Gives every request an id and a log that carries it, and writes one line when it is answered.
import type { MiddlewareHandler } from 'hono';
import { requestId } from 'hono/request-id';
import { matchedRoutes } from 'hono/route';
import { newId } from '../kernel/ids.ts';
import type { Log } from '../kernel/log.ts';
import type { Env } from './env.ts';

const LONGEST = 128;

/** The caller's X-Request-Id or X-Correlation-ID if it is safe to repeat (A-Z a-z 0-9 _ - =), else a new id. */
export const identify: MiddlewareHandler<Env> = requestId({
  limitLength: LONGEST,
  generator: (c) => {
    const asked = c.req.header('X-Correlation-ID') ?? '';
    return asked.length <= LONGEST && /^[\w=-]+$/.test(asked) ? asked : newId();
  },
});

/** Behind `identify`: the log of this request, the id in X-Correlation-ID, and one line at the end. */
export function correlate(log: Log): MiddlewareHandler<Env> {
  return async (c, next) => {
    c.set('log', log.child({ request_id: c.var.requestId }));
    c.header('X-Correlation-ID', c.var.requestId);

    const startedMs = performance.now();
    await next();
    // The route's pattern, never the address: a query may hold anything.
    c.var.log.info(
      {
        method: c.req.method,
        route: matchedRoutes(c).findLast(({ path }) => !path.endsWith('*'))?.path ?? null,
        status: c.res.status,
        latency_ms: Math.round(performance.now() - startedMs),
      },
      'answered',
    );
  };
}
