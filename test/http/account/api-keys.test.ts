// Keys for machines: they act as their person, in one organisation, as far as their scopes go, until they are taken back.
import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Answer, Session } from '../../harness/http.ts';
import { httpWorld } from '../../harness/http-world.ts';
import { letHear } from '../../harness/let-hear.ts';

const { api, admin } = httpWorld();
let ana: Session;

interface Key {
  id: string;
  key: string;
  prefix: string;
  last_used_at: string | null;
}

const create = (person: Session, scopes: string[], more: object = {}): Promise<Key> =>
  person.expect(201, 'POST', '/v1/account/api-keys', { name: 'My script', scopes, ...more });
const list = async (person: Session): Promise<Key[]> =>
  (await person.expect(200, 'GET', '/v1/account/api-keys')).api_keys;
const use = (key: string, method: string, path: string, body?: unknown, headers?: Record<string, string>) =>
  api.call(method, path, { token: key, body, ...(headers && { headers }) });
const me = (key: string, headers: Record<string, string> = {}): Promise<Answer> =>
  use(key, 'GET', '/v1/auth/me', undefined, headers);

const UNAUTHENTICATED = { status: 401, body: { code: 'UNAUTHENTICATED' } };
const NOT_FOUND = { status: 404, body: { code: 'NOT_FOUND' } };
const INSUFFICIENT = { status: 403, body: { code: 'INSUFFICIENT_SCOPE' } };

test('a key is shown once, and stored as a hash', async () => {
  ana = await api.register();
  const made = await create(ana, ['tasks:read', 'account:read', 'tasks:read'], { expires_in_days: 7 });
  expect(made).toMatchObject({
    name: 'My script',
    key: expect.stringMatching(/^flux_[\da-f]{8}_[\w-]{43}$/),
    scopes: ['tasks:read', 'account:read'],
    last_used_at: null,
  });
  expect(made.key.startsWith(`${made.prefix}_`)).toBe(true);
  const { key, ...shown } = made;
  expect(await list(ana)).toEqual([shown]);
  const { rows } = await admin.query<{ row: string }>('select to_jsonb(k)::text as row from api_keys k');
  expect(rows.filter(({ row }) => row.includes(key.slice(14)))).toEqual([]);
});

