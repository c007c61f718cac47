// Use and budgets through the API: what a person sees of their calls, what an organisation sees of its people, and who may set which limit.
import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Session } from '../../harness/http.ts';
import { httpWorld } from '../../harness/http-world.ts';

const { api, admin } = httpWorld({
  env: { LLM_BUDGET_ORGANISATION: '8/10', LLM_BUDGET_PERSON: '4/5', LLM_BUDGET_GOAL: '3' },
});
/** Owner of a team, to which Ben belongs. */
let ana: Session;
let ben: Session;
let orgId: string;
const inTeam = () => ({ 'X-Org-Id': orgId });

beforeAll(async () => {
  [ana, ben] = [await api.register({ zone: 'Pacific/Kiritimati' }), await api.register()];
  orgId = (await ana.expect(201, 'POST', '/v1/orgs', { name: 'The team' })).id;
  const { token } = await ana.expect(201, 'POST', `/v1/orgs/${orgId}/invitations`, { email: ben.email });
  await ben.expect(200, 'POST', '/v1/invitations/acceptance', { token });
});

interface Made {
  at?: string;
  month?: string;
  agent?: string;
  provider?: string;
  model?: string;
  goalId?: string | null;
  costMicros?: number | null;
  countedMicros?: number;
  lease?: string;
  isSettled?: boolean;
  isEstimated?: boolean;
  outcome?: string;
  org?: string;
}

/** A call as the worker's functions leave it. */
async function made(who: Session, one: Made = {}): Promise<string> {
  const id = randomUUID();
  const { isSettled = true, costMicros = 100 } = one;
  await admin.query(
    `insert into llm_call_events (id, org_id, user_id, created_at, month, lease_until, settled_at, agent, prompt_version, tier,
       provider, model, goal_id, outcome, input_tokens, cached_input_tokens, output_tokens, reasoning_tokens, cost_nanos, counted_nanos,
       credit_thousandths, is_estimated)
     values ($1, $2, $3, $4, $5, $6::timestamptz, $7, $8, 2, 'fast', $9, $10, $11, $12, 1000, 400, 50, 20, $13, $14, 1500, $15)`,
    [
      id,
      one.org ?? orgId,
      who.userId,
      one.at ?? '2026-11-10T10:00:00Z',
      one.month ?? '2026-11',
      one.lease ?? '2026-11-10T10:02:00Z',
      isSettled ? '2026-11-10T10:00:05Z' : null,
      one.agent ?? 'orchestrator',
      one.provider ?? 'openai',
      one.model ?? 'gpt-6-luna',
      one.goalId ?? null,
      isSettled ? (one.outcome ?? 'answered') : null,
      isSettled && costMicros !== null ? Math.round(costMicros * 1000) : null,
      isSettled ? Math.round((one.countedMicros ?? costMicros ?? 0) * 1000) : 0,
      one.isEstimated ?? false,
    ],
  );
  return id;
}

const read = async (who: Session, path: string) => {
  const { status, body } = await who.call('GET', path, undefined, inTeam());
  expect(status).toBe(200);
  return body;
};
const put = (who: Session, path: string, soft: number | null, hard: number | null, headers = {}) =>
  who.call('PUT', path, { soft_limit_micros: soft, hard_limit_micros: hard }, { ...inTeam(), ...headers });

const names = (list: Record<string, unknown>[], name: string) =>
  list.map((one) => [one[name], one['calls'], one['counted_micros']]);

const count = async (query: string) => (await read(ana, `/v1/usage/llm-calls?${query}`)).calls.length;

const standing = async (who: Session, budget: string) =>
  (await read(who, '/v1/usage/summary')).budgets.find((one: { budget: string }) => one.budget === budget);

