// Register, sign in, be recognised; and nothing that tells who has an account.
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { PASSWORD, type Answer } from '../../harness/http.ts';
import { httpWorld } from '../../harness/http-world.ts';

/** The real library, and how often it was asked to do its costly work. */
const work = vi.hoisted(() => ({ hashes: 0, checks: 0, atOnce: 0, most: 0 }));
const counted = vi.hoisted(() => async <T>(run: Promise<T>): Promise<T> => {
  work.most = Math.max(work.most, ++work.atOnce);
  return run.finally(() => work.atOnce--);
});
vi.mock('@node-rs/argon2', async (importOriginal) => {
  const real = await importOriginal<typeof import('@node-rs/argon2')>();
  return {
    ...real,
    hash: (...given: Parameters<typeof real.hash>) => (work.hashes++, counted(real.hash(...given))),
    verify: (...given: Parameters<typeof real.verify>) => (work.checks++, counted(real.verify(...given))),
  };
});

const { api } = httpWorld();
beforeEach(() => Object.assign(work, { hashes: 0, checks: 0, most: 0 }));

const register = (body: object, headers: Record<string, string> = {}) =>
  api.call('POST', '/v1/auth/register', { body, headers });
const login = (body: object) => api.call('POST', '/v1/auth/login', { body });
const times = <T>(count: number, make: () => Promise<T>) => Promise.all(Array.from({ length: count }, make));
const withStatus = (answers: Answer[], wanted: number) => answers.filter(({ status }) => status === wanted);

test('who registers is signed in, and can sign in again', async () => {
  const email = 'ana@example.com';
  const registered = await register({ email, password: PASSWORD, name: 'Ana', zone: 'Europe/Berlin' });
  expect(registered.status).toBe(201);
  expect(registered.body).toMatchObject({
    token_type: 'Bearer',
    expires_in: 600,
    user: { name: 'Ana', zone: 'Europe/Berlin' },
  });
  expect(registered.body.refresh_token).toMatch(/^[\w-]{43}$/);
  expect(registered.body.refresh_expires_in).toBeGreaterThan(29 * 86_400);
  const again = await login({ email, password: PASSWORD });
  expect(again.status).toBe(200);
  expect(again.body.user).toEqual(registered.body.user);
  const me = await api.call('GET', '/v1/auth/me', { token: again.body.access_token });
  expect(me.body).toEqual({
    user: { ...registered.body.user, email, email_verified: false },
    organisation: { id: registered.body.user.org_id, name: 'Ana', kind: 'personal' },
    role: 'owner',
    via: 'session',
    scopes: expect.arrayContaining(['tasks:read', 'org:write']),
  });
  expect(me.headers.get('cache-control')).toBe('no-store');
});

test('an address is one account, however it is typed', async () => {
  expect((await register({ email: ' Ben@Example.COM ', password: PASSWORD })).status).toBe(201);
  const taken = await register({ email: 'ben@example.com', password: 'another good one' });
  expect(taken).toMatchObject({ status: 409, body: { code: 'EMAIL_TAKEN' } });
  expect((await login({ email: 'BEN@example.com', password: PASSWORD })).status).toBe(200);
});

test('a password is the same on every keyboard', async () => {
  const email = 'chloe@example.com';
  expect((await register({ email, password: 'caf\u00e9 au lait' })).status).toBe(201);
  expect((await login({ email, password: 'cafe\u0301 au lait' })).status).toBe(200);
});

test('a password that everybody tries first is refused before any work is done', async () => {
  for (const password of ['Password2026!', 'qwertyuiop', 'dora@example.com']) {
    const refused = await register({ email: 'dora@example.com', password });
    expect(refused).toMatchObject({ status: 422, body: { code: 'PASSWORD_WEAK' } });
  }
  expect(work.hashes).toBe(0);
});

test('an unknown address and a wrong password get the same answer for the same work', async () => {
  await register({ email: 'dan@example.com', password: PASSWORD });
  const tried = [];
  for (const email of ['dan@example.com', 'nobody@example.com', 'dan@example.com', 'nobody2@example.com']) {
    Object.assign(work, { hashes: 0, checks: 0 });
    const { status, body } = await login({ email, password: 'not the password' });
    tried.push({ status, body: { ...body, request_id: '' }, hashes: work.hashes, checks: work.checks });
  }
  expect(tried[0]).toMatchObject({ status: 401, body: { code: 'BAD_CREDENTIALS' }, hashes: 0, checks: 1 });
  expect(tried.slice(1)).toEqual([tried[0], tried[0], tried[0]]);
});

