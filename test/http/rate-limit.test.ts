// What a client is told of its limits: on every answer where it stands, and when it is refused, for how long.
import { randomUUID } from 'node:crypto';
import { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Env } from '../../src/http/env.ts';
import { clientAddress } from '../../src/http/client-address.ts';
import { limitRequest } from '../../src/http/limit-requests.ts';
import { answerError } from '../../src/http/problem.ts';
import type { LimitGroup } from '../../src/kernel/limits.ts';
import { createLog } from '../../src/kernel/log.ts';
import type { Limiter } from '../../src/kernel/rate-limit.ts';
import { signAnswer } from '../../src/reminders/answer-token.ts';
import { freshDatabase, type TestDatabase } from '../harness/database.ts';
import { openApi, PASSWORD, type Answer, type Api, type Session } from '../harness/http.ts';
import { openLimiterProcess } from '../harness/limiters.ts';
import { openWorld, type World } from '../harness/world.ts';

describe('a request', () => {
  const stack = new AsyncDisposableStack();
  let database: TestDatabase;
  let limiter: Limiter;
  beforeAll(async () => {
    database = await freshDatabase();
    stack.defer(() => database.drop());
    const changes = 'crud=3/day,code=1/day,spec=5/day,spec-all=2/day,sign-in=2/day';
    ({ limiter } = await openLimiterProcess({ databaseUrl: database.apiUrl, changes }, stack));
  });
  afterAll(() => stack.disposeAsync());

  const from = (socket: string, forwarded: string, hops = 0) =>
    ask({ group: 'sign-in', socket, forwarded, hops });
  const ask = (options: Partial<Asking> & { group: LimitGroup }) => askDoor({ limiter, ...options });

  test('that is let through is told how much is left, and when there is more', async () => {
    expect(await ask({ group: 'crud', userId: 'ana' })).toEqual({
      status: 200,
      policy: '"crud";q=3;w=86400',
      limit: '"crud";r=2;t=28800',
      retryAfter: null,
    });
  });

  test('that is refused is told how long to wait', async () => {
    await ask({ group: 'code', userId: 'ana' });
    expect(await ask({ group: 'code', userId: 'ana' })).toEqual({
      status: 429,
      policy: '"code";q=1;w=86400',
      limit: '"code";r=0;t=86400',
      retryAfter: 86_400,
      problem: expect.objectContaining({ code: 'RATE_LIMITED', type: '/problems/RATE_LIMITED' }),
    });
    expect(await ask({ group: 'code', userId: 'ben' })).toMatchObject({ status: 200 });
  });

  test('of a group with two limits hears of both, and waits for the one that is empty', async () => {
    await ask({ group: 'spec', userId: 'ana' });
    await ask({ group: 'spec', userId: 'ben' });
    expect(await ask({ group: 'spec', userId: 'chloe' })).toMatchObject({
      status: 429,
      policy: '"spec";q=5;w=86400, "spec-all";q=2;w=86400',
      // Nothing was taken from her own.
      limit: '"spec";r=5, "spec-all";r=0;t=43200',
      retryAfter: 43_200,
    });
  });

  test('of somebody unknown counts for the address, which no header can change', async () => {
    expect(await from('198.51.100.7', '192.0.2.1')).toMatchObject({ status: 200 });
    expect(await from('198.51.100.7', '192.0.2.2')).toMatchObject({ status: 200 });
    expect(await from('198.51.100.7', '192.0.2.3')).toMatchObject({ status: 429 });
    expect(await from('198.51.100.8', '198.51.100.7')).toMatchObject({ status: 200 });
    // Behind a proxy of ours it is the one that the proxy names.
    expect(await from('198.51.100.9', '192.0.2.1, 198.51.100.7', 1)).toMatchObject({ status: 429 });
    expect(await from('198.51.100.7', '198.51.100.7, 192.0.2.4', 1)).toMatchObject({ status: 200 });
  });

  test('that cannot be counted is let through where it is cheap, and told to come again where it is costly', async () => {
    const lost = await openLimiterProcess(
      { databaseUrl: 'postgres://nobody@127.0.0.1:1/nothing', changes: 'crud=3/day' },
      stack,
    );
    const asking = { limiter: lost.limiter, userId: 'ana' };
    expect(await ask({ ...asking, group: 'crud' })).toMatchObject({
      status: 200,
      limit: '"crud";r=2;t=28800',
    });
    expect(await ask({ ...asking, group: 'code' })).toMatchObject({
      status: 503,
      policy: null,
      limit: undefined,
      retryAfter: expect.any(Number),
      problem: expect.objectContaining({ code: 'UNAVAILABLE' }),
    });
  });
});

