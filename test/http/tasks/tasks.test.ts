// Tasks by REST: made, seen in the person's own day, settled once, moved, taken away.
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { describe, expect, test, vi } from 'vitest';
import type { Session } from '../../harness/http.ts';
import { httpWorld } from '../../harness/http-world.ts';
import { PATIENCE } from '../../harness/patience.ts';

const HOUR_MS = 3_600_000;

const { world, api, admin } = httpWorld({ worker: 'here' });

const inHours = (hours: number) => new Date(Date.now() + hours * HOUR_MS).toISOString();

/** Where it is between midnight and one in the morning just now, as hours ahead of UTC. */
const hoursAhead = (24 - new Date().getUTCHours()) % 24;
const offsetMinutes = () => (hoursAhead > 14 ? hoursAhead - 24 : hoursAhead) * 60;
const zoneAfterMidnight = () => `Etc/GMT${hoursAhead > 14 ? `+${24 - hoursAhead}` : `-${hoursAhead}`}`;

const plan = (person: Session, title: string, startsAt: string, more: object = {}) =>
  person.expect(201, 'POST', '/v1/tasks', {
    title,
    starts_at: startsAt,
    duration_minutes: 30,
    ...more,
  });

const titlesOf = (tasks: { title: string }[]): string[] => tasks.map(({ title }) => title);

