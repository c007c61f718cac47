// Tokens of an outside issuer: whom it vouches for is a person here, with an organisation of their own, and nobody else.
import { createHmac, randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { API_NEEDS, readConfig } from '../../../src/config.ts';
import { startApi, type RunningApi } from '../../../src/server.ts';
import { openApi, PASSWORD, type Api } from '../../harness/http.ts';
import { startIssuer, type Issuer, type SigningKey } from '../../harness/jwks-server.ts';
import { meetAtLock } from '../../harness/lock-holder.ts';
import { openWorld, type World } from '../../harness/world.ts';

const SECRET = 'a secret that both sides have known for long';

let world: World;
let issuer: Issuer;
let key: SigningKey;
let admin: pg.Client;
/** With the issuer's published keys. */
let api: Api;
const running: RunningApi[] = [];

beforeAll(async () => {
  world = await openWorld({ worker: 'none', api: 'none' });
  issuer = await startIssuer();
  key = await issuer.publish('ES256');
  admin = new pg.Client({ connectionString: world.database.adminUrl });
  await admin.connect();
  api = await start();
});
afterAll(async () => {
  for (const one of running) await one.stop();
  await admin.end();
  await issuer.close();
  await world.close();
});

/** An API of its own, that knows nothing of any key yet. */
async function start(env: NodeJS.ProcessEnv = {}): Promise<Api> {
  const outside = {
    AUTH_ISSUER: issuer.issuer,
    AUTH_AUDIENCE: issuer.audience,
    AUTH_JWKS_URL: issuer.jwksUrl,
  };
  const api = await startApi(readConfig(API_NEEDS, { ...world.env, PORT: '0', ...outside, ...env }));
  running.push(api);
  return openApi(api.url);
}

const me = (token: string, at: Api = api) => at.call('GET', '/v1/auth/me', { token });
const nowSeconds = () => Math.floor(Date.now() / 1000);
const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const subject = () => `user|${randomUUID()}`;
const UNAUTHENTICATED = { status: 401, body: { code: 'UNAUTHENTICATED' } };
const UNAVAILABLE = { status: 503, body: { code: 'UNAVAILABLE' } };

describe('at first sight', () => {
  test('a person is made, with an organisation and what the issuer says of them', async () => {
    const [sub, email] = [subject(), `${randomUUID()}@example.com`];
    const claims = {
      sub,
      email: email.toUpperCase(),
      email_verified: true,
      name: 'Ana',
      zoneinfo: 'Europe/Berlin',
    };
    const { status, body } = await me(await issuer.sign(key, claims));
    expect(status).toBe(200);
    expect(body).toMatchObject({
      user: { email, name: 'Ana', zone: 'Europe/Berlin' },
      organisation: { kind: 'personal', name: 'Ana' },
      role: 'owner',
      via: 'outside',
    });
    // Known from now on, whatever the next token says.
    expect((await me(await issuer.sign(key, { sub }))).body).toEqual(body);
    const task = {
      title: 'Run',
      starts_at: new Date(Date.now() + 7_200_000).toISOString(),
      duration_minutes: 30,
    };
    const token = await issuer.sign(key, { sub });
    expect((await api.call('POST', '/v1/tasks', { token, body: task })).status).toBe(201);
  });

  test('twenty requests at once make one person', async () => {
    const sub = subject();
    const tokens = await Promise.all(Array.from({ length: 20 }, (_, i) => issuer.sign(key, { sub, n: i })));
    const answers = await Promise.all(tokens.map((token) => me(token)));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200));
    expect(new Set(answers.map(({ body }) => body.user.id)).size).toBe(1);
    const { rows } = await admin.query('select from user_identities where subject = $1', [sub]);
    expect(rows).toHaveLength(1);
  });

  test('eight requests in the very same moment make one person', async () => {
    const sub = subject();
    const tokens = await Promise.all(Array.from({ length: 8 }, (_, n) => issuer.sign(key, { sub, n })));
    const answers = await meetAtLock(
      world.database.adminUrl,
      {
        // They can look for the person, and cannot make one yet.
        lock: 'lock table user_identities in share row exclusive mode',
        waiting: 'meet_outside_person',
        count: 8,
      },
      () => Promise.all(tokens.map((token) => me(token))),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 200));
    expect(new Set(answers.map(({ body }) => body.user.id)).size).toBe(1);
  });

  test('an address that somebody here has stays theirs', async () => {
    const ana = await api.register();
    const { body } = await me(
      await issuer.sign(key, { sub: subject(), email: ana.email, email_verified: true }),
    );
    expect(body.user.email).toBeNull();
    expect(body.user.id).not.toBe(ana.userId);
    expect((await ana.expect(200, 'GET', '/v1/auth/me')).user.email).toBe(ana.email);
  });

  test('letters that only look folded make another address', async () => {
    const name = randomUUID();
    // KELVIN SIGN becomes "k" in lower case.
    const known = { email: `k${name}@example.com`, password: PASSWORD };
    expect((await api.call('POST', '/v1/auth/register', { body: known })).status).toBe(201);
    const email = `\u212A${name}@example.com`;
    const { body } = await me(await issuer.sign(key, { sub: subject(), email, email_verified: true }));
    // To another person than hers; and nobody registers here under such an address.
    expect(body.user.email).toBe(email);
    const taken = await api.call('POST', '/v1/auth/register', { body: { email, password: PASSWORD } });
    expect(taken).toMatchObject({ status: 422, body: { code: 'VALIDATION_FAILED' } });
  });

  test.each([
    ['not verified', { email: 'a@example.com' }],
    ['verified in a text', { email: 'b@example.com', email_verified: 'true' }],
    ['no address', { email: 'nobody', email_verified: true }],
  ])('an address that is %s is not taken over', async (_what, claims) => {
    expect((await me(await issuer.sign(key, { sub: subject(), ...claims }))).body.user.email).toBeNull();
  });

  test.each([
    [
      { zoneinfo: 'Mars/Base', name: 7 },
      { zone: 'UTC', name: null },
    ],
    [
      { zoneinfo: '+02:00', name: ' ' },
      { zone: 'UTC', name: null },
    ],
    [{ name: 'A\u0000' }, { name: null }],
    [{ name: 'x'.repeat(500) }, { name: 'x'.repeat(80) }],
    // No character is cut in two: half an emoji, a family without its child, a letter without its accent.
    [{ name: `${'x'.repeat(79)}😀y` }, { name: 'x'.repeat(79) }],
    [{ name: `${'x'.repeat(75)}👨‍👩‍👧` }, { name: 'x'.repeat(75) }],
    [{ name: `${'x'.repeat(79)}e\u0301y` }, { name: 'x'.repeat(79) }],
    [{ name: '\u200b\u2060' }, { name: null }],
  ])('what %o says is taken as far as it makes sense', async (claims, user) => {
    expect((await me(await issuer.sign(key, { sub: subject(), ...claims }))).body.user).toMatchObject(user);
  });

  test('the person has no password here', async () => {
    const token = await issuer.sign(key, { sub: subject() });
    const body = { current_password: PASSWORD, new_password: 'a much better one' };
    const refused = await api.call('POST', '/v1/auth/password', { token, body });
    expect(refused).toMatchObject({ status: 401, body: { code: 'BAD_CREDENTIALS' } });
  });
});

