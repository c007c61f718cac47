// Several hands on one rule at the same moment: whatever comes first, each date has one task, where the rule has it in the end.
import { describe, expect, test } from 'vitest';
import type { Session } from '../../harness/http.ts';
import { httpWorld } from '../../harness/http-world.ts';

const { api } = httpWorld();

const DAY_MS = 86_400_000;
const day = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);
const daily = { title: 'Stretch', rrule: 'FREQ=DAILY', time: '12:00', duration_minutes: 15 };

interface Task {
  id: string;
  title: string;
  rule_id: string;
  rule_date: string;
  starts_local: string;
  status: string;
}

const make = (person: Session, change: object = {}) =>
  person.call('POST', '/v1/task-rules', { ...daily, start_date: day(1), ...change });
const edit = (person: Session, id: string, change: object) =>
  person.call('PATCH', `/v1/task-rules/${id}`, { force: true, ...change });
const tasksOf = async (person: Session): Promise<Task[]> =>
  (await person.expect(200, 'GET', '/v1/tasks?limit=100')).tasks;

/** Each date has one task, and each open one stands where its rule says. */
async function expectWhole(person: Session): Promise<Task[]> {
  const { rules } = await person.expect(200, 'GET', '/v1/task-rules?limit=100');
  const timeOf = new Map<string, string>(
    rules.map(({ id, time }: { id: string; time: string }) => [id, time]),
  );
  const tasks = await tasksOf(person);
  const dates = tasks.map(({ rule_date }) => rule_date);
  expect(new Set(dates).size).toBe(dates.length);
  const open = tasks.filter(({ status }) => status === 'pending');
  for (const { rule_id, rule_date, starts_local } of open)
    expect(starts_local).toBe(`${rule_date}T${timeOf.get(rule_id)}`);
  return tasks;
}

describe('at once', () => {
  test('one rule is given five times: one of them holds, for all of its dates', async () => {
    const ana = await api.register();
    const { body: rule } = await make(ana);
    const times = ['07:00', '08:00', '09:00', '10:00', '11:00'];
    const said = await Promise.all(times.map((time) => edit(ana, rule.id, { time })));
    expect(said.map(({ status }) => status)).toEqual(times.map(() => 200));
    expect(said.map(({ body }) => body.version).toSorted((a, b) => a - b)).toEqual([2, 3, 4, 5, 6]);
    const tasks = await expectWhole(ana);
    expect([tasks.length, new Set(tasks.map(({ starts_local }) => starts_local.slice(11))).size]).toEqual([
      60, 1,
    ]);
  });

  test('it is changed, cut, and a date of it left out', async () => {
    for (let round = 0; round < 3; round += 1) {
      const ana = await api.register();
      const { body: rule } = await make(ana);
      const [changed, cut, skipped] = await Promise.all([
        edit(ana, rule.id, { time: '07:00' }),
        edit(ana, rule.id, { from: day(20), time: '18:00', title: 'Stretch long' }),
        ana.call('PUT', `/v1/task-rules/${rule.id}/skips/${day(10)}`),
      ]);
      expect([changed.status, cut.status, skipped.status]).toEqual([200, 200, 200]);
      const tasks = await expectWhole(ana);
      expect(tasks.map(({ rule_date }) => rule_date)).toEqual(
        Array.from({ length: 60 }, (_, index) => day(index + 1)),
      );
      expect(tasks.find(({ rule_date }) => rule_date === day(10))?.status).toBe('cancelled');
    }
  });

  test('it is ended and changed: nothing stays open of a rule that has ended', async () => {
    for (let round = 0; round < 3; round += 1) {
      const ana = await api.register();
      const { body: rule } = await make(ana);
      const [ended, changed] = await Promise.all([
        ana.call('DELETE', `/v1/task-rules/${rule.id}`),
        edit(ana, rule.id, { time: '07:00' }),
      ]);
      expect(ended.status).toBeLessThan(300);
      expect([200, 409]).toContain(changed.status);
      expect((await tasksOf(ana)).filter(({ status }) => status === 'pending')).toEqual([]);
    }
  });

  test('two rules want the same hour: one has it', async () => {
    const ana = await api.register();
    const said = await Promise.all([1, 2, 3].map((nth) => make(ana, { title: `Rule ${nth}` })));
    expect(said.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409, 409]);
    expect(await expectWhole(ana)).toHaveLength(60);
  });

  test('a pause begins, and the rule moves: what falls into the pause rests', async () => {
    for (let round = 0; round < 3; round += 1) {
      const ana = await api.register();
      const { body: rule } = await make(ana);
      const [paused, changed] = await Promise.all([
        ana.call('POST', '/v1/task-pauses', { from: day(5), until: day(9) }),
        edit(ana, rule.id, { time: '07:00' }),
      ]);
      expect([paused.status, changed.status]).toEqual([201, 200]);
      const tasks = await expectWhole(ana);
      const resting = tasks.filter(({ status }) => status === 'cancelled').map(({ rule_date }) => rule_date);
      expect(resting).toEqual([5, 6, 7, 8, 9].map(day));
    }
  });
});
