// The promise: a worker that is told to end does so in time, also while a turn waits for its plan; another one goes on with it.
import { setTimeout as delay } from 'node:timers/promises';
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
    const path = `/v1/chat/messages/${body.message_id}/reply`;
    let reply = await ana.call('GET', path);
    for (const until = Date.now() + 20_000; reply.status === 202 && Date.now() < until; await delay(50))
      reply = await ana.call('GET', path);
    expect(reply).toMatchObject({ status: 200, body: { proposed_plan: { draft: 1 } } });
  } finally {
    await Promise.all([first.kill(), next.kill()]);
    await world.close();
  }
}, 60_000);