describe('what was used', () => {
  let goalId: string;
  let lost: string;
  let open: string;
  beforeAll(async () => {
    goalId = randomUUID();
    await made(ana, { costMicros: 100.125, goalId });
    await made(ana, {
      at: '2026-11-11T10:00:00Z',
      provider: 'anthropic',
      model: 'claude-haiku-5-5',
      agent: 'planner',
      costMicros: 900,
    });
    await made(ana, {
      at: '2026-11-12T10:00:00Z',
      model: 'my-own',
      costMicros: null,
      countedMicros: 50_000,
      isEstimated: true,
      outcome: 'cancelled',
    });
    lost = await made(ana, { at: '2026-11-13T10:00:00Z', isSettled: false, lease: '2026-11-13T10:02:00Z' });
    open = await made(ana, { at: '2026-11-14T10:00:00Z', isSettled: false, lease: '2999-01-01T00:00:00Z' });
    await made(ana, { at: '2026-10-31T11:00:00Z', month: '2026-11', costMicros: 7 });
    await made(ana, { at: '2026-10-01T10:00:00Z', month: '2026-10', costMicros: 5 });
    await made(ben, { costMicros: 31 });
    // Of the same month of UTC, by somebody who has left.
    await made(ana, { org: (await ana.expect(200, 'GET', '/v1/auth/me')).organisation.id, costMicros: 77 });
  });

  test('is summed up by provider, model, goal, agent and month of the person', async () => {
    const summary = await read(ana, '/v1/usage/summary?from=2026-11&to=2026-11');
    expect(summary).toMatchObject({ from: '2026-11', to: '2026-11' });
    expect(summary.total).toEqual({
      calls: 6,
      input_tokens: 6000,
      cached_input_tokens: 2400,
      output_tokens: 300,
      reasoning_tokens: 120,
      cost_micros: 1007.125,
      counted_micros: 51_007.125,
      credits: 9,
      unpriced_calls: 1,
      estimated_calls: 1,
      lost_calls: 1,
    });
    expect(names(summary.by_provider, 'provider')).toEqual([
      ['openai', 5, 50_107.125],
      ['anthropic', 1, 900],
    ]);
    expect(names(summary.by_model, 'model')).toEqual([
      ['my-own', 1, 50_000],
      ['claude-haiku-5-5', 1, 900],
      ['gpt-6-luna', 4, 107.125],
    ]);
    expect(names(summary.by_goal, 'goal_id')).toEqual([
      [null, 5, 50_907],
      [goalId, 1, 100.125],
    ]);
    expect(names(summary.by_agent, 'agent')).toEqual([
      ['orchestrator', 5, 50_107.125],
      ['planner', 1, 900],
    ]);
    expect(names(summary.by_month, 'month')).toEqual([['2026-11', 6, 51_007.125]]);
  });

  test('can be asked for over several months, and the sums are those of the list', async () => {
    const { by_month: byMonth, total } = await read(ana, '/v1/usage/summary?from=2026-10&to=2026-11');
    expect(byMonth.map(({ month, calls }: Record<string, unknown>) => [month, calls])).toEqual([
      ['2026-11', 6],
      ['2026-10', 1],
    ]);
    const { calls } = await read(ana, '/v1/usage/llm-calls?limit=100');
    const sum = calls.reduce(
      (all: number, one: { cost_micros: number | null }) => all + (one.cost_micros ?? 0),
      0,
    );
    expect(sum).toBe(total.cost_micros);
    expect(calls).toHaveLength(total.calls);
  });

  test('without a month it is the current one of the person, and none has nothing', async () => {
    const summary = await read(ana, '/v1/usage/summary');
    expect(summary.from).toBe(
      summary.budgets.find((one: { budget: string }) => one.budget === 'member').month,
    );
    const nothing = await read(ana, '/v1/usage/summary?from=2026-01&to=2026-01');
    expect(nothing.total).toMatchObject({ calls: 0, cost_micros: 0, credits: 0 });
    expect(nothing.by_model).toEqual([]);
  });

  test.each(['from=2026-13', 'from=2026-11&to=2026-10', 'from=2025-01&to=2026-11', 'months=1'])(
    '%s is refused',
    async (query) => {
      expect((await ana.call('GET', `/v1/usage/summary?${query}`, undefined, inTeam())).status).toBe(422);
    },
  );

  test('is listed page by page, the latest first, whatever was filtered', async () => {
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page = await read(ana, `/v1/usage/llm-calls?limit=3${cursor ? `&cursor=${cursor}` : ''}`);
      seen.push(...page.calls.map(({ created_at }: { created_at: string }) => created_at));
      cursor = page.next_cursor;
    } while (cursor !== null);
    expect(seen).toHaveLength(7);
    expect(seen).toEqual(seen.toSorted().toReversed());

    expect(await count('provider=anthropic')).toBe(1);
    expect(await count('model=gpt-6-luna&agent=orchestrator')).toBe(5);
    for (const outcome of ['cancelled', 'open', 'lost']) expect(await count(`outcome=${outcome}`)).toBe(1);
    expect(await count('outcome=answered')).toBe(4);
    expect(await count(`goal_id=${goalId}`)).toBe(1);
    expect(await count('from=2026-11-11T10:00:00Z&to=2026-11-12T10:00:00Z')).toBe(1);
    expect(await count(`conversation_id=${randomUUID()}`)).toBe(0);
  });

  test.each(['provider', 'model', 'agent'])('a %s that no call can have is no filter', async (name) => {
    const person = await api.register();
    for (const value of ['%00', '', 'a%20b'])
      expect((await person.call('GET', `/v1/usage/llm-calls?${name}=${value}`)).status).toBe(422);
  });

  test('says of each call how it ended, and what is not known of it', async () => {
    const { calls } = await read(ana, '/v1/usage/llm-calls');
    const of = (id: string) => calls.find((call: { id: string }) => call.id === id);
    expect(of(lost)).toMatchObject({ outcome: 'lost', priced: false, cost_micros: null, settled_at: null });
    expect(of(open)).toMatchObject({ outcome: 'open', priced: false });
    expect(calls.find((call: { model: string }) => call.model === 'my-own')).toMatchObject({
      outcome: 'cancelled',
      priced: false,
      estimated: true,
      cost_micros: null,
      counted_micros: 50_000,
    });
  });

  test('is for nobody else: Ben has his own, Ana none of his, and what is hers elsewhere stays there', async () => {
    expect((await read(ben, '/v1/usage/llm-calls')).calls).toHaveLength(1);
    expect((await read(ben, '/v1/usage/summary?from=2026-11&to=2026-11')).total).toMatchObject({
      calls: 1,
      cost_micros: 31,
    });
    const { calls } = (await ana.call('GET', '/v1/usage/llm-calls')).body;
    expect(calls.map((call: { cost_micros: number }) => call.cost_micros)).toEqual([77]);
  });

  test('is told to owners and admins in sums by member, by the months of UTC', async () => {
    const usage = await read(ana, `/v1/orgs/${orgId}/usage?month=2026-11`);
    expect(usage.total).toMatchObject({ calls: 6, cost_micros: 1031.125, lost_calls: 1 });
    const byUser = new Map(usage.members.map((one: { user_id: string }) => [one.user_id, one]));
    expect(byUser.get(ana.userId)).toMatchObject({ calls: 5, cost_micros: 1000.125, unpriced_calls: 1 });
    expect(byUser.get(ben.userId)).toMatchObject({ calls: 1, cost_micros: 31 });
    expect(JSON.stringify(usage)).not.toMatch(/orchestrator|gpt|goal_id":"/);

    const [first, second] = [ana.userId, ben.userId].toSorted();
    const page = await read(ana, `/v1/orgs/${orgId}/usage?month=2026-11&limit=1`);
    expect(page.members.map(({ user_id }: { user_id: string }) => user_id)).toEqual([first]);
    const next = await read(ana, `/v1/orgs/${orgId}/usage?month=2026-11&limit=1&cursor=${page.next_cursor}`);
    expect(next.members.map(({ user_id }: { user_id: string }) => user_id)).toEqual([second]);
    expect([next.next_cursor, next.total.calls]).toEqual([null, 6]);

    const refused = await ben.call('GET', `/v1/orgs/${orgId}/usage`);
    expect([refused.status, refused.body.code]).toEqual([403, 'ROLE_TOO_LOW']);
  });
});

