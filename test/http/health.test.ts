// What health says while a part is missing: always an answer, the right one, and no burden on what is down already.
import type { MikroORM } from '@mikro-orm/postgresql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase } from '../../src/db.ts';
import { healthRoutes } from '../../src/http/health.ts';
import { listen, type Listening } from '../../src/http/listen.ts';
import { poolOf } from '../../src/kernel/sql.ts';
import { freshDatabase, type TestDatabase } from '../harness/database.ts';
import { openApi, type Api } from '../harness/http.ts';

let database: TestDatabase;
let orm: MikroORM;
let server: Listening;
let api: Api;
let temporal: () => Promise<boolean>;

beforeAll(async () => {
  database = await freshDatabase();
  orm = await openDatabase(database.apiUrl, { poolSize: 1 });
  const app = healthRoutes({ orm, temporalReady: () => temporal(), version: '1.2.3' });
  app.doc31('/openapi.json', { openapi: '3.1.0', info: { title: 'Health', version: '1' } });
  server = await listen(app.fetch, { host: '127.0.0.1', port: 0, portName: 'PORT' });
  api = await openApi(server.url);
});
afterAll(async () => {
  await server.stop();
  await orm.close();
  await database.drop();
});

const ask = async (path: string) => {
  const { status, body } = await api.call('GET', path);
  return { status, body };
};

test('all is well', async () => {
  temporal = async () => true;
  expect(await ask('/livez')).toEqual({ status: 200, body: { status: 'ok' } });
  expect(await ask('/readyz')).toEqual({
    status: 200,
    body: { status: 'ok', database: 'up', pool: 'up', temporal: 'up' },
  });
  expect(await ask('/health')).toEqual({
    status: 200,
    body: {
      status: 'ok',
      version: '1.2.3',
      uptime_seconds: expect.any(Number),
      database: { status: 'up', latency_ms: expect.any(Number) },
      pool: { status: 'up', size: 1, idle: 1, waiting: 0, max: 1 },
      temporal: { status: 'up', latency_ms: expect.any(Number) },
    },
  });
});

test.each<[how: string, temporalReady: () => Promise<boolean>]>([
  ['does not answer', () => new Promise(() => {})],
  ['says no', async () => false],
  ['fails', () => Promise.reject(new Error('broken'))],
])('Temporal %s', async (_how, temporalReady) => {
  temporal = temporalReady;
  expect(await ask('/readyz')).toEqual({
    status: 503,
    body: { status: 'degraded', database: 'up', pool: 'up', temporal: 'down' },
  });
  expect(await ask('/health')).toMatchObject({
    status: 503,
    body: { status: 'degraded', temporal: { status: 'down', latency_ms: null } },
  });
  expect((await ask('/livez')).status).toBe(200);
});

test('no connection to the database becomes free', async () => {
  temporal = async () => true;
  const taken = await (await poolOf(orm)).connect();
  try {
    expect(await ask('/readyz')).toEqual({
      status: 503,
      body: { status: 'degraded', database: 'down', pool: 'exhausted', temporal: 'up' },
    });
    expect(await ask('/health')).toMatchObject({
      status: 503,
      body: { database: { status: 'down', latency_ms: null }, pool: { status: 'exhausted', idle: 0 } },
    });
  } finally {
    taken.release();
  }
});

test('as many as ask at once, a part that hangs is asked once', async () => {
  let questions = 0;
  const hanging = () => {
    questions += 1;
    return new Promise<boolean>(() => {});
  };
  const app = healthRoutes({ orm, temporalReady: hanging, version: '1' });
  const answers = await Promise.all(Array.from({ length: 50 }, async () => app.request('/readyz')));
  expect(answers.map(({ status }) => status)).toEqual(Array(50).fill(503));
  expect(questions).toBe(1);
});
