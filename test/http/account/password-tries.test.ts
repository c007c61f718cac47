// Whoever guesses at a password shuts nobody out but their own network: its owner signs in from wherever they are.
import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { createNetworkNames } from '../../../src/account/network.ts';
import { httpWorld } from '../../harness/http-world.ts';
import { PASSWORD } from '../../harness/http.ts';

const { api, admin } = httpWorld({
  env: {
    LOG_LEVEL: 'silent',
    RATE_LIMITS: 'sign-in=1000/min,register=1000/min,crud=1000/min,sign-in-pair=3/day,sign-in-account=7/day',
    TRUSTED_PROXY_HOPS: '1',
  },
});

/** An account that was made at this address. */
async function register(address: string, headers: Record<string, string> = {}): Promise<string> {
  const email = `${randomUUID()}@example.com`;
  const body = { email, password: PASSWORD, zone: 'UTC' };
  const made = await api.call('POST', '/v1/auth/register', {
    body,
    headers: { ...from(address), ...headers },
  });
  expect(made.status).toBe(201);
  return email;
}

const from = (address: string) => ({ 'X-Forwarded-For': address });
const login = async (address: string, email: string, password: string): Promise<number> =>
  (await api.call('POST', '/v1/auth/login', { body: { email, password }, headers: from(address) })).status;

/** So many wrong ones from there. */
async function guess(address: string, email: string, times: number): Promise<number[]> {
  const statuses = [];
  for (let i = 0; i < times; i++) statuses.push(await login(address, email, `wrong password ${i}`));
  return statuses;
}

describe('a stranger', () => {
  test('keeps nobody from signing in, not even from where they have never been', async () => {
    const email = await register('192.0.2.1');
    expect(await guess('198.51.100.1', email, 6)).toEqual([401, 401, 401, 429, 429, 429]);
    expect(await login('198.51.100.1', email, PASSWORD)).toBe(429);
    expect(await login('192.0.2.1', email, PASSWORD)).toBe(200);
    expect(await login('203.0.113.1', email, PASSWORD)).toBe(200);
  });

  test('on many networks keeps them from new ones alone, and is let in by none', async () => {
    const email = await register('192.0.2.2');
    expect(await login('192.0.2.3', email, PASSWORD)).toBe(200);
    const tries = [];
    for (const host of [2, 3, 4, 5]) tries.push(...(await guess(`198.51.100.${host}`, email, 2)));
    expect(tries).toEqual([401, 401, 401, 401, 401, 401, 401, 429]);
    expect(await login('203.0.113.2', email, PASSWORD)).toBe(429);
    for (const known of ['192.0.2.2', '192.0.2.3', '192.0.2.3'])
      expect(await login(known, email, PASSWORD)).toBe(200);
    // Who guesses at where its person lives has no more tries there than anywhere.
    expect(await guess('192.0.2.3', email, 4)).toEqual([401, 401, 401, 429]);
    expect(await login('192.0.2.2', email, PASSWORD)).toBe(200);
  });

  test('has one try more for no address of the network that they have', async () => {
    const email = await register('192.0.2.4');
    const tries = [];
    for (let subnet = 0; subnet < 5; subnet++)
      tries.push(...(await guess(`2001:db8:7:${subnet}::1`, email, 1)));
    expect(tries).toEqual([401, 401, 401, 429, 429]);
  });

  test('learns nothing of who has an account', async () => {
    const nobody = `${randomUUID()}@example.com`;
    const tries = [];
    for (const host of [6, 7, 8, 9]) tries.push(...(await guess(`198.51.100.${host}`, nobody, 2)));
    expect(tries).toEqual([401, 401, 401, 401, 401, 401, 401, 429]);
  });
});

test('the right password counts for nothing', async () => {
  const email = await register('192.0.2.5');
  const statuses = [];
  for (let i = 0; i < 5; i++)
    statuses.push(
      ...(await guess('192.0.2.6', email, i === 0 ? 2 : 0)),
      await login('192.0.2.6', email, PASSWORD),
    );
  expect(statuses).toEqual([401, 401, 200, 200, 200, 200, 200]);
});

test('a registration that is repeated is one more place to try passwords at, and counts alike', async () => {
  const headers = { 'Idempotency-Key': randomUUID() };
  const email = await register('192.0.2.7', headers);
  const repeat = async (address: string, password: string) => {
    const body = { email, password, zone: 'UTC' };
    const answer = await api.call('POST', '/v1/auth/register', {
      body,
      headers: { ...headers, ...from(address) },
    });
    return answer.status;
  };
  const wrong = [];
  for (let i = 0; i < 4; i++) wrong.push(await repeat('198.51.100.10', `wrong password ${i}`));
  expect(wrong).toEqual([422, 422, 422, 429]);
  expect(await login('198.51.100.10', email, PASSWORD)).toBe(429);
  for (let i = 0; i < 4; i++) expect(await repeat('192.0.2.7', PASSWORD)).toBe(201);
});

test('whoever is signed in changes their password whatever strangers try, and is braked by their own tries', async () => {
  const ana = await api.register();
  for (const host of [11, 12, 13]) await guess(`198.51.100.${host}`, ana.email, 3);
  const change = async (current_password: string) =>
    (await ana.call('POST', '/v1/auth/password', { current_password, new_password: `${PASSWORD} and more` }))
      .status;
  expect(await change(PASSWORD)).toBe(204);
  const wrong = [];
  for (let i = 0; i < 4; i++) wrong.push(await change(`wrong password ${i}`));
  expect(wrong).toEqual([401, 401, 401, 429]);
});

test('where somebody signed in is kept as a hash that says nothing without the secret, and is another for each account', async () => {
  const emails = [await register('192.0.2.8'), await register('192.0.2.8')];
  const { rows } = await admin.query<{ network: string; row: string }>(
    `select network, to_jsonb(s)::text as row from sessions s join users u on u.id = s.user_id where email = any ($1)`,
    [emails],
  );
  expect(new Set(rows.map(({ network }) => network)).size).toBe(2);
  expect(
    rows.filter(({ network, row }) => row.includes('192.0.2.8') || !/^[\w-]{43}$/.test(network)),
  ).toEqual([]);
});

test('a network stays known while the secret is rotated', () => {
  const [before] = createNetworkNames({ secret: 'the first one' })('192.0.2.9', 'ana@example.com');
  const names = createNetworkNames({ secret: 'the second one', oldSecret: 'the first one' });
  expect(names('192.0.2.9', 'ana@example.com')).toEqual([expect.not.stringMatching(before!), before]);
  expect(names('192.0.2.9', 'ben@example.com')).not.toContain(before);
});
