// Pauses: what falls into them rests and is not missed; their end brings back what they took, and nothing else.
import { describe, expect, test } from 'vitest';
import type { Session } from '../../harness/http.ts';
import { httpWorld } from '../../harness/http-world.ts';

const { api } = httpWorld();

const DAY_MS = 86_400_000;
const day = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);

const make = (person: Session, time = '12:00', title = 'Stretch') =>
  person.expect(201, 'POST', '/v1/task-rules', {
    title,
    rrule: 'FREQ=DAILY;COUNT=8',
    start_date: day(1),
    time,
    duration_minutes: 15,
  });

interface Task {
  id: string;
  title: string;
  starts_at: string;
  status: string;
}

/** "2026-12-01 pending", in order of time. */
async function stateOf(person: Session, title = 'Stretch'): Promise<Record<string, string>> {
  const { tasks } = await person.expect(200, 'GET', '/v1/tasks?limit=100');
  const own = (tasks as Task[]).filter((task) => task.title === title);
  return Object.fromEntries(own.map(({ starts_at, status }) => [starts_at.slice(0, 10), status]));
}
const idOn = async (person: Session, date: string): Promise<string> =>
  ((await person.expect(200, 'GET', '/v1/tasks?limit=100')).tasks as Task[]).find(
    (task) => task.starts_at.startsWith(date) && task.title === 'Stretch',
  )!.id;
const pause = (person: Session, body: object) => person.expect(201, 'POST', '/v1/task-pauses', body);
const end = (person: Session, id: string, body?: object) =>
  person.expect(200, 'POST', `/v1/task-pauses/${id}/end`, body);

describe('a pause', () => {
  test('takes its days and no others, of everything or of one rule', async () => {
    const ana = await api.register();
    const { id: rule_id } = await make(ana);
    await make(ana, '18:00', 'Read');
    const one = await pause(ana, { rule_id, from: day(2), until: day(3) });
    expect(one).toMatchObject({ rule_id, from: day(2), until: day(3), resting: 2 });
    expect(await stateOf(ana)).toMatchObject({
      [day(1)]: 'pending',
      [day(2)]: 'cancelled',
      [day(4)]: 'pending',
    });
    expect(Object.values(await stateOf(ana, 'Read'))).not.toContain('cancelled');
    const all = await pause(ana, { from: day(6) });
    expect(all).toMatchObject({ rule_id: null, until: null, resting: 6 });
    expect((await ana.expect(200, 'GET', '/v1/task-pauses')).pauses).toEqual([all, one]);
  });

  test('brings back what it took, and not what was taken off by hand before it or during it', async () => {
    const ana = await api.register();
    const { id: rule } = await make(ana);
    await ana.expect(200, 'DELETE', `/v1/tasks/${await idOn(ana, day(2))}`);
    await ana.expect(200, 'PUT', `/v1/task-rules/${rule}/skips/${day(3)}`);
    const { id } = await pause(ana, {});
    await ana.expect(200, 'DELETE', `/v1/tasks/${await idOn(ana, day(4))}`);
    await ana.expect(200, 'PUT', `/v1/task-rules/${rule}/skips/${day(5)}`);
    const ended = await end(ana, id);
    expect(ended.back.map((task: Task) => task.starts_at.slice(0, 10))).toEqual([1, 6, 7, 8].map(day));
    expect(ended).toMatchObject({ stayed: [], pause: { ended_on: day(0) } });
    expect(await end(ana, id)).toMatchObject({ back: [], stayed: [] });
    const state = await stateOf(ana);
    expect([2, 3, 4, 5].map((days) => state[day(days)])).toEqual(Array(4).fill('cancelled'));
    expect([1, 6, 7, 8].map((days) => state[day(days)])).toEqual(Array(4).fill('pending'));
  });

  test('of a rule that has ended meanwhile brings nothing back', async () => {
    const ana = await api.register();
    const { id: rule } = await make(ana);
    const { id } = await pause(ana, {});
    await ana.expect(200, 'DELETE', `/v1/task-rules/${rule}`);
    expect(await end(ana, id)).toMatchObject({ back: [], stayed: [] });
    expect(Object.values(await stateOf(ana))).not.toContain('pending');
  });

  test('holds back what a change of the rule, or a new rule, puts into it', async () => {
    const ana = await api.register();
    const { id: rule } = await make(ana);
    const { id } = await pause(ana, { from: day(2), until: day(4) });
    await ana.expect(200, 'PATCH', `/v1/task-rules/${rule}`, { time: '13:00' });
    await make(ana, '18:00', 'Read');
    for (const title of ['Stretch', 'Read'])
      expect(await stateOf(ana, title)).toMatchObject({ [day(1)]: 'pending', [day(2)]: 'cancelled' });
    const { back } = await end(ana, id);
    expect(back.map((task: Task) => task.starts_at.slice(11, 16)).toSorted()).toEqual([
      '13:00',
      '13:00',
      '13:00',
      '18:00',
      '18:00',
      '18:00',
    ]);
  });

  test('leaves off what something else stands in the way of, until it is opened by hand', async () => {
    const ana = await api.register();
    await make(ana);
    const { id } = await pause(ana, {});
    const dentist = { title: 'Dentist', starts_at: `${day(2)}T12:05:00Z`, duration_minutes: 30 };
    await ana.expect(201, 'POST', '/v1/tasks', dentist);
    const { back, stayed } = await end(ana, id);
    expect(back).toHaveLength(7);
    expect(stayed).toMatchObject([{ overlaps: ['Dentist'], task: { starts_at: `${day(2)}T12:00:00.000Z` } }]);
    await ana.expect(200, 'POST', `/v1/tasks/${stayed[0].task.id}/reopening`, { force: true });
  });

  test('that ends while another one holds leaves its days to it', async () => {
    const ana = await api.register();
    await make(ana);
    const first = await pause(ana, { until: day(3) });
    const second = await pause(ana, { from: day(2), until: day(5) });
    expect(second.resting).toBe(2);
    const { back } = await end(ana, first.id);
    expect(back.map((task: Task) => task.starts_at.slice(0, 10))).toEqual([day(1)]);
    expect((await end(ana, second.id)).back).toHaveLength(4);
  });

  test.each([
    [{ from: day(3), until: day(2) }, 'PAUSE_INVALID'],
    [{ from: day(-3), until: day(-2) }, 'PAUSE_INVALID'],
    [{ until: '9999-12-31' }, 'VALIDATION_FAILED'],
  ])('that is none is refused: %j', async (body, code) => {
    const ana = await api.register();
    expect((await ana.expect(422, 'POST', '/v1/task-pauses', body)).code).toBe(code);
  });
});
