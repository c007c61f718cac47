// What a key that may not write asks for through MCP: stored, looked at by its person, and then done once, or never.
import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import { httpWorld } from '../../harness/http-world.ts';
import { bearer, newcomer, type Actor, type Caller } from '../matrix/actor.ts';
import { proposal } from '../matrix/proposals.ts';
import { farAway } from '../matrix/tasks.ts';
import { callTool } from '../matrix/tools.ts';

const { world, api, admin } = httpWorld({ worker: 'here' });
let ana: Actor;
/** Of hers, without the scope to apply. */
let key: Caller;

beforeAll(async () => {
  ana = await newcomer({ world, api }, 'Ana');
  const scopes = ['tasks:read', 'tasks:write', 'goals:read', 'goals:write'];
  const made = await ana.expect('POST', '/v1/account/api-keys', { name: 'a client', scopes });
  key = bearer(api, 'her key', made.key);
});

const said = async (method: string, path: string, who: Caller = ana) => {
  const { status, body } = await who.call(method, path);
  return status < 300 ? body.state : `${status} ${body.code}`;
};

async function propose(name: string, input: object, meta?: object): Promise<string> {
  const { verdict, output } = await callTool(key, name, input, meta);
  expect([verdict, output.next]).toEqual(['done', expect.stringContaining('Nothing is done yet')]);
  return output.proposal.id;
}

const tasksNamed = async (title: string): Promise<number> =>
  (await admin.query('select 1 from tasks where title = $1', [title])).rows.length;

test('a refused proposal is not done, and cannot be any more', async () => {
  const id = await propose('create_task', { title: 'Refused', starts_at: farAway() });
  expect(await said('GET', `/v1/proposals/${id}`)).toBe('waiting');
  expect(await said('POST', `/v1/proposals/${id}/refuse`)).toBe('refused');
  expect(await said('POST', `/v1/proposals/${id}/refuse`)).toBe('refused');
  expect(await said('POST', `/v1/proposals/${id}/apply`)).toBe('409 PROPOSAL_CLOSED');
  expect(await tasksNamed('Refused')).toBe(0);
});

test('neither an expired one', async () => {
  const id = await propose('create_task', { title: 'Expired', starts_at: farAway() });
  await admin.query('update proposals set expires_at = now() where id = $1', [id]);
  expect(await said('GET', `/v1/proposals/${id}`)).toBe('expired');
  expect(await said('POST', `/v1/proposals/${id}/apply`)).toBe('409 PROPOSAL_CLOSED');
  expect(await tasksNamed('Expired')).toBe(0);
});

test('of many who apply it at once, and of refusals among them, one decides', async () => {
  const id = await propose('create_task', { title: 'Once', starts_at: farAway() });
  const answers = await Promise.all([
    ...Array.from({ length: 6 }, () => said('POST', `/v1/proposals/${id}/apply`)),
    said('POST', `/v1/proposals/${id}/refuse`),
  ]);
  const isApplied = (await said('GET', `/v1/proposals/${id}`)) === 'applied';
  expect(await tasksNamed('Once')).toBe(isApplied ? 1 : 0);
  expect(new Set(answers)).toEqual(
    isApplied ? new Set(['applied', '409 PROPOSAL_CLOSED']) : new Set(['409 PROPOSAL_CLOSED', 'refused']),
  );
});

test('a task that is proposed comes to life under the id of its proposal, by the door of who applied it', async () => {
  const id = await propose('create_task', { title: 'Mine', starts_at: farAway() });
  await said('POST', `/v1/proposals/${id}/apply`);
  const { rows } = await admin.query('select kind, via from task_events where task_id = $1', [id]);
  expect(rows).toEqual([{ kind: 'created', via: 'rest' }]);
});

