// Tasks that recur by hand: made, changed, cut, left out, put back, ended; what somebody did about one of them stays.
import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Session } from '../../harness/http.ts';
import { httpWorld } from '../../harness/http-world.ts';

const { api, admin } = httpWorld();

const DAY_MS = 86_400_000;
const day = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);

const daily = { title: 'Stretch', rrule: 'FREQ=DAILY', time: '12:00', duration_minutes: 15 };
const make = (person: Session, change: object = {}) =>
  person.expect(201, 'POST', '/v1/task-rules', { ...daily, start_date: day(1), ...change });

interface Occurrence {
  date: string;
  task_id: string | null;
  status: string;
  starts_local: string;
  cancelled_for: string | null;
}

async function occurrencesOf(person: Session, id: string, query = ''): Promise<Occurrence[]> {
  const { occurrences } = await person.expect(200, 'GET', `/v1/task-rules/${id}/occurrences${query}`);
  return occurrences;
}
const on = async (person: Session, id: string, date: string): Promise<Occurrence> =>
  (await occurrencesOf(person, id, `?from=${date}&to=${date}`))[0]!;

describe('a rule', () => {
  test('is one task a day for sixty days, and says what follows', async () => {
    const ana = await api.register();
    const rule = await make(ana);
    expect(rule).toMatchObject({
      ...daily,
      zone: 'UTC',
      version: 1,
      next_starts_at: `${day(1)}T12:00:00.000Z`,
    });
    const all = await occurrencesOf(ana, rule.id, `?from=${day(0)}&to=${day(70)}`);
    expect(all.map(({ date }) => date)).toEqual(Array.from({ length: 70 }, (_, index) => day(index + 1)));
    expect(all.filter(({ task_id }) => task_id !== null)).toHaveLength(60);
    expect((await ana.expect(200, 'GET', '/v1/tasks?limit=100')).tasks).toHaveLength(60);
    expect((await ana.expect(200, 'GET', '/v1/task-rules')).rules).toEqual([rule]);
    expect(await ana.expect(200, 'GET', `/v1/task-rules/${rule.id}`)).toEqual(rule);
  });

  test('leaves dates out, and has others beside it', async () => {
    const ana = await api.register();
    const change = { rrule: 'FREQ=DAILY;COUNT=3', exdates: [day(2)], rdates: [day(20), day(20)] };
    const rule = await make(ana, change);
    const dates = (await occurrencesOf(ana, rule.id)).map(({ date }) => date);
    expect(dates).toEqual([day(1), day(3), day(20)]);
    expect(rule).toMatchObject({ ...change, rdates: [day(20)] });
  });

  test('stands on the wall clock of its zone, through summer time', async () => {
    const ana = await api.register();
    const zone = 'Europe/Berlin';
    const rule = await make(ana, {
      zone,
      start_date: '2027-03-27',
      time: '07:00',
      rrule: 'FREQ=DAILY;COUNT=3',
    });
    const shown = await occurrencesOf(ana, rule.id, '?from=2027-03-26&to=2027-03-30');
    expect(shown.map((one) => one.starts_local.slice(11))).toEqual(['07:00', '07:00', '07:00']);
    expect(shown.map((one) => (one as { starts_at?: string }).starts_at?.slice(11, 16))).toEqual([
      '06:00',
      '05:00',
      '05:00',
    ]);
    expect(rule.zone_is_fixed).toBe(true);
  });

  test.each([
    [{ rrule: 'every Monday' }, 'RULE_INVALID', 'rrule', /RFC 5545/],
    [{ rrule: 'FREQ=HOURLY' }, 'RULE_INVALID', 'rrule', /daily/],
    [{ rrule: 'FREQ=DAILY;UNTIL=20200101' }, 'RULE_INVALID', 'rrule', /never/],
    [{ rrule: 'FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30' }, 'RULE_INVALID', 'rrule', /never/],
    [{ zone: 'Mars/Olympus' }, 'RULE_INVALID', 'zone', /zone/],
    [{ start_date: '9999-01-01' }, 'VALIDATION_FAILED', 'start_date', /2100/],
    [{ rdates: ['9999-12-31'] }, 'VALIDATION_FAILED', 'rdates.0', /2100/],
    [{ start_date: '2026-02-30' }, 'VALIDATION_FAILED', 'start_date', /./],
    [{ time: '25:00' }, 'VALIDATION_FAILED', 'time', /./],
  ])('that is none is refused with what is wrong: %j', async (change, code, path, message) => {
    const ana = await api.register();
    const refused = await ana.expect(422, 'POST', '/v1/task-rules', { ...daily, ...change });
    expect(refused.code).toBe(code);
    expect(refused.errors[0]).toMatchObject({ path, message: expect.stringMatching(message) });
  });

  test('of long ago or of 9999 is searched no further than it has to', async () => {
    const ana = await api.register();
    // For thirty seconds of work the answer would be a 504.
    const rare = { start_date: '1970-01-01', rrule: 'FREQ=YEARLY;BYDAY=MO;BYWEEKNO=53', time: '03:00' };
    for (const change of [{ start_date: '1970-01-01', rrule: 'FREQ=DAILY;UNTIL=99991231' }, rare])
      expect(await make(ana, change)).toMatchObject(change);
  });

  test('takes no time that is taken, unless forced', async () => {
    const ana = await api.register();
    await ana.expect(201, 'POST', '/v1/tasks', {
      title: 'Dentist',
      starts_at: `${day(3)}T12:10:00Z`,
      duration_minutes: 30,
    });
    const refused = await ana.expect(409, 'POST', '/v1/task-rules', daily);
    expect(refused).toMatchObject({ code: 'TIME_TAKEN', overlaps: ['Dentist'], taken_times: 1 });
    expect((await ana.expect(200, 'GET', '/v1/task-rules')).rules).toEqual([]);
    await make(ana, { force: true });
  });

  test('is made once under its key', async () => {
    const ana = await api.register();
    const headers = { 'idempotency-key': randomUUID() };
    const first = await ana.call('POST', '/v1/task-rules', daily, headers);
    expect((await ana.call('POST', '/v1/task-rules', daily, headers)).body).toEqual(first.body);
    expect((await ana.expect(200, 'GET', '/v1/task-rules')).rules).toHaveLength(1);
  });
});

