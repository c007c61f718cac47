// Another zone: a rule by hand goes along with its person, unless its zone was named with it.
import { expect, test } from 'vitest';
import type { Session } from '../../harness/http.ts';
import { httpWorld } from '../../harness/http-world.ts';

const { api } = httpWorld();

const DAY_MS = 86_400_000;
const day = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);
const rule = { rrule: 'FREQ=DAILY;COUNT=4', start_date: day(3), duration_minutes: 15 };

async function startsOf(person: Session, id: string): Promise<string[]> {
  const { occurrences } = await person.expect(200, 'GET', `/v1/task-rules/${id}/occurrences`);
  return occurrences.map((one: { starts_local: string }) => one.starts_local.slice(11));
}

test('seven stays seven where the person is, and ten in Tokyo stays ten in Tokyo', async () => {
  const ana = await api.register({ zone: 'Europe/Berlin' });
  const make = (more: object) => ana.expect(201, 'POST', '/v1/task-rules', { ...rule, ...more });
  const run = await make({ title: 'Run', time: '07:00' });
  const call = await make({ title: 'Call Tokyo', time: '10:00', zone: 'Asia/Tokyo' });
  // One of them rests meanwhile.
  const pause = await ana.expect(201, 'POST', '/v1/task-pauses', {
    rule_id: run.id,
    from: day(4),
    until: day(4),
  });
  await ana.expect(200, 'PATCH', '/v1/account/preferences', { zone: 'America/New_York' });
  const { moved, stayed } = await ana.expect(200, 'POST', '/v1/tasks/rezoning');
  expect(moved).toHaveLength(3);
  expect(stayed).toEqual([]);
  await ana.expect(200, 'POST', `/v1/task-pauses/${pause.id}/end`);

  expect(await ana.expect(200, 'GET', `/v1/task-rules/${run.id}`)).toMatchObject({
    zone: 'America/New_York',
  });
  expect(await startsOf(ana, run.id)).toEqual(Array(4).fill('07:00'));
  expect(await ana.expect(200, 'GET', `/v1/task-rules/${call.id}`)).toEqual(call);
  expect(await startsOf(ana, call.id)).toEqual(Array(4).fill('10:00'));
  // It was moved by travel, not by hand: a change of the rule reaches it.
  await ana.expect(200, 'PATCH', `/v1/task-rules/${run.id}`, { time: '08:00' });
  expect(await startsOf(ana, run.id)).toEqual(Array(4).fill('08:00'));
});
