// Every tool that a model may call: run once on real parts, its answer held against its own schema, and strangers kept out.
import { randomUUID } from 'node:crypto';
import type { MikroORM } from '@mikro-orm/postgresql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { openDatabase } from '../../src/db.ts';
import type { Actor } from '../../src/kernel/context.ts';
import { SCOPES } from '../../src/kernel/scopes.ts';
import { createLog } from '../../src/kernel/log.ts';
import { TOOLS, type ToolPorts } from '../../src/tools.ts';
import { openFlows } from '../../temporal/open-flows.ts';
import { openWorld, type World } from '../harness/world.ts';

let world: World;
let orm: MikroORM;
let ports: ToolPorts;
let ana: Actor;
let ben: Actor;

beforeAll(async () => {
  world = await openWorld();
  orm = await openDatabase(world.database.apiUrl);
  const line = { client: world.temporal.client, taskQueue: world.taskQueue, patienceMs: 25_000 };
  const none = { soft: null, hard: null };
  const allowances = { organisation: none, person: none, goal: none };
  ports = { ...openFlows(orm, line, createLog({ level: 'silent', process: 'test' })), allowances };
  [ana, ben] = await Promise.all([actor('Ana'), actor('Ben')]);
});
afterAll(async () => {
  await orm.close();
  await world.close();
});

async function actor(name: string): Promise<Actor> {
  const person = await world.person(name, { channels: [] });
  const { user } = await person.expect(200, 'GET', '/v1/auth/me');
  return { orgId: user.org_id, userId: user.id, via: 'rest' };
}

const ran = new Set<string>();

/** As a model calls it: the input is parsed, and the answer is not believed. */
async function call(name: string, input: unknown, as = ana): Promise<Record<string, never>> {
  const tool = TOOLS.get(name);
  if (!tool) throw new Error(`no tool ${name}`);
  const output = await tool.run(ports, as, tool.input.parse(input));
  ran.add(name);
  expect(tool.output.safeParse(output).error).toBeUndefined();
  return output as Record<string, never>;
}

const tomorrow = (hour: number): string => {
  const day = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
  return `${day}T${String(hour).padStart(2, '0')}:00:00.000Z`;
};

test('tasks: created, listed, moved, edited, settled, reopened, cancelled', async () => {
  const task_id = randomUUID();
  const created = await call('create_task', { task_id, title: 'Stretch', starts_at: tomorrow(18) });
  expect(created).toMatchObject({ id: task_id, status: 'pending', duration_minutes: 30 });
  expect(await call('create_task', { task_id, title: 'Stretch', starts_at: tomorrow(18) })).toEqual(created);
  for (const other of [
    { title: 'Bend' },
    { starts_at: tomorrow(19) },
    { duration_minutes: 45 },
    { description: 'Legs' },
  ])
    await expect(
      call('create_task', { task_id, title: 'Stretch', starts_at: tomorrow(18), ...other }),
    ).rejects.toMatchObject({ code: 'ID_REUSED' });
  expect(await call('list_tasks', { limit: 10 })).toMatchObject({ tasks: [{ id: task_id }] });
  expect(await call('read_task', { task_id })).toEqual(created);
  await call('list_today', {});
  const { times } = await call('find_free_times', { task_id, limit: 2 });
  expect(times).toHaveLength(2);
  await call('reschedule_task', { task_id, starts_at: tomorrow(20) });
  expect(await call('edit_task', { task_id, title: 'Bend' })).toMatchObject({ title: 'Bend', generation: 2 });
  // What it was at first cannot be told any more: a late repeat changes nothing.
  expect(await call('create_task', { task_id, title: 'Stretch', starts_at: tomorrow(18) })).toMatchObject({
    title: 'Bend',
    generation: 2,
  });
  expect(await call('rezone_tasks', {})).toEqual({ zone: 'UTC', moved: [], stayed: [] });
  expect(await call('settle_task', { task_id, status: 'done' })).toMatchObject({ first: true });
  expect(await call('cancel_task', { task_id })).toMatchObject({ status: 'done' });
  expect(await call('reopen_task', { task_id })).toMatchObject({ status: 'pending', generation: 3 });
  expect(await call('cancel_task', { task_id })).toMatchObject({ status: 'cancelled' });
});