describe('the API', () => {
  let world: World;
  let api: Api;
  beforeAll(async () => {
    world = await openWorld({
      worker: 'none',
      env: { RATE_LIMITS: 'crud=3/day,sign-in=13/day,sign-in-pair=5/day,unknown=7/day' },
    });
    api = await openApi(world.env['PUBLIC_URL']!);
  });
  afterAll(() => world.close());

  test('holds each person to the limit of the route', async () => {
    const [ana, ben] = await Promise.all([api.register(), api.register()]);
    const answers = [];
    for (let i = 0; i < 5; i++) answers.push(await ana.call('GET', '/v1/tasks/today'));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 429, 429]);
    expect(answers.map(({ headers }) => roundedTimes(headers.get('RateLimit')))).toEqual(
      [2, 1, 0, 0, 0].map((left) => `"crud";r=${left};t=28800`),
    );
    expect(answers[4]!.headers.get('RateLimit-Policy')).toBe('"crud";q=3;w=86400');
    expect(Number(answers[4]!.headers.get('Retry-After'))).toBeGreaterThan(28_000);
    expect(answers[4]!.body).toMatchObject({ code: 'RATE_LIMITED', status: 429 });
    expect((await ben.call('GET', '/v1/tasks/today')).status).toBe(200);
  });

  test('counts what is refused for other reasons', async () => {
    const ana = await api.register();
    for (let i = 0; i < 3; i++)
      expect((await ana.call('POST', '/v1/tasks', { nonsense: true })).status).toBe(422);
    expect((await ana.call('POST', '/v1/tasks', { nonsense: true })).status).toBe(429);
  });

  test('a token that opens nothing takes nothing from its person', async () => {
    const ana = await api.register();
    const login = await api.call('POST', '/v1/auth/login', {
      body: { email: ana.email, password: PASSWORD },
      headers: { 'X-Forwarded-For': '192.0.2.7' },
    });
    const dead: string = login.body.access_token;
    expect((await api.call('POST', '/v1/auth/logout', { token: dead, body: {} })).status).toBe(204);
    for (let i = 0; i < 5; i++)
      expect((await api.call('GET', '/v1/tasks/today', { token: dead })).status).toBe(401);
    expect((await ana.call('GET', '/v1/tasks/today')).status).toBe(200);
    // It counts for the address; whoever is known there is let in all the same.
    const more = [];
    for (const token of [dead, undefined, 'x', dead])
      more.push(await api.call('GET', '/v1/auth/me', token === undefined ? {} : { token }));
    expect(more.map(({ status }) => status)).toEqual([401, 401, 429, 429]);
    expect(more[2]!.headers.get('RateLimit-Policy')).toBe('"unknown";q=7;w=86400');
    expect((await ana.call('GET', '/v1/tasks/today')).status).toBe(200);
  });

  test('the buttons of notifications count for whoever they name, others for their address', async () => {
    const ana = await api.register();
    const { user } = await ana.expect(200, 'GET', '/v1/auth/me');
    const token = signAnswer(world.env['TOKEN_SECRET']!, {
      orgId: user.org_id,
      userId: user.id,
      taskId: randomUUID(),
      generation: 1,
      expiresAt: new Date(Date.now() + 60_000),
    });
    const statuses = [];
    for (let i = 0; i < 4; i++)
      statuses.push((await api.call('POST', '/push/answers', { body: { token, action: 'done' } })).status);
    expect(statuses).toEqual([404, 404, 429, 429]);
    const forged = await api.call('POST', '/push/answers', { body: { token: `${token}x`, action: 'done' } });
    expect([forged.status, forged.headers.get('RateLimit-Policy')]).toEqual([429, '"unknown";q=7;w=86400']);
  });

  test('the address of a calendar counts by itself, one that opens nothing for the network', async () => {
    const ana = await api.register();
    const { url } = await ana.expect(201, 'POST', '/v1/account/calendar-feed');
    const path = new URL(url).pathname;
    const statuses = [];
    for (let i = 0; i < 4; i++) statuses.push((await api.call('GET', path)).status);
    expect(statuses).toEqual([200, 200, 200, 429]);
    // Whoever misuses it keeps its owner from nothing.
    expect((await ana.call('DELETE', '/v1/account/calendar-feed')).status).toBe(204);
    const wrong = await api.call('GET', path);
    expect(wrong.headers.get('RateLimit-Policy')).toBe('"unknown";q=7;w=86400');
  });

  test.each<[what: string, refused: number, ask: (ana: Session) => Promise<Answer>]>([
    [
      'a foreign organisation',
      404,
      (ana) => ana.call('GET', '/v1/tasks/today', undefined, { 'X-Org-Id': randomUUID() }),
    ],
    [
      'no organisation at all',
      404,
      (ana) => ana.call('DELETE', '/v1/tasks/x', undefined, { 'X-Org-Id': 'x' }),
    ],
    ['what is not there', 404, (ana) => ana.call('GET', `/v1/tasks/${randomUUID()}`)],
    ['what is no id', 404, (ana) => ana.call('GET', '/v1/tasks/x')],
    ['a key that is none', 400, (ana) => ana.call('POST', '/v1/orgs', {}, { 'Idempotency-Key': '' })],
    ['words that are no JSON', 400, (ana) => ana.call('POST', '/v1/orgs', '{')],
  ])('%s takes from the bucket of whoever asks', async (_what, refused, ask) => {
    const ana = await api.register();
    const statuses = [];
    for (let i = 0; i < 4; i++) statuses.push((await ask(ana)).status);
    expect(statuses).toEqual([refused, refused, refused, 429]);
  });

  test.each<[what: string, refused: number, path: string, headers: Record<string, string>]>([
    ['what its scopes do not name', 403, '/v1/orgs', {}],
    ['another organisation', 404, '/v1/tasks/today', { 'X-Org-Id': randomUUID() }],
    ['what it may do', 200, '/v1/tasks/today', {}],
  ])(
    'a key takes from its own bucket, and its owner can take it back: %s',
    async (_what, status, path, headers) => {
      const ana = await api.register();
      const make = () =>
        ana.expect(201, 'POST', '/v1/account/api-keys', { name: 'x', scopes: ['tasks:read'] });
      const [{ id, key }, other] = [await make(), await make()];
      const ask = async (token: string) => (await api.call('GET', path, { token, headers })).status;
      const statuses = [];
      for (let i = 0; i < 4; i++) statuses.push(await ask(key));
      expect(statuses).toEqual([status, status, status, 429]);
      expect(await ask(other.key)).toBe(status);
      await ana.expect(204, 'DELETE', `/v1/account/api-keys/${id}`);
      expect((await ana.call('GET', '/v1/orgs')).status).toBe(429);
      // Nor is a key shut out by what its owner does.
      expect(await ask(other.key)).toBe(status);
    },
  );

  test('what costs money is counted by the person, with however many keys', async () => {
    const ana = await api.register();
    const make = () => ana.expect(201, 'POST', '/v1/account/api-keys', { name: 'x', scopes: ['chat:write'] });
    const keys = [await make(), await make()].map(({ key }) => key as string);
    const left = [];
    for (const token of keys) {
      const { headers } = await api.call('POST', '/v1/chat/messages', { token, body: {} });
      left.push(Number(/^"chat";r=(\d+)/.exec(headers.get('RateLimit') ?? '')?.[1]));
    }
    expect(left[1]).toBe(left[0]! - 1);
  });

  test('lets nobody try passwords for long: not at one account, and not at many', async () => {
    const { email } = await api.register();
    const login = (address: string, password: string) =>
      api.call('POST', '/v1/auth/login', {
        body: { email: address, password },
        headers: { 'X-Forwarded-For': '192.0.2.1' },
      });
    const tries = [];
    for (let i = 0; i < 6; i++) tries.push((await login(email, `wrong password ${i}`)).status);
    expect(tries).toEqual([401, 401, 401, 401, 401, 429]);
    // Now even the right one must wait.
    expect((await login(email, PASSWORD)).status).toBe(429);
    for (let i = 0; i < 5; i++) expect((await login(`nobody-${i}@example.com`, PASSWORD)).status).toBe(401);
    const refused = await login('nobody-6@example.com', PASSWORD);
    expect(refused.status).toBe(429);
    expect(refused.headers.get('RateLimit')).toMatch(/^"sign-in";r=0;t=\d+$/);
  });

  // The last one: it leaves nothing of what is counted for the address.
  test('whoever has stolen a session cannot keep its owner from ending it', async () => {
    const ana = await api.register();
    const everywhere = (headers?: Record<string, string>) =>
      ana.call('POST', '/v1/auth/logout-everywhere', undefined, headers);
    for (let i = 0; i < 12; i++) {
      await ana.call('GET', '/v1/tasks/today');
      expect([404, 429]).toContain((await everywhere({ 'X-Org-Id': randomUUID() })).status);
    }
    expect((await everywhere()).status).toBe(204);
    expect((await everywhere()).status).not.toBe(204);
  });
});

