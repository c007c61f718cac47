// The streak, today and the heatmap through the API: which days count, which do not, and that a day stays what it was.
import { describe, expect, test } from 'vitest';
import type { Session } from '../../harness/http.ts';
import { httpWorld } from '../../harness/http-world.ts';
import { dayAt, momentAt, NOON_ZONE, plan, settled } from './days.ts';

const { api, admin } = httpWorld();

const register = () => api.register({ zone: NOON_ZONE });
const overview = (who: Session) => who.expect(200, 'GET', '/v1/analytics/overview');
const streak = async (who: Session): Promise<[now: number, longest: number]> => {
  const { streak_days, longest_streak_days } = await overview(who);
  return [streak_days, longest_streak_days];
};

/** 'd' done, 'm' missed, several a day; the last one is today. */
async function days(who: Session, ...each: string[]): Promise<string[]> {
  const ids: string[] = [];
  for (const [index, said] of each.entries())
    for (const [hour, one] of Array.from(said).entries())
      ids.push(await settled(who, index - each.length + 1, one === 'd' ? 'done' : 'missed', hour + 2));
  return ids;
}

test('of somebody new there is nothing to say', async () => {
  expect(await overview(await register())).toEqual({
    date: dayAt(0),
    zone: NOON_ZONE,
    streak_days: 0,
    longest_streak_days: 0,
    today: { done: 0, missed: 0, open: 0, total: 0, percentage: null },
    heatmap: [],
  });
});

describe('a streak', () => {
  test.each<[what: string, days: string[], streak: [now: number, longest: number]]>([
    ['counts the days that were kept', ['d', 'd', 'd'], [3, 3]],
    ['is not ended by days with nothing due', ['d', '', '', 'd', ''], [2, 2]],
    ['is ended by a day on which all was missed', ['d', 'd', 'm', 'd'], [1, 2]],
    ['goes on where half of a day was done', ['d', 'dm', 'd'], [3, 3]],
    ['neither grows nor ends where less than half was', ['d', 'dmm', 'd'], [2, 2]],
    ['is not ended by today, which is not over', ['d', 'd', 'm'], [2, 2]],
    ['is over with yesterday', ['d', 'm', ''], [0, 1]],
  ])('%s', async (_what, said, expected) => {
    const ana = await register();
    await days(ana, ...said);
    expect(await streak(ana)).toEqual(expected);
  });

  test('knows nothing of what was cancelled, never delivered, or lies ahead', async () => {
    const ana = await register();
    await days(ana, 'd', '', 'd', '');
    await ana.expect(200, 'DELETE', `/v1/tasks/${await plan(ana, -2)}`);
    await admin.query(`update tasks set status = 'undelivered', settled_via = 'ladder' where id = $1`, [
      await plan(ana, -2),
    ]);
    await settled(ana, 3, 'done');
    expect(await streak(ana)).toEqual([2, 2]);
    expect((await overview(ana)).heatmap).toEqual([
      { date: dayAt(-3), done: 1, due: 1 },
      { date: dayAt(-1), done: 1, due: 1 },
    ]);
  });

  test('is not ended within a pause of everything; one of a rule is none', async () => {
    const ana = await register();
    await days(ana, 'd', 'm', 'm', 'd', 'd');
    expect(await streak(ana)).toEqual([2, 2]);
    const rest = { from: dayAt(-3), until: dayAt(0) };
    const { id: ruleId } = await ana.expect(201, 'POST', '/v1/task-rules', {
      title: 'Bins',
      rrule: 'FREQ=DAILY',
      time: '04:00',
      duration_minutes: 5,
    });
    await ana.expect(201, 'POST', '/v1/task-pauses', { ...rest, rule_id: ruleId });
    expect(await streak(ana)).toEqual([2, 2]);
    const { id } = await ana.expect(201, 'POST', '/v1/task-pauses', rest);
    expect(await streak(ana)).toEqual([3, 3]);
    await ana.expect(200, 'POST', `/v1/task-pauses/${id}/end`);
    expect(await streak(ana)).toEqual([3, 3]);
    // The day of its end belongs to it, the next one does not.
    const endOn = (inDays: number) =>
      admin.query('update task_pauses set ended_on = $2 where id = $1', [id, dayAt(inDays)]);
    await endOn(-2);
    expect(await streak(ana)).toEqual([3, 3]);
    await endOn(-3);
    expect(await streak(ana)).toEqual([2, 2]);
  });

  test('comes back with a late word, and goes with an undo: each counts for the day that it was for', async () => {
    const ana = await register();
    const [, second] = await days(ana, 'd', 'm', 'd');
    expect(await streak(ana)).toEqual([1, 1]);
    await admin.query(`update tasks set settled_via = 'ladder' where id = $1`, [second]);
    await ana.expect(200, 'POST', `/v1/tasks/${second}/completion`);
    expect(await streak(ana)).toEqual([3, 3]);
    await ana.expect(200, 'POST', `/v1/tasks/${second}/reopening`);
    expect(await streak(ana)).toEqual([2, 2]);
    expect((await overview(ana)).heatmap.map(({ date }: { date: string }) => date)).toEqual([
      dayAt(-2),
      dayAt(0),
    ]);
  });
});

