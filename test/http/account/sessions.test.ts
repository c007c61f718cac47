// Staying signed in and being signed out: refresh tokens that work once, sessions that end at once, everywhere.
import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { API_NEEDS, readConfig } from '../../../src/config.ts';
import { startApi } from '../../../src/server.ts';
import { openApi, PASSWORD, type Answer, type Api } from '../../harness/http.ts';
import { letHear } from '../../harness/let-hear.ts';
import { meetAtLock } from '../../harness/lock-holder.ts';
import { httpWorld } from '../../harness/http-world.ts';

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0';

const { world, api, admin } = httpWorld();

interface SignedIn {
  access: string;
  refresh: string;
  userId: string;
  orgId: string;
}

const read = ({ body }: Answer): SignedIn => ({
  access: body.access_token,
  refresh: body.refresh_token,
  userId: body.user.id,
  orgId: body.user.org_id,
});

/** Somebody new, and how to sign in as them again. */
async function someone(): Promise<
  SignedIn & { email: string; signIn: (agent?: string) => Promise<SignedIn> }
> {
  const email = `${randomUUID()}@example.com`;
  const session = read(await api.call('POST', '/v1/auth/register', { body: { email, password: PASSWORD } }));
  const signIn = async (agent = 'node') =>
    read(
      await api.call('POST', '/v1/auth/login', {
        body: { email, password: PASSWORD },
        headers: { 'user-agent': agent },
      }),
    );
  return { ...session, email, signIn };
}

const refresh = (refresh_token: string, at: Api = api) =>
  at.call('POST', '/v1/auth/refresh', { body: { refresh_token } });
const me = (token: string, headers: Record<string, string> = {}) =>
  api.call('GET', '/v1/auth/me', { token, headers });
const isIn = async (token: string): Promise<boolean> => (await me(token)).status === 200;
const sessionOf = (token: string): string =>
  JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString()).sid;
/** As if the session's tokens had been used up so many seconds earlier. */
const age = (session: SignedIn, seconds: number) =>
  admin.query(
    `update refresh_tokens set rotated_at = rotated_at - make_interval(secs => $2) where session_id = $1`,
    [sessionOf(session.access), seconds],
  );

const UNAUTHENTICATED = { status: 401, body: { code: 'UNAUTHENTICATED' } };
const REUSED = { status: 401, body: { code: 'REFRESH_REUSED' } };

