// A browser is notified for whoever subscribed on it last, and for nobody once they have signed out there.
import { createECDH, randomBytes, randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { httpWorld } from '../../harness/http-world.ts';
import { PASSWORD, type Session } from '../../harness/http.ts';

const { api, admin } = httpWorld({ env: { LOG_LEVEL: 'silent' } });

const PATH = '/v1/account/push-subscriptions';
const browser = (endpoint = `https://fcm.googleapis.com/fcm/send/${randomUUID()}`) => ({
  endpoint,
  keys: {
    p256dh: createECDH('prime256v1').generateKeys('base64url'),
    auth: randomBytes(16).toString('base64url'),
  },
});

const idsOf = async (person: Session): Promise<string[]> =>
  (await person.expect(200, 'GET', PATH)).push_subscriptions.map(({ id }: { id: string }) => id);

/** The same person, signed in on one more device. */
async function signInAgain({ email }: Session): Promise<{ token: string; refreshToken: string }> {
  const { body } = await api.call('POST', '/v1/auth/login', { body: { email, password: PASSWORD } });
  return { token: body.access_token, refreshToken: body.refresh_token };
}

const subscribeWith = async (token: string): Promise<string> =>
  (await api.call('POST', PATH, { token, body: browser() })).body.id;

describe('who has a browser', () => {
  test('the last one who subscribed on it, also where two do at once', async () => {
    const people = await Promise.all(Array.from({ length: 6 }, () => api.register()));
    const [ana, ben] = people as [Session, Session];
    const shared = browser();
    const { id } = await ana.expect(201, 'POST', PATH, shared);
    await ben.expect(201, 'POST', PATH, shared);
    expect(await idsOf(ana)).toEqual([]);
    expect(await idsOf(ben)).toHaveLength(1);
    await ben.expect(404, 'DELETE', `${PATH}/${id}`);

    await Promise.all(people.map((person) => person.expect(201, 'POST', PATH, shared)));
    expect((await Promise.all(people.map(idsOf))).flat()).toHaveLength(1);
  });

  test('one person in two organisations has it in both', async () => {
    const ana = await api.register();
    const shared = browser();
    const { id: team } = await ana.expect(201, 'POST', '/v1/orgs', { name: 'Team' });
    await ana.expect(201, 'POST', PATH, shared);
    expect((await ana.call('POST', PATH, shared, { 'X-Org-Id': team })).status).toBe(201);
    expect(await idsOf(ana)).toHaveLength(1);
  });

  test('only a new browser, or new keys, change how somebody is reached', async () => {
    const ana = await api.register();
    const [first, other] = [browser(), browser()];
    const version = async (): Promise<string> =>
      (await admin.query('select xmin from profiles where user_id = $1', [ana.userId])).rows[0].xmin;
    const isTold = async (subscription: object): Promise<boolean> => {
      const before = await version();
      await ana.expect(201, 'POST', PATH, subscription);
      return (await version()) !== before;
    };
    const told = [];
    for (const each of [first, first, { ...first, keys: other.keys }, { ...first, keys: other.keys }, other])
      told.push(await isTold(each));
    expect(told).toEqual([true, false, true, false, true]);
  });

  test('of more than ten the oldest go', async () => {
    const ana = await api.register();
    const ids = [];
    for (let i = 0; i < 14; i++) ids.push((await ana.expect(201, 'POST', PATH, browser())).id);
    expect(await idsOf(ana)).toEqual(ids.slice(-10));
  });

  test('one that subscribed again is no old one', async () => {
    const ana = await api.register();
    const first = browser();
    const ids = [];
    for (const each of [first, ...Array.from({ length: 9 }, () => browser()), first, browser()])
      ids.push((await ana.expect(201, 'POST', PATH, each)).id);
    expect(ids[10]).toBe(ids[0]);
    const left = await idsOf(ana);
    expect([left.includes(ids[0]), left.includes(ids[1]), left.length]).toEqual([true, false, 10]);
  });
});

/** A person with two sessions, and a browser of each. */
async function twoBrowsers() {
  const ana = await api.register();
  const here = await ana.expect(201, 'POST', PATH, browser()).then(({ id }) => id as string);
  const other = await signInAgain(ana);
  const there = await subscribeWith(other.token);
  expect(await idsOf(ana)).toEqual([here, there]);
  return { ana, here, there, other };
}

describe('signing out ends the notifications of that browser', () => {
  test('by its refresh token', async () => {
    const { ana, here, other } = await twoBrowsers();
    await api.call('POST', '/v1/auth/logout', { body: { refresh_token: other.refreshToken } });
    expect(await idsOf(ana)).toEqual([here]);
  });

  test('by its access token', async () => {
    const { ana, here, other } = await twoBrowsers();
    await api.call('POST', '/v1/auth/logout', { token: other.token, body: {} });
    expect(await idsOf(ana)).toEqual([here]);
  });

  test('by ending the session from elsewhere', async () => {
    const { ana, here } = await twoBrowsers();
    const { sessions } = await ana.expect(200, 'GET', '/v1/account/sessions');
    const other = sessions.find(({ current }: { current: boolean }) => !current);
    await ana.expect(204, 'DELETE', `/v1/account/sessions/${other.id}`);
    expect(await idsOf(ana)).toEqual([here]);
  });

  test('by another password, and by a refresh token that was used twice', async () => {
    const { ana, here, other } = await twoBrowsers();
    const change = { current_password: PASSWORD, new_password: 'a quite different one' };
    await ana.expect(204, 'POST', '/v1/auth/password', change);
    expect(await idsOf(ana)).toEqual([here]);
    expect((await api.call('POST', PATH, { token: other.token, body: browser() })).status).toBe(401);
  });

  test('by nothing else: a session that expires by itself leaves a reminder its way', async () => {
    const { ana, here, there } = await twoBrowsers();
    await admin.query(`update sessions set expires_at = now() - interval '1 second' where user_id = $1`, [
      ana.userId,
    ]);
    const { rows } = await admin.query('select id from push_subscriptions where user_id = $1', [ana.userId]);
    expect(new Set(rows.map(({ id }) => id))).toEqual(new Set([here, there]));
  });

  test('and nobody subscribes in a session that ended between the check of its token and that', async () => {
    const ana = await api.register();
    await admin.query(`update sessions set expires_at = now() - interval '1 second' where user_id = $1`, [
      ana.userId,
    ]);
    await admin.query(
      `select set_config('app.org_id', org_id::text, false), set_config('app.user_id', user_id::text, false)
       from members where user_id = $1`,
      [ana.userId],
    );
    const { rows } = await admin.query(
      `select kept.id from sessions s, keep_push_subscription($2, 'https://a.test/1', 'p', 'a', s.id, 'session', 10) kept
       where s.user_id = $1`,
      [ana.userId, randomUUID()],
    );
    expect(rows).toEqual([]);
  });

  test('everywhere, but not what a machine subscribed by its key', async () => {
    const { ana } = await twoBrowsers();
    const key = await ana.expect(201, 'POST', '/v1/account/api-keys', {
      name: 'machine',
      scopes: ['account:read', 'account:write'],
    });
    const kept = await subscribeWith(key.key);
    await ana.expect(204, 'POST', '/v1/auth/logout-everywhere');
    const { rows } = await admin.query('select id from push_subscriptions where user_id = $1', [ana.userId]);
    expect(rows).toEqual([{ id: kept }]);
  });
});