describe('one date', () => {
  test('is left out and put back, however often it is said', async () => {
    const ana = await api.register();
    const { id } = await make(ana);
    const skipped = await ana.expect(200, 'PUT', `/v1/task-rules/${id}/skips/${day(2)}`);
    expect(skipped).toMatchObject({ exdates: [day(2)], version: 2 });
    expect(await ana.expect(200, 'PUT', `/v1/task-rules/${id}/skips/${day(2)}`)).toEqual(skipped);
    expect(await on(ana, id, day(2))).toMatchObject({ status: 'cancelled', cancelled_for: 'skipped' });
    const restored = await ana.expect(200, 'DELETE', `/v1/task-rules/${id}/skips/${day(2)}`);
    expect(restored).toMatchObject({ exdates: [], version: 3 });
    expect(await ana.expect(200, 'DELETE', `/v1/task-rules/${id}/skips/${day(2)}`)).toEqual(restored);
    expect(await on(ana, id, day(2))).toMatchObject({ status: 'pending', cancelled_for: null });
    await ana.expect(404, 'PUT', `/v1/task-rules/${id}/skips/${day(-2)}`);
  });

  test('is not put back where something else stands by now, unless forced', async () => {
    const ana = await api.register();
    const { id } = await make(ana);
    await ana.expect(200, 'PUT', `/v1/task-rules/${id}/skips/${day(2)}`);
    await ana.expect(201, 'POST', '/v1/tasks', {
      title: 'Dentist',
      starts_at: `${day(2)}T12:00:00Z`,
      duration_minutes: 30,
    });
    const path = `/v1/task-rules/${id}/skips/${day(2)}`;
    expect(await ana.expect(409, 'DELETE', path)).toMatchObject({
      code: 'TIME_TAKEN',
      overlaps: ['Dentist'],
    });
    await ana.expect(200, 'DELETE', `${path}?force=true`);
  });

  test('that was taken off by hand does not come back', async () => {
    const ana = await api.register();
    const { id } = await make(ana);
    const { task_id } = await on(ana, id, day(2));
    await ana.expect(200, 'PUT', `/v1/task-rules/${id}/skips/${day(2)}`);
    await ana.expect(200, 'DELETE', `/v1/tasks/${task_id}`);
    await ana.expect(200, 'DELETE', `/v1/task-rules/${id}/skips/${day(2)}`);
    expect(await on(ana, id, day(2))).toMatchObject({ status: 'cancelled', cancelled_for: null });
  });
});