describe('a key', () => {
  test('does what its scopes name, as its person, and nothing else', async () => {
    ana = await api.register();
    const { key } = await create(ana, ['tasks:read', 'account:read']);
    expect((await me(key)).body).toMatchObject({
      user: { id: ana.userId, email: ana.email },
      via: 'api_key',
      scopes: ['tasks:read', 'account:read'],
    });
    expect((await use(key, 'GET', '/v1/tasks/today')).status).toBe(200);
    const task = {
      title: 'Run',
      starts_at: new Date(Date.now() + 7_200_000).toISOString(),
      duration_minutes: 30,
    };
    const refused = await use(key, 'POST', '/v1/tasks', task);
    expect(refused).toMatchObject({ ...INSUFFICIENT, body: { needed: 'tasks:write' } });
    expect(refused.headers.get('www-authenticate')).toBe('Bearer error="insufficient_scope"');
  });

  test('is no person who signed in: it makes no keys, sees no sessions, signs nobody out', async () => {
    ana = await api.register();
    const { key, id } = await create(ana, ['account:read', 'account:write', 'org:read', 'org:write']);
    for (const [method, path] of [
      ['POST', '/v1/account/api-keys'],
      ['GET', '/v1/account/api-keys'],
      ['DELETE', `/v1/account/api-keys/${id}`],
      ['GET', '/v1/account/sessions'],
      ['DELETE', `/v1/account/sessions/${randomUUID()}`],
      ['POST', '/v1/auth/logout-everywhere'],
      ['POST', '/v1/auth/password'],
    ] as const)
      expect(await use(key, method, path)).toMatchObject(INSUFFICIENT);
    expect(await use(key, 'POST', '/v1/auth/logout')).toMatchObject(UNAUTHENTICATED);
    expect((await me(key)).status).toBe(200);
  });

  test('stays in its organisation', async () => {
    const [own, other] = [await api.register(), await api.register()];
    const { key } = await create(own, ['account:read']);
    const { body } = await me(key);
    expect((await me(key, { 'x-org-id': body.organisation.id })).status).toBe(200);
    const theirs = (await other.expect(200, 'GET', '/v1/auth/me')).organisation.id;
    for (const orgId of [theirs, randomUUID(), 'x'])
      expect(await me(key, { 'x-org-id': orgId })).toMatchObject(NOT_FOUND);
  });

  test('opens nothing any more once it was taken back, expired, or its person was removed', async () => {
    ana = await api.register();
    const [deleted, expired, orphaned, living] = [
      await create(ana, ['account:read']),
      await create(ana, ['account:read']),
      await create(await api.register(), ['account:read']),
      await create(ana, ['account:read']),
    ];
    for (const { key } of [deleted, expired, orphaned]) expect((await me(key)).status).toBe(200);
    await ana.expect(204, 'DELETE', `/v1/account/api-keys/${deleted.id}`);
    await admin.query('update api_keys set expires_at = now() where id = $1', [expired.id]);
    await admin.query('delete from members where user_id = (select user_id from api_keys where id = $1)', [
      orphaned.id,
    ]);
    await letHear(api);
    for (const { key } of [deleted, expired, orphaned]) expect(await me(key)).toMatchObject(UNAUTHENTICATED);
    expect((await list(ana)).map(({ id }) => id)).toEqual([living.id]);
    await ana.expect(404, 'DELETE', `/v1/account/api-keys/${deleted.id}`);
  });

  test('outlives a sign-out everywhere: it is taken back by itself', async () => {
    ana = await api.register();
    const { key } = await create(ana, ['account:read']);
    await ana.expect(204, 'POST', '/v1/auth/logout-everywhere');
    expect((await me(key)).status).toBe(200);
  });

  test('is not another person’s to take back', async () => {
    ana = await api.register();
    const { id, key } = await create(ana, ['account:read']);
    await (await api.register()).expect(404, 'DELETE', `/v1/account/api-keys/${id}`);
    expect((await me(key)).status).toBe(200);
  });

  test('says when it was used last, to the minute', async () => {
    ana = await api.register();
    const { key, id } = await create(ana, ['account:read']);
    const lastUse = async () => (await list(ana)).find((one) => one.id === id)!.last_used_at;
    const answers = await Promise.all(Array.from({ length: 30 }, () => me(key)));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 30 }, () => 200));
    const first = await lastUse();
    expect(Date.now() - Date.parse(first!)).toBeLessThan(60_000);

    const set = (age: string) =>
      admin.query('update api_keys set last_used_at = now() - $2::interval where id = $1', [id, age]);
    await set('40 seconds');
    const recent = await lastUse();
    await me(key);
    expect(await lastUse()).toBe(recent);
    await set('61 seconds');
    const old = await lastUse();
    // Time did not really pass: until then the process knows the key by heart.
    await admin.query(`select pg_notify('standing_ended', $1)`, [ana.userId]);
    await letHear(api);
    await me(key);
    expect(Date.parse((await lastUse())!)).toBeGreaterThan(Date.parse(old!));
  });
});

test('one person has at most twenty, however many they ask for at once', async () => {
  ana = await api.register();
  const ask = () => ana.call('POST', '/v1/account/api-keys', { name: 'x', scopes: ['tasks:read'] });
  const answers = await Promise.all(Array.from({ length: 25 }, ask));
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(20);
  expect((await ask()).body.code).toBe('API_KEYS_TOO_MANY');
  const [{ id } = { id: '' }, { id: expired } = { id: '' }] = await list(ana);
  await ana.expect(204, 'DELETE', `/v1/account/api-keys/${id}`);
  await admin.query('update api_keys set expires_at = now() where id = $1', [expired]);
  expect([(await ask()).status, (await ask()).status, (await ask()).status]).toEqual([201, 201, 409]);
});

test('a key whose answer was lost is answered again under its Idempotency-Key', async () => {
  ana = await api.register();
  const headers = { 'idempotency-key': randomUUID() };
  const ask = () =>
    ana.call('POST', '/v1/account/api-keys', { name: 'x', scopes: ['account:read'] }, headers);
  const [first, again] = [await ask(), await ask()];
  expect(again.headers.get('idempotent-replayed')).toBe('true');
  expect(again.body).toEqual(first.body);
  expect((await me(again.body.key)).status).toBe(200);
  expect(await list(ana)).toHaveLength(1);
});

test.each([
  [{ scopes: ['tasks:read'] }, 'name'],
  [{ name: 'x', scopes: [] }, 'scopes'],
  [{ name: 'x', scopes: ['everything'] }, 'scopes.0'],
  [{ name: 'x', scopes: ['tasks:read'], expires_in_days: 0 }, 'expires_in_days'],
  [{ name: 'x', scopes: ['tasks:read'], expires_in_days: 366 }, 'expires_in_days'],
  [{ name: 'x', scopes: ['tasks:read'], org_id: randomUUID() }, 'org_id'],
])('%o makes no key', async (body, path) => {
  const refused = await (await api.register()).call('POST', '/v1/account/api-keys', body);
  expect(refused).toMatchObject({ status: 422, body: { code: 'VALIDATION_FAILED', errors: [{ path }] } });
});