describe('a refresh token', () => {
  test('brings the next one, and an access token of the same session', async () => {
    const ana = await someone();
    const answer = await refresh(ana.refresh);
    expect(answer).toMatchObject({ status: 200, body: { expires_in: 600, user: { id: ana.userId } } });
    const next = read(answer);
    expect(next.refresh).not.toBe(ana.refresh);
    expect(sessionOf(next.access)).toBe(sessionOf(ana.access));
    expect([await isIn(ana.access), await isIn(next.access)]).toEqual([true, true]);
    expect((await refresh(next.refresh)).status).toBe(200);
  });

  test('that a hundred requests bring at once has one successor, and the session lives', async () => {
    const ana = await someone();
    const answers = await Promise.all(Array.from({ length: 100 }, () => refresh(ana.refresh)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    const successors = new Set(answers.map((answer) => read(answer).refresh));
    expect(successors.size).toBe(1);
    const { rows } = await admin.query('select from refresh_tokens where session_id = $1', [
      sessionOf(ana.access),
    ]);
    expect(rows).toHaveLength(2);
    expect((await refresh([...successors][0]!)).status).toBe(200);
    expect(await isIn(ana.access)).toBe(true);
  });

  test('that eight requests bring in the very same moment has one successor', async () => {
    const ana = await someone();
    const answers = await meetAtLock(
      world.database.adminUrl,
      {
        lock: `select from sessions where id = '${sessionOf(ana.access)}' for update`,
        waiting: 'rotate_refresh_token',
        count: 8,
      },
      () => Promise.all(Array.from({ length: 8 }, () => refresh(ana.refresh))),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 200));
    expect(new Set(answers.map((answer) => read(answer).refresh)).size).toBe(1);
  });

  test('whose answer was lost is answered again, for ten seconds', async () => {
    const ana = await someone();
    const next = read(await refresh(ana.refresh));
    await age(ana, 8);
    expect(read(await refresh(ana.refresh)).refresh).toBe(next.refresh);
    await age(ana, 2);
    expect(await refresh(ana.refresh)).toMatchObject(REUSED);
  });

  test.each(['right after its successor was used', 'after ten seconds'])(
    'that comes again %s ends its session, and no other',
    async (when) => {
      const ana = await someone();
      const other = await ana.signIn();
      let newest = read(await refresh(ana.refresh));
      if (when.startsWith('right')) newest = read(await refresh(newest.refresh));
      else await age(ana, 10);
      expect(await refresh(ana.refresh)).toMatchObject(REUSED);
      expect(await refresh(newest.refresh)).toMatchObject(UNAUTHENTICATED);
      expect(await refresh(ana.refresh)).toMatchObject(UNAUTHENTICATED);
      expect([await isIn(newest.access), await isIn(ana.access)]).toEqual([false, false]);
      expect(await isIn(other.access)).toBe(true);
    },
  );

  test('that thief and owner bring by turns ends with both signed out', async () => {
    const ana = await someone();
    const answers = [];
    // Each goes on with what they got last; who is second finds the other's successor used.
    let [thief, owner] = [ana.refresh, ana.refresh];
    for (let turn = 0; turn < 3; turn++) {
      const stolen = await refresh(thief);
      const own = await refresh(owner);
      answers.push(stolen, own);
      [thief, owner] = [stolen.body.refresh_token ?? thief, own.body.refresh_token ?? owner];
      if (turn === 0) [thief] = [read(await refresh(thief)).refresh];
    }
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 401, 401, 401]);
    expect(answers[3]).toMatchObject(REUSED);
  });

  test.each([
    ['unknown', async () => 'A'.repeat(43)],
    ['an access token', async (ana: SignedIn) => ana.access.slice(0, 200)],
    [
      'expired',
      async (ana: SignedIn) => {
        const { access, refresh } = ana;
        await admin.query('update refresh_tokens set expires_at = now() where session_id = $1', [
          sessionOf(access),
        ]);
        return refresh;
      },
    ],
    [
      'of a session that has lived for ninety days',
      async ({ access, refresh }: SignedIn) => {
        await admin.query('update sessions set expires_at = now() where id = $1', [sessionOf(access)]);
        return refresh;
      },
    ],
  ])('that is %s brings nothing, and ends nothing', async (_what, tokenOf) => {
    const ana = await someone();
    const other = await ana.signIn();
    expect(await refresh(await tokenOf(ana))).toMatchObject(UNAUTHENTICATED);
    expect(await isIn(other.access)).toBe(true);
  });

  test('never outlives its session', async () => {
    const ana = await someone();
    await admin.query(`update sessions set expires_at = now() + interval '1 hour' where id = $1`, [
      sessionOf(ana.access),
    ]);
    const { body } = await refresh(ana.refresh);
    expect(body.refresh_expires_in).toBeGreaterThan(3000);
    expect(body.refresh_expires_in).toBeLessThanOrEqual(3600);
  });

  test('stands nowhere in the database', async () => {
    const ana = await someone();
    const next = read(await refresh(ana.refresh));
    const { rows } = await admin.query<{ row: string }>(
      'select to_jsonb(r)::text as row from refresh_tokens r union all select to_jsonb(s)::text from sessions s',
    );
    const dump = rows.map(({ row }) => row).join('\n');
    expect(dump).toContain(sessionOf(ana.access));
    for (const secret of [ana.refresh, next.refresh, ana.access, next.access])
      expect(dump).not.toContain(secret);
  });
});

const start = async (env: NodeJS.ProcessEnv) => {
  const running = await startApi(readConfig(API_NEEDS, { ...world.env, PORT: '0', ...env }));
  return { running, other: await openApi(running.url) };
};

