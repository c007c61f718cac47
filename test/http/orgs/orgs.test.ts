// Organisations by REST: teams, roles, invitations, and what strangers, former members and machines find there.
import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Answer, Session } from '../../harness/http.ts';
import { httpWorld } from '../../harness/http-world.ts';

const { api, admin } = httpWorld();

const codeOf = ({ status, body }: Answer): [number, string | undefined] => [status, body.code];

async function homeOf(person: Session): Promise<string> {
  return (await person.expect(200, 'GET', '/v1/auth/me')).user.org_id;
}

/** The path of a new team of which `owner` is the owner, with these members in it. */
async function teamOf(owner: Session, ...members: Session[]): Promise<string> {
  const path = `/v1/orgs/${(await owner.expect(201, 'POST', '/v1/orgs', { name: 'Team' })).id}`;
  for (const member of members) {
    const { token } = await owner.expect(201, 'POST', `${path}/invitations`, { email: member.email });
    await member.expect(200, 'POST', '/v1/invitations/acceptance', { token });
  }
  return path;
}

/** As `call`, in the organisation of this path. */
const within = (path: string) => ({ 'x-org-id': path.split('/')[3]! });

/** What acceptance says, whoever asks. */
async function accept(person: Session, token: string): Promise<Answer['body']> {
  const { body } = await person.call('POST', '/v1/invitations/acceptance', { token });
  return { ...body, request_id: null };
}

const member = ({ userId }: Session, name: string, role: string, email: string | null) => ({
  user_id: userId,
  name,
  email,
  role,
  joined_at: expect.any(String),
});

/** Speaks with a new key of the person in the organisation of this path. */
async function keyOf(person: Session, path: string, scopes: string[]) {
  const made = await person.call('POST', '/v1/account/api-keys', { name: 'Robot', scopes }, within(path));
  expect(made.status).toBe(201);
  const token: string = made.body.key;
  return (method: string, address: string, body?: object, headers = {}) =>
    api.call(method, address, { token, body, headers });
}

test('everybody has an organisation of their own, and makes teams beside it', async () => {
  const ana = await api.register({ name: 'Ana', zone: 'Asia/Tokyo' });
  const [own, ...none] = (await ana.expect(200, 'GET', '/v1/orgs')).orgs;
  expect(none).toEqual([]);
  expect(own).toMatchObject({ id: await homeOf(ana), kind: 'personal', role: 'owner' });

  const team = await ana.expect(201, 'POST', '/v1/orgs', { name: '  Runners ' });
  expect(team).toMatchObject({ name: 'Runners', kind: 'team', role: 'owner' });
  expect(await ana.expect(200, 'GET', '/v1/orgs')).toEqual({ orgs: [own, team], next_cursor: null });
  expect(await ana.expect(200, 'GET', `/v1/orgs/${team.id}`)).toEqual(team);
  const renamed = { ...team, name: 'Readers' };
  expect(await ana.expect(200, 'PATCH', `/v1/orgs/${team.id}`, { name: 'Readers' })).toEqual(renamed);
  expect(await ana.expect(200, 'PATCH', `/v1/orgs/${own.id}`, { name: 'Mine' })).toMatchObject({
    name: 'Mine',
  });

  const there = await ana.call('GET', '/v1/auth/me', undefined, { 'x-org-id': team.id });
  expect(there.body.user).toMatchObject({ org_id: team.id, name: 'Ana', zone: 'Asia/Tokyo' });
});

test('one person belongs to fifty at most, however they come and however many at once', async () => {
  const [ana, ben] = [await api.register(), await api.register()];
  const make = () => ana.call('POST', '/v1/orgs', { name: 'Team' });
  const team = await teamOf(ben);
  const { token } = await ben.expect(201, 'POST', `${team}/invitations`, { email: ana.email });
  // Beside the one of their own.
  for (let count = 0; count < 45; count += 1) expect((await make()).status).toBe(201);
  const answers = await Promise.all(Array.from({ length: 8 }, make));
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(4);
  expect(await make()).toMatchObject({ status: 409, body: { code: 'ORGS_TOO_MANY' } });
  expect(await accept(ana, token)).toMatchObject({ status: 409, code: 'ORGS_TOO_MANY' });
  const { orgs } = await ana.expect(200, 'GET', '/v1/orgs?limit=100');
  expect(orgs).toHaveLength(50);

  const { id } = orgs.at(-1);
  await admin.query('delete from members where org_id = $1', [id]);
  expect(await accept(ana, token)).toMatchObject({ role: 'member' });
  expect((await make()).status).toBe(409);
});

