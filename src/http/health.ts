// Is the process alive, and can it serve? For load balancers and people; never behind a token.
import { z, type OpenAPIHono } from '@hono/zod-openapi';
import type { MikroORM } from '@mikro-orm/postgresql';
import type { PoolFigures } from '../kernel/metrics.ts';
import { pingDatabase } from '../kernel/ping-database.ts';
import { figuresOf } from '../kernel/pool-figures.ts';
import { within } from '../kernel/within.ts';
import type { Env } from './env.ts';
import { answer, endpoint, room } from './operation.ts';

export interface HealthPorts {
  orm: MikroORM;
  temporalReady: () => Promise<boolean>;
  version: string;
}

/** How long a part may take to answer before it counts as down. */
const PATIENCE_MS = 1000;
/** A question that got lost is asked again after this time, so that a part that is back is seen. */
const LOST_AFTER_MS = 5000;

const status = z.enum(['ok', 'degraded']);
const upOrDown = z.enum(['up', 'down']);
const poolStatus = z
  .enum(['up', 'exhausted'])
  .describe('Exhausted: all connections are busy, and none became free in a second.');
const part = z.strictObject({
  status: upOrDown,
  latency_ms: z.int().nullable().describe('Null: no answer.'),
});
const readiness = z
  .strictObject({ status, database: upOrDown, pool: poolStatus, temporal: upOrDown })
  .openapi('Readiness');
const report = z
  .strictObject({
    status,
    version: z.string(),
    uptime_seconds: z.int(),
    database: part,
    pool: z.strictObject({
      status: poolStatus,
      size: z.int().describe('Open connections.'),
      idle: z.int().describe('Those of them that nobody uses.'),
      waiting: z.int().describe('Requests that wait for one.'),
      max: z.int(),
    }),
    temporal: part,
  })
  .openapi('Health');

const CODES = { ok: 200, degraded: 503 } as const;

const open = { access: 'public', limit: null } as const;

const livez = endpoint(
  open,
  {
    method: 'get',
    path: '/livez',
    operationId: 'livez',
    summary: 'The process runs',
    responses: { 200: answer('Alive.', z.strictObject({ status: z.literal('ok') })) },
  },
  () => (c) => c.json({ status: 'ok' as const }, 200),
);

const readyz = endpoint(
  open,
  {
    method: 'get',
    path: '/readyz',
    operationId: 'readyz',
    summary: 'The process can serve: it answers within about a second, even when a part does not',
    responses: { 200: answer('All parts answer.', readiness), 503: answer('A part does not.', readiness) },
  },
  ({ look }: Watch) =>
    async (c) => {
      const { status, database, pool, temporal } = await look();
      const words = { database: database.status, pool: pool.status, temporal: temporal.status };
      return c.json({ status, ...words }, CODES[status]);
    },
);

const health = endpoint(
  open,
  {
    method: 'get',
    path: '/health',
    operationId: 'health',
    summary: 'Every part, how fast it answers, and the version',
    responses: { 200: answer('All parts answer.', report), 503: answer('A part does not.', report) },
  },
  ({ look, version }: Watch) =>
    async (c) => {
      const state = await look();
      return c.json({ ...state, version, uptime_seconds: Math.floor(process.uptime()) }, CODES[state.status]);
    },
);

export const healthRoutes = (ports: HealthPorts): OpenAPIHono<Env> =>
  room({ look: watch(ports), version: ports.version }, livez, readyz, health);

interface Watch {
  look: ReturnType<typeof watch>;
  version: string;
}

/** A function that looks at every part at once. */
function watch({ orm, temporalReady }: HealthPorts) {
  const askDatabase = oneAtATime(() => pingDatabase(orm));
  const askTemporal = oneAtATime(async () => {
    if (!(await temporalReady())) throw new Error('Temporal does not answer');
  });
  return async () => {
    const figures = await figuresOf(orm);
    const [database, temporal] = await Promise.all([time(askDatabase), time(askTemporal)]);
    const isOk = database.status === 'up' && temporal.status === 'up';
    return {
      status: isOk ? ('ok' as const) : ('degraded' as const),
      database,
      pool: { status: statusOf(figures, database), ...figures },
      temporal,
    };
  };
}

/** Up, and how fast; a part that fails or is late is down. Why, its own calls will say. */
async function time(ask: () => Promise<unknown>): Promise<z.infer<typeof part>> {
  const startedMs = performance.now();
  try {
    await within(PATIENCE_MS, ask());
    return { status: 'up', latency_ms: Math.round(performance.now() - startedMs) };
  } catch {
    return { status: 'down', latency_ms: null };
  }
}

/** A pool that is busy and still gives a connection in time is in order. */
function statusOf(
  { size, idle, max }: PoolFigures,
  database: z.infer<typeof part>,
): z.infer<typeof poolStatus> {
  return database.status === 'down' && size >= max && idle === 0 ? 'exhausted' : 'up';
}

/** Whoever asks while a question is open waits for the same answer: a part that hangs is not asked to hang more. */
function oneAtATime<T>(ask: () => Promise<T>): () => Promise<T> {
  let asked: Promise<T> | null = null;
  return () =>
    (asked ??= within(LOST_AFTER_MS, ask()).finally(() => {
      asked = null;
    }));
}