test('a day stays what it was, wherever its person goes; what is open goes along', async () => {
  const ana = await register();
  await days(ana, 'd', 'd', 'm', 'd', '');
  await plan(ana, 0, 13);
  const { heatmap } = await overview(ana);
  expect(heatmap).toHaveLength(4);
  for (const zone of ['Pacific/Kiritimati', 'Pacific/Pago_Pago']) {
    await ana.expect(200, 'PATCH', '/v1/account/preferences', { zone });
    const moved = await overview(ana);
    expect(moved).toMatchObject({ zone, streak_days: 1, longest_streak_days: 2 });
    expect(moved.heatmap).toEqual(heatmap.filter(({ date }: { date: string }) => date <= moved.date));
  }
});

test('who flies west loses nothing of what they did an hour ago, though its day lies ahead there', async () => {
  const ana = await api.register({ zone: 'Pacific/Kiritimati' });
  const task = {
    title: 'Run',
    starts_at: new Date(Date.now() - 3_600_000).toISOString(),
    duration_minutes: 30,
    force: true,
  };
  const { id } = await ana.expect(201, 'POST', '/v1/tasks', task);
  await ana.expect(200, 'POST', `/v1/tasks/${id}/completion`);
  const ahead = { ...task, starts_at: new Date(Date.now() + 26 * 3_600_000).toISOString() };
  const later = await ana.expect(201, 'POST', '/v1/tasks', ahead);
  await ana.expect(200, 'POST', `/v1/tasks/${later.id}/completion`);
  const before = await overview(ana);
  expect(before).toMatchObject({ streak_days: 1, heatmap: [{ done: 1, due: 1 }] });
  const { answers } = await ana.expect(200, 'GET', '/v1/analytics/channels');
  for (const zone of ['Pacific/Honolulu', 'Pacific/Pago_Pago']) {
    await ana.expect(200, 'PATCH', '/v1/account/preferences', { zone });
    const { streak_days, heatmap } = await overview(ana);
    expect({ streak_days, heatmap }).toEqual({ streak_days: 1, heatmap: before.heatmap });
    const { weeks } = await ana.expect(200, 'GET', '/v1/analytics/weekly?weeks=2');
    expect(weeks.reduce((sum: number, week: { done: number }) => sum + week.done, 0)).toBe(1);
    expect((await ana.expect(200, 'GET', '/v1/analytics/channels')).answers).toEqual(answers);
  }
});

test('what reaches over midnight is of today while it goes on, and counts for the day of its start', async () => {
  const ana = await register();
  const { id } = await ana.expect(201, 'POST', '/v1/tasks', {
    title: 'Watch the sky',
    starts_at: momentAt(-1, 23),
    duration_minutes: 150,
  });
  expect((await overview(ana)).today).toEqual({ done: 0, missed: 0, open: 1, total: 1, percentage: 0 });
  await ana.expect(200, 'POST', `/v1/tasks/${id}/completion`);
  const { today, heatmap } = await overview(ana);
  expect(today).toEqual({ done: 1, missed: 0, open: 0, total: 1, percentage: 100 });
  expect(heatmap).toEqual([{ date: dayAt(-1), done: 1, due: 1 }]);
  expect((await ana.expect(200, 'GET', '/v1/tasks/today')).tasks).toHaveLength(1);
});

test('a late word counts for the day of the first one, whatever the zone is by now', async () => {
  const ana = await register();
  const id = await settled(ana, -1, 'missed', 23);
  await admin.query(`update tasks set settled_via = 'ladder' where id = $1`, [id]);
  await ana.expect(200, 'PATCH', '/v1/account/preferences', { zone: 'Pacific/Kiritimati' });
  await ana.expect(200, 'POST', `/v1/tasks/${id}/completion`);
  expect((await overview(ana)).heatmap).toEqual([{ date: dayAt(-1), done: 1, due: 1 }]);
});

test('what waits for a place counts for the day on which its person says so', async () => {
  const ana = await register();
  const { id } = await ana.expect(201, 'POST', '/v1/tasks', {
    title: 'Buy bread',
    starts_at: momentAt(-9, 8),
    duration_minutes: 5,
    trigger_type: 'location',
  });
  await ana.expect(200, 'POST', `/v1/tasks/${id}/completion`);
  expect((await overview(ana)).heatmap).toEqual([{ date: dayAt(0), done: 1, due: 1 }]);
});

test('today: what was done, missed, and what is still to be done of it, as its list has it', async () => {
  const ana = await register();
  await days(ana, 'dm');
  for (const hour of [14, 20]) await plan(ana, 0, hour);
  await plan(ana, 1);
  expect((await overview(ana)).today).toEqual({ done: 1, missed: 1, open: 2, total: 4, percentage: 25 });
  const { tasks } = await ana.expect(200, 'GET', '/v1/tasks/today');
  expect(tasks).toHaveLength(4);
});

test('the heatmap reaches back a year, and not a day further', async () => {
  const ana = await register();
  for (const inDays of [-365, -364]) await settled(ana, inDays, 'done');
  const { heatmap, longest_streak_days } = await overview(ana);
  expect(heatmap).toEqual([{ date: dayAt(-364), done: 1, due: 1 }]);
  expect(longest_streak_days).toBe(2);
});

test('a zone that the database does not know counts as UTC, and refuses nobody', async () => {
  const ana = await api.register();
  await admin.query(`update profiles set zone = 'Mars/Olympus' where user_id = $1`, [ana.userId]);
  const { rows } = await admin.query<{ day: string }>(
    `insert into tasks (id, org_id, user_id, title, starts_at, duration_minutes, status)
     select gen_random_uuid(), org_id, user_id, 'Run', '2026-03-01T23:30:00Z', 30, 'done' from profiles where user_id = $1
     returning settled_day::text as day`,
    [ana.userId],
  );
  expect(rows).toEqual([{ day: '2026-03-01' }]);
});