test('lists come in pages, and a cursor of nobody is refused', async () => {
  const ana = await api.register();
  const team = await teamOf(ana, await api.register(), await api.register());
  for (const [path, key] of [
    ['/v1/orgs', 'orgs'],
    [`${team}/members`, 'members'],
  ] as const) {
    const all = (await ana.expect(200, 'GET', path))[key];
    const seen = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: Answer['body'] = await ana.expect(
        200,
        'GET',
        `${path}?limit=1${cursor && `&cursor=${cursor}`}`,
      );
      expect(page[key]).toHaveLength(1);
      seen.push(...page[key]);
      cursor = page.next_cursor;
    }
    expect(seen).toEqual(all);
    expect((await ana.expect(400, 'GET', `${path}?cursor=nobodys`)).code).toBe('BAD_REQUEST');
  }
});

describe('invitations', () => {
  test('whoever signs in with the address joins; members see who is there, managers their addresses', async () => {
    const [ana, ben] = [await api.register({ name: 'Ana' }), await api.register({ name: 'Ben' })];
    const team = await teamOf(ana);
    const made = await ana.expect(201, 'POST', `${team}/invitations`, {
      email: ` ${ben.email.toUpperCase()} `,
      role: 'member',
    });
    const { token, ...invitation } = made;
    expect(invitation).toMatchObject({ email: ben.email, role: 'member', invited_by: ana.userId });
    expect(await ana.expect(200, 'GET', `${team}/invitations`)).toEqual({ invitations: [invitation] });

    const joined = await ben.expect(200, 'POST', '/v1/invitations/acceptance', { token });
    expect(joined).toMatchObject({ name: 'Team', kind: 'team', role: 'member' });
    expect((await ben.expect(200, 'GET', '/v1/orgs')).orgs).toContainEqual(joined);
    expect((await ana.expect(200, 'GET', `${team}/members`)).members).toEqual([
      member(ana, 'Ana', 'owner', ana.email),
      member(ben, 'Ben', 'member', ben.email),
    ]);
    expect((await ben.expect(200, 'GET', `${team}/members`)).members).toEqual([
      member(ana, 'Ana', 'owner', null),
      member(ben, 'Ben', 'member', null),
    ]);
  });

  test('used, revoked, made up and for somebody else are one and the same', async () => {
    const [ana, ben, cleo] = [await api.register(), await api.register(), await api.register()];
    const team = await teamOf(ana);
    const invite = () => ana.expect(201, 'POST', `${team}/invitations`, { email: ben.email });
    const used = await invite();
    const forBen = await accept(cleo, used.token);
    expect(forBen).toMatchObject({ status: 404, code: 'INVITATION_UNKNOWN' });
    expect(await accept(ben, used.token)).toMatchObject({ role: 'member' });
    const revoked = await invite();
    await ana.expect(204, 'DELETE', `${team}/invitations/${revoked.id}`);
    for (const token of [used.token, revoked.token, 'made-up', 'x'.repeat(43)])
      expect(await accept(ben, token)).toEqual(forBen);
    expect((await ana.expect(404, 'DELETE', `${team}/invitations/${used.id}`)).code).toBe('NOT_FOUND');
  });

  test('a repeat under the same key is the same invitation', async () => {
    const ana = await api.register();
    const team = await teamOf(ana);
    const headers = { 'idempotency-key': randomUUID() };
    const invite = () => ana.call('POST', `${team}/invitations`, { email: 'x@example.com' }, headers);
    const [first, second] = [await invite(), await invite()];
    expect(second.body).toEqual(first.body);
    expect((await ana.expect(200, 'GET', `${team}/invitations`)).invitations).toHaveLength(1);
  });

  test.each([
    [{ email: 'nobody' }, 'email'],
    [{ email: 'x@example.com', role: 'owner' }, 'role'],
    [{ email: 'x@example.com', org_id: randomUUID() }, 'org_id'],
  ])('%o is refused', async (body, path) => {
    const ana = await api.register();
    const { errors } = await ana.expect(422, 'POST', `${await teamOf(ana)}/invitations`, body);
    expect(errors).toMatchObject([{ path }]);
  });
});