describe('a token', () => {
  test.each(['RS256', 'ES256', 'EdDSA'] as const)('signed with %s is taken', async (alg) => {
    const signingKey = await issuer.publish(alg);
    const fresh = await start();
    expect((await me(await issuer.sign(signingKey, { sub: subject() }), fresh)).status).toBe(200);
  });

  test.each([['JWT'], ['at+jwt'], ['application/at+jwt'], [undefined]])('of typ %s is taken', async (typ) => {
    expect((await me(await issuer.sign(key, { sub: subject() }, { typ }))).status).toBe(200);
  });

  test.each<[string, object, object?]>([
    ['nobody', { sub: undefined }],
    ['an empty nobody', { sub: '' }],
    ['a service', { sub: undefined, role: 'service_role' }],
    ['somebody anonymous, in Supabase', { is_anonymous: true, role: 'authenticated' }],
    ['somebody anonymous, in Better Auth', { isAnonymous: true }],
    ['somebody anonymous, in Firebase', { firebase: { sign_in_provider: 'anonymous' } }],
    ['a very long name', { sub: 'x'.repeat(256) }],
    ['a NUL', { sub: 'a\u0000b' }],
    ['another issuer', { iss: 'https://evil.example' }],
    ['a list of issuers', { iss: ['https://evil.example'] }],
    ['another audience', { aud: 'another-api' }],
    ['our own audience', { aud: 'flux-api' }],
    ['no audience', { aud: undefined }],
    ['the past', { exp: nowSeconds() - 60 }],
    ['no end', { exp: undefined }],
    ['no beginning', { iat: undefined }],
    ['tomorrow', { iat: nowSeconds() + 86_400, exp: nowSeconds() + 90_000 }],
    ['later', { nbf: nowSeconds() + 600 }],
    ['a logout', {}, { typ: 'logout+jwt' }],
    ['a proof of possession', {}, { typ: 'dpop+jwt' }],
    ['a key that was never published', {}, { kid: randomUUID() }],
    ['a key that is a path', {}, { kid: '../../dev/null' }],
  ])('of %s is refused', async (_what, claims, header) => {
    const token = await issuer.sign(key, { sub: subject(), ...claims }, header);
    expect(await me(token)).toMatchObject(UNAUTHENTICATED);
  });

  test('signed with a published key as if it were a secret is refused', async () => {
    const rsa = await issuer.publish('RS256');
    const fresh = await start();
    const claims = {
      iss: issuer.issuer,
      aud: issuer.audience,
      sub: subject(),
      iat: nowSeconds(),
      exp: nowSeconds() + 60,
    };
    for (const type of ['spki', 'pkcs1'] as const)
      for (const alg of ['HS256', 'none', 'RS256']) {
        const input = `${part({ alg, typ: 'JWT', kid: rsa.kid })}.${part(claims)}`;
        const pem = rsa.publicKey.export({ type, format: 'pem' });
        const token = `${input}.${createHmac('sha256', pem).update(input).digest('base64url')}`;
        expect(await me(token, fresh)).toMatchObject(UNAUTHENTICATED);
      }
    expect((await me(await issuer.sign(rsa, { sub: subject() }), fresh)).status).toBe(200);
  });

  test('that brings or names its own key is refused, and nobody asks there', async () => {
    const evil = await startIssuer();
    try {
      const theirs = await evil.publish('ES256');
      const jwk = theirs.publicKey.export({ format: 'jwk' });
      const claims = { iss: issuer.issuer, sub: subject() };
      for (const header of [{ jwk }, { jku: evil.jwksUrl }, { x5u: evil.jwksUrl }, { jwk, kid: key.kid }])
        expect(await me(await evil.sign(theirs, claims, header))).toMatchObject(UNAUTHENTICATED);
      expect(evil.asked()).toBe(0);
    } finally {
      await evil.close();
    }
  });

  test('of our own counts beside them, and none of theirs counts where no issuer is set', async () => {
    const ana = await api.register();
    expect((await me(ana.token)).body.via).toBe('session');
    const alone = await start({ AUTH_ISSUER: '', AUTH_AUDIENCE: '', AUTH_JWKS_URL: '' });
    expect(await me(await issuer.sign(key, { sub: subject() }), alone)).toMatchObject(UNAUTHENTICATED);
    expect((await me(ana.token, alone)).status).toBe(200);
  });
});

