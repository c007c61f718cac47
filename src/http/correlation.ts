// Gives every request an id and a log that carries it, on to activities, and writes one line when it is answered.
import type { MiddlewareHandler } from 'hono';
import { requestId } from 'hono/request-id';
import { onTrail } from '../kernel/correlation.ts';
import { newId } from '../kernel/ids.ts';
import type { Log } from '../kernel/log.ts';
import type { Env } from './env.ts';
import { isGone } from './incoming.ts';
import { routePattern } from './route-pattern.ts';

const LONGEST = 128;
/** Machines ask them every few seconds, and nobody reads that they were answered. */
const isProbe = (route: string | null): boolean => /^\/(livez|readyz|metrics)$/.test(route ?? '');

/** The caller's X-Request-Id or X-Correlation-ID if it is safe to repeat (A-Z a-z 0-9 _ - =), else a new id. */
export const identify: MiddlewareHandler<Env> = requestId({
  limitLength: LONGEST,
  generator: (c) => {
    const asked = c.req.header('X-Correlation-ID') ?? '';
    return asked.length <= LONGEST && /^[\w=-]+$/.test(asked) ? asked : newId();
  },
});

/** Behind `identify`: the log of this request, its id in X-Correlation-ID and on the trail, and one line at the end. */
export function correlate(log: Log): MiddlewareHandler<Env> {
  return (c, next) =>
    onTrail({ correlation_id: c.var.requestId }, async () => {
      c.set('log', log);
      c.header('X-Correlation-ID', c.var.requestId);

      const startedMs = performance.now();
      await next();
      const route = routePattern(c);
      const { status } = c.res;
      c.var.log[isProbe(route) && status < 400 ? 'debug' : 'info'](
        {
          method: c.req.method,
          route,
          status,
          problem: c.var.problem,
          latency_ms: Math.round(performance.now() - startedMs),
          // Nobody heard it.
          ...(isGone(c) && { client: 'gone' }),
        },
        'answered',
      );
    });
}
