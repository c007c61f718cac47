// What a person changes about a task afterwards: opened again, moved although it was missed, its words and its time.
import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Session } from '../../harness/http.ts';
import { httpWorld } from '../../harness/http-world.ts';

const { api, admin, world } = httpWorld();

const HOUR_MS = 3_600_000;
const inHours = (hours: number) => new Date(Date.now() + hours * HOUR_MS).toISOString();
const plan = (person: Session, title: string, startsAt: string, more: object = {}) =>
  person.expect(201, 'POST', '/v1/tasks', { title, starts_at: startsAt, duration_minutes: 30, ...more });

/** "created rest", "done rest", ... in their order. */
async function historyOf(taskId: string): Promise<string[]> {
  const { rows } = await admin.query(
    `select kind || ' ' || via as line from task_events where task_id = $1 order by id`,
    [taskId],
  );
  return rows.map(({ line }) => line);
}

/** Of which generation a reminder is known to run, or none is to run. */
async function remindedOf(taskId: string): Promise<number | null> {
  const { rows } = await admin.query(`select reminded_generation as of from tasks where id = $1`, [taskId]);
  return rows[0].of;
}

describe('reopen', () => {
  test.each(['completion', 'miss'])('%s is taken back, once however often it is said', async (settling) => {
    const ana = await api.register();
    const { id } = await plan(ana, 'Run', inHours(5));
    await ana.expect(200, 'POST', `/v1/tasks/${id}/${settling}`);
    const open = await ana.expect(200, 'POST', `/v1/tasks/${id}/reopening`);
    expect(open).toMatchObject({ status: 'pending', generation: 2, settled_at: null, settled_via: null });
    expect(await ana.expect(200, 'POST', `/v1/tasks/${id}/reopening`)).toEqual(open);
    expect(await historyOf(id)).toEqual([
      'created rest',
      settling === 'miss' ? 'missed rest' : 'done rest',
      'reopened rest',
    ]);
    // Its reminder starts again.
    expect(await remindedOf(id)).toBeNull();
    expect(await ana.expect(200, 'POST', `/v1/tasks/${id}/completion`)).toMatchObject({ first: true });
  });

  test('not where something else stands by now, unless forced', async () => {
    const ana = await api.register();
    const at = inHours(5);
    const { id } = await plan(ana, 'Run', at);
    await ana.expect(200, 'POST', `/v1/tasks/${id}/miss`);
    await plan(ana, 'Piano', at);
    expect(await ana.expect(409, 'POST', `/v1/tasks/${id}/reopening`)).toMatchObject({
      code: 'TIME_TAKEN',
      overlaps: ['Piano'],
    });
    await ana.expect(200, 'POST', `/v1/tasks/${id}/reopening`, { force: true });
  });

  test('what was cancelled stays so', async () => {
    const ana = await api.register();
    const { id } = await plan(ana, 'Run', inHours(5));
    await ana.expect(200, 'DELETE', `/v1/tasks/${id}`);
    expect((await ana.expect(409, 'POST', `/v1/tasks/${id}/reopening`)).code).toBe('TASK_SETTLED');
  });

  test('what lies too far back is open again, and nobody is reminded', async () => {
    const ana = await api.register();
    const { id } = await plan(ana, 'Run', inHours(-30));
    await ana.expect(200, 'POST', `/v1/tasks/${id}/completion`);
    expect(await ana.expect(200, 'POST', `/v1/tasks/${id}/reopening`)).toMatchObject({ generation: 2 });
    expect(await remindedOf(id)).toBe(2);
  });
});

describe('what was only recorded', () => {
  test('reminds once it takes long enough to go on now, and not before', async () => {
    const ana = await api.register();
    const { id } = await plan(ana, 'Hike', inHours(-3));
    expect(await remindedOf(id)).toBe(1);
    const edit = (duration_minutes: number) =>
      ana.expect(200, 'PATCH', `/v1/tasks/${id}`, { duration_minutes });
    expect(await edit(90)).toMatchObject({ generation: 1 });
    expect(await remindedOf(id)).toBe(1);
    expect(await edit(600)).toMatchObject({ generation: 2, status: 'pending', duration_minutes: 600 });
    const reminder = await world.temporal.client.workflow.getHandle(`reminder/${id}/2`).describe();
    expect(reminder.status.name).toBe('RUNNING');
    expect(await edit(660)).toMatchObject({ generation: 2 });
  });
});

test('a session just missed can be moved', async () => {
  const ana = await api.register();
  const { id } = await plan(ana, 'Run', inHours(-0.2));
  await ana.expect(200, 'POST', `/v1/tasks/${id}/miss`);
  const moved = await ana.expect(200, 'POST', `/v1/tasks/${id}/reschedule`);
  expect(moved.task).toMatchObject({ status: 'rescheduled', generation: 2, settled_at: null });
  expect(await historyOf(id)).toEqual(['created rest', 'missed rest', 'rescheduled rest']);
  await ana.expect(200, 'POST', `/v1/tasks/${id}/completion`);
  expect((await ana.expect(409, 'POST', `/v1/tasks/${id}/reschedule`)).code).toBe('TASK_SETTLED');
});

