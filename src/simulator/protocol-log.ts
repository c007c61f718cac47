// Writes every request of the app to the log that the page shows beside the phone.
import type { MiddlewareHandler } from 'hono';
import type { FarSideEnv } from './receive.ts';
import type { World } from './world.ts';

/** `about` names the operation for people; the fields are those that the operation put aside, never a credential. */
export function logRequests(world: World, about: (path: string) => string): MiddlewareHandler<FarSideEnv> {
  return async (c, next) => {
    const startedAt = performance.now();
    await next();
    world.log({
      direction: 'in',
      about: about(c.req.path),
      method: c.req.method,
      path: c.req.path,
      status: c.get('cut') ? 0 : c.res.status,
      tookMs: Math.round(performance.now() - startedAt),
      fields: c.get('fields') ?? {},
      sid: c.get('sid'),
    });
  };
}
