// The promise: a task that recurs rings, is left out for once, put back, rests in a pause, and rings again after it.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorld, type World } from '../harness/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

test('the bins, every week', async () => {
  // Two hours before is now, for what starts within the hour.
  const ana = await world.person('Ana', { channels: ['push'], windowSeconds: 600, leadSeconds: 7200 });
  const start = new Date(Date.now() + 3_000_000).toISOString();
  const [date, time] = [start.slice(0, 10), start.slice(11, 16)];
  const rule = await ana.expect(201, 'POST', '/v1/task-rules', {
    title: 'The bins',
    rrule: 'FREQ=WEEKLY',
    start_date: date,
    time,
    duration_minutes: 10,
  });
  const one = `/v1/task-rules/${rule.id}`;
  const occurrences = async () =>
    (await ana.expect(200, 'GET', `${one}/occurrences?from=${date}`)).occurrences;
  const rings = (times: number) =>
    world.simulator.waitFor(() => ana.received().pushes.length === times || undefined);

  await ana.expectPush('The bins');
  const [{ task_id: task }, next] = await occurrences();
  await ana.expect(200, 'PUT', `${one}/skips/${date}`);
  await ana.expectTask(task, 'cancelled');
  await ana.expect(200, 'DELETE', `${one}/skips/${date}`);
  await rings(2);

  const pause = await ana.expect(201, 'POST', '/v1/task-pauses', {});
  expect(await ana.expectTask(task, 'cancelled')).toMatchObject({ cancelled_for: 'paused' });
  expect((await occurrences()).map(({ status }: { status: string }) => status)).not.toContain('pending');
  const ended = await ana.expect(200, 'POST', `/v1/task-pauses/${pause.id}/end`, {});
  expect(ended.stayed).toEqual([]);
  await rings(3);
  await ana.press(ana.received().pushes.at(-1)!, 'done');
  await ana.expectTask(task, 'done');
  // The week after is as it was.
  expect((await occurrences())[1]).toEqual(next);
});
