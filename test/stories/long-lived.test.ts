// The promise: however long a conversation or a negotiation lasts, no word of it is refused or lost when its workflow goes on
// as a new run. The server here wants that after a few events instead of thousands.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { startTemporal, type TemporalServer } from '../../temporal/server.ts';
import { openWorld, type World } from '../harness/world.ts';
import { startFailingWorker, type Failures } from '../replay/failing-worker.ts';

const WISH = 'I want to run 10 km in six weeks, three mornings a week before work';

let directory: string;
let temporal: TemporalServer;
let world: World;
let worker: { stop(): Promise<void> };
const failures: Failures = { agents: new Set(), beforePlan: async () => {}, takesCalls: false };

beforeAll(async () => {
  const ground = inject('ground');
  directory = await mkdtemp(join(tmpdir(), 'flux-long-'));
  const dynamicConfig = ['limit.historyCount.suggestContinueAsNew=60'];
  temporal = await startTemporal({ cli: ground.temporalCli, directory, durable: false, dynamicConfig });
  world = await openWorld({ worker: 'none', ground: { ...ground, temporalAddress: temporal.address } });
  const real = await world.startWorker();
  await real.stop();
  worker = await startFailingWorker(world.env, ground.bundlePath, failures);
});
afterAll(async () => {
  await worker.stop();
  await world.close();
  await temporal.stop();
  await rm(directory, { recursive: true, force: true });
});

/** How many runs the workflow has had. */
async function runsOf(workflowId: string): Promise<number> {
  let runs = 1;
  const { workflow } = world.temporal.client;
  let { runId } = await workflow.getHandle(workflowId).describe();
  for (;;) {
    const { events } = await workflow.getHandle(workflowId, runId).fetchHistory();
    const before = events?.[0]?.workflowExecutionStartedEventAttributes?.continuedExecutionRunId;
    if (!before) return runs;
    runId = before;
    runs += 1;
  }
}

describe.concurrent('goes on as a new run', () => {
  test('a conversation in which turns wait for their plans', async () => {
    const ana = await world.person('Ana', { channels: [] });
    const { conversation_id } = await ana.say('hm');
    const released = Promise.withResolvers<void>();
    failures.beforePlan = () => released.promise;
    const wishes = Promise.all([ana.say(WISH, conversation_id), ana.say(WISH, conversation_id)]);
    // Each is answered while they wait, in whichever run.
    for (let turn = 0; turn < 12; turn += 1) await ana.say('How am I doing?', conversation_id);
    expect(await runsOf(`chat/${conversation_id}`)).toBeGreaterThan(1);
    released.resolve();
    // Whether the second is a wish of its own or a change of the first, it has its plan.
    for (const { proposed_plan } of await wishes) expect(proposed_plan.draft).toBeGreaterThan(0);
  }, 60_000);

  test('a negotiation that is revised again and again, by several at once', async () => {
    const ben = await world.person('Ben', { channels: [] });
    const { id } = await ben.expect(201, 'POST', '/v1/goals', { wish: WISH });
    const revise = (message: string) => ben.expect(201, 'POST', `/v1/goals/${id}/revisions`, { message });
    await Promise.all([1, 2, 3, 4].map((number) => revise(`Only on weekends, please (${number})`)));
    const last = await revise('Later in the day, please');
    expect(last.draft).toBe(6);
    expect(await runsOf(`goal/${id}`)).toBeGreaterThan(1);
    await ben.expect(200, 'POST', `/v1/goals/${id}/approval`, { draft: 6, hash: last.hash });
    expect(await world.temporal.client.workflow.getHandle(`goal/${id}`).result()).toBe('approved');
  }, 60_000);
});
