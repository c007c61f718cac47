// No request is kept waiting for ever: whoever hangs on a lost connection or a hung part hears so.
import type { MiddlewareHandler } from 'hono';
import { FluxError } from '../kernel/errors.ts';
import type { Env } from './env.ts';

/** Longer than a chat turn waits for its workflow, which has an answer of its own. */
const DEADLINE_MS = 30_000;

/**
 * Throws TIMED_OUT once the time is up. What the request set in motion goes on by itself; its Idempotency-Key finds the
 * answer. An answer that has begun, such as a stream, may take as long as it wants.
 */
export function deadline(limitMs = DEADLINE_MS): MiddlewareHandler<Env> {
  return async (_c, next) => {
    const { promise: late, reject } = Promise.withResolvers<never>();
    const timer = setTimeout(
      () => reject(new FluxError('TIMED_OUT', { fields: { retryAfterSeconds: 1 } })),
      limitMs,
    );
    try {
      await Promise.race([next(), late]);
    } finally {
      clearTimeout(timer);
    }
  };
}
