// The promise: a worker that is told to end does so in time, also while a turn waits for its plan; another one goes on with it.
import { expect, inject, test } from 'vitest';
import { workerProcess } from '../harness/processes.ts';
import { openWorld } from '../harness/world.ts';
import { holdInDatabase, writesTo } from '../kill/hold.ts';

const WISH = 'I want to run 10 km in six weeks, three mornings a week before work';

/** What a host gives a process between SIGTERM and SIGKILL is 30 s nearly everywhere. */
const IN_TIME_MS = 20_000;

test('SIGTERM on the only worker, with a turn that waits', async () => {
  const world = await openWorld({
    worker: 'none',
    env: { WORKFLOW_BUNDLE_PATH: inject('ground').bundlePath },
  });
  const first = workerProcess(world);
  const next = workerProcess(world);
  try {
    await first.start();
    const ana = await world.person('Ana', { channels: [] });
    const drafting = await holdInDatabase(world.database.adminUrl, {
      sql: writesTo('plan_drafts'),
      login: 'flux_worker',
    });
    const said = ana.call('POST', '/v1/chat/messages', { message: WISH });
    await drafting.reached;
    expect(await first.end()).toBeLessThan(IN_TIME_MS);
    await drafting.release();
    await next.start();
    const { status, body } = await said;
    expect([200, 202]).toContain(status);
    const reply = async () => (await ana.call('GET', `/v1/chat/messages/${body.message_id}/reply`)).body;
    await expect.poll(reply, { timeout: 20_000 }).toMatchObject({ proposed_plan: { draft: 1 } });
  } finally {
    await Promise.all([first.kill(), next.kill()]);
    await world.close();
  }
}, 60_000);
