// Who waits for their erasure in an organisation with others: what becomes of it meanwhile, and that all is as it was when
// they think better of it.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase } from '../../../src/db.ts';
import { asSystem } from '../../../src/kernel/context.ts';
import { beginErasure } from '../../../src/privacy/begin-erasure.sql.ts';
import { httpWorld } from '../../harness/http-world.ts';
import { PASSWORD, type Session } from '../../harness/http.ts';

const { api, admin, world } = httpWorld();
let orm: Awaited<ReturnType<typeof openDatabase>>;
beforeAll(async () => {
  orm = await openDatabase(world.database.workerUrl, { poolSize: 1 });
});
afterAll(() => orm.close());

const ask = (person: Session, waive = false) =>
  person.call('POST', '/v1/me/erasure', { waive, password: PASSWORD });

async function invite(owner: Session, orgId: string, person: Session, role: 'admin' | 'member') {
  const { token } = await owner.expect(201, 'POST', `/v1/orgs/${orgId}/invitations`, {
    email: person.email,
    role,
  });
  await person.expect(200, 'POST', '/v1/invitations/acceptance', { token });
}

/** An organisation of somebody, with others in it. */
async function team(others: { role: 'admin' | 'member' }[]): Promise<{
  id: string;
  owner: Session;
  members: Session[];
}> {
  const owner = await api.register({ name: 'Ana' });
  const { id } = await owner.expect(201, 'POST', '/v1/orgs', { name: 'The team' });
  const members: Session[] = [];
  for (const { role } of others) {
    const member = await api.register({ name: 'Ben' });
    await invite(owner, id, member, role);
    members.push(member);
  }
  return { id, owner, members };
}

const rolesOf = async (orgId: string): Promise<Record<string, string>> => {
  const { rows } = await admin.query('select user_id, role from members where org_id = $1', [orgId]);
  return Object.fromEntries(rows.map(({ user_id, role }) => [user_id, role]));
};

const accept = (person: Session, { token }: { token: string }) =>
  person.call('POST', '/v1/invitations/acceptance', { token });

const makeOwner = (by: Session, orgId: string, { userId }: Session) =>
  by.expect(200, 'PATCH', `/v1/orgs/${orgId}/members/${userId}`, { role: 'owner' });

test('the only owner of others hands over first; who waits has left, and returns in their old role', async () => {
  const { id, owner: ana, members } = await team([{ role: 'member' }, { role: 'admin' }]);
  const [ben, cleo] = members as [Session, Session];
  const refused = await ask(ana);
  expect([refused.status, refused.body.code]).toEqual([409, 'LAST_OWNER']);
  await makeOwner(ana, id, ben);
  expect((await ask(ana)).status).toBe(202);
  expect(await rolesOf(id)).toEqual({ [ben.userId]: 'owner', [cleo.userId]: 'admin' });
  // An admin removes no owner, whether she is there or not.
  expect((await cleo.call('DELETE', `/v1/orgs/${id}/members/${ana.userId}`)).status).toBe(404);
  expect((await ana.call('GET', '/v1/tasks')).body.code).toBe('ACCOUNT_ERASING');
  // Now he is the only one.
  expect((await ask(ben)).body.code).toBe('LAST_OWNER');
  await ana.expect(204, 'DELETE', '/v1/me/erasure');
  expect((await rolesOf(id))[ana.userId]).toBe('owner');
  expect((await ana.expect(200, 'GET', '/v1/tasks')).tasks).toEqual([]);
});

test('who was removed while they waited does not return there', async () => {
  const { id, owner: ana, members } = await team([{ role: 'member' }]);
  const [ben] = members as [Session];
  await makeOwner(ana, id, ben);
  expect((await ask(ana)).status).toBe(202);
  await ben.expect(204, 'DELETE', `/v1/orgs/${id}/members/${ana.userId}`);
  expect((await ben.call('DELETE', `/v1/orgs/${id}/members/${ana.userId}`)).status).toBe(404);
  await ana.expect(204, 'DELETE', '/v1/me/erasure');
  expect(await rolesOf(id)).toEqual({ [ben.userId]: 'owner' });
  expect((await ana.expect(200, 'GET', '/v1/orgs')).orgs).toHaveLength(1);
});

test('what was invited is open again once it is taken back, but for what was revoked before or is asked anew', async () => {
  const { id, owner: ana, members } = await team([{ role: 'admin' }]);
  const [ben] = members as [Session];
  await makeOwner(ana, id, ben);
  const [dan, eva, fay] = [await api.register(), await api.register(), await api.register()];
  const invitations = `/v1/orgs/${id}/invitations`;
  const [toDan, toEva, toFay] = await Promise.all(
    [dan, eva, fay].map(({ email }) => ana.expect(201, 'POST', invitations, { email, role: 'member' })),
  );
  await ana.expect(204, 'DELETE', `${invitations}/${toEva.id}`);
  expect((await ask(ana)).status).toBe(202);
  expect((await accept(dan, toDan)).body.code).toBe('INVITATION_UNKNOWN');
  const anew = await ben.expect(201, 'POST', invitations, { email: fay.email, role: 'member' });
  await ana.expect(204, 'DELETE', '/v1/me/erasure');
  const answers = [
    await accept(dan, toDan),
    await accept(eva, toEva),
    await accept(fay, toFay),
    await accept(fay, anew),
  ];
  expect(answers.map(({ status }) => status)).toEqual([200, 404, 404, 200]);
});

test('where the other owner has gone meanwhile, whoever is admin, or longest there, gets it', async () => {
  const { id, owner: ana, members } = await team([{ role: 'member' }, { role: 'admin' }, { role: 'admin' }]);
  const [ben, cleo, dan] = members as [Session, Session, Session];
  const { id: other } = await ana.expect(201, 'POST', '/v1/orgs', { name: 'The others' });
  for (const member of [dan, ben]) await invite(ana, other, member, 'member');
  for (const org of [id, other]) await makeOwner(ana, org, ben);
  expect((await ask(ana, true)).status).toBe(202);
  await admin.query('delete from members where user_id = $1 and org_id = any ($2)', [
    ben.userId,
    [id, other],
  ]);
  const erasure = await admin.query('select id from erasures where user_id = $1', [ana.userId]);
  for (const _twice of [1, 2])
    expect(await asSystem(orm, (em) => beginErasure(em, erasure.rows[0].id))).toEqual({ state: 'begun' });
  expect(await rolesOf(id)).toEqual({ [cleo.userId]: 'owner', [dan.userId]: 'admin' });
  expect(await rolesOf(other)).toEqual({ [dan.userId]: 'owner' });
  expect((await ana.call('DELETE', '/v1/me/erasure')).status).toBe(401);
});
