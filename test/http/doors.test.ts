// What holds for every door, taken from the API's own document: a new route is covered the moment it exists.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openApi, type Answer, type Api, type Operation, type Session } from '../harness/http.ts';
import { openWorld, type World } from '../harness/world.ts';

let world: World;
let api: Api;
let ana: Session;
let ben: Session;
/** Something of Ana's behind each address that takes an id. */
let things: Record<string, string>;

beforeAll(async () => {
  world = await openWorld();
  api = await openApi(world.env['PUBLIC_URL']!);
  [ana, ben] = [await api.register(), await api.register()];
  const goal = await ana.expect(201, 'POST', '/v1/goals', { wish: 'I want to read more' });
  const reply = await ana.expect(200, 'POST', '/v1/chat/messages', { message: 'Hello' });
  const task = await ana.expect(201, 'POST', '/v1/tasks', {
    title: 'Run',
    starts_at: new Date(Date.now() + 7_200_000).toISOString(),
    duration_minutes: 30,
  });
  const subscription = await ana.expect(201, 'POST', '/v1/account/push-subscriptions', {
    endpoint: 'https://fcm.googleapis.com/fcm/send/abc',
    keys: {
      p256dh: Buffer.alloc(65, 4).toString('base64url'),
      auth: Buffer.alloc(16).toString('base64url'),
    },
  });
  things = {
    '/v1/tasks/{id}': task.id,
    '/v1/goals/{id}': goal.id,
    '/v1/chat/messages/{id}': reply.message_id,
    '/v1/conversations/{id}': reply.conversation_id,
    '/v1/account/push-subscriptions/{id}': subscription.id,
  };
});
afterAll(() => world.close());

/** A body that each write would take, so that only the id or the token is at fault. */
const BODIES: Record<string, object> = {
  approveDraft: { draft: 1, hash: 'a'.repeat(64) },
  reviseDraft: { message: 'Later' },
};

const thingBehind = ({ path }: Operation): string =>
  Object.entries(things).find(([prefix]) => path.startsWith(prefix))?.[1] ??
  `no thing of Ana's is known for ${path}`;
const fill = (path: string, id: string) => path.replace('{id}', id).replace('{number}', '1');
const withId = () => api.operations.filter(({ path }) => path.includes('{id}'));
const knock = (person: Session, { method, path, operationId }: Operation, id: string) =>
  person.call(method, fill(path, id), BODIES[operationId]);

/** What each door says, by the name of the operation. */
async function everyDoor(operations: Operation[], knock: (operation: Operation) => Promise<Answer>) {
  const said: Record<string, string> = {};
  for (const operation of operations) said[operation.operationId] = (await knock(operation)).body.code;
  return said;
}

const always = (operations: Operation[], code: string) =>
  Object.fromEntries(operations.map(({ operationId }) => [operationId, code]));

test('without a token every door but those meant to be open says 401', async () => {
  const open = api.operations.filter(({ isSignedIn }) => !isSignedIn).map(({ operationId }) => operationId);
  expect(open.toSorted()).toEqual(['answerPush', 'health', 'livez', 'login', 'readyz', 'register']);
  const closed = api.operations.filter(({ isSignedIn }) => isSignedIn);
  expect(closed.length).toBeGreaterThan(25);
  const said = await everyDoor(closed, ({ method, path }) => api.call(method, fill(path, randomUUID())));
  expect(said).toEqual(always(closed, 'UNAUTHENTICATED'));
});

test('the thing of another person is not there: 404, never 403, and it stays as it was', async () => {
  expect(withId().length).toBeGreaterThan(12);
  const before = await ana.expect(200, 'GET', `/v1/tasks/${things['/v1/tasks/{id}']}`);
  const said = await everyDoor(withId(), (operation) => knock(ben, operation, thingBehind(operation)));
  expect(said).toEqual(always(withId(), 'NOT_FOUND'));
  expect(await ana.expect(200, 'GET', `/v1/tasks/${before.id}`)).toEqual(before);
  const goal = await ana.expect(200, 'GET', `/v1/goals/${things['/v1/goals/{id}']}`);
  expect(goal).toMatchObject({ status: 'negotiating', latest_draft: { draft: 1 } });
  await ben.expect(404, 'POST', '/v1/chat/messages', {
    message: 'Hello',
    conversation_id: things['/v1/conversations/{id}'],
  });
});

