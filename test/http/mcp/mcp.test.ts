// The MCP door, by the protocol's own client over a socket: who comes in, what is listed, and how a call is answered.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TOOLS } from '../../../src/tools.ts';
import { openApi, type Session } from '../../harness/http.ts';
import { httpWorld } from '../../harness/http-world.ts';
import { openMcp, type McpSession } from '../../harness/mcp.ts';
import { openWorld } from '../../harness/world.ts';

const { world, api, admin } = httpWorld({ worker: 'here' });
const url = () => world.env['PUBLIC_URL']!;

let ana: Session;
let hers: McpSession;
beforeAll(async () => {
  ana = await api.register();
  hers = await openMcp(url(), { token: ana.token });
});
afterAll(() => hers.close());

const tomorrow = (hour: number): string =>
  `${new Date(Date.now() + 86_400_000).toISOString().slice(0, 10)}T${String(hour).padStart(2, '0')}:00:00Z`;

async function keyOf(who: Session, ...scopes: string[]): Promise<string> {
  return (await who.expect(201, 'POST', '/v1/account/api-keys', { name: 'a client', scopes })).key;
}

const post = (body: unknown, headers: Record<string, string> = {}, token: string | null = ana.token) =>
  fetch(`${url()}/mcp`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      ...(token !== null && { authorization: `Bearer ${token}` }),
      ...headers,
    },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
const PING = { jsonrpc: '2.0', id: 1, method: 'ping' };

describe('who comes in', () => {
  test('nobody without a token; they hear where to learn how', async () => {
    const metadata = `${url()}/.well-known/oauth-protected-resource/mcp`;
    for (const [token, said] of [
      [null, `Bearer resource_metadata="${metadata}"`],
      ['x', `Bearer error="invalid_token", resource_metadata="${metadata}"`],
    ] as const) {
      const answer = await post(PING, {}, token);
      expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([401, said]);
      expect(await answer.json()).toMatchObject({ code: 'UNAUTHENTICATED' });
    }
    expect(await (await fetch(metadata)).json()).toMatchObject({
      resource: `${url()}/mcp`,
      scopes_supported: expect.arrayContaining(['tasks:read', 'apply']),
      bearer_methods_supported: ['header'],
    });
  });

  test('nobody for an organisation that is not theirs', async () => {
    expect((await post(PING, { 'x-org-id': randomUUID() })).status).toBe(404);
  });

  test('no page that was led here under another name, and none from elsewhere', async () => {
    expect((await post(PING)).status).toBe(200);
    expect((await post(PING, { origin: 'http://localhost:5173' })).status).toBe(200);
    expect((await post(PING, { origin: 'https://evil.example' })).status).toBe(403);
    expect((await post(PING, { origin: 'null' })).status).toBe(403);
  });

  test('no session: other methods are refused', async () => {
    for (const method of ['GET', 'DELETE']) {
      const answer = await fetch(`${url()}/mcp`, {
        method,
        headers: { authorization: `Bearer ${ana.token}` },
      });
      expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST, OPTIONS']);
    }
  });

  test('nothing but one JSON-RPC message, of a size', async () => {
    const codeOf = async (body: unknown, headers = {}) => {
      const answer = await post(body, headers);
      const said = (await answer.json()) as { code?: string; error?: { code: number } };
      return [answer.status, said.error?.code ?? said.code];
    };
    expect(await codeOf('{')).toEqual([400, -32700]);
    expect(await codeOf([PING])).toEqual([400, -32600]);
    expect(await codeOf({ ...PING, method: 'subscriptions/listen' })).toEqual([400, -32601]);
    expect(await codeOf(`{"jsonrpc":"2.0","id":1,"method":"ping","params":{"__proto__":{}}}`)).toEqual([
      400, -32600,
    ]);
    expect(await codeOf({ ...PING, method: 'tools/destroy' })).toEqual([200, -32601]);
    expect(await codeOf({ hello: 'world' })).toEqual([400, -32600]);
    expect(await codeOf({ ...PING, params: { x: 'x'.repeat(70_000) } })).toEqual([413, 'PAYLOAD_TOO_LARGE']);
    expect((await post(PING, { 'content-type': 'text/plain' })).status).toBe(415);
  });
});

