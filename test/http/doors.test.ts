// What holds for every door, taken from the API's own document: a new route is covered the moment it exists. Whose things are behind
// them is the matrix's concern.
import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Answer, Operation, Session } from '../harness/http.ts';
import { httpWorld } from '../harness/http-world.ts';

const { api, world } = httpWorld();
let ana: Session;

beforeAll(async () => {
  ana = await api.register();
});

/** An address of that form; what is there does not matter. */
const fill = (path: string) =>
  path
    .replaceAll('{date}', '2027-01-15')
    .replaceAll('{field}', 'push')
    .replaceAll(/\{\w+\}/g, randomUUID());

/** What each door says, by the name of the operation. */
async function everyDoor(operations: Operation[], knock: (operation: Operation) => Promise<Answer>) {
  const said: Record<string, string> = {};
  for (const operation of operations) said[operation.operationId] = (await knock(operation)).body.code;
  return said;
}

const always = (operations: Operation[], code: string) =>
  Object.fromEntries(operations.map(({ operationId }) => [operationId, code]));

test('no door is open but those meant to be', () => {
  const open = api.operations.filter(({ isSignedIn }) => !isSignedIn).map(({ operationId }) => operationId);
  const meant =
    'answerPush confirmEmailChange confirmEmailVerification confirmRegistration downloadExport health listProblems livez login logout metrics readCalendar readErasureReceipt readProblem readyz refresh register requestPasswordReset resetPassword takeBackEmail';
  expect(open.toSorted()).toEqual(meant.split(' '));
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
    api.call(method, fill(path), {
      ...(isSignedIn && { token: ana.token }),
      body,
      ...(contentType !== undefined && { headers: { 'content-type': contentType } }),
    }),
  );
  expect(said).toEqual(always(withBody, code));
});

const chunked = (piece: string) => ({
  body: new ReadableStream<string>({
    start: (stream) => {
      stream.enqueue(piece);
      stream.close();
    },
  }).pipeThrough(new TextEncoderStream()),
  duplex: 'half' as const,
});

test.each<[what: string, sent: () => RequestInit, contentType?: string]>([
  ['nothing', () => ({ body: '' }), 'application/json'],
  ['nothing, in another form', () => ({ body: '' }), form],
  ['no body', () => ({}), 'application/json; charset=utf-8'],
  ['neither body nor header', () => ({})],
  ['white space', () => ({ body: ' \r\n\t' }), 'application/json'],
  ['white space of no form', () => ({ body: new TextEncoder().encode('\n') })],
  ['chunks without anything', () => chunked(''), 'application/json'],
  ['chunks of white space', () => chunked('\n'), 'application/json'],
])('a body may be empty where none is needed, and only there: %s', async (_what, sent, contentType) => {
  const withBody = api.operations.filter(({ hasBody }) => hasBody);
  const isNeeded = ({ path, method }: Operation): boolean =>
    api.document.paths[path][method.toLowerCase()].requestBody.required === true;
  await ana.call('POST', '/v1/me/exports', {});
  const said: Record<string, string | undefined> = {};
  for (const { method, path, operationId, isSignedIn } of withBody) {
    const headers = {
      ...(contentType !== undefined && { 'content-type': contentType }),
      ...(isSignedIn && { authorization: `Bearer ${ana.token}` }),
    };
    const answer = await fetch(`${world.env['PUBLIC_URL']}${fill(path)}`, { method, ...sent(), headers });
    said[operationId] = ((await answer.json()) as { code?: string }).code;
  }
  const needed = withBody.filter(isNeeded);
  expect(withBody.length - needed.length).toBe(7);
  expect(said).toEqual({
    ...always(needed, 'BAD_REQUEST'),
    // Nobody is signed in here, and there is no such task.
    logout: 'UNAUTHENTICATED',
    reopenTask: 'NOT_FOUND',
    rescheduleTask: 'NOT_FOUND',
    endPause: 'NOT_FOUND',
    openExportLink: 'NOT_FOUND',
    // Whoever signed in a moment ago needs no password; nobody works here, so that the first one is never done.
    askExport: 'EXPORT_RUNNING',
    // It needs to name nothing: from now on, everything, until it is ended.
    startPause: undefined,
  });
});

test('whoever always announces JSON can sign out', async () => {
  const ben = await api.register();
  expect((await ben.call('POST', '/v1/auth/logout', '')).status).toBe(204);
  expect((await ben.call('GET', '/v1/auth/me')).status).toBe(401);
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
  expect(wrong.headers.get('allow')).toBe('GET, HEAD, POST, OPTIONS');
});

/** Each path without a parameter that the path of an id would match as well, with its methods. */
function writtenOut(): [string, string[]][] {
  const paths = [...new Set(api.operations.map(({ path }) => path))];
  const patterns = paths.filter((path) => path.includes('{'));
  const shadowed = paths.filter(
    (path) =>
      !path.includes('{') &&
      patterns.some((pattern) => new RegExp(`^${pattern.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(path)),
  );
  const methodsOf = (path: string) =>
    api.operations.filter((operation) => operation.path === path).map(({ method }) => method);
  return shadowed.map((path) => [path, methodsOf(path)]);
}

test('a path that is written out is no id: it knows its own methods, and says so', async () => {
  expect(writtenOut().map(([path]) => path)).toContain('/v1/tasks/rezoning');
  for (const [path, methods] of writtenOut()) {
    const allow = [...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS'].toSorted();
    const said = async (method: string) => {
      const { status, headers } = await ana.call(
        method,
        path,
        method === 'PATCH' ? { title: 'x' } : undefined,
      );
      return { path, method, status, allow: headers.get('allow')?.split(', ').toSorted() };
    };
    const others = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].filter((method) => !methods.includes(method));
    for (const method of others) expect(await said(method)).toEqual({ path, method, status: 405, allow });
    expect(await said('OPTIONS')).toEqual({ path, method: 'OPTIONS', status: 204, allow });
  }
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
  const up = { status: 'ok', database: 'up', pool: 'up', temporal: 'up' };
  expect((await api.call('GET', '/readyz')).body).toEqual(up);
  expect((await api.call('GET', '/health')).body).toMatchObject({
    status: 'ok',
    database: { status: 'up' },
    pool: { status: 'up' },
    temporal: { status: 'up' },
  });
});
