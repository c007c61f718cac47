// No request is kept waiting for ever: whoever hangs on a lost connection or a hung part hears so.
import type { MiddlewareHandler } from 'hono';
import { FluxError } from '../kernel/errors.ts';
import type { Env } from './env.ts';
import { isReceived } from './incoming.ts';
import { answerProblem } from './problem.ts';

/** Longer than a chat turn waits for its workflow, which has an answer of its own. */
const DEADLINE_MS = 30_000;

/**
 * Throws TIMED_OUT once the time is up. What the request set in motion goes on by itself; its Idempotency-Key finds the
 * answer. An answer that has begun, such as a stream, may take as long as it wants. A client that has not even sent its
 * whole request by then is answered with REQUEST_TIMEOUT: nothing was done, and nothing of ours was late.
 */
export function deadline(limitMs = DEADLINE_MS): MiddlewareHandler<Env> {
  return async (c, next) => {
    const { promise: late, resolve } = Promise.withResolvers<typeof LATE>();
    const timer = setTimeout(resolve, limitMs, LATE);
    try {
      if ((await Promise.race([next(), late])) !== LATE) return;
    } finally {
      clearTimeout(timer);
    }
    if (isReceived(c)) throw new FluxError('TIMED_OUT', { fields: { retryAfterSeconds: 1 } });
    c.header('Connection', 'close');
    return answerProblem(c, 'REQUEST_TIMEOUT');
  };
}

const LATE = Symbol('late');
