// A task is done a day late; and it is moved to a time that was proposed, unless the proposal is stale.
import { expect, test } from 'vitest';
import type { Session } from '../../harness/http.ts';
import { httpWorld } from '../../harness/http-world.ts';

const { api, admin } = httpWorld();

const HOUR_MS = 3_600_000;
const plan = (person: Session, inHours: number) =>
  person.expect(201, 'POST', '/v1/tasks', {
    title: 'Run',
    starts_at: new Date(Date.now() + inHours * HOUR_MS).toISOString(),
    duration_minutes: 30,
  });

test.each([
  ['the day before', 1, true],
  ['two days before', 2, false],
])('what nobody answered to %s', async (_, days, counts) => {
  const ana = await api.register({ zone: 'Pacific/Auckland' });
  const { id } = await plan(ana, -60);
  // The first minute of that day, where she is: more than a day ago, unless it is midnight.
  await admin.query(
    `update tasks set status = 'missed', settled_via = 'ladder', settled_at =
       (date_trunc('day', now() at time zone 'Pacific/Auckland') - $2 * interval '1 day' + interval '1 minute')
         at time zone 'Pacific/Auckland' where id = $1`,
    [id, days],
  );
  const { first, task } = await ana.expect(200, 'POST', `/v1/tasks/${id}/completion`);
  expect([first, task.status]).toEqual([counts, counts ? 'done' : 'missed']);
});

test('a proposal writes nothing, and what was moved since is not moved by it', async () => {
  const ana = await api.register();
  const { id, starts_at } = await plan(ana, 30);
  const { generation, times } = await ana.expect(200, 'POST', `/v1/tasks/${id}/reschedule-proposal`);
  expect(times).toHaveLength(5);
  expect(await ana.expect(200, 'GET', `/v1/tasks/${id}`)).toMatchObject({ starts_at, generation });
  const confirm = (status: number, index: number) =>
    ana.expect(status, 'POST', `/v1/tasks/${id}/reschedule`, {
      starts_at: times[index].starts_at,
      generation,
    });
  expect((await confirm(200, 0)).task).toMatchObject({ starts_at: times[0].starts_at, generation: 2 });
  expect(await confirm(409, 1)).toMatchObject({ code: 'PROPOSAL_STALE', generation: 2 });

  const again = await ana.expect(200, 'POST', `/v1/tasks/${id}/reschedule-proposal`);
  const free = again.times.at(-1);
  await ana.expect(201, 'POST', '/v1/tasks', {
    title: 'Piano',
    starts_at: free.starts_at,
    duration_minutes: 30,
  });
  const taken = { starts_at: free.starts_at, generation: again.generation };
  expect((await ana.expect(409, 'POST', `/v1/tasks/${id}/reschedule`, taken)).code).toBe('TIME_TAKEN');
  await ana.expect(200, 'POST', `/v1/tasks/${id}/completion`);
  expect((await ana.expect(409, 'POST', `/v1/tasks/${id}/reschedule-proposal`)).code).toBe('TASK_SETTLED');
});
