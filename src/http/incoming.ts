// The request as Node has it: what came in so far, and whether anybody is still there.
import type { IncomingMessage } from 'node:http';
import type { Context } from 'hono';

/** Null for `app.request()`, which has no socket. */
export function incomingOf(c: Context): IncomingMessage | null {
  const env: unknown = c.env;
  return typeof env === 'object' && env !== null && 'incoming' in env
    ? (env.incoming as IncomingMessage)
    : null;
}

/** Whether all of it has come in. */
export const isReceived = (c: Context): boolean => incomingOf(c)?.complete ?? true;

/** Whether the client went away before it had its answer. */
export const isGone = (c: Context): boolean => incomingOf(c)?.socket.destroyed ?? false;
