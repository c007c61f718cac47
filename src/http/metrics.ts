// Measures every request, and shows what was measured to Prometheus.
import { createHash, timingSafeEqual } from 'node:crypto';
import { z, type OpenAPIHono } from '@hono/zod-openapi';
import type { MiddlewareHandler } from 'hono';
import { FluxError } from '../kernel/errors.ts';
import { exposeMetrics, requestSeconds, requestsInFlight } from '../kernel/metrics.ts';
import type { Env } from './env.ts';
import { endpoint, room } from './operation.ts';
import { routePattern } from './route-pattern.ts';

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** Times each request by method, route and class of status ("2xx"). */
export const measureRequests: MiddlewareHandler<Env> = async (c, next) => {
  requestsInFlight.inc();
  const startedMs = performance.now();
  try {
    await next();
  } finally {
    requestsInFlight.dec();
  }
  requestSeconds.observe(
    {
      method: METHODS.has(c.req.method) ? c.req.method : 'other',
      route: routePattern(c) ?? 'none',
      status: `${Math.floor(c.res.status / 100)}xx`,
    },
    (performance.now() - startedMs) / 1000,
  );
};

interface MetricsPorts {
  /** What a scraper must send; null: everybody may look. */
  token: string | null;
}

const metrics = endpoint(
  { access: 'public', limit: null, problems: ['UNAUTHENTICATED'] },
  {
    method: 'get',
    path: '/metrics',
    operationId: 'metrics',
    summary: 'What Prometheus scrapes',
    description:
      'Where the operator has set METRICS_TOKEN, it has to be sent as a bearer token; nobody else gets in.',
    responses: {
      200: {
        description: 'Text exposition format 0.0.4.',
        content: { 'text/plain': { schema: z.string() } },
      },
    },
  },
  ({ token }: MetricsPorts) =>
    async (c) => {
      if (!mayScrape(token, c.req.header('Authorization'))) throw new FluxError('UNAUTHENTICATED');
      const { text, contentType } = await exposeMetrics();
      return c.text(text, 200, { 'Content-Type': contentType, 'Cache-Control': 'no-store' });
    },
);

export const metricsRoutes = (ports: MetricsPorts): OpenAPIHono<Env> => room(ports, metrics);

/** Whether the header carries the token, if one is asked for. Compared in constant time. */
function mayScrape(token: string | null, authorization: string | undefined): boolean {
  if (token === null) return true;
  const [, sent = ''] = /^Bearer +(\S+) *$/i.exec(authorization ?? '') ?? [];
  return timingSafeEqual(digest(sent), digest(token));
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