describe('while TOKEN_SECRET is rotated', () => {
  const fresh = randomUUID() + randomUUID();

  test('tokens of the old one work on the new one, a lost answer as well', async () => {
    const { running, other } = await start({
      TOKEN_SECRET: fresh,
      TOKEN_SECRET_OLD: world.env['TOKEN_SECRET']!,
    });
    try {
      const ana = await someone();
      expect((await other.call('GET', '/v1/auth/me', { token: ana.access })).status).toBe(200);
      const lost = read(await refresh(ana.refresh));
      const again = read(await refresh(ana.refresh, other));
      expect(again.refresh).toBe(lost.refresh);
      expect((await other.call('GET', '/v1/auth/me', { token: again.access })).status).toBe(200);
      // A process that has not heard of the new secret takes no token of it.
      expect(await isIn(again.access)).toBe(false);
      expect((await refresh(again.refresh, other)).status).toBe(200);
    } finally {
      await running.stop();
    }
  });

  test('a process that cannot know the successor ends nothing: it asks to come again', async () => {
    const { running, other } = await start({ TOKEN_SECRET: fresh });
    try {
      const ana = await someone();
      const next = read(await refresh(ana.refresh));
      expect(await refresh(ana.refresh, other)).toMatchObject({ status: 503, body: { code: 'UNAVAILABLE' } });
      expect((await refresh(next.refresh)).status).toBe(200);
    } finally {
      await running.stop();
    }
  });
});

const logout = (request: Parameters<Api['call']>[2]) => api.call('POST', '/v1/auth/logout', request);

describe('signing out', () => {
  test('ends this session with the next request, and no other', async () => {
    const ana = await someone();
    const other = await ana.signIn();
    expect((await logout({ token: ana.access })).status).toBe(204);
    expect(await me(ana.access)).toMatchObject(UNAUTHENTICATED);
    for (const orgId of [ana.orgId, randomUUID(), 'x'])
      expect(await me(ana.access, { 'x-org-id': orgId })).toMatchObject(UNAUTHENTICATED);
    expect(await refresh(ana.refresh)).toMatchObject(UNAUTHENTICATED);
    expect(await isIn(other.access)).toBe(true);
    // A repeat is no error: the answer may have been lost.
    expect((await logout({ token: ana.access })).status).toBe(204);
    expect(await isIn(other.access)).toBe(true);
  });

  test('works by a refresh token alone, even one that was used; one that is unknown is no error', async () => {
    const ana = await someone();
    const next = read(await refresh(ana.refresh));
    expect((await logout({ body: { refresh_token: ana.refresh } })).status).toBe(204);
    expect([await isIn(next.access), (await refresh(next.refresh)).status]).toEqual([false, 401]);
    expect((await logout({ body: { refresh_token: 'A'.repeat(43) } })).status).toBe(204);
  });

  test('is nothing that nobody can do', async () => {
    expect(await logout({})).toMatchObject(UNAUTHENTICATED);
    expect(await logout({ body: {} })).toMatchObject(UNAUTHENTICATED);
    expect(await logout({ token: 'x' })).toMatchObject(UNAUTHENTICATED);
    expect((await logout({ body: { refresh_token: 1 } })).body.code).toBe('VALIDATION_FAILED');
  });

  test('everywhere ends them all, and nobody else', async () => {
    const [ana, ben] = [await someone(), await someone()];
    const other = await ana.signIn();
    expect((await api.call('POST', '/v1/auth/logout-everywhere', { token: ana.access })).status).toBe(204);
    for (const session of [ana, other])
      expect([await isIn(session.access), (await refresh(session.refresh)).status]).toEqual([false, 401]);
    expect(await isIn(ben.access)).toBe(true);
    expect(await isIn((await ana.signIn()).access)).toBe(true);
  });
});

const everywhere = () => ['POST', '/v1/auth/logout-everywhere'] as const;
const here = (access: string) => ['DELETE', `/v1/account/sessions/${sessionOf(access)}`] as const;