test('what it checks is checked anew: refused then, it waits until it can be done', async () => {
  const startsAt = farAway();
  const id = await propose('create_task', { title: 'Clash', starts_at: startsAt });
  const other = await ana.expect('POST', '/v1/tasks', {
    title: 'First',
    starts_at: startsAt,
    duration_minutes: 30,
  });
  expect(await said('POST', `/v1/proposals/${id}/apply`)).toBe('409 TIME_TAKEN');
  expect(await said('GET', `/v1/proposals/${id}`)).toBe('waiting');
  await ana.expect('DELETE', `/v1/tasks/${other.id}`);
  expect(await said('POST', `/v1/proposals/${id}/apply`)).toBe('applied');
  // What cannot be done is said to the model at once, and nothing is stored.
  const { verdict } = await callTool(key, 'create_task', { title: 'Clash', starts_at: startsAt });
  expect(verdict).toBe('TIME_TAKEN');
});

test('a plan that went on meanwhile is not approved; the proposal of a revision is one revision', async () => {
  const goal = await ana.expect('POST', '/v1/goals', {
    wish: 'Read half an hour before bed',
    goal_id: randomUUID(),
  });
  const { draft, hash } = goal.latest_draft;
  const approval = await propose('approve_plan', { goal_id: goal.id, draft, hash });
  const revision = await propose('revise_plan', { goal_id: goal.id, message: 'not on weekends' });
  expect(await said('POST', `/v1/proposals/${revision}/apply`)).toBe('applied');
  expect(await said('POST', `/v1/proposals/${revision}/apply`)).toBe('applied');
  expect((await ana.expect('GET', `/v1/goals/${goal.id}`)).latest_draft.draft).toBe(2);
  expect(await said('POST', `/v1/proposals/${approval}/apply`)).toBe('409 PLAN_STALE');
  expect(await said('GET', `/v1/proposals/${approval}`)).toBe('waiting');
  expect((await ana.expect('GET', `/v1/goals/${goal.id}`)).status).toBe('negotiating');
});

test('one whose applying was not heard of is applied by the next word, once', async () => {
  const goal = await ana.expect('POST', '/v1/goals', {
    wish: 'Stretch for ten minutes',
    goal_id: randomUUID(),
  });
  const id = await propose('revise_plan', { goal_id: goal.id, message: 'only on Mondays' });
  await said('POST', `/v1/proposals/${id}/apply`);
  // As if the process had died between the revision and its record.
  await admin.query(
    `update proposals set state = 'applying', result = null, decided_at = null where id = $1`,
    [id],
  );
  expect(await said('POST', `/v1/proposals/${id}/refuse`)).toBe('409 PROPOSAL_CLOSED');
  expect(await said('POST', `/v1/proposals/${id}/apply`)).toBe('applied');
  expect((await ana.expect('GET', `/v1/goals/${goal.id}`)).latest_draft.draft).toBe(2);
});

test('under a key it is proposed once; no more than a hundred wait; the key itself decides nothing', async () => {
  const eva = await newcomer({ world, api }, 'Eva');
  const { key: secret } = await eva.expect('POST', '/v1/account/api-keys', {
    name: 'k',
    scopes: ['tasks:write'],
  });
  const client = bearer(api, 'her key', secret);
  const call = { title: 'Again', starts_at: farAway() };
  const under = { idempotency_key: randomUUID() };
  const [first, second] = [
    await callTool(client, 'create_task', call, under),
    await callTool(client, 'create_task', call, under),
  ];
  expect(second.output).toEqual(first.output);
  expect((await eva.expect('GET', '/v1/proposals')).proposals).toHaveLength(1);
  expect(await said('POST', `/v1/proposals/${first.output.proposal.id}/apply`, client)).toBe(
    '403 INSUFFICIENT_SCOPE',
  );
  await admin.query(
    `insert into proposals (id, org_id, user_id, via, tool, input, state, expires_at)
     select gen_random_uuid(), org_id, user_id, via, tool, input, 'waiting', expires_at from proposals p, generate_series(1, 99) where p.id = $1`,
    [first.output.proposal.id],
  );
  expect((await callTool(client, 'create_task', { ...call, title: 'Too many' })).verdict).toBe(
    'PROPOSALS_TOO_MANY',
  );
  expect(await proposal(ana)).toEqual(expect.any(String));
});
