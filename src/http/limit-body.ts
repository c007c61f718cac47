// Refuses bodies that are larger than any of ours has to be, before anybody reads them.
import type { MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { Env } from './env.ts';
import { answerProblem } from './problem.ts';

const MAX_BODY_BYTES = 64 * 1024;

/**
 * PAYLOAD_TOO_LARGE. A body of a known length is judged by that: to look at the body itself costs 30 us, for those
 * without one, too.
 */
export function limitBody(): MiddlewareHandler<Env> {
  const byReading = bodyLimit({
    maxSize: MAX_BODY_BYTES,
    onError: (c) => answerProblem(c, 'PAYLOAD_TOO_LARGE'),
  });
  return (c, next) => {
    if (c.req.header('Transfer-Encoding') !== undefined) return byReading(c, next);
    const isTooLarge = Number(c.req.header('Content-Length') ?? 0) > MAX_BODY_BYTES;
    return isTooLarge ? Promise.resolve(answerProblem(c, 'PAYLOAD_TOO_LARGE')) : next();
  };
}
