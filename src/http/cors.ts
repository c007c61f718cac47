// Which web apps on other origins may call the API from a browser: those on the list, and no others.
import type { MiddlewareHandler } from 'hono';
import { cors } from 'hono/cors';
import type { Env } from './env.ts';

/**
 * `origins`: exactly as browsers send them. An origin that is not listed gets no Access-Control header at all, and so
 * the browser keeps the answer to itself. Credentials are not allowed: tokens travel in a header, never in cookies.
 */
export function corsFor(origins: readonly string[]): MiddlewareHandler<Env> {
  const listed = new Set(origins);
  const allow = cors({
    origin: [...origins],
    allowMethods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    allowHeaders: [
      'Authorization',
      'Content-Type',
      'Idempotency-Key',
      'If-Match',
      'If-None-Match',
      'Last-Event-ID',
      'X-Correlation-ID',
      'X-Org-Id',
      'X-Request-Id',
    ],
    exposeHeaders: [
      'ETag',
      'Idempotent-Replayed',
      'Location',
      'RateLimit',
      'RateLimit-Policy',
      'Retry-After',
      'X-Correlation-ID',
      'X-Request-Id',
    ],
    maxAge: 3600,
  });
  return async (c, next) => {
    if (listed.has(c.req.header('Origin') ?? '')) return allow(c, next);
    await next();
    if (listed.size > 0) c.header('Vary', 'Origin', { append: true });
  };
}
