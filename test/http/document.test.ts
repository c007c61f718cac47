// The OpenAPI document as linters and generators read it: everything has a name, a place and an example, and says what really comes.
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { PROBLEMS } from '../../src/http/problem.ts';
import { nameBodies } from '../../src/http/name-bodies.ts';
import { tagOf } from '../../src/http/tags.ts';
import { httpWorld } from '../harness/http-world.ts';

const { api, world } = httpWorld();

// oxlint-disable-next-line typescript/no-explicit-any
type Json = any;
const operations = (): [name: string, operation: Json][] =>
  api.operations.map(({ path, method, operationId }) => [
    operationId,
    api.document.paths[path][method.toLowerCase()],
  ]);

/** Names of operations that are not as `holds` says. */
const otherwise = (holds: (operation: Json) => boolean): string[] =>
  operations().flatMap(([name, operation]) => (holds(operation) ? [] : [name]));

const isOpen = (operation: Json): boolean => operation['x-access'] === 'public';
const waits = ({ responses }: Json): boolean =>
  ['429', '503', '504'].every((status) => !responses[status] || responses[status].headers['Retry-After']);
const schemas = (operation: Json): Json[] =>
  [operation.requestBody, ...Object.values<Json>(operation.responses)]
    .flatMap((one) => Object.values<Json>(one?.content ?? {}))
    .map(({ schema }) => schema);
/** Names of the headers, in lower case, that an operation may answer this status with. */
function described(name: string, status: number): Set<string> {
  const [, operation] = operations().find(([one]) => one === name)!;
  return new Set(Object.keys(operation.responses[status].headers).map((header) => header.toLowerCase()));
}

test('says where it is served, by whom, and in which parts', () => {
  expect(api.document.servers).toEqual([{ url: world.env['PUBLIC_URL'] }]);
  const tags: string[] = api.document.tags.map(({ name }: { name: string }) => name);
  expect(otherwise(({ tags: own }) => own.length === 1 && tags.includes(own[0]))).toEqual([]);
  const used = new Set<string>(operations().flatMap(([, { tags: own }]) => own as string[]));
  expect([...used].toSorted()).toEqual(tags.toSorted());
  expect(() => tagOf('/v1/planted')).toThrow('/v1/planted has no tag');
});

test('says of every operation who may, and what it is', () => {
  expect(otherwise(({ summary, description }) => summary.length > 5 && /^.*\.$/s.test(description))).toEqual(
    [],
  );
  const named = operations().filter(([, one]) => isOpen(one) && one.security.length > 0);
  expect(named.map(([name]) => name)).toEqual(['logout']);
  expect(otherwise((one) => isOpen(one) || one.security[0].bearer !== undefined)).toEqual([]);
});

test('refers to nothing that is not there, and keeps nothing that nobody refers to', () => {
  const text = JSON.stringify(api.document);
  const named = new Set(Array.from(text.matchAll(/"\$ref":"#\/components\/([^"]+)"/g), ([, name]) => name!));
  const there = Object.entries<object>(api.document.components)
    .filter(([kind]) => kind !== 'securitySchemes')
    .flatMap(([kind, all]) => Object.keys(all).map((name) => `${kind}/${name}`));
  expect([...named].toSorted()).toEqual(there.toSorted());
});

const media = () => ({ schema: { type: 'object' } });

test('gives every body a name of its own', () => {
  expect(otherwise((one) => schemas(one).every(({ type }) => type !== 'object'))).toEqual([]);
  const planted = {
    operationId: 'plant',
    'x-access': 'public',
    'x-rate-limit': null,
    requestBody: { content: { json: media() } },
    responses: { 202: { content: { json: media() } } },
  };
  const names = {};
  nameBodies(planted, names);
  expect(Object.keys(names)).toEqual(['PlantRequest', 'PlantAccepted']);
  expect(() => nameBodies({ ...planted, requestBody: { content: { json: media() } } }, names)).toThrow(
    'PlantRequest is the name of another schema',
  );
});

/** The schema behind a reference, or itself. */
const behind = (schema: Json): Json =>
  schema.$ref ? api.document.components.schemas[schema.$ref.split('/').at(-1)] : schema;

test('tells answers of one operation apart by their status, and says what a text may be', () => {
  for (const name of ['sayToCoach', 'readReply']) {
    const { responses } = operations().find(([one]) => one === name)![1];
    const said = ['200', '202'].map(
      (status) => behind(Object.values<Json>(responses[status].content)[0].schema).properties.status.enum,
    );
    expect(said).toEqual([['answered'], ['working']]);
  }
  const { starts_at } = api.document.components.schemas.CreateTaskRequest.properties;
  expect(starts_at).toMatchObject({ format: 'date-time', pattern: expect.stringMatching(/^\^\(\?:19/) });
  const { keys } = api.document.components.schemas.SubscribePushRequest.properties;
  expect(behind(keys).properties).toMatchObject({
    p256dh: { maxLength: expect.any(Number) },
    auth: { minLength: 22, maxLength: 24 },
  });
});

test('names every code of a problem, and shows each that an operation can end with', async () => {
  const codes = Object.entries(PROBLEMS).flatMap(([code, { status }]) => (status >= 400 ? [code] : []));
  expect(api.document.components.schemas.Problem.properties.code.enum.toSorted()).toEqual(codes.toSorted());
  const examples = Object.entries<Json>(api.document.components.examples);
  for (const [code, { value }] of examples) expect(value).toMatchObject({ code, type: `/problems/${code}` });
  // Word for word what comes.
  const refused = await api.call('GET', '/v1/tasks/today');
  const { request_id } = refused.body;
  expect(refused.body).toEqual({ ...api.document.components.examples.UNAUTHENTICATED.value, request_id });
});

test('says of every operation what becomes of a body that nobody can read, or that never comes in', async () => {
  const unread = ['408', '413', '415'];
  expect(otherwise(({ responses }) => unread.every((status) => status in responses))).toEqual([]);
  const headers = { 'content-encoding': 'gzip' };
  for (const { method, path } of api.operations.filter((one) => one.method !== 'GET'))
    expect((await api.call(method, path, { body: {}, headers })).status).toBe(415);
});

test('describes the headers that come', async () => {
  const ana = await api.register();
  const task = { title: 'Run', starts_at: '2999-01-01t00:00:00z', duration_minutes: 30 };
  const missing = [];
  for (const [name, answer] of [
    ['createTask', await ana.call('POST', '/v1/tasks', task)],
    ['readTask', await ana.call('GET', `/v1/tasks/${randomUUID()}`)],
    ['readMe', await api.call('GET', '/v1/auth/me')],
  ] as const)
    for (const [header] of answer.headers)
      if (
        /^(?:x-corr|ratelimit|retry|etag|location|www)/.test(header) &&
        !described(name, answer.status).has(header)
      )
        missing.push([name, header]);
  expect(missing).toEqual([]);
  expect(otherwise(waits)).toEqual([]);
});
