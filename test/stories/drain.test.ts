// The promise: a worker that is told to end does so in time, also while a turn waits for its plan; another one goes on with it.
import { once } from 'node:events';
import http from 'node:http';
import pg from 'pg';
import { expect, inject, test } from 'vitest';
import { workerProcess } from '../harness/processes.ts';
import { openaiSays } from '../harness/vendor-answers.ts';
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
    await expect.poll(reply).toMatchObject({ proposed_plan: { draft: 1 } });
  } finally {
    await Promise.all([first.kill(), next.kill()]);
    await world.close();
  }
}, 60_000);

const CLARIFY = JSON.stringify({
  intent: 'CLARIFY',
  payload: {
    decision: null,
    task_title: null,
    task_starts_local: null,
    task_starts_in_minutes: null,
    duration_minutes: null,
  },
  clarification_question: 'What do you mean?',
  task_id: null,
  goal_id: null,
});

/** Answers turns, and never a summary. */
async function startForgetfulVendor(stack: AsyncDisposableStack) {
  const summary = Promise.withResolvers<void>();
  const server = http.createServer((request, response) => {
    let body = '';
    request.on('data', (piece: Buffer) => (body += piece.toString()));
    request.on('end', () => {
      if (body.includes('open_questions')) return summary.resolve();
      openaiSays({ text: CLARIFY })(response);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  stack.defer(() => server.closeAllConnections());
  stack.defer(() => void server.close());
  return { port: (server.address() as { port: number }).port, summaryAsked: summary.promise };
}

test('a worker that ends while a summary is asked for ends that call, and settles it as cancelled', async () => {
  await using stack = new AsyncDisposableStack();
  const { port, summaryAsked } = await startForgetfulVendor(stack);
  const env = { MODELS_FAST: 'openai:gpt-6-luna', OPENAI_BASE_URL: `http://127.0.0.1:${port}` };
  const world = await openWorld({ worker: 'none', env });
  stack.defer(() => world.close());
  const admin = new pg.Pool({ connectionString: world.database.adminUrl, max: 1 });
  stack.defer(() => admin.end());
  const worker = await world.startWorker();
  const ana = await world.person('Ana', { channels: [] });
  const said = await ana.call('POST', '/v1/chat/messages', { message: 'How is it?' });
  expect(said.status).toBe(200);
  await admin.query(
    `insert into messages (id, org_id, user_id, conversation_id, role, text, created_at)
     select gen_random_uuid(), org_id, user_id, conversation_id, 'user', 'Word ' || n, now() - interval '1 day'
     from messages, generate_series(1, 24) n where role = 'user' and text = 'How is it?'`,
  );
  const { conversation_id } = said.body;
  await ana.call('POST', '/v1/chat/messages', { conversation_id, message: 'And now?' });
  await summaryAsked;
  await worker.stop();
  const { rows } = await admin.query(
    `select agent, outcome, is_estimated, cost_nanos > 0 as costs from llm_call_events order by created_at`,
  );
  const answered = { agent: 'orchestrator', outcome: 'answered', is_estimated: false, costs: true };
  expect(rows).toEqual([
    answered,
    answered,
    { agent: 'summariser', outcome: 'cancelled', is_estimated: true, costs: true },
  ]);
}, 60_000);