describe('roles', () => {
  test('a member sees who is there, and changes nothing: 403 at home, 404 elsewhere', async () => {
    const [ana, ben] = [await api.register(), await api.register()];
    const team = await teamOf(ana, ben);
    const { id } = await ana.expect(201, 'POST', `${team}/invitations`, { email: 'x@example.com' });
    const tooLow = [403, 'ROLE_TOO_LOW'];
    expect(codeOf(await ben.call('PATCH', team, { name: 'Mine' }))).toEqual(tooLow);
    expect(codeOf(await ben.call('GET', `${team}/invitations`))).toEqual(tooLow);
    expect(codeOf(await ben.call('POST', `${team}/invitations`, { email: 'y@example.com' }))).toEqual(tooLow);
    expect(codeOf(await ben.call('DELETE', `${team}/invitations/${id}`))).toEqual(tooLow);
    expect(codeOf(await ben.call('DELETE', `${team}/members/${ana.userId}`))).toEqual(tooLow);
    const promote = await ben.call('PATCH', `${team}/members/${ben.userId}`, { role: 'owner' });
    expect(codeOf(promote)).toEqual(tooLow);

    const other = await teamOf(ana);
    for (const member of [randomUUID(), (await api.register()).userId, 'nobody'])
      expect((await ana.expect(404, 'DELETE', `${other}/members/${member}`)).code).toBe('NOT_FOUND');
  });

  test('admins manage all but owners, owners everybody, and one owner stays', async () => {
    const [ana, ben, cleo] = [await api.register(), await api.register(), await api.register()];
    const team = await teamOf(ana, ben, cleo);
    const give = (by: Session, to: Session, role: string) =>
      by.call('PATCH', `${team}/members/${to.userId}`, { role });
    expect((await give(ana, ben, 'admin')).body).toMatchObject({ user_id: ben.userId, role: 'admin' });
    expect((await give(ben, cleo, 'admin')).status).toBe(200);
    expect(codeOf(await give(ben, cleo, 'owner'))).toEqual([403, 'ROLE_TOO_LOW']);
    expect(codeOf(await give(ben, ana, 'member'))).toEqual([403, 'ROLE_TOO_LOW']);
    expect(codeOf(await give(ana, ana, 'member'))).toEqual([409, 'LAST_OWNER']);
    expect(codeOf(await ana.call('DELETE', `${team}/members/${ana.userId}`))).toEqual([409, 'LAST_OWNER']);
    expect((await give(ana, ben, 'owner')).status).toBe(200);
    expect((await give(ben, ana, 'member')).body).toMatchObject({ role: 'member' });
  });

  test('nobody is invited to a personal organisation, and nobody leaves it', async () => {
    const ana = await api.register();
    const own = `/v1/orgs/${await homeOf(ana)}`;
    const personal = [409, 'ORG_PERSONAL'];
    expect(codeOf(await ana.call('POST', `${own}/invitations`, { email: 'x@example.com' }))).toEqual(
      personal,
    );
    expect(codeOf(await ana.call('DELETE', `${own}/members/${ana.userId}`))).toEqual(personal);
    const change = await ana.call('PATCH', `${own}/members/${ana.userId}`, { role: 'member' });
    expect(codeOf(change)).toEqual([409, 'LAST_OWNER']);
  });
});