test.each([randomUUID(), 'x', '1', '%00', "'", '..%2f'])('nothing is there under %s', async (id) => {
  const said = await everyDoor(withId(), (operation) => knock(ana, operation, id));
  expect(said).toEqual(always(withId(), 'NOT_FOUND'));
});

const form = 'application/x-www-form-urlencoded';
test.each<[what: string, code: string, body: unknown, contentType?: string]>([
  ['a broken one', 'BAD_REQUEST', '{"a":'],
  ['a form', 'UNSUPPORTED_MEDIA_TYPE', 'a=b', form],
  ['XML', 'UNSUPPORTED_MEDIA_TYPE', '<a/>', 'text/xml'],
  ['more than 64 KB', 'PAYLOAD_TOO_LARGE', { x: 'x'.repeat(65 * 1024) }],
  ['a list', 'VALIDATION_FAILED', []],
  ['null', 'VALIDATION_FAILED', 'null'],
  ['a text', 'VALIDATION_FAILED', '"text"'],
  ['an unknown field', 'VALIDATION_FAILED', { not_a_field: true }],
])('no door takes %s for a body: %s', async (_what, code, body, contentType) => {
  const withBody = api.operations.filter(({ hasBody }) => hasBody);
  const said = await everyDoor(withBody, ({ method, path, isSignedIn }) =>
    api.call(method, fill(path, things['/v1/tasks/{id}']!), {
      ...(isSignedIn && { token: ana.token }),
      body,
      ...(contentType !== undefined && { headers: { 'content-type': contentType } }),
    }),
  );
  expect(said).toEqual(always(withBody, code));
});

async function ask(headers: Record<string, string>): Promise<string> {
  const answer = await api.call('GET', '/v1/auth/me', { headers });
  expect(answer.headers.get('x-correlation-id')).toBe(answer.headers.get('x-request-id'));
  expect(answer.body.request_id).toBe(answer.headers.get('x-request-id'));
  return answer.body.request_id;
}

describe('every answer', () => {
  test("carries the caller's id if it is safe to repeat, else one of ours", async () => {
    expect(await ask({ 'x-request-id': 'abc-123' })).toBe('abc-123');
    expect(await ask({ 'x-correlation-id': 'from-afar' })).toBe('from-afar');
    for (const bad of ['a b', '<script>', 'x'.repeat(129), '{"a":1}']) {
      expect(await ask({ 'x-request-id': bad })).toMatch(/^[0-9a-f-]{36}$/);
      expect(await ask({ 'x-correlation-id': bad })).toMatch(/^[0-9a-f-]{36}$/);
    }
  });

  test('has the headers that keep browsers from guessing', async () => {
    const { headers } = await api.call('GET', '/v1/nothing', { token: ana.token });
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('cache-control')).toBe('no-store');
  });
});

test('an address without a room is 404, a known one with another method 405 and says which', async () => {
  expect(await ana.call('GET', '/v1/nothing')).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
  expect((await api.call('GET', '/nothing')).status).toBe(404);
  const wrong = await ana.call('PUT', '/v1/tasks');
  expect(wrong).toMatchObject({ status: 405, body: { code: 'METHOD_NOT_ALLOWED' } });
  expect(wrong.headers.get('allow')).toBe('GET, HEAD, POST');
});

test('the document is OpenAPI 3.1 with a name for every operation', async () => {
  const { body: document } = await api.call('GET', '/openapi.json');
  expect(document.openapi).toBe('3.1.0');
  const names = api.operations.map(({ operationId }) => operationId);
  expect(new Set(names).size).toBe(names.length);
  expect(names).not.toContain(undefined);
  for (const { path, method } of api.operations) {
    const { parameters = [], summary } = document.paths[path][method.toLowerCase()];
    const declared = parameters.filter((parameter: { in: string }) => parameter.in === 'path');
    expect({ path, summary, names: declared.map(({ name }: { name: string }) => name) }).toEqual({
      path,
      summary: expect.stringMatching(/^[A-Z]/),
      names: [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name),
    });
  }
});

test('health says how things are', async () => {
  expect((await api.call('GET', '/livez')).body).toEqual({ status: 'ok' });
  const up = { status: 'ok', database: 'up', temporal: 'up' };
  expect((await api.call('GET', '/readyz')).body).toEqual(up);
  expect((await api.call('GET', '/health')).body).toMatchObject(up);
});