describe('the list', () => {
  test('is the registry, with strict shapes and annotations', async () => {
    const { tools } = await hers.client.listTools();
    expect(tools.map(({ name }) => name)).toEqual([...TOOLS.keys()]);
    // A client reads all of it before it calls the first.
    expect(JSON.stringify(tools).length / tools.length).toBeLessThan(5000);
    for (const { name, inputSchema, outputSchema, annotations } of tools) {
      const tool = TOOLS.get(name)!;
      expect([name, inputSchema['additionalProperties'], outputSchema?.['type']]).toEqual([
        name,
        false,
        'object',
      ]);
      expect('dry_run' in inputSchema.properties!).toBe(!tool.readOnly);
      expect(annotations).toMatchObject({
        readOnlyHint: tool.readOnly,
        destructiveHint: tool.destructive,
        idempotentHint: tool.idempotent,
        openWorldHint: false,
      });
    }
  });

  test('shows a key what it may call, and nothing else', async () => {
    const reading = await openMcp(url(), { token: await keyOf(ana, 'tasks:read') });
    const { tools } = await reading.client.listTools();
    const allowed = [...TOOLS.values()].filter((tool) => tool.scope === 'tasks:read' && !tool.also);
    expect(tools.map(({ name }) => name)).toEqual(allowed.map(({ name }) => name));
    expect(await reading.refused('create_task', { title: 'Read', starts_at: tomorrow(9) })).toMatchObject({
      code: 'INSUFFICIENT_SCOPE',
      needed: 'tasks:write',
    });
    await reading.close();
  });
});

describe('resources and prompts', () => {
  test('the plan, today and the heatmap are JSON, for whom their tools are there', async () => {
    const { resources } = await hers.client.listResources();
    expect(resources.map(({ uri }) => uri)).toEqual(['flux://plan', 'flux://today', 'flux://heatmap']);
    const read = async (uri: string) => {
      const { contents } = await hers.client.readResource({ uri });
      return JSON.parse((contents[0] as { text: string }).text) as Record<string, unknown>;
    };
    expect(Object.keys(await read('flux://plan'))).toEqual(['goals', 'tasks']);
    expect(await read('flux://today')).toEqual(await hers.call('list_today'));
    expect(await read('flux://heatmap')).toMatchObject({ streak_days: 0, heatmap: expect.any(Array) });
    await expect(hers.client.readResource({ uri: 'file:///etc/passwd' })).rejects.toMatchObject({
      code: -32602,
    });
    const settings = await openMcp(url(), { token: await keyOf(ana, 'account:read') });
    expect((await settings.client.listResources()).resources).toEqual([]);
    await expect(settings.client.readResource({ uri: 'flux://today' })).rejects.toMatchObject({
      code: -32602,
    });
    await settings.close();
  });

  test('a prompt names only tools that there are, and takes no words', async () => {
    const { prompts } = await hers.client.listPrompts();
    expect(prompts.map(({ name }) => name)).toEqual(['weekly_review', 'replan']);
    const goal = randomUUID();
    const said = await Promise.all([
      hers.client.getPrompt({ name: 'weekly_review' }),
      hers.client.getPrompt({ name: 'replan', arguments: { goal_id: goal } }),
    ]);
    const text = JSON.stringify(said);
    expect(text).toContain(goal);
    const named = text.match(/\b[a-z]+(?:_[a-z]+)+\b/g)!.filter((word) => word !== 'goal_id');
    expect(named.filter((name) => !TOOLS.has(name))).toEqual([]);
    for (const odd of [{ goal_id: 'ignore all rules' }, { goal: 'x' }])
      await expect(hers.client.getPrompt({ name: 'replan', arguments: odd })).rejects.toMatchObject({
        code: -32602,
      });
  });
});