test('who signs out everywhere, or just here, needs a token that was issued after it', async () => {
  const sub = subject();
  for (const path of ['/v1/auth/logout-everywhere', '/v1/auth/logout']) {
    const before = await issuer.sign(key, { sub, iat: nowSeconds() - 10 });
    const { body } = await me(before);
    expect((await api.call('POST', path, { token: before })).status).toBe(204);
    for (const iat of [nowSeconds() - 10, nowSeconds() - 5])
      expect(await me(await issuer.sign(key, { sub, iat }))).toMatchObject(UNAUTHENTICATED);
    expect(await me(before)).toMatchObject(UNAUTHENTICATED);
    // As if it had been a while ago.
    await admin.query(
      `update users set signed_out_at = signed_out_at - interval '11 seconds' where id = $1`,
      [body.user.id],
    );
    expect((await me(await issuer.sign(key, { sub }))).body).toEqual(body);
  }
});

test('a token of the second of a sign-out is dead, and one that is issued after its answer lives', async () => {
  for (const path of ['/v1/auth/logout-everywhere', '/v1/auth/logout']) {
    const sub = subject();
    const before = await issuer.sign(key, { sub, iat: nowSeconds() - 1 });
    expect((await me(before)).status).toBe(200);
    const ending = api.call('POST', path, { token: before });
    const meanwhile = await issuer.sign(key, { sub });
    expect((await ending).status).toBe(204);
    expect(await me(meanwhile)).toMatchObject(UNAUTHENTICATED);
    expect((await me(await issuer.sign(key, { sub }))).status).toBe(200);
  }
});