test('tasks that recur: made once, whatever the repeat', async () => {
  const rule_id = randomUUID();
  const bins = { rule_id, title: 'Bins', rrule: 'FREQ=WEEKLY;BYDAY=MO', time: '05:10' };
  const made = await call('create_recurring_task', bins);
  expect(made).toMatchObject({ id: rule_id, zone: 'UTC', zone_is_fixed: false, duration_minutes: 30 });
  expect(await call('create_recurring_task', bins)).toEqual(made);
  await expect(call('create_recurring_task', { ...bins, time: '05:20' })).rejects.toMatchObject({
    code: 'ID_REUSED',
  });
  const { tasks } = await call('list_tasks', { limit: 50 });
  const mondays = (tasks as unknown as Record<string, string>[]).filter(({ title }) => title === 'Bins');
  expect([8, 9]).toContain(mondays.length);
  const first = String(mondays[0]!['starts_at']).slice(0, 10);
  const one = { rule_id, date: first };
  expect(await call('skip_occurrence', one)).toMatchObject({ exdates: [first] });
  expect(await call('restore_occurrence', one)).toMatchObject({ exdates: [] });
  expect(await call('list_recurring_tasks', {})).toMatchObject({ rules: [{ id: rule_id }] });
  const pause = { pause_id: randomUUID(), rule_id };
  const paused = await call('start_pause', pause);
  expect(paused).toMatchObject({ id: pause.pause_id, resting: mondays.length });
  expect(await call('start_pause', pause)).toEqual(paused);
  expect(await call('list_pauses', {})).toEqual({ pauses: [paused], next_cursor: null });
  const { back } = await call('end_pause', { pause_id: pause.pause_id });
  expect(back).toHaveLength(mondays.length);
  expect(await call('edit_recurring_task', { rule_id, title: 'Bin' })).toMatchObject({ title: 'Bin' });
  expect(await call('end_recurring_task', { rule_id })).toMatchObject({ next_starts_at: null });
  expect(mondays.every((task) => task['rule_id'] === rule_id && task['status'] === 'pending')).toBe(true);
});

test('figures: what was done and missed, as the API says it', async () => {
  const cleo = await actor('Cleo');
  const past = { duration_minutes: 30, force: true };
  for (const [title, status] of [
    ['Walk', 'done'],
    ['Swim', 'missed'],
  ] as const) {
    const starts_at = new Date(Date.now() - 3 * 86_400_000).toISOString();
    const { id } = await call('create_task', { ...past, title, starts_at }, cleo);
    await call('settle_task', { task_id: id, status }, cleo);
  }
  const { overview, weeks } = await call('read_progress', { weeks: 2 }, cleo);
  expect(overview).toMatchObject({ streak_days: 1, heatmap: [{ done: 1, due: 2 }] });
  expect(weeks).toHaveLength(2);
  expect(await call('list_goal_progress', {}, cleo)).toEqual({ goals: [], next_cursor: null });
  expect(await call('list_missed_by_category', {}, cleo)).toMatchObject({ categories: [{ missed: 1 }] });
  await call('read_best_hours', {}, cleo);
  await call('read_answered_channels', {}, cleo);
  expect(await call('read_usage', {}, cleo)).toMatchObject({ total: { calls: 0 } });
});

test('goals: opened, planned, revised, approved, let go', async () => {
  const wish = 'Read half an hour before bed';
  const { goal_id } = await call('open_goal', { wish });
  expect(await call('open_goal', { wish, goal_id })).toMatchObject({ goal_id });
  await expect(call('open_goal', { wish: 'Learn to draw', goal_id })).rejects.toMatchObject({
    code: 'ID_REUSED',
  });
  expect(await call('open_goal_step', { goal_id })).toMatchObject({ goal_id });
  expect(await call('propose_plan', { goal_id })).toMatchObject({ status: 'drafted', draft: { draft: 1 } });
  const revised = await call('revise_plan', { goal_id, message: 'not on weekends' });
  const { draft } = revised as unknown as { draft: { draft: number; hash: string } };
  expect(draft.draft).toBe(2);
  expect(await call('read_draft', { goal_id })).toEqual(draft);
  expect(await call('read_goal', { goal_id })).toMatchObject({ wish, latest_draft: draft });
  expect(await call('list_goals', { status: 'negotiating' })).toMatchObject({ goals: [{ id: goal_id }] });
  const approval = { goal_id, draft: draft.draft, hash: draft.hash };
  const approved = await call('approve_plan', approval);
  expect(await call('approve_plan', approval)).toEqual(approved);
  expect(await call('drop_modification', { goal_id })).toEqual({ status: 'as_it_was' });
  expect(await call('restore_plan', { goal_id, draft: draft.draft })).toMatchObject({
    draft: 3,
    changes: { is_changed: false },
  });
  expect(await call('let_go_of_goal', { goal_id })).toEqual({ status: 'let_go' });
  expect(await call('let_go_of_goal', { goal_id })).toEqual({ status: 'let_go' });
});

