// What health says while a part is missing: always an answer, the right one, and no burden on what is down already.
import type { MikroORM } from '@mikro-orm/postgresql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDatabase } from '../../src/db.ts';
import { healthRoutes } from '../../src/http/health.ts';
import { listen } from '../../src/http/listen.ts';
import { poolOf } from '../../src/kernel/sql.ts';
import { freshDatabase, type TestDatabase } from '../harness/database.ts';
import { openApi } from '../harness/http.ts';

const open = new AsyncDisposableStack();
let database: TestDatabase;
let orm: MikroORM;
/** Its only connection is in use. */
let busy: MikroORM;

beforeAll(async () => {
  database = await freshDatabase();
  open.defer(() => database.drop());
  [orm, busy] = [await openPool(database.apiUrl), await openPool(database.apiUrl)];
  const taken = await (await poolOf(busy)).connect();
  open.defer(() => taken.release());
});
afterAll(() => open.disposeAsync());

async function openPool(url: string): Promise<MikroORM> {
  const pool = await openDatabase(url, { poolSize: 1 });
  open.defer(() => pool.close());
  return pool;
}

const yes = async () => true;
const never = () => new Promise<boolean>(() => {});

/** A process of its own for each test: a part that hangs in one is no question of another. */
async function openHealth(parts: { orm: MikroORM; temporalReady: () => Promise<boolean> }) {
  const app = healthRoutes({ ...parts, version: '1.2.3' });
  app.doc31('/openapi.json', { openapi: '3.1.0', info: { title: 'Health', version: '1' } });
  const server = await listen(app.fetch, { host: '127.0.0.1', port: 0, portName: 'PORT' });
  open.defer(() => server.stop());
  const api = await openApi(server.url);
  return async (path: string) => {
    const { status, body } = await api.call('GET', path);
    return { status, body };
  };
}

test('all is well', async () => {
  const ask = await openHealth({ orm, temporalReady: yes });
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

// Each waits for what does not answer, and there is nothing else to do meanwhile.
describe.concurrent('answers while', () => {
  test.each<[how: string, temporalReady: () => Promise<boolean>]>([
    ['does not answer', never],
    ['says no', async () => false],
    ['fails', () => Promise.reject(new Error('broken'))],
  ])('Temporal %s', async (_how, temporalReady) => {
    const ask = await openHealth({ orm, temporalReady });
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
    const ask = await openHealth({ orm: busy, temporalReady: yes });
    expect(await ask('/readyz')).toEqual({
      status: 503,
      body: { status: 'degraded', database: 'down', pool: 'exhausted', temporal: 'up' },
    });
    expect(await ask('/health')).toMatchObject({
      status: 503,
      body: { database: { status: 'down', latency_ms: null }, pool: { status: 'exhausted', idle: 0 } },
    });
  });

  test('as many as ask at once, a part that hangs is asked once', async () => {
    let questions = 0;
    const hanging = () => {
      questions += 1;
      return never();
    };
    const app = healthRoutes({ orm, temporalReady: hanging, version: '1' });
    const answers = await Promise.all(Array.from({ length: 50 }, async () => app.request('/readyz')));
    expect(answers.map(({ status }) => status)).toEqual(Array(50).fill(503));
    expect(questions).toBe(1);
  });

  test.each<[how: string, change: (url: URL) => void]>([
    ['a password that is wrong', (url) => (url.password = 'wrong')],
    ['a login that is not there', (url) => (url.username = 'nobody')],
    ['a database that is not there', (url) => (url.pathname = '/nothing')],
    ['nobody at the address', (url) => (url.port = '1')],
  ])('with %s it says so from the first call on', async (_how, change) => {
    const url = new URL(database.apiUrl);
    change(url);
    const wrong = await openDatabase(url.href);
    try {
      const app = healthRoutes({ orm: wrong, temporalReady: yes, version: '1' });
      for (const path of ['/readyz', '/health', '/readyz']) {
        const answer = await app.request(path);
        expect([path, answer.status, await answer.json()]).toMatchObject([path, 503, { status: 'degraded' }]);
      }
    } finally {
      await wrong.close();
    }
  });
});