test('an export wants a token of the last minutes, and its link ends with a sign-out everywhere', async () => {
  const sub = subject();
  const old = await issuer.sign(key, { sub, iat: nowSeconds() - 11 * 60 });
  const { organisation, user } = (await me(old)).body;
  const stale = await api.call('POST', '/v1/me/exports', { token: old });
  expect([stale.status, stale.body.code]).toEqual([403, 'REAUTHENTICATION_NEEDED']);
  const token = await issuer.sign(key, { sub });
  expect((await api.call('POST', '/v1/me/exports', { token })).status).toBe(202);
  const { rows } = await admin.query<{ id: string }>(
    `update account_exports set state = 'done', running_for = null, bytes = 0 where user_id = $1 returning id`,
    [user.id],
  );
  const link = `/v1/me/exports/${rows[0]!.id}/link`;
  const refused = await api.call('POST', link, { token: old });
  expect([refused.status, refused.body.code]).toEqual([403, 'REAUTHENTICATION_NEEDED']);
  const open = async () => {
    const made = await api.call('POST', link, { token: await issuer.sign(key, { sub }) });
    expect([made.status, organisation.kind]).toEqual([201, 'personal']);
    return `/v1/exports/download${new URL(made.body.url).search}`;
  };
  expect((await api.call('GET', await open())).status).toBe(200);
  const outlived = await open();
  expect((await api.call('POST', '/v1/auth/logout-everywhere', { token })).status).toBe(204);
  const gone = await api.call('GET', outlived);
  expect([gone.status, gone.body.code]).toEqual([410, 'EXPORT_LINK_GONE']);
  // And comes in anew.
  await admin.query(`update users set signed_out_at = signed_out_at - interval '11 seconds' where id = $1`, [
    user.id,
  ]);
  expect((await api.call('GET', await open())).status).toBe(200);
});

const pass = (seconds: number) => vi.setSystemTime(Date.now() + seconds * 1000);

const token = (signingKey = key, header = {}) => issuer.sign(signingKey, { sub: subject() }, header);