describe('who does not belong', () => {
  const BODIES: Record<string, object> = {
    renameOrganisation: { name: 'Mine' },
    changeRole: { role: 'owner' },
    invitePerson: { email: 'x@example.com' },
    setOrganisationBudget: { soft_limit_micros: 1_000_000, hard_limit_micros: 2_000_000 },
  };

  /** What each door of the organisation says to `person`. */
  async function everyDoor(person: Session, path: string, ids: Record<string, string>, headers = {}) {
    const [doors, said] = [api.operations.filter((one) => one.path.startsWith('/v1/orgs/{id}')), new Set()];
    expect(doors.length).toBeGreaterThan(7);
    for (const { method, path: pattern, operationId } of doors) {
      const address = pattern
        .replace('/v1/orgs/{id}', path)
        .replaceAll(/\{(\w+)\}/g, (_, name: string) => ids[name]!);
      said.add(codeOf(await person.call(method, address, BODIES[operationId], headers)).join(' '));
    }
    return [...said];
  }

  test('a stranger, an unknown organisation and one who was removed find nothing, and change nothing', async () => {
    const [ana, ben, cleo] = [await api.register(), await api.register(), await api.register()];
    const team = await teamOf(ana, ben);
    const { id } = await ana.expect(201, 'POST', `${team}/invitations`, { email: 'x@example.com' });
    const ids = { user_id: ana.userId, invitation_id: id };
    const before = [await ana.expect(200, 'GET', team), await ana.expect(200, 'GET', `${team}/invitations`)];
    expect(await everyDoor(cleo, team, ids)).toEqual(['404 NOT_FOUND']);
    expect(await everyDoor(cleo, team, { ...ids, user_id: cleo.userId })).toEqual(['404 NOT_FOUND']);
    expect(await everyDoor(ana, `/v1/orgs/${randomUUID()}`, ids)).toEqual(['404 NOT_FOUND']);

    const task = {
      title: 'Run',
      starts_at: new Date(Date.now() + 7_200_000).toISOString(),
      duration_minutes: 30,
    };
    const made = await ben.call('POST', '/v1/tasks', task, within(team));
    expect(made.status).toBe(201);
    await ana.expect(204, 'DELETE', `${team}/members/${ben.userId}`);
    expect(await everyDoor(ben, team, ids)).toEqual(['404 NOT_FOUND']);
    expect(await everyDoor(ben, team, ids, within(team))).toEqual(['404 NOT_FOUND']);
    expect(codeOf(await ben.call('GET', '/v1/tasks', undefined, within(team)))).toEqual([404, 'NOT_FOUND']);
    expect((await ben.expect(200, 'GET', '/v1/tasks')).tasks).toEqual([]);
    expect((await ana.call('GET', '/v1/tasks', undefined, within(team))).body.tasks).toEqual([]);
    expect((await ben.expect(200, 'GET', '/v1/orgs')).orgs).toHaveLength(1);
    expect([await ana.expect(200, 'GET', team), await ana.expect(200, 'GET', `${team}/invitations`)]).toEqual(
      before,
    );
  });

  test.each(['from home', 'from within'])('leaving under a key, %s', async (place) => {
    const [ana, ben] = [await api.register(), await api.register()];
    const team = await teamOf(ana, ben);
    const headers = { 'idempotency-key': randomUUID(), ...(place === 'from within' && within(team)) };
    const leave = () => ben.call('DELETE', `${team}/members/${ben.userId}`, undefined, headers);
    expect((await leave()).status).toBe(204);
    // Whoever is gone cannot select the organisation any more; the repeat is answered as the first was.
    const again = await leave();
    expect([again.status, again.headers.get('idempotent-replayed')]).toEqual([204, 'true']);
    expect(codeOf(await ben.call('GET', team, undefined, headers))).toEqual([404, 'NOT_FOUND']);
    expect((await ana.expect(200, 'GET', `${team}/members`)).members).toHaveLength(1);
  });
});