describe('who ends what let them in, and did not hear so, asks again under the same key', () => {
  test.each([
    ['everywhere', everywhere],
    ['here, in the list', here],
  ])('signing out %s', async (_where, ask) => {
    const [ana, ben] = [await someone(), await someone()];
    const [method, path] = ask(ana.access);
    const key = { 'idempotency-key': randomUUID() };
    const send = (token: string, headers = key) => api.call(method, path, { token, headers });
    for (const replayed of [null, 'true', 'true']) {
      const answer = await send(ana.access);
      expect([answer.status, answer.headers.get('idempotent-replayed')]).toEqual([204, replayed]);
    }
    // Nothing else comes in by it: not another request, another key, or another person.
    expect(await me(ana.access, key)).toMatchObject(UNAUTHENTICATED);
    expect(
      await api.call('POST', '/v1/orgs', { token: ana.access, body: { name: 'X' }, headers: key }),
    ).toMatchObject(UNAUTHENTICATED);
    expect(await send(ana.access, { 'idempotency-key': randomUUID() })).toMatchObject(UNAUTHENTICATED);
    await logout({ token: ben.access });
    expect(await send(ben.access)).toMatchObject(UNAUTHENTICATED);
  });

  test('somebody who belongs nowhere that the token names can still sign out', async () => {
    const ana = await someone();
    await admin.query('delete from members where org_id = $1', [ana.orgId]);
    expect((await me(ana.access)).status).toBe(404);
    expect((await logout({ token: ana.access })).status).toBe(204);
    expect(await me(ana.access)).toMatchObject(UNAUTHENTICATED);
  });
});

const list = async (token: string) =>
  (await api.call('GET', '/v1/account/sessions', { token })).body.sessions;

const end = (token: string, id: string) => api.call('DELETE', `/v1/account/sessions/${id}`, { token });

describe('the list of sessions', () => {
  test('shows where one is signed in, by nothing more than a product and a system', async () => {
    const ana = await someone();
    const other = await ana.signIn(FIREFOX);
    const shown = await list(other.access);
    expect(shown).toEqual([
      expect.objectContaining({ id: sessionOf(ana.access), current: false, label: null }),
      expect.objectContaining({ id: sessionOf(other.access), current: true, label: 'Firefox on Linux' }),
    ]);
    const { rows } = await admin.query<{ row: string }>('select to_jsonb(s)::text as row from sessions s');
    expect(rows.filter(({ row }) => /Mozilla|Gecko|145\.0/.test(row))).toEqual([]);
  });

  test('lets one end another session of one’s own, once', async () => {
    const ana = await someone();
    const other = await ana.signIn();
    expect((await end(ana.access, sessionOf(other.access))).status).toBe(204);
    expect(await isIn(other.access)).toBe(false);
    expect((await list(ana.access)).map(({ id }: { id: string }) => id)).toEqual([sessionOf(ana.access)]);
    expect((await end(ana.access, sessionOf(other.access))).status).toBe(404);
  });

  test('knows nothing of another person’s', async () => {
    const [ana, ben] = [await someone(), await someone()];
    for (const id of [sessionOf(ben.access), randomUUID(), 'x'])
      expect(await end(ana.access, id)).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
    expect(await isIn(ben.access)).toBe(true);
  });
});

const change = (token: string, current_password: string, new_password: string, headers = {}) =>
  api.call('POST', '/v1/auth/password', { token, body: { current_password, new_password }, headers });

const login = (email: string, password: string) =>
  api.call('POST', '/v1/auth/login', { body: { email, password } });