describe('budgets', () => {
  test('are what the deployment allows, until somebody sets less', async () => {
    expect(await standing(ana, 'organisation')).toMatchObject({
      soft_limit_micros: 8_000_000,
      hard_limit_micros: 10_000_000,
      spent_micros: 0,
      left_micros: 10_000_000,
      state: 'open',
    });
    expect(await standing(ana, 'person')).toMatchObject({
      soft_limit_micros: 4_000_000,
      hard_limit_micros: 5_000_000,
    });
    expect(await standing(ana, 'member')).toMatchObject({
      soft_limit_micros: null,
      hard_limit_micros: null,
      left_micros: null,
    });
    // What the organisation spends is not for its members; how it stands is.
    expect(await standing(ben, 'organisation')).toMatchObject({
      hard_limit_micros: 10_000_000,
      spent_micros: null,
      left_micros: null,
      state: 'open',
    });
  });

  test('of an organisation are set by its owners and admins, within what the deployment allows', async () => {
    const path = `/v1/orgs/${orgId}/budget`;
    expect((await put(ana, path, 1_000_000, 10_000_001)).body.errors).toEqual([
      { path: 'hard_limit_micros', message: 'must not exceed 10000000' },
    ]);
    expect((await put(ana, path, 10_000_001, null)).body.errors).toEqual([
      { path: 'soft_limit_micros', message: 'must not exceed 10000000' },
    ]);
    expect((await put(ana, path, 1_000_000, 2_000_000)).status).toBe(200);
    expect(await standing(ben, 'organisation')).toMatchObject({
      soft_limit_micros: 1_000_000,
      hard_limit_micros: 2_000_000,
    });
    expect((await put(ben, path, null, null)).body.code).toBe('ROLE_TOO_LOW');
    expect((await ben.call('GET', path)).body.code).toBe('ROLE_TOO_LOW');
    expect((await ana.call('GET', path)).body).toEqual({
      soft_limit_micros: 1_000_000,
      hard_limit_micros: 2_000_000,
    });
  });

  test('of a person are set by themselves, within those of their organisation', async () => {
    expect((await put(ben, '/v1/usage/budget', null, 2_000_001)).status).toBe(422);
    expect((await put(ben, '/v1/usage/budget', 900_000, 800_000)).status).toBe(422);
    expect((await put(ben, '/v1/usage/budget', 500_000, 1_000_000)).status).toBe(200);
    expect(await standing(ben, 'member')).toMatchObject({
      soft_limit_micros: 500_000,
      hard_limit_micros: 1_000_000,
      left_micros: 1_000_000,
    });
    expect(await standing(ana, 'member')).toMatchObject({ hard_limit_micros: null });
    // In the other organisation nothing was set.
    expect((await ben.call('GET', '/v1/usage/budget')).body).toEqual({
      soft_limit_micros: null,
      hard_limit_micros: null,
    });
  });

  test('of a goal are set by its person, within their own; nobody else knows the goal', async () => {
    const [goalId, conversationId] = [randomUUID(), randomUUID()];
    await admin.query('insert into conversations (id, org_id, user_id) values ($1, $2, $3)', [
      conversationId,
      orgId,
      ben.userId,
    ]);
    await admin.query(
      `insert into goals (id, org_id, user_id, conversation_id, wish, title) values ($1, $2, $3, $4, 'w', 't')`,
      [goalId, orgId, ben.userId, conversationId],
    );
    const path = `/v1/goals/${goalId}/budget`;
    expect((await put(ben, path, null, 1_000_001)).status).toBe(422);
    expect((await put(ben, path, 1_000_001, null)).status).toBe(422);
    expect((await put(ben, path, null, 400_000)).status).toBe(200);
    expect(await standing(ben, 'goal')).toMatchObject({
      goal_id: goalId,
      hard_limit_micros: 400_000,
      spent_micros: 0,
    });
    expect((await put(ana, path, null, 1)).status).toBe(404);
  });

  test('are changed by whoever has seen them as they are, also the first time and at once', async () => {
    const carla = await api.register();
    const path = '/v1/usage/budget';
    const seen = (await carla.call('GET', path)).headers.get('ETag')!;
    const set = (hard: number) =>
      carla.call('PUT', path, { soft_limit_micros: null, hard_limit_micros: hard }, { 'If-Match': seen });
    const answers = await Promise.all([set(1), set(2), set(3)]);
    expect(answers.map(({ status }) => String(status)).toSorted()).toEqual(['200', '412', '412']);
    const now = await carla.call('GET', path);
    expect(now.headers.get('ETag')).not.toBe(seen);
    expect(
      (await carla.call('GET', path, undefined, { 'If-None-Match': now.headers.get('ETag')! })).status,
    ).toBe(304);
  });

  test('say which limit is reached, and what is left', async () => {
    const dora = await api.register({ zone: 'Pacific/Honolulu' });
    const home = (await dora.expect(200, 'GET', '/v1/auth/me')).organisation.id;
    const { month } = (await dora.expect(200, 'GET', '/v1/usage/summary')).budgets.find(
      (one: { budget: string }) => one.budget === 'member',
    );
    await admin.query(
      `insert into llm_spendings (id, org_id, user_id, month, spent_nanos) values (gen_random_uuid(), $1, $2, $3, 4500000000)`,
      [home, dora.userId, month],
    );
    await admin.query(
      `insert into llm_call_events (id, org_id, user_id, month, lease_until, reserved_nanos, agent, prompt_version, tier, provider, model)
       values (gen_random_uuid(), $1, $2, $3, now() + interval '1 hour', 600000000, 'planner', 1, 'strong', 'openai', 'm')`,
      [home, dora.userId, month],
    );
    const { budgets } = await dora.expect(200, 'GET', '/v1/usage/summary');
    expect(budgets.find((one: { budget: string }) => one.budget === 'person')).toMatchObject({
      spent_micros: 4_500_000,
      reserved_micros: 600_000,
      left_micros: 0,
      state: 'soft',
    });
  });
});
