// Which methods an address knows, said truthfully: to whoever asks with OPTIONS, and to whoever takes another.
import type { Hono, MiddlewareHandler } from 'hono';
import { methodNotAllowed } from 'hono/method-not-allowed';
import type { Env } from './env.ts';
import { answerProblem } from './problem.ts';

/** OPTIONS is 204 with Allow (RFC 9110 9.3.7), another method 405 with the same; an address that is none stays 404. */
export function answerMethods(app: Hono<Env>): MiddlewareHandler<Env> {
  return methodNotAllowed({
    app,
    onMethodNotAllowed: (c, methods) => {
      c.header('Allow', [...methods, 'OPTIONS'].join(', '));
      return c.req.method === 'OPTIONS' ? c.body(null, 204) : answerProblem(c, 'METHOD_NOT_ALLOWED');
    },
  });
}
