// What Prometheus gets to see: counts without ids, behind a token where there is one, and an answer whatever cannot be asked.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { correlate, identify } from '../../src/http/correlation.ts';
import { measureRequests, metricsRoutes } from '../../src/http/metrics.ts';
import { createRoutes } from '../../src/http/operation.ts';
import { answerError } from '../../src/http/problem.ts';
import { FluxError } from '../../src/kernel/errors.ts';
import { createLog } from '../../src/kernel/log.ts';
import { exposeMetrics, watchPool, watchQueues, type QueueBacklog } from '../../src/kernel/metrics.ts';
import { connectTemporal, type Temporal } from '../../temporal/connect.ts';

let temporal: Temporal;
beforeAll(() => {
  temporal = connectTemporal({
    TEMPORAL_ADDRESS: inject('ground').temporalAddress,
    TEMPORAL_NAMESPACE: 'default',
  });
});
afterAll(() => temporal.close());

function openApp(token: string | null) {
  const app = createRoutes();
  app.onError(answerError);
  app.use(identify, correlate(createLog({ level: 'silent', process: 'test' })), measureRequests);
  app.get('/things/:id', (c) => {
    if (c.req.param('id') === 'gone') throw new FluxError('NOT_FOUND');
    return c.text('here');
  });
  app.route('/', metricsRoutes({ token }));
  return app;
}

/** The values of a metric, by its labels. */
async function valuesOf(name: string): Promise<Record<string, number>> {
  const { text } = await exposeMetrics();
  const lines = text.split('\n').filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `));
  return Object.fromEntries(
    lines.map((line) => {
      const [, labels = '', value] = /^\w+(?:\{(.*)\})? (\S+)$/.exec(line) ?? [];
      return [labels, Number(value)];
    }),
  );
}

test('requests are counted by method, route and class of status, and never by their address', async () => {
  const app = openApp(null);
  for (const path of ['/things/1?secret=canary', '/things/canary', '/things/gone', '/canary/canary'])
    await app.request(path);
  await app.request('/things/1', { method: 'CANARY' });
  expect(await valuesOf('flux_http_requests_seconds_count')).toEqual({
    'method="GET",route="/things/:id",status="2xx"': 2,
    'method="GET",route="/things/:id",status="4xx"': 1,
    'method="GET",route="none",status="4xx"': 1,
    'method="other",route="none",status="4xx"': 1,
  });
  expect(await valuesOf('flux_http_requests_in_flight')).toEqual({ '': 0 });
  expect((await exposeMetrics()).text).not.toMatch(/canary/i);
});

test('the door shows every metric in the text format', async () => {
  const response = await openApp(null).request('/metrics');
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
  const text = await response.text();
  for (const name of [
    'flux_http_requests_seconds histogram',
    'flux_http_requests_in_flight gauge',
    'flux_database_pool_connections gauge',
    'flux_database_pool_waiting gauge',
    'flux_task_queue_backlog gauge',
    'flux_sends_total counter',
    'flux_provider_misconfigured_total counter',
    'flux_model_calls_total counter',
    'flux_model_calls_seconds histogram',
    'flux_rate_limited_total counter',
    'flux_activities_seconds histogram',
    'flux_retention_deleted_total counter',
    'process_cpu_seconds_total counter',
    'nodejs_eventloop_lag_seconds gauge',
  ])
    expect(text).toContain(`# TYPE ${name}\n`);
});

test('where there is a token, it opens the door and nothing else does', async () => {
  const token = randomUUID();
  const app = openApp(token);
  const ask = (authorization?: string) =>
    app.request('/metrics', { headers: authorization === undefined ? {} : { authorization } });
  expect((await ask(`Bearer ${token}`)).status).toBe(200);
  for (const wrong of [undefined, '', 'Bearer', `Bearer ${token}x`, `Basic ${token}`, token, 'Bearer '])
    expect((await ask(wrong)).status).toBe(401);
  const refused = await ask();
  expect(refused.headers.get('www-authenticate')).toBe('Bearer');
  expect(await refused.json()).toMatchObject({ code: 'UNAUTHENTICATED' });
});

test('a pool is shown while it is open', async () => {
  const close = watchPool('mine', async () => ({ size: 5, idle: 2, waiting: 7, max: 10 }));
  expect(await valuesOf('flux_database_pool_connections')).toEqual({
    'pool="mine",state="idle"': 2,
    'pool="mine",state="busy"': 3,
    'pool="mine",state="max"': 10,
  });
  expect(await valuesOf('flux_database_pool_waiting')).toEqual({ 'pool="mine"': 7 });
  close();
  expect(await valuesOf('flux_database_pool_waiting')).toEqual({});
});

test('queues are asked once for scrapes that follow one another closely', async () => {
  let questions = 0;
  const close = watchQueues(async () => {
    questions += 1;
    return [{ queue: 'main', kind: 'workflow', tasks: 3 }];
  });
  const expected = { 'queue="main",kind="workflow"': 3 };
  const scrapes = [valuesOf('flux_task_queue_backlog'), valuesOf('flux_task_queue_backlog')];
  expect(await Promise.all(scrapes)).toEqual([expected, expected]);
  expect(questions).toBe(1);
  close();
});

test.each<[how: string, read: () => Promise<QueueBacklog[]>]>([
  ['cannot be asked', () => Promise.reject(new Error('down'))],
  ['never answer', () => new Promise(() => {})],
])('queues that %s are left out, and the rest is there', async (_how, read) => {
  const close = watchQueues(read);
  const scrapes = [valuesOf('flux_task_queue_backlog'), valuesOf('process_start_time_seconds')];
  expect(await Promise.all(scrapes)).toEqual([{}, { '': expect.any(Number) }]);
  close();
});

test('the backlog is what the server counts', async () => {
  const idle = `test-${randomUUID()}`;
  const nothing = await temporal.backlog(idle);
  expect(nothing.map(({ queue, kind, tasks }) => `${queue.replace(idle, 'q')} ${kind} ${tasks}`)).toEqual([
    'q workflow 0',
    'q activity 0',
    'q-turns activity 0',
    'q-whatsapp activity 0',
    'q-call activity 0',
    'q-exports activity 0',
    'q-email activity 0',
  ]);
  const taskQueue = `test-${randomUUID()}`;
  const handle = await temporal.client.workflow.start('nobodyRunsIt', {
    taskQueue,
    workflowId: randomUUID(),
  });
  // Counted as soon as the server has handed the task to the queue.
  while ((await temporal.backlog(taskQueue))[0]?.tasks !== 1);
  await handle.terminate();
});