describe('create and read', () => {
  test('a task shows both clocks: UTC and the wall at home', async () => {
    const ana = await api.register({ zone: 'Europe/Berlin' });
    const task = await plan(ana, '  Run 5 km ', '2027-01-15T07:00:00+01:00', { description: 'Slowly.' });
    expect(task).toMatchObject({
      title: 'Run 5 km',
      description: 'Slowly.',
      starts_at: '2027-01-15T06:00:00.000Z',
      starts_local: '2027-01-15T07:00',
      status: 'pending',
      reminder: [],
    });
    expect(await ana.expect(200, 'GET', `/v1/tasks/${task.id}`)).toEqual(task);
  });

  test('today is the day of the person, not of the server', async () => {
    const tokyo = await api.register({ zone: 'Pacific/Kiritimati' });
    const task = await plan(tokyo, 'Now', new Date().toISOString());
    const today = await tokyo.expect(200, 'GET', '/v1/tasks/today');
    expect(today.zone).toBe('Pacific/Kiritimati');
    expect(today.date).toBe(task.starts_local.slice(0, 10));
    // It is due, and nobody can be reached: the worker may have settled it by now.
    const { id, title, starts_at, starts_local } = task;
    expect(today.tasks).toMatchObject([{ id, title, starts_at, starts_local }]);
  });

  test('today is that of the new zone as soon as somebody has moved', async () => {
    const ana = await api.register({ zone: 'Pacific/Kiritimati' });
    // A day apart, and at any moment of ours both are in one of the two.
    for (const hours of [-20, -10, 0, 10, 20])
      await plan(ana, `In ${hours} h`, new Date(Date.now() + hours * 3_600_000).toISOString());
    for (const zone of ['Pacific/Kiritimati', 'Pacific/Pago_Pago', 'Pacific/Kiritimati']) {
      await ana.expect(200, 'PATCH', '/v1/account/preferences', { zone });
      const today = await ana.expect(200, 'GET', '/v1/tasks/today');
      expect(today.zone).toBe(zone);
      const all = (await ana.expect(200, 'GET', '/v1/tasks')).tasks;
      const ofDate = all.filter((task: { starts_local: string }) => task.starts_local.startsWith(today.date));
      expect(titlesOf(today.tasks)).toEqual(expect.arrayContaining(titlesOf(ofDate)));
      expect(today.tasks.length).toBeLessThan(all.length);
    }
  });

  test('what goes on over midnight belongs to both days, and is still to be done', async () => {
    const ana = await api.register({ zone: zoneAfterMidnight() });
    const today = (await ana.expect(200, 'GET', '/v1/tasks/today')).date;
    const midnight = Date.parse(`${today}T00:00:00Z`);
    const local = (minutes: number) =>
      new Date(midnight + minutes * 60_000 - offsetMinutes() * 60_000).toISOString();
    await plan(ana, 'Over before', local(-180));
    // Until one second after midnight.
    const over = await plan(ana, 'Over midnight', local(-240 - 59 / 60), {
      duration_minutes: 241,
      force: true,
    });
    const late = await plan(ana, 'Late', local(23 * 60 + 50));
    await plan(ana, 'Tomorrow', local(24 * 60 + 30));
    const shown = (await ana.expect(200, 'GET', '/v1/tasks/today')).tasks;
    expect(shown.map(({ title }: { title: string }) => title)).toEqual(['Over midnight', 'Late']);

    const progress = async () =>
      (await ana.expect(200, 'POST', '/v1/chat/messages', { message: 'How am I doing?' })).message;
    expect(await progress()).toBe('Nothing is settled yet this week. Today 2 things are left.');
    await ana.expect(200, 'POST', `/v1/tasks/${over.id}/completion`);
    // What is open is no failure, neither of today nor of yesterday.
    expect(await progress()).toBe('In the last seven days you did 1 of 1. Today 1 thing is left.');
    await ana.expect(200, 'DELETE', `/v1/tasks/${late.id}`);
    expect(await progress()).toBe('In the last seven days you did 1 of 1. Today nothing is left.');
  });

  test('with nothing due yet, progress says what is next', async () => {
    const ana = await api.register();
    await plan(ana, 'Run', '2999-01-15T07:00:00Z');
    expect(await ana.expect(200, 'POST', '/v1/chat/messages', { message: 'How am I doing?' })).toMatchObject({
      message:
        'Nothing has been due in the last seven days. Your next one is on Tuesday 15 January at 07:00.',
    });
  });

  test('what lies further back than a reminder makes sense is recorded, and nobody is reminded of it', async () => {
    const ana = await api.register();
    for (const [title, hours, minutes, isRecorded] of [
      ['Just now', -0.5, 5, false],
      ['Long', -5, 360, false],
      ['Long over', -7, 60, true],
      ['Years ago', -30_000, 30, true],
    ] as const) {
      const more = { duration_minutes: minutes, force: true };
      for (const headers of [{}, { 'idempotency-key': randomUUID() }]) {
        const body = { title, starts_at: inHours(hours), ...more };
        const { body: task } = await ana.call('POST', '/v1/tasks', body, headers);
        expect(task).toMatchObject({ title, status: 'pending' });
        const { rows } = await admin.query('select reminded_generation as of from tasks where id = $1', [
          task.id,
        ]);
        const described = world.temporal.client.workflow.getHandle(`reminder/${task.id}/1`).describe();
        const isStarted = await described.then(
          () => true,
          () => false,
        );
        expect({ title, of: rows[0].of, isStarted }).toEqual({
          title,
          of: isRecorded ? 1 : null,
          isStarted: !isRecorded,
        });
      }
    }
  });

  test('a taken time is refused with what stands there, unless forced', async () => {
    const ana = await api.register();
    const at = inHours(5);
    await plan(ana, 'Piano', at);
    const clash = { title: 'Chess', starts_at: at, duration_minutes: 30 };
    expect(await ana.expect(409, 'POST', '/v1/tasks', clash)).toMatchObject({
      code: 'TIME_TAKEN',
      overlaps: ['Piano'],
    });
    await ana.expect(201, 'POST', '/v1/tasks', { ...clash, force: true });
  });

  test('pages meet without a gap or a repeat', async () => {
    const ana = await api.register();
    const ids = [];
    for (const hours of [3, 1, 2, 5, 4]) ids.push((await plan(ana, `In ${hours}`, inHours(hours))).id);
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: { tasks: { title: string }[]; next_cursor: string | null } = await ana.expect(
        200,
        'GET',
        `/v1/tasks?limit=2${cursor && `&cursor=${encodeURIComponent(cursor)}`}`,
      );
      seen.push(...page.tasks.map((task) => task.title));
      cursor = page.next_cursor;
    }
    expect(seen).toEqual(['In 1', 'In 2', 'In 3', 'In 4', 'In 5']);
    const window = `from=${encodeURIComponent(inHours(1.5))}&to=${encodeURIComponent(inHours(3.5))}`;
    const between = await ana.expect(200, 'GET', `/v1/tasks?${window}&status=pending`);
    expect(between.tasks.map((task: { title: string }) => task.title)).toEqual(['In 2', 'In 3']);
  });

  test.each([
    [{ starts_at: 'tomorrow' }, 'starts_at'],
    [{ starts_at: '2027-01-15T07:00:00' }, 'starts_at'],
    [{ starts_at: '0000-01-01T00:00:00Z' }, 'starts_at'],
    [{ starts_at: '9999-12-31T23:59:59Z' }, 'starts_at'],
    [{ duration_minutes: 0 }, 'duration_minutes'],
    [{ title: '' }, 'title'],
    [{ title: 'x\u0000' }, 'title'],
    [{ title: 'half a pair \ud800' }, 'title'],
    [{ status: 'done' }, 'status'],
    [{ id: '0198c0de-0000-7000-8000-000000000000' }, 'id'],
  ])('%o is refused', async (change, path) => {
    const ana = await api.register();
    const body = { title: 'Run', starts_at: inHours(2), duration_minutes: 30, ...change };
    expect((await ana.expect(422, 'POST', '/v1/tasks', body)).errors).toMatchObject([{ path }]);
  });

  test.each(['limit=0', 'limit=x', 'status=late', 'from=yesterday', 'goal_id=1', 'colour=red'])(
    'a list by %s is refused',
    async (query) => {
      const ana = await api.register();
      expect((await ana.expect(422, 'GET', `/v1/tasks?${query}`)).errors[0].path).toBe(query.split('=')[0]);
    },
  );

  test('a cursor that we did not make is refused', async () => {
    const ana = await api.register();
    expect(await ana.expect(400, 'GET', '/v1/tasks?cursor=abc')).toMatchObject({
      code: 'BAD_REQUEST',
      errors: [{ path: 'cursor', message: 'must be the next_cursor of the page before' }],
    });
  });
});

