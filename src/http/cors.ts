// Which web apps on other origins may call the API from a browser: those on the list, and no others.
import type { Context, MiddlewareHandler } from 'hono';
import type { Env } from './env.ts';

/** Stands on the list for every port of the machine that the browser runs on. */
export const LOCAL = 'localhost';
const LOCAL_ORIGIN = /^https?:\/\/(?:(?:[a-z\d-]+\.)*localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/;

const REQUEST_HEADERS = [
  'Authorization',
  'Content-Type',
  'Idempotency-Key',
  'If-Match',
  'If-None-Match',
  'Last-Event-ID',
  'X-Correlation-ID',
  'X-Org-Id',
  'X-Request-Id',
].join(', ');
const ANSWER_HEADERS = [
  'Allow',
  'ETag',
  'Idempotent-Replayed',
  'Location',
  'RateLimit',
  'RateLimit-Policy',
  'Retry-After',
  'X-Correlation-ID',
  'X-Request-Id',
].join(', ');

/**
 * `origins`: exactly as browsers send them, or LOCAL. An origin that is not listed gets no Access-Control header at
 * all, and so the browser keeps the answer to itself. Credentials are not allowed: tokens travel in a header, never in
 * cookies. A preflight names the methods that its address knows, as OPTIONS is answered further in.
 */
export function corsFor(origins: readonly string[]): MiddlewareHandler<Env> {
  const listed = new Set(origins);
  const isListed = (origin: string): boolean =>
    listed.has(origin) || (listed.has(LOCAL) && LOCAL_ORIGIN.test(origin));
  return async (c, next) => {
    await next();
    if (listed.size === 0) return;
    c.header('Vary', 'Origin', { append: true });
    const origin = c.req.header('Origin') ?? '';
    if (!isListed(origin)) return;
    c.header('Access-Control-Allow-Origin', origin);
    if (isPreflight(c)) allow(c);
    else c.header('Access-Control-Expose-Headers', ANSWER_HEADERS);
  };
}

const isPreflight = (c: Context): boolean =>
  c.req.method === 'OPTIONS' && c.req.header('Access-Control-Request-Method') !== undefined;

function allow(c: Context): void {
  c.header('Access-Control-Allow-Methods', c.res.headers.get('Allow') ?? '');
  c.header('Access-Control-Allow-Headers', REQUEST_HEADERS);
  c.header('Access-Control-Max-Age', '3600');
}