describe('edit', () => {
  test('what is named changes, the rest stays; nothing named, nothing changed', async () => {
    const ana = await api.register();
    const task = await plan(ana, 'Run', inHours(5), { description: 'Slowly.' });
    const change = { title: '  Swim ', duration_minutes: 45 };
    const swim = await ana.expect(200, 'PATCH', `/v1/tasks/${task.id}`, change);
    expect(swim).toEqual({ ...task, title: 'Swim', duration_minutes: 45 });
    for (const same of [change, {}])
      expect(await ana.expect(200, 'PATCH', `/v1/tasks/${task.id}`, same)).toEqual(swim);
    expect(await historyOf(task.id)).toEqual(['created rest', 'edited rest']);
  });

  test('another start is a move, with a reminder of its own', async () => {
    const ana = await api.register();
    const task = await plan(ana, 'Run', inHours(5));
    const change = { starts_at: inHours(30), title: 'Swim' };
    const moved = await ana.expect(200, 'PATCH', `/v1/tasks/${task.id}`, change);
    expect(moved).toMatchObject({ ...change, status: 'rescheduled', generation: 2 });
    expect(await historyOf(task.id)).toEqual(['created rest', 'edited rest', 'rescheduled rest']);
  });

  test('neither a new start nor more minutes land on something else or in the past, unless forced', async () => {
    const ana = await api.register();
    const hour = Math.ceil(Date.now() / HOUR_MS) + 5;
    const at = (minutes: number) => new Date(hour * HOUR_MS + minutes * 60_000).toISOString();
    const { id } = await plan(ana, 'Run', at(0));
    await plan(ana, 'Piano', at(40));
    const patch = (status: number, body: object) => ana.expect(status, 'PATCH', `/v1/tasks/${id}`, body);
    for (const change of [{ starts_at: at(20) }, { duration_minutes: 45 }]) {
      expect(await patch(409, change)).toMatchObject({ code: 'TIME_TAKEN', overlaps: ['Piano'] });
      await patch(200, { ...change, force: true });
    }
    // Fewer minutes are in nobody's way.
    await patch(200, { duration_minutes: 40 });
    expect((await patch(409, { starts_at: inHours(-3) })).code).toBe('TIME_TAKEN');
    await patch(200, { starts_at: inHours(-3), force: true });
    expect(await remindedOf(id)).toBe((await ana.expect(200, 'GET', `/v1/tasks/${id}`)).generation);
  });

  test('of what is settled only the words, of what is cancelled nothing', async () => {
    const ana = await api.register();
    const { id } = await plan(ana, 'Run', inHours(5));
    const patch = (status: number, body: object) => ana.expect(status, 'PATCH', `/v1/tasks/${id}`, body);
    await ana.expect(200, 'POST', `/v1/tasks/${id}/completion`);
    expect(await patch(200, { description: 'In the rain.' })).toMatchObject({ status: 'done' });
    for (const change of [{ starts_at: inHours(9) }, { duration_minutes: 20 }])
      expect((await patch(409, change)).code).toBe('TASK_SETTLED');
    const other = await plan(ana, 'Swim', inHours(7));
    await ana.expect(200, 'DELETE', `/v1/tasks/${other.id}`);
    const body = { title: 'Dive' };
    expect((await ana.expect(409, 'PATCH', `/v1/tasks/${other.id}`, body)).code).toBe('TASK_SETTLED');
  });

  test('only what its client has seen, and once under a key', async () => {
    const ana = await api.register();
    const { id } = await plan(ana, 'Run', inHours(5));
    const seen = await ana.call('GET', `/v1/tasks/${id}`);
    const headers = { 'if-match': seen.headers.get('etag')!, 'idempotency-key': randomUUID() };
    const body = { starts_at: inHours(8) };
    const first = await ana.call('PATCH', `/v1/tasks/${id}`, body, headers);
    expect(first).toMatchObject({ status: 200, body: { generation: 2 } });
    expect((await ana.call('PATCH', `/v1/tasks/${id}`, body, headers)).body).toEqual(first.body);
    const late = await ana.call('PATCH', `/v1/tasks/${id}`, body, { 'if-match': headers['if-match'] });
    expect(late.body.code).toBe('PRECONDITION_FAILED');
    const now = await ana.call('GET', `/v1/tasks/${id}`);
    expect(now.headers.get('etag')).toBe(first.headers.get('etag'));
  });

  test.each([
    [{ title: ' ' }, 'title'],
    [{ duration_minutes: 4 }, 'duration_minutes'],
    [{ starts_at: 'tomorrow' }, 'starts_at'],
    [{ status: 'done' }, 'status'],
  ])('%o is refused', async (body, path) => {
    const ana = await api.register();
    const { id } = await plan(ana, 'Run', inHours(5));
    expect((await ana.expect(422, 'PATCH', `/v1/tasks/${id}`, body)).errors).toMatchObject([{ path }]);
  });
});