describe('a change', () => {
  test('reaches what nobody has touched, and nothing else', async () => {
    const ana = await api.register();
    const { id } = await make(ana);
    const taskOn = async (days: number) => (await on(ana, id, day(days))).task_id;
    await ana.expect(200, 'POST', `/v1/tasks/${await taskOn(1)}/completion`);
    await ana.expect(200, 'PATCH', `/v1/tasks/${await taskOn(2)}`, { starts_at: `${day(2)}T15:00:00Z` });
    await ana.expect(200, 'PATCH', `/v1/tasks/${await taskOn(3)}`, { title: 'Stretch, and breathe' });
    await ana.expect(200, 'DELETE', `/v1/tasks/${await taskOn(4)}`);
    const kept = [1, 2, 3, 4].map(async (days) => on(ana, id, day(days)));
    const before = await Promise.all(kept);

    const change = { time: '18:00', title: 'Bend' };
    const edited = await ana.expect(200, 'PATCH', `/v1/task-rules/${id}`, change);
    expect(edited).toMatchObject({ ...change, id, version: 2 });
    expect(await ana.expect(200, 'PATCH', `/v1/task-rules/${id}`, change)).toEqual(edited);
    for (const [index, one] of before.entries()) expect(await on(ana, id, day(index + 1))).toEqual(one);
    const fifth = await on(ana, id, day(5));
    expect(fifth).toMatchObject({ status: 'pending', starts_local: `${day(5)}T18:00` });
    expect(await ana.expect(200, 'GET', `/v1/tasks/${fifth.task_id}`)).toMatchObject({
      title: 'Bend',
      generation: 2,
    });
  });

  test('of the rhythm takes days off and adds others; back again, they come back', async () => {
    const ana = await api.register();
    const { id } = await make(ana);
    const datesOf = async () => {
      const all = await occurrencesOf(ana, id, `?from=${day(0)}&to=${day(9)}`);
      return all.filter(({ status }) => status === 'pending').map(({ date }) => date);
    };
    const others = [1, 3, 5, 7, 9].map(day);
    await ana.expect(200, 'PATCH', `/v1/task-rules/${id}`, { rrule: 'FREQ=DAILY;INTERVAL=2' });
    expect(await datesOf()).toEqual(others);
    await ana.expect(200, 'PATCH', `/v1/task-rules/${id}`, { rrule: 'FREQ=DAILY' });
    expect(await datesOf()).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9].map(day));
    const { rows } = await admin.query('select count(*)::int as tasks from tasks where rule_id = $1', [id]);
    expect(rows).toEqual([{ tasks: 60 }]);
  });

  test('from a date on makes two rules of it, in step', async () => {
    const ana = await api.register();
    const { id } = await make(ana, { rrule: 'FREQ=DAILY;INTERVAL=2;COUNT=10' });
    const change = { from: day(4), time: '19:00' };
    const next = await ana.expect(200, 'PATCH', `/v1/task-rules/${id}`, change);
    expect(next).toMatchObject({ time: '19:00', start_date: day(5), rrule: 'FREQ=DAILY;INTERVAL=2;COUNT=8' });
    expect(next.id).not.toBe(id);
    const dates = async (rule: string) =>
      (await occurrencesOf(ana, rule)).map(({ starts_local }) => starts_local);
    expect(await dates(id)).toEqual([1, 3].map((days) => `${day(days)}T12:00`));
    expect(await dates(next.id)).toEqual([5, 7, 9, 11, 13, 15, 17, 19].map((days) => `${day(days)}T19:00`));
  });

  test('of a plan is made in its plan', async () => {
    const ana = await api.register();
    const { rows } = await admin.query('select org_id from members where user_id = $1', [ana.userId]);
    const id = randomUUID();
    await admin.query(
      `insert into task_rules (id, org_id, user_id, title, description, rrule, start_date, local_time, zone, duration_minutes)
       values ($1, $2, $3, 'Run', '', 'FREQ=DAILY;COUNT=3', $4, '07:00', 'UTC', 30)`,
      [id, rows[0].org_id, ana.userId, day(1)],
    );
    for (const [method, path] of [
      ['PATCH', ''],
      ['DELETE', ''],
      ['PUT', `/skips/${day(1)}`],
    ] as const) {
      const body = method === 'PATCH' ? { title: 'Walk' } : undefined;
      const refused = await ana.expect(409, method, `/v1/task-rules/${id}${path}`, body);
      expect(refused.code).toBe('RULE_OF_PLAN');
    }
  });
});

describe('the end', () => {
  test('takes off what is open; what was done stays', async () => {
    const ana = await api.register();
    const { id } = await make(ana);
    await ana.expect(200, 'POST', `/v1/tasks/${(await on(ana, id, day(1))).task_id}/completion`);
    const ended = await ana.expect(200, 'DELETE', `/v1/task-rules/${id}`);
    expect(ended).toMatchObject({ ended_at: expect.any(String), next_starts_at: null });
    expect(await ana.expect(200, 'DELETE', `/v1/task-rules/${id}`)).toEqual(ended);
    const { tasks } = await ana.expect(200, 'GET', '/v1/tasks?limit=100&status=pending');
    expect(tasks).toEqual([]);
    expect(await on(ana, id, day(1))).toMatchObject({ status: 'done' });
    expect((await ana.expect(409, 'PATCH', `/v1/task-rules/${id}`, { time: '13:00' })).code).toBe(
      'RULE_ENDED',
    );
    expect((await ana.expect(200, 'GET', '/v1/task-rules?ended=true')).rules).toEqual([ended]);
  });

  test('from a date on leaves what comes before', async () => {
    const ana = await api.register();
    const { id } = await make(ana);
    const until = await ana.expect(200, 'DELETE', `/v1/task-rules/${id}?from=${day(3)}`);
    expect(until).toMatchObject({ ended_at: null, rrule: `FREQ=DAILY;UNTIL=${day(2).replaceAll('-', '')}` });
    const { tasks } = await ana.expect(200, 'GET', '/v1/tasks?limit=100&status=pending');
    expect(tasks).toHaveLength(2);
  });
});