describe('API keys', () => {
  test('a key speaks for its own organisation alone, as far as its scopes go', async () => {
    const [ana, ben] = [await api.register(), await api.register()];
    const [team, other] = [await teamOf(ana, ben), await teamOf(ana)];
    const robot = await keyOf(ana, team, ['org:read', 'org:write']);
    expect((await robot('GET', '/v1/orgs')).body).toMatchObject({
      orgs: [{ name: 'Team' }],
      next_cursor: null,
    });
    expect((await robot('GET', `${team}/members`)).body.members).toHaveLength(2);
    expect((await robot('PATCH', team, { name: 'Robots' })).body).toMatchObject({ name: 'Robots' });
    for (const path of [other, `/v1/orgs/${await homeOf(ana)}`]) {
      expect(codeOf(await robot('GET', path))).toEqual([404, 'NOT_FOUND']);
      expect(codeOf(await robot('PATCH', path, { name: 'Robots' }))).toEqual([404, 'NOT_FOUND']);
    }
    expect(codeOf(await robot('POST', '/v1/orgs', { name: 'X' }))).toEqual([403, 'INSUFFICIENT_SCOPE']);
    const accept = await robot('POST', '/v1/invitations/acceptance', { token: 'x' });
    expect(codeOf(accept)).toEqual([403, 'INSUFFICIENT_SCOPE']);

    const reader = await keyOf(ana, team, ['org:read']);
    expect(codeOf(await reader('PATCH', team, { name: 'X' }))).toEqual([403, 'INSUFFICIENT_SCOPE']);
    const tasks = await keyOf(ben, team, ['tasks:read']);
    expect(codeOf(await tasks('GET', '/v1/orgs'))).toEqual([403, 'INSUFFICIENT_SCOPE']);
  });

  test('it may leave in the name of its person, and ends with the membership', async () => {
    const [ana, ben] = [await api.register(), await api.register()];
    const team = await teamOf(ana, ben);
    const robot = await keyOf(ben, team, ['org:read', 'org:write']);
    const key = { 'idempotency-key': randomUUID() };
    const leave = () => robot('DELETE', `${team}/members/${ben.userId}`, undefined, key);
    expect((await leave()).status).toBe(204);
    expect(codeOf(await robot('GET', '/v1/orgs'))).toEqual([401, 'UNAUTHENTICATED']);
    // The answer may have been lost; a key that was taken back hears nothing more.
    expect((await leave()).status).toBe(204);
    await admin.query('update api_keys set revoked_at = now() where user_id = $1', [ben.userId]);
    expect(codeOf(await leave())).toEqual([401, 'UNAUTHENTICATED']);
    expect((await ana.expect(200, 'GET', `${team}/members`)).members).toHaveLength(1);
  });

  test('it does not come back to life with a person who joins again', async () => {
    const [ana, ben] = await Promise.all([api.register(), api.register()]);
    const path = await teamOf(ana, ben);
    const call = await keyOf(ben, path, ['tasks:read']);
    expect((await call('GET', '/v1/tasks')).status).toBe(200);
    await ana.expect(204, 'DELETE', `${path}/members/${ben.userId}`);
    const { token } = await ana.expect(201, 'POST', `${path}/invitations`, { email: ben.email });
    await ben.expect(200, 'POST', '/v1/invitations/acceptance', { token });
    expect((await call('GET', '/v1/tasks')).status).toBe(401);
  });
});

test('ids are the same however they are written', async () => {
  const [ana, ben] = await Promise.all([api.register({ name: 'Ana' }), api.register({ name: 'Ben' })]);
  const path = await teamOf(ana, ben);
  const loud = `/v1/orgs/${path.split('/')[3]!.toUpperCase()}`;
  const promoted = await ana.expect(200, 'PATCH', `${loud}/members/${ben.userId.toUpperCase()}`, {
    role: 'admin',
  });
  expect(promoted).toMatchObject({ user_id: ben.userId, name: 'Ben', role: 'admin' });
  const leave = `${loud}/members/${ben.userId.toUpperCase()}`;
  const left = await ben.call('DELETE', leave, undefined, {
    ...within(path),
    'idempotency-key': randomUUID(),
  });
  expect(left.status).toBe(204);
});
