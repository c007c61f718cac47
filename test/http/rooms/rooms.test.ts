// Rooms and the agents in them: made, changed and deleted by their owner, and there for others as far as they are shared.
import { beforeAll, expect, test } from 'vitest';
import { httpWorld } from '../../harness/http-world.ts';
import { actor, newcomer, type Actor } from '../matrix/actor.ts';
import { join } from '../matrix/orgs.ts';

const { world, api } = httpWorld();
let team: string;
/** Owns the team, and the rooms. */
let ana: Actor;
/** An admin of it. */
let ben: Actor;
/** A member of it. */
let cleo: Actor;

beforeAll(async () => {
  const home = await newcomer({ world, api }, 'Ana');
  const orgId = (await home.expect('POST', '/v1/orgs', { name: 'The team' })).id;
  team = orgId;
  ana = actor({ ...home, orgId });
  [ben, cleo] = [await recruit('Ben', orgId), await recruit('Cleo', orgId)];
  await ana.expect('PATCH', `/v1/orgs/${orgId}/members/${ben.session.userId}`, { role: 'admin' });
});

async function recruit(name: string, orgId: string): Promise<Actor> {
  const guest = await newcomer({ world, api }, name);
  await join(ana, orgId, guest);
  return actor({ ...guest, orgId });
}

const said = async (who: Actor, method: string, path: string, body?: unknown) => {
  const { status, body: answer } = await who.call(method, path, body);
  return status < 300 ? status : `${status} ${answer.code}`;
};

const SCEPTIC = { agent_key: 'sceptic', name: 'The sceptic', persona: 'Doubts, kindly.' };

test('an agent has a key of its own in its room, is there until it is taken out, and uses known tools alone', async () => {
  const { id, limits } = await ana.expect('POST', '/v1/rooms', { name: 'Move?', topic: 'Whether to move' });
  expect(limits).toMatchObject({ turns: 40, same_speaker: 1 });
  const agents = `/v1/rooms/${id}/agents`;
  const made = await ana.expect('POST', agents, { ...SCEPTIC, tools: ['list_tasks'] });
  expect(made).toMatchObject({ ...SCEPTIC, tier: 'fast', tools: ['list_tasks'], room_id: id });
  expect(await said(ana, 'POST', agents, SCEPTIC)).toBe('409 AGENT_KEY_TAKEN');
  const other = (await ana.expect('POST', '/v1/rooms', { name: 'Another' })).id;
  expect(await said(ana, 'POST', `/v1/rooms/${other}/agents`, SCEPTIC)).toBe(201);
  // One that is not there, and one that would write.
  const stray = { ...SCEPTIC, agent_key: 'b', tools: ['list_tasks', 'rm', 'create_task'] };
  expect((await ana.call('POST', agents, stray)).body).toMatchObject({
    code: 'VALIDATION_FAILED',
    errors: [{ path: 'tools.1' }, { path: 'tools.2' }],
  });
  // A key gives an agent nothing that it may not read itself.
  const within = { 'x-org-id': team };
  const keyed = async (scopes: string[]) => {
    const made = await ana.session.call('POST', '/v1/account/api-keys', { name: 'Robot', scopes }, within);
    const body = { ...SCEPTIC, agent_key: `k${scopes.length}`, tools: ['list_tasks'] };
    return api.call('POST', agents, { token: made.body.key, body, headers: within });
  };
  expect((await keyed(['rooms:write'])).body).toMatchObject({
    code: 'INSUFFICIENT_SCOPE',
    needed: 'tasks:read',
  });
  expect((await keyed(['rooms:write', 'tasks:read'])).status).toBe(201);
  expect(await said(ana, 'DELETE', `${agents}/k2`)).toBe(204);
  expect((await ana.expect('GET', agents)).agents).toEqual([made]);
  expect(await said(ana, 'DELETE', `${agents}/nobody`)).toBe('404 NOT_FOUND');
  expect(await said(ana, 'DELETE', `${agents}/sceptic`)).toBe(204);
  expect(await said(ana, 'DELETE', `${agents}/sceptic`)).toBe('404 NOT_FOUND');
  expect((await ana.expect('GET', agents)).agents).toEqual([]);
});

test('of several at once with one key, one comes in; twelve are enough', async () => {
  const { id } = await ana.expect('POST', '/v1/rooms', { name: 'Crowded' });
  const agents = `/v1/rooms/${id}/agents`;
  const at = await Promise.all([1, 2, 3, 4].map(() => said(ana, 'POST', agents, SCEPTIC)));
  expect(at.map(String).toSorted()).toEqual([
    '201',
    '409 AGENT_KEY_TAKEN',
    '409 AGENT_KEY_TAKEN',
    '409 AGENT_KEY_TAKEN',
  ]);
  const more = Array.from({ length: 12 }, (_, n) => ({ ...SCEPTIC, agent_key: `a${n}` }));
  const said12 = await Promise.all(more.map((agent) => said(ana, 'POST', agents, agent)));
  expect(said12.filter((one) => one === 201)).toHaveLength(11);
  expect(said12.filter((one) => one === '409 ROOM_AGENTS_TOO_MANY')).toHaveLength(1);
});

test.each([
  ['nobody', { members: 'none', managers: 'none' }, '404 NOT_FOUND', '404 NOT_FOUND'],
  ['managers', { members: 'none', managers: 'viewer' }, 'viewer', '404 NOT_FOUND'],
  ['managers who take part', { members: 'viewer', managers: 'participant' }, 'participant', 'viewer'],
  ['everybody', { members: 'participant', managers: 'none' }, 'participant', 'participant'],
])('shared with %s', async (_whom, sharing, admins, members) => {
  const { id } = await ana.expect('POST', '/v1/rooms', { name: 'Ours', sharing });
  await ana.expect('POST', `/v1/rooms/${id}/agents`, SCEPTIC);
  for (const [who, expected] of [
    [ben, admins],
    [cleo, members],
  ] as const) {
    const isThere = !expected.startsWith('404');
    const { status, body } = await who.call('GET', `/v1/rooms/${id}`);
    expect(isThere ? body.your_role : `${status} ${body.code}`).toBe(expected);
    const rooms = (await who.expect('GET', '/v1/rooms')).rooms.map((room: { id: string }) => room.id);
    expect(rooms.includes(id)).toBe(isThere);
    expect(await said(who, 'GET', `/v1/rooms/${id}/agents`)).toBe(isThere ? 200 : '404 NOT_FOUND');
    const refused = isThere ? '403 ROLE_TOO_LOW' : '404 NOT_FOUND';
    expect(await said(who, 'PATCH', `/v1/rooms/${id}`, { name: 'Mine' })).toBe(refused);
    expect(await said(who, 'DELETE', `/v1/rooms/${id}`)).toBe(refused);
    expect(await said(who, 'POST', `/v1/rooms/${id}/agents`, SCEPTIC)).toBe(refused);
    expect(await said(who, 'DELETE', `/v1/rooms/${id}/agents/sceptic`)).toBe(refused);
  }
  await ana.expect('DELETE', `/v1/rooms/${id}`);
  for (const who of [ana, ben, cleo]) {
    expect(await said(who, 'GET', `/v1/rooms/${id}`)).toBe('404 NOT_FOUND');
    expect(await said(who, 'GET', `/v1/rooms/${id}/agents`)).toBe('404 NOT_FOUND');
  }
  expect(await said(ana, 'DELETE', `/v1/rooms/${id}`)).toBe('404 NOT_FOUND');
});