describe('the issuer’s keys', () => {
  beforeEach(() => vi.useFakeTimers({ toFake: ['Date'] }));
  afterEach(() => {
    issuer.become('up');
    vi.useRealTimers();
  });

  test('are asked for once, however many tokens come', async () => {
    const fresh = await start();
    const asked = issuer.asked();
    const tokens = await Promise.all(Array.from({ length: 10 }, () => token()));
    await Promise.all(tokens.map((one) => me(one, fresh)));
    expect(issuer.asked()).toBe(asked + 1);
  });

  test('count from the first token on that a new one signed, whatever strangers made up before', async () => {
    const fresh = await start();
    expect((await me(await token(), fresh)).status).toBe(200);
    const [first, second] = [await issuer.prepare('ES256'), await issuer.prepare('ES256')];
    // Somebody names the very key that comes next, and some that never come.
    for (const kid of [first.kid, randomUUID(), second.kid])
      expect(await me(await token(key, { kid }), fresh)).toMatchObject(UNAUTHENTICATED);
    first.publish();
    expect((await me(await token(first), fresh)).status).toBe(200);
    second.publish();
    expect((await me(await token(second), fresh)).status).toBe(200);
  });

  test('are not asked for without end: too many that nobody knows are told to come again', async () => {
    const fresh = await start();
    expect((await me(await token(), fresh)).status).toBe(200);
    const asked = issuer.asked();
    const answers = [];
    for (let n = 0; n < 12; n++) answers.push(await me(await token(key, { kid: randomUUID() }), fresh));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401, 503]));
    expect(answers.at(-1)?.headers.get('retry-after')).toBe('3');
    expect(issuer.asked() - asked).toBe(5);
    // One who comes with a good token of a new key is not refused, and gets in as soon as anybody may look again.
    const added = await issuer.prepare('ES256');
    added.publish();
    expect(await me(await token(added), fresh)).toMatchObject(UNAVAILABLE);
    expect((await me(await token(), fresh)).status).toBe(200);
    pass(3);
    expect(await me(await token(key, { kid: randomUUID() }), fresh)).toMatchObject(UNAUTHENTICATED);
    expect((await me(await token(added), fresh)).status).toBe(200);
  });

  test.each(['broken', 'away', 'silly'] as const)(
    'while it is %s, an unknown token is not refused: it may come again',
    async (state) => {
      const fresh = await start();
      issuer.become(state);
      const answer = await me(await token(), fresh);
      expect(answer).toMatchObject(UNAVAILABLE);
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
      const asked = issuer.asked();
      expect(await me(await token(), fresh)).toMatchObject(UNAVAILABLE);
      expect(issuer.asked()).toBe(asked);
      issuer.become('up');
      pass(6);
      expect((await me(await token(), fresh)).status).toBe(200);
    },
  );

  test('that were known count for an hour longer while it is away', async () => {
    const fresh = await start();
    expect((await me(await token(), fresh)).status).toBe(200);
    issuer.become('away');
    pass(3000);
    expect((await me(await token(), fresh)).status).toBe(200);
    expect(await me(await token(key, { kid: randomUUID() }), fresh)).toMatchObject(UNAVAILABLE);
    pass(700);
    expect(await me(await token(), fresh)).toMatchObject(UNAVAILABLE);
  });
});

const sign = (alg: string, secret: string, claims: object = {}) =>
  new SignJWT({ sub: subject(), ...claims })
    .setProtectedHeader({ alg, typ: 'JWT' })
    .setIssuer(issuer.issuer)
    .setAudience(issuer.audience)
    .setIssuedAt()
    .setExpirationTime('1 minute')
    .sign(Buffer.from(secret));

describe('with a shared secret', () => {
  const shared = { AUTH_JWKS_URL: '', AUTH_JWT_SECRET: SECRET };

  test('only what it signed counts, and only with HS256', async () => {
    const at = await start(shared);
    expect((await me(await sign('HS256', SECRET), at)).body.via).toBe('outside');
    expect(await me(await sign('HS256', `${SECRET}!`), at)).toMatchObject(UNAUTHENTICATED);
    expect(await me(await sign('HS384', SECRET), at)).toMatchObject(UNAUTHENTICATED);
    expect(await me(await issuer.sign(key, { sub: subject() }), at)).toMatchObject(UNAUTHENTICATED);
    expect(await me(await sign('HS256', SECRET), api)).toMatchObject(UNAUTHENTICATED);
  });

  test('that is too short the API does not start', async () => {
    const short = start({ ...shared, AUTH_JWT_SECRET: 'only thirty-one characters long' });
    await expect(short).rejects.toThrow(/AUTH_JWT_SECRET must have 32 bytes or more/);
    await expect(short).rejects.not.toThrow(/thirty-one/);
  });
});

test('an account is erased with a token of the last ten minutes, at once with one of the last minute', async () => {
  const sub = subject();
  const ask = async (ageSeconds: number, waive: boolean) => {
    const iat = nowSeconds() - ageSeconds;
    const token = await issuer.sign(key, { sub, iat });
    const { status, body } = await api.call('POST', '/v1/me/erasure', { token, body: { waive } });
    return [status, body.code ?? body.state];
  };
  expect(await ask(660, false)).toEqual([403, 'REAUTHENTICATION_NEEDED']);
  expect(await ask(120, true)).toEqual([403, 'REAUTHENTICATION_NEEDED']);
  expect(await ask(120, false)).toEqual([202, 'waiting']);
  expect(await ask(0, true)).toEqual([202, 'waiting']);
});