describe('a change of the password', () => {
  test('signs out everywhere else, and only the new one counts', async () => {
    const ana = await someone();
    const other = await ana.signIn();
    expect((await change(ana.access, PASSWORD, 'a much better one')).status).toBe(204);
    expect([await isIn(ana.access), await isIn(other.access)]).toEqual([true, false]);
    expect([(await refresh(ana.refresh)).status, (await refresh(other.refresh)).status]).toEqual([200, 401]);
    expect((await login(ana.email, PASSWORD)).status).toBe(401);
    expect((await login(ana.email, 'a much better one')).status).toBe(200);
  });

  test('needs the current one, and a good one', async () => {
    const ana = await someone();
    const wrong = await change(ana.access, 'not the password', 'a much better one');
    expect(wrong).toMatchObject({ status: 401, body: { code: 'BAD_CREDENTIALS' } });
    const weak = await change(ana.access, PASSWORD, ana.email);
    expect(weak).toMatchObject({ status: 422, body: { code: 'PASSWORD_WEAK' } });
    expect((await login(ana.email, PASSWORD)).status).toBe(200);
  });

  test('keeps out whoever was just signing in with the old one', async () => {
    const ana = await someone();
    // The old password has been found right when the new one is written.
    const late = await meetAtLock(
      world.database.adminUrl,
      {
        lock: `update users set password_hash = 'another' where id = '${ana.userId}'`,
        waiting: 'open_session',
        count: 1,
      },
      () => login(ana.email, PASSWORD),
    );
    expect(late).toMatchObject({ status: 401, body: { code: 'BAD_CREDENTIALS' } });
    const { rows } = await admin.query('select from sessions where user_id = $1', [ana.userId]);
    expect(rows).toHaveLength(1);
  });

  test('that comes twice at once is made once', async () => {
    const ana = await someone();
    const answers = await Promise.all(
      ['the first of two', 'the second of two'].map((password) => change(ana.access, PASSWORD, password)),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([204, 401]));
  });

  test('whose answer was lost is answered again under its Idempotency-Key', async () => {
    const ana = await someone();
    const key = { 'idempotency-key': randomUUID() };
    for (const replayed of [null, 'true']) {
      const answer = await change(ana.access, PASSWORD, 'a much better one', key);
      expect([answer.status, answer.headers.get('idempotent-replayed')]).toEqual([204, replayed]);
    }
  });

  test('that was made by an attempt which died before it answered is done', async () => {
    const ana = await someone();
    const key = { 'idempotency-key': randomUUID() };
    expect((await change(ana.access, PASSWORD, 'a much better one', key)).status).toBe(204);
    // As it stands when the process dies between the two.
    await admin.query(
      `update idempotency_keys set status = 'pending', answer = null, locked_until = now() where user_id = $1`,
      [ana.userId],
    );
    expect((await change(ana.access, PASSWORD, 'a much better one', key)).status).toBe(204);
    expect(await change(ana.access, PASSWORD, 'a much better one')).toMatchObject({ status: 401 });
  });

  test('cannot be tried for ever', async () => {
    const ana = await someone();
    const tries = Array.from({ length: 30 }, () =>
      change(ana.access, 'not the password', 'a much better one'),
    );
    const statuses = (await Promise.all(tries)).map(({ status }) => status);
    expect(new Set(statuses)).toEqual(new Set([401, 429]));
  });
});

async function team(member: SignedIn): Promise<string> {
  const orgId = randomUUID();
  await admin.query(`insert into orgs (id, name, kind) values ($1, 'Team', 'team')`, [orgId]);
  const rowOf = [orgId, member.userId];
  await admin.query(`insert into members (org_id, user_id, role) values ($1, $2, 'member')`, rowOf);
  await admin.query(`insert into profiles (org_id, user_id, zone) values ($1, $2, 'UTC')`, rowOf);
  return orgId;
}

describe('an organisation', () => {
  const NOT_FOUND = { status: 404, body: { code: 'NOT_FOUND' } };

  test('is the personal one, or the one of X-Org-Id', async () => {
    const ana = await someone();
    const orgId = await team(ana);
    expect((await me(ana.access)).body.organisation).toMatchObject({ id: ana.orgId, kind: 'personal' });
    expect((await me(ana.access, { 'x-org-id': orgId })).body).toMatchObject({
      user: { org_id: orgId },
      organisation: { id: orgId, name: 'Team', kind: 'team' },
      role: 'member',
    });
    expect((await ana.signIn()).orgId).toBe(ana.orgId);
  });

  test('that one does not belong to is not there, nor is one that never was', async () => {
    const [ana, ben] = [await someone(), await someone()];
    for (const orgId of [ben.orgId, randomUUID(), 'x', ''])
      expect(await me(ana.access, { 'x-org-id': orgId })).toMatchObject(NOT_FOUND);
  });

  test('is gone with the next request after one was removed', async () => {
    const ana = await someone();
    const orgId = await team(ana);
    expect((await me(ana.access, { 'x-org-id': orgId })).status).toBe(200);
    await admin.query('delete from members where org_id = $1', [orgId]);
    await letHear(api);
    expect(await me(ana.access, { 'x-org-id': orgId })).toMatchObject(NOT_FOUND);
    expect(await isIn(ana.access)).toBe(true);
  });
});
