// What a body with nothing in it means: generated clients announce JSON whether they send any or not.
import type { MiddlewareHandler } from 'hono';
import { FluxError } from '../kernel/errors.ts';
import type { Env } from './env.ts';

/**
 * Reads a body that is empty, or only white space, as `{}` where none is needed, whatever its headers say. Throws
 * BAD_REQUEST for one that is needed.
 */
export const emptyBody =
  (isNeeded: boolean): MiddlewareHandler<Env> =>
  async (c, next) => {
    if ((await c.req.text()).trim() !== '') return next();
    if (isNeeded)
      throw new FluxError('BAD_REQUEST', {
        fields: { errors: [{ path: '', message: 'A body is needed.' }] },
      });
    c.req.raw.headers.set('Content-Type', 'application/json');
    // Its type forgets the promise.
    Object.assign(c.req.bodyCache, { text: Promise.resolve('{}') });
    return next();
  };