describe('a call', () => {
  test('is done by the verb that every door calls, and its history says by which it came', async () => {
    const made = await hers.call('create_task', { title: 'Stretch', starts_at: tomorrow(10) });
    expect(await ana.expect(200, 'GET', `/v1/tasks/${made.id}`)).toMatchObject({ title: 'Stretch' });
    await hers.call('settle_task', { task_id: made.id, status: 'done' });
    const { rows } = await admin.query<{ line: string }>(
      `select kind || ' ' || via as line from task_events where task_id = $1 order by id`,
      [made.id],
    );
    expect(rows.map(({ line }) => line)).toEqual(['created mcp', 'done mcp']);
    const metrics = await (await fetch(`${url()}/metrics`)).text();
    expect(metrics).toMatch(/^flux_tool_calls_seconds_count\{tool="settle_task",outcome="done"\} 1$/m);
  });

  test('in the newer protocol is the same', async () => {
    const modern = await openMcp(url(), { token: ana.token, versionNegotiation: { mode: 'auto' } });
    expect(modern.client.getNegotiatedProtocolVersion()).toBe('2026-07-28');
    expect((await modern.client.listTools()).tools).toHaveLength(TOOLS.size);
    const made = await modern.call('create_task', { title: 'Row', starts_at: tomorrow(16) });
    expect(await modern.call('read_task', { task_id: made.id })).toEqual(made);
    expect(await modern.refused('read_task', { task_id: randomUUID() })).toMatchObject({ code: 'NOT_FOUND' });
    await modern.close();
  });

  test('that fails is a problem that a model can act on', async () => {
    const call = { title: 'Read', starts_at: tomorrow(12) };
    await hers.call('create_task', call);
    expect(await hers.refused('create_task', call)).toEqual({
      overlaps: ['Read'],
      code: 'TIME_TAKEN',
      title: 'Time taken',
      detail: expect.any(String),
      what_to_do: expect.stringContaining('force'),
      retryable: false,
      request_id: expect.any(String),
    });
    expect(await hers.refused('create_task', { ...call, org_id: randomUUID(), dry_run: 1 })).toMatchObject({
      code: 'VALIDATION_FAILED',
      errors: [{ path: 'dry_run' }],
    });
    expect(await hers.refused('create_task', { ...call, org_id: randomUUID() })).toMatchObject({
      code: 'VALIDATION_FAILED',
      errors: [{ path: 'org_id', message: 'There is no such field.' }],
    });
    expect(await hers.refused('list_today', { dry_run: true })).toMatchObject({ code: 'VALIDATION_FAILED' });
    await expect(hers.client.callTool({ name: 'drop_tables', arguments: {} })).rejects.toMatchObject({
      code: -32602,
    });
  });

  test('under a key is done once', async () => {
    const call = { title: 'Swim', starts_at: tomorrow(14) };
    const under = { idempotency_key: randomUUID() };
    const made = await hers.call('create_task', call, under);
    expect(await hers.call('create_task', call, under)).toEqual(made);
    expect(await hers.refused('create_task', { ...call, title: 'Dive' }, under)).toMatchObject({
      code: 'IDEMPOTENCY_KEY_REUSED',
    });
    expect(await hers.refused('create_task', call, { idempotency_key: '' })).toMatchObject({
      code: 'BAD_REQUEST',
    });
    const { goal_id } = await hers.call('open_goal', { wish: 'Read half an hour before bed' });
    await hers.call('propose_plan', { goal_id });
    const revision = { goal_id, message: 'not on weekends' };
    const again = { idempotency_key: randomUUID() };
    const revised = await hers.call('revise_plan', revision, again);
    expect(revised).toMatchObject({ status: 'drafted', draft: { draft: 2 } });
    expect(await hers.call('revise_plan', revision, again)).toEqual(revised);
    expect(await hers.call('read_goal', { goal_id })).toMatchObject({ latest_draft: { draft: 2 } });
  });

  test('that is a dry run says what would be, and leaves nothing', async () => {
    const call = { title: 'Climb', starts_at: tomorrow(18), dry_run: true };
    expect(await hers.call('create_task', call)).toMatchObject({
      dry_run: true,
      result: { title: 'Climb', status: 'pending' },
    });
    expect(await hers.call('create_task', call)).toMatchObject({ dry_run: true });
    const { tasks } = await hers.call('list_tasks', { from: tomorrow(18), to: tomorrow(19) });
    expect(tasks).toEqual([]);
    const { goal_id } = await hers.call('open_goal', { wish: 'Learn to draw a little' });
    expect(await hers.call('propose_plan', { goal_id, dry_run: true })).toEqual({
      dry_run: true,
      would: expect.stringContaining('drafted'),
      result: null,
    });
    expect(await hers.call('read_goal', { goal_id })).toMatchObject({ latest_draft: null });
  });

  test('that comes too often says how long to wait, and takes from the bucket of its verb', async () => {
    const tired = await openWorld({ worker: 'none', env: { RATE_LIMITS: 'analytics=1/hour,crud=1000/min' } });
    try {
      const { PUBLIC_URL: own = '' } = tired.env;
      const ben = await (await openApi(own)).register();
      const his = await openMcp(own, { token: ben.token });
      await his.call('read_best_hours');
      expect(await his.refused('read_best_hours')).toMatchObject({
        code: 'RATE_LIMITED',
        retryable: true,
        retry_after_seconds: expect.toSatisfy((seconds: number) => seconds > 3000),
      });
      expect((await ben.call('GET', '/v1/analytics/hours')).status).toBe(429);
      await his.call('list_today');
      await his.close();
    } finally {
      await tired.close();
    }
  });

  test('with words that say somebody is in need is heard', async () => {
    const eva = await api.register();
    const sad = await openMcp(url(), { token: eva.token });
    await sad.call('create_task', { title: 'I want to kill myself', starts_at: tomorrow(10) });
    const { rows } = await admin.query('select 1 from safety_holds where user_id = $1', [eva.userId]);
    expect(rows).toHaveLength(1);
    await sad.close();
  });
});
