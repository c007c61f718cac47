// Register, sign in, be recognised; and nothing that tells who has an account.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openApi, PASSWORD, type Api } from '../harness/http.ts';
import { openWorld, type World } from '../harness/world.ts';

let world: World;
let api: Api;
beforeAll(async () => {
  world = await openWorld({ worker: 'none' });
  api = await openApi(world.env['PUBLIC_URL']!);
});
afterAll(() => world.close());

const register = (body: object) => api.call('POST', '/v1/auth/register', { body });
const login = (body: object) => api.call('POST', '/v1/auth/login', { body });

test('who registers is signed in, and can sign in again', async () => {
  const email = 'ana@example.com';
  const registered = await register({ email, password: PASSWORD, name: 'Ana', zone: 'Europe/Berlin' });
  expect(registered.status).toBe(201);
  expect(registered.body).toMatchObject({
    token_type: 'Bearer',
    expires_in: 43_200,
    user: { name: 'Ana', zone: 'Europe/Berlin' },
  });
  const again = await login({ email, password: PASSWORD });
  expect(again.status).toBe(200);
  expect(again.body.user).toEqual(registered.body.user);
  const me = await api.call('GET', '/v1/auth/me', { token: again.body.access_token });
  expect(me.body).toEqual({ user: registered.body.user });
  expect(me.headers.get('cache-control')).toBe('no-store');
});

test('an address is one account, however it is typed', async () => {
  expect((await register({ email: ' Ben@Example.COM ', password: PASSWORD })).status).toBe(201);
  const taken = await register({ email: 'ben@example.com', password: 'another password' });
  expect(taken).toMatchObject({ status: 409, body: { code: 'EMAIL_TAKEN' } });
  expect((await login({ email: 'BEN@example.com', password: PASSWORD })).status).toBe(200);
});

test('a password is the same on every keyboard', async () => {
  const email = 'chloe@example.com';
  expect((await register({ email, password: 'caf\u00e9 au lait' })).status).toBe(201);
  expect((await login({ email, password: 'cafe\u0301 au lait' })).status).toBe(200);
});

test('an unknown address and a wrong password get the same answer', async () => {
  await register({ email: 'dan@example.com', password: PASSWORD });
  const wrong = await login({ email: 'dan@example.com', password: 'not the password' });
  const unknown = await login({ email: 'nobody@example.com', password: 'not the password' });
  expect(wrong.status).toBe(401);
  expect(unknown.status).toBe(401);
  expect({ ...unknown.body, request_id: '' }).toEqual({ ...wrong.body, request_id: '' });
});

test('twenty people who register one address at once are one account', async () => {
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => register({ email: 'eva@example.com', password: PASSWORD })),
  );
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
  expect(answers.filter(({ status }) => status === 409)).toHaveLength(19);
});

describe('what cannot be an account is refused with the fields at fault', () => {
  test.each([
    [{ email: 'nope', password: PASSWORD }, 'email'],
    [{ email: 'a@example.com', password: 'short' }, 'password'],
    [{ email: 'a@example.com', password: 'x'.repeat(201) }, 'password'],
    [{ email: 'a@example.com', password: PASSWORD, zone: 'Mars/Base' }, 'zone'],
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

test('a token of nobody opens nothing', async () => {
  const { token } = await api.register();
  const [head, claims] = token.split('.');
  for (const bad of ['', 'x', `${token}x`, `${head}.${claims}.`, 'a'.repeat(5000)]) {
    const answer = await api.call('GET', '/v1/auth/me', { headers: { authorization: `Bearer ${bad}` } });
    expect(answer).toMatchObject({ status: 401, body: { code: 'UNAUTHENTICATED' } });
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
  }
  const basic = await api.call('GET', '/v1/auth/me', { headers: { authorization: `Basic ${token}` } });
  expect(basic.status).toBe(401);
});