test.each(['guessed@example.com', 'not-there@example.com'])(
  'after ten guesses at %s nothing more is even checked',
  async (email) => {
    if (email.startsWith('guessed')) await register({ email, password: PASSWORD });
    const answers = await times(30, () => login({ email, password: 'not the password' }));
    const refused = withStatus(answers, 429);
    expect(refused.length).toBeGreaterThan(0);
    expect(refused[0]).toMatchObject({ body: { code: 'RATE_LIMITED' } });
    expect(Number(refused[0]!.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(withStatus(answers, 401).length).toBeGreaterThanOrEqual(10);
    expect(work.checks).toBe(withStatus(answers, 401).length);
  },
);

test('a flood of passwords works on four at a time; who would wait too long is told to come again', async () => {
  let count = 0;
  const answers = await times(160, () =>
    login({ email: `flood-${count++}@example.com`, password: 'not the password' }),
  );
  expect(work.most).toBeLessThanOrEqual(4);
  expect(work.checks).toBe(withStatus(answers, 401).length);
  expect(answers.every(({ status }) => status === 401 || status === 503)).toBe(true);
  expect((await login({ email: 'flood@example.com', password: 'not the password' })).status).toBe(401);
});

test('twenty people who register one address at once are one account', async () => {
  const answers = await times(20, () => register({ email: 'eva@example.com', password: PASSWORD }));
  expect(withStatus(answers, 201)).toHaveLength(1);
  expect(withStatus(answers, 409)).toHaveLength(19);
});

describe('a registration that is repeated because its answer was lost', () => {
  const body = { email: 'fay@example.com', password: PASSWORD };
  const key = { 'idempotency-key': 'registration of Fay' };

  test('is the same account, whoever asks first', async () => {
    const answers = await times(6, () => register(body, key));
    expect(withStatus(answers, 201)).toHaveLength(6);
    expect(new Set(answers.map((answer) => answer.body.user.id)).size).toBe(1);
    const replayed = answers.filter(({ headers }) => headers.get('idempotent-replayed') === 'true');
    expect(replayed).toHaveLength(5);
    const token = replayed[0]!.body.access_token;
    expect((await api.call('GET', '/v1/auth/me', { token })).body.user.email).toBe(body.email);
  });

  test('with another password is another request', async () => {
    const other = await register({ ...body, password: 'another good one' }, key);
    expect(other).toMatchObject({ status: 422, body: { code: 'IDEMPOTENCY_KEY_REUSED' } });
  });

  test('with another key, or none, finds the address taken', async () => {
    for (const headers of [{}, { 'idempotency-key': 'another' }]) {
      const taken = await register(body, headers);
      expect(taken).toMatchObject({ status: 409, body: { code: 'EMAIL_TAKEN' } });
    }
  });

  test('is no better place to guess a password at', async () => {
    const answers = await times(20, () => register({ ...body, password: 'guess upon guess' }, key));
    expect(withStatus(answers, 429).length).toBeGreaterThan(0);
    expect(work.checks).toBe(withStatus(answers, 422).length);
  });

  test('a key that is none is refused', async () => {
    const bad = await register({ email: 'gil@example.com', password: PASSWORD }, { 'idempotency-key': 'é' });
    expect(bad).toMatchObject({ status: 400, body: { code: 'BAD_REQUEST' } });
  });
});

describe('what cannot be an account is refused with the fields at fault', () => {
  test.each([
    [{ email: 'nope', password: PASSWORD }, 'email'],
    [{ email: 'a@example.com', password: 'short' }, 'password'],
    [{ email: 'a@example.com', password: 'x'.repeat(201) }, 'password'],
    [{ email: 'a@example.com', password: 'half a pair \ud83d of it' }, 'password'],
    [{ email: 'a@example.com', password: PASSWORD, zone: 'Mars/Base' }, 'zone'],
    [{ email: 'a@example.com', password: PASSWORD, zone: 'BST' }, 'zone'],
    [{ email: 'a@example.com', password: PASSWORD, zone: '+02:00' }, 'zone'],
    [{ email: 'a@example.com', password: PASSWORD, name: ' ' }, 'name'],
    [{ email: 'a@example.com', password: PASSWORD, name: 'A\u0000' }, 'name'],
    [{ email: 'a@example.com', password: PASSWORD, org_id: '1' }, 'org_id'],
    [{ password: PASSWORD }, 'email'],
  ])('%o', async (body, path) => {
    const answer = await register(body);
    expect(answer).toMatchObject({ status: 422, body: { code: 'VALIDATION_FAILED', errors: [{ path }] } });
  });
});