test('settings: what is named changes, and nothing else', async () => {
  const before = await call('change_preferences', {});
  const change = { reminder_lead_seconds: 1200, sleep_window: { from: '21:00', to: '07:00' } };
  expect(await call('change_preferences', { ...change, channels: { call: false } })).toEqual({
    ...before,
    ...change,
    channels: { ...(before['channels'] as unknown as object), call: false },
  });
  await expect(call('change_preferences', { channels: { whatsapp: true } })).rejects.toMatchObject({
    code: 'PHONE_NOT_VERIFIED',
  });
});

test('what is not theirs is not there', async () => {
  const { id: task_id } = await call('create_task', { title: 'Read', starts_at: tomorrow(12) });
  const { id: rule_id } = await call('create_recurring_task', {
    title: 'Bins',
    rrule: 'FREQ=DAILY',
    time: '04:00',
  });
  const { goal_id } = await call('open_goal', { wish: 'Learn to draw' });
  await call('propose_plan', { goal_id });
  const draft = { draft: 1, hash: 'a'.repeat(64) };
  const notThere = { code: 'NOT_FOUND' };
  for (const [name, input] of [
    ['reschedule_task', { task_id }],
    ['settle_task', { task_id, status: 'done' }],
    ['cancel_task', { task_id }],
    ['edit_task', { task_id, title: 'Mine' }],
    ['reopen_task', { task_id }],
    ['find_free_times', { task_id }],
    ['read_task', { task_id }],
    ['read_goal', { goal_id }],
    ['read_draft', { goal_id }],
    ['create_task', { task_id, title: 'Read', starts_at: tomorrow(12) }],
    ['edit_recurring_task', { rule_id, title: 'Mine' }],
    ['end_recurring_task', { rule_id }],
    ['skip_occurrence', { rule_id, date: '2030-01-01' }],
    ['restore_occurrence', { rule_id, date: '2030-01-01' }],
    ['start_pause', { rule_id }],
    ['end_pause', { pause_id: randomUUID() }],
    ['create_recurring_task', { rule_id, title: 'Bins', rrule: 'FREQ=DAILY', time: '04:00' }],
    ['open_goal', { goal_id, wish: 'Learn to draw' }],
    ['propose_plan', { goal_id }],
    ['revise_plan', { goal_id, message: 'less' }],
    ['approve_plan', { goal_id, ...draft }],
    ['let_go_of_goal', { goal_id }],
  ] as const)
    await expect(call(name, input, ben)).rejects.toMatchObject(notThere);
  expect(await call('list_patterns', {}, ben)).toEqual({ patterns: [], next_cursor: null });
  expect(await call('list_tasks', {}, ben)).toEqual({ tasks: [], next_cursor: null });
  expect(await call('read_progress', {}, ben)).toMatchObject({ overview: { heatmap: [], streak_days: 0 } });
  expect(await call('list_goal_progress', {}, ben)).toEqual({ goals: [], next_cursor: null });
});

describe('the registry', () => {
  test('has its verbs, and each of them ran here', () => {
    expect(TOOLS.size).toBeGreaterThan(16);
    expect([...TOOLS.keys()].filter((name) => !ran.has(name))).toEqual([]);
  });

  test.each([...TOOLS.values()])('$name describes itself, takes nothing else, and says its scope', (tool) => {
    expect(tool.description).toMatch(/^[A-Z].{20,}[.?!]$/s);
    expect(SCOPES).toContain(tool.scope);
    expect(tool.readOnly).toBe(tool.scope.endsWith(':read'));
    const isReading = !tool.destructive && tool.idempotent;
    expect(tool.readOnly ? isReading : 'within' in tool || tool.rehearse !== undefined).toBe(true);
    // What is proposed is applied once, although an attempt may have died: so a repeat must be harmless.
    const isRepeatable = tool.readOnly || 'within' in tool || tool.idempotent || tool.ownId !== undefined;
    expect(isRepeatable).toBe(true);
    const schema = z.toJSONSchema(tool.input, { io: 'input' });
    expect(schema).toMatchObject({ type: 'object', additionalProperties: false });
    const fields = [...(tool.ownId === undefined ? [] : [tool.ownId]), ...(tool.hears ?? [])];
    for (const field of fields) expect(schema.properties).toHaveProperty(field);
    expect(() => z.toJSONSchema(tool.output)).not.toThrow();
  });

  test('what takes something away for good is marked', () => {
    const marked = [...TOOLS.values()].filter(({ destructive }) => destructive).map(({ name }) => name);
    expect(marked.toSorted()).toEqual(['cancel_task', 'end_recurring_task', 'let_go_of_goal']);
  });
});