describe('settle', () => {
  test('the first answer counts; a later one is told so', async () => {
    const ana = await api.register();
    const { id } = await plan(ana, 'Run', inHours(2));
    const done = await ana.expect(200, 'POST', `/v1/tasks/${id}/completion`);
    expect(done).toMatchObject({ first: true, task: { status: 'done', settled_via: 'rest' } });
    const late = await ana.expect(200, 'POST', `/v1/tasks/${id}/miss`);
    expect(late).toEqual({ first: false, task: done.task });
    expect(await ana.expect(200, 'POST', `/v1/tasks/${id}/completion`)).toEqual(late);
  });

  test('of twenty answers at once one is first', async () => {
    const ana = await api.register();
    const { id } = await plan(ana, 'Run', inHours(2));
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        ana.expect(200, 'POST', `/v1/tasks/${id}/${index % 2 ? 'miss' : 'completion'}`),
      ),
    );
    const first = answers.filter((answer) => answer.first);
    expect(first).toHaveLength(1);
    expect(new Set(answers.map((answer) => answer.task.status))).toEqual(new Set([first[0].task.status]));
  });

  test('a cancelled task is off the list of today, and stays cancelled', async () => {
    const ana = await api.register();
    const { id } = await plan(ana, 'Run', new Date().toISOString());
    expect(await ana.expect(200, 'DELETE', `/v1/tasks/${id}`)).toMatchObject({ status: 'cancelled' });
    expect(await ana.expect(200, 'DELETE', `/v1/tasks/${id}`)).toMatchObject({ status: 'cancelled' });
    expect((await ana.expect(200, 'GET', '/v1/tasks/today')).tasks).toEqual([]);
    expect(await ana.expect(200, 'POST', `/v1/tasks/${id}/completion`)).toMatchObject({
      first: false,
      task: { status: 'cancelled' },
    });
  });
});

describe('move', () => {
  test('to a named time, and to the first free one that was offered', async () => {
    const ana = await api.register();
    const { id } = await plan(ana, 'Run', inHours(2));
    const at = inHours(30);
    const named = await ana.expect(200, 'POST', `/v1/tasks/${id}/reschedule`, { starts_at: at });
    expect(named.task).toMatchObject({ starts_at: at, status: 'rescheduled', generation: 2 });

    const { times } = await ana.expect(200, 'GET', `/v1/tasks/${id}/free-times?limit=3`);
    expect(times.length).toBeGreaterThan(0);
    const moved = await ana.expect(200, 'POST', `/v1/tasks/${id}/reschedule`);
    expect(moved.task).toMatchObject({ ...times[0], generation: 3 });
  });

  test('not into another task, not into the past, not once it is settled', async () => {
    const ana = await api.register();
    const { id } = await plan(ana, 'Run', inHours(2));
    const piano = await plan(ana, 'Piano', inHours(50));
    const path = `/v1/tasks/${id}/reschedule`;
    expect(await ana.expect(409, 'POST', path, { starts_at: piano.starts_at })).toMatchObject({
      code: 'TIME_TAKEN',
      overlaps: ['Piano'],
    });
    expect((await ana.expect(409, 'POST', path, { starts_at: inHours(-1) })).code).toBe('TIME_TAKEN');
    await ana.expect(200, 'POST', `/v1/tasks/${id}/completion`);
    expect((await ana.expect(409, 'POST', path, { starts_at: inHours(70) })).code).toBe('TASK_SETTLED');
  });
});

test('a reminder that is due soon is under way at once, one of later begins when its time comes near', async () => {
  const ana = await api.register();
  const isRunning = async (id: string, generation: number) =>
    (await world.temporal.client.workflow.getHandle(`reminder/${id}/${generation}`).describe()).status.name;
  // Ten minutes of lead.
  const { id } = await plan(ana, 'Run', inHours(0.2));
  expect(await isRunning(id, 1)).toBe('RUNNING');
  const later = await plan(ana, 'Swim', inHours(40));
  await expect(isRunning(later.id, 1)).rejects.toThrow('not found');

  // As if the time between had passed.
  const database = new pg.Client({ connectionString: world.database.adminUrl });
  await database.connect();
  await database.query(`update tasks set starts_at = now() + interval '12 minutes' where id = '${later.id}'`);
  await database.end();
  await world.temporal.client.schedule.getHandle(`${world.taskQueue}/reconciler`).trigger();
  await vi.waitUntil(() => isRunning(later.id, 1).catch(() => false), PATIENCE);
});