interface Asking {
  limiter: Limiter;
  group: LimitGroup;
  /** Absent: nobody has signed in. */
  userId: string;
  socket: string;
  forwarded: string;
  hops: number;
}

const silent = createLog({ level: 'silent', process: 'test' });

/** A door with one route of this group. */
async function askDoor({
  limiter,
  group,
  userId,
  socket = '198.51.100.1',
  forwarded,
  hops,
}: Partial<Asking> & Pick<Asking, 'limiter' | 'group'>) {
  const app = new Hono<Env>();
  app.onError(answerError);
  app.use(async (c, next) => {
    c.set('requestId', 'request-1');
    c.set('log', silent);
    await limitRequest(c, limiter, group, userId ?? clientAddress(c, hops ?? 0));
    await next();
  });
  app.get('/', (c) => c.json({}));
  const headers = forwarded === undefined ? {} : { 'X-Forwarded-For': forwarded };
  const response = await app.request('/', { headers }, { incoming: { socket: { remoteAddress: socket } } });
  const retryAfter = response.headers.get('Retry-After');
  return {
    status: response.status,
    policy: response.headers.get('RateLimit-Policy'),
    limit: roundedTimes(response.headers.get('RateLimit')),
    retryAfter: retryAfter === null ? null : rounded(retryAfter),
    ...(response.ok ? {} : { problem: await response.json() }),
  };
}

/** Some seconds went by during the test. */
const rounded = (seconds: string): number => Math.ceil(Number(seconds) / 100) * 100;
const roundedTimes = (field: string | null): string | undefined =>
  field?.replaceAll(/(?<=;t=)\d+/g, (seconds) => String(rounded(seconds)));
