// Is the process alive, and can it serve? For load balancers and people; never behind a token.
import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi';
import type { MikroORM } from '@mikro-orm/postgresql';
import type { Env } from './env.ts';
import { answer, createRoutes } from './operation.ts';

export interface HealthPorts {
  orm: MikroORM;
  temporalReady: () => Promise<boolean>;
  version: string;
}

const part = z.enum(['up', 'down']);
const state = z.strictObject({ status: z.enum(['ok', 'degraded']), database: part, temporal: part });
const states = { 200: answer('All parts answer.', state), 503: answer('A part does not.', state) };

const livez = createRoute({
  method: 'get',
  path: '/livez',
  operationId: 'livez',
  summary: 'The process runs',
  responses: { 200: answer('Alive.', z.strictObject({ status: z.literal('ok') })) },
});
const readyz = createRoute({
  method: 'get',
  path: '/readyz',
  operationId: 'readyz',
  summary: 'The process can serve',
  responses: states,
});
const health = createRoute({
  method: 'get',
  path: '/health',
  operationId: 'health',
  summary: 'Every part, and the version',
  responses: {
    200: answer('All parts answer.', state.extend({ version: z.string() })),
    503: answer('A part does not.', state.extend({ version: z.string() })),
  },
});

export function healthRoutes({ orm, temporalReady, version }: HealthPorts): OpenAPIHono<Env> {
  const app = createRoutes();
  const look = async () => {
    const [database, temporal] = await Promise.all([answers(selectOne(orm)), answers(temporalReady())]);
    const ok = database && temporal;
    return {
      body: { status: ok ? 'ok' : 'degraded', database: word(database), temporal: word(temporal) } as const,
      code: ok ? (200 as const) : (503 as const),
    };
  };

  app.openapi(livez, (c) => c.json({ status: 'ok' as const }, 200));
  app.openapi(readyz, async (c) => {
    const { body, code } = await look();
    return c.json(body, code);
  });
  app.openapi(health, async (c) => {
    const { body, code } = await look();
    return c.json({ ...body, version }, code);
  });
  return app;
}

const selectOne = async (orm: MikroORM): Promise<boolean> => {
  await orm.em.fork().execute('select 1');
  return true;
};

/** A part that fails is down; why, its own calls will say. */
const answers = (part: Promise<boolean>): Promise<boolean> => part.catch(() => false);

const word = (up: boolean) => (up ? ('up' as const) : ('down' as const));
