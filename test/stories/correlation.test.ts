// Ana's trouble can be followed: the id of her request is on every line that was logged because of it, however far away.
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { API_NEEDS, readConfig, WORKER_NEEDS } from '../../src/config.ts';
import { createLog, type Log } from '../../src/kernel/log.ts';
import { startApi, type RunningApi } from '../../src/server.ts';
import { startWorker, type RunningWorker } from '../../temporal/worker.ts';
import { openApi, type Session } from '../harness/http.ts';
import { openWorld, type World } from '../harness/world.ts';

type Line = Record<string, unknown>;

/** A log that a test can read, and wait for. */
function createNotebook(process: string) {
  const lines: Line[] = [];
  const waiting = new Set<() => void>();
  const log: Log = createLog(
    { level: 'debug', process },
    {
      write: (text) => {
        lines.push(JSON.parse(text));
        for (const look of waiting) look();
      },
    },
  );
  const until = (holds: (line: Line) => boolean): Promise<void> =>
    new Promise((resolve) => {
      const look = () => {
        if (!lines.some(holds)) return;
        waiting.delete(look);
        resolve();
      };
      waiting.add(look);
      look();
    });
  return { log, lines, until };
}

const said = { api: createNotebook('api'), worker: createNotebook('worker') };
let world: World;
let worker: RunningWorker;
let api: RunningApi;
let ana: Session;

beforeAll(async () => {
  world = await openWorld({ worker: 'none', api: 'none', env: { METRICS_PORT: '0' } });
  api = await startApi(readConfig(API_NEEDS, world.env), said.api.log);
  const bundle = { codePath: inject('ground').bundlePath };
  worker = await startWorker(readConfig(WORKER_NEEDS, world.env), bundle, said.worker.log);
  ana = await (await openApi(api.url)).register();
});
afterAll(async () => {
  await api.stop();
  await worker.stop();
  await world.close();
});

const ask = async (id: string, method: string, path: string, body: unknown) => {
  const answer = await ana.call(method, path, body, { 'x-correlation-id': id });
  expect(answer.headers.get('x-correlation-id')).toBe(id);
  return answer;
};
/** The activities that ended because of a request, each name once. */
const activitiesOf = (id: string): string[] => {
  const lines = said.worker.lines.filter(
    (line) => line['msg'] === 'activity ended' && line['correlation_id'] === id,
  );
  return [...new Set(lines.map(({ activity }) => String(activity)))].toSorted();
};
const CHAIN = ['answerMessage', 'classify', 'draftPlan', 'negotiate', 'observePatterns', 'schedule'];
const ends = (activity: string, id: string) => (line: Line) =>
  line['activity'] === activity && line['correlation_id'] === id && line['outcome'] === 'completed';
/** By the session of a conversation. */
const updatesTaken = async (conversationId: string): Promise<number> => {
  const session = world.temporal.client.workflow.getHandle(`chat/${conversationId}`);
  const { events } = await session.fetchHistory();
  return events!.filter((event) => event.workflowExecutionUpdateAcceptedEventAttributes).length;
};
const startingNow = (title: string) => ({
  title,
  starts_at: new Date(Date.now() + 100).toISOString(),
  duration_minutes: 5,
});

test('from one word in chat through two workflows to every specialist', async () => {
  const wish = await ask('abc', 'POST', '/v1/chat/messages', {
    message: 'I want to run 10 km in six weeks, three mornings a week before work',
  });
  expect(wish.status).toBe(200);
  expect(activitiesOf('abc')).toEqual(CHAIN);
  expect(said.api.lines).toContainEqual(
    expect.objectContaining({ msg: 'answered', correlation_id: 'abc', status: 200 }),
  );
  expect(said.worker.lines).toContainEqual({
    level: 'info',
    time: expect.any(String),
    process: 'worker',
    correlation_id: 'abc',
    workflow_id: `chat/${wish.body.conversation_id}`,
    activity: 'answerMessage',
    attempt: 1,
    outcome: 'completed',
    latency_ms: expect.any(Number),
    msg: 'activity ended',
  });

  // The same two workflows, told something new.
  await ask('def', 'POST', '/v1/chat/messages', {
    conversation_id: wish.body.conversation_id,
    message: 'Not on Mondays, please',
  });
  expect(activitiesOf('def')).toEqual(CHAIN);
});

test('whose request it was stands on its lines, and on no other person’s', async () => {
  const people = await Promise.all([1, 2, 3].map(async () => (await openApi(api.url)).register()));
  const ids = await Promise.all(
    people.map(async (one) => (await one.expect(200, 'GET', '/v1/auth/me')).user as Record<string, string>),
  );
  await Promise.all(
    people.flatMap((one, n) =>
      [1, 2, 3].map((time) =>
        one.call('GET', '/v1/tasks/today', undefined, { 'x-correlation-id': `of-${n}-${time}` }),
      ),
    ),
  );
  for (const [n, { id, org_id }] of ids.entries())
    for (const time of [1, 2, 3])
      expect(said.api.lines).toContainEqual(
        expect.objectContaining({
          msg: 'answered',
          correlation_id: `of-${n}-${time}`,
          user_id: id,
          org_id,
        }),
      );
});

test('words that come while another is being answered stay stories of their own', async () => {
  const { body } = await ask('first', 'POST', '/v1/chat/messages', { message: 'Hello' });
  const say = (id: string, message: string) =>
    ask(id, 'POST', '/v1/chat/messages', { conversation_id: body.conversation_id, message });
  const wish = say('slow', 'I want to learn Spanish, three evenings a week');
  await said.worker.until(ends('answerMessage', 'slow'));
  // Both wait in the workflow until the plan is drafted; the one that is told last is not the one that is answered next.
  const left = say('left', 'Hello');
  // Whoever comes behind words that nobody has taken has them taken up, and then they are of the same story.
  await expect.poll(() => updatesTaken(body.conversation_id)).toBe(3);
  await Promise.all([wish, left, say('right', 'Hello')]);
  // Where there is much to do, the answer may be told before it is there.
  for (const id of ['left', 'right']) await said.worker.until(ends('answerMessage', id));
  expect(activitiesOf('slow')).toEqual(CHAIN);
  expect(['left', 'right'].map((id) => activitiesOf(id))).toEqual([['answerMessage'], ['answerMessage']]);
});

test('a reminder that climbs by its own clock follows the request that made the task', async () => {
  const ben = await world.person('Ben');
  await ben.call('POST', '/v1/tasks', startingNow('Stretch'), { 'x-correlation-id': 'made' });
  await ben.expectCall();
  await said.worker.until(ends('call', 'made'));
  expect(activitiesOf('made')).toEqual(expect.arrayContaining(['call', 'push', 'whatsapp']));
});

test('what follows an answer follows the request that gave it', async () => {
  const eva = await world.person('Eva', { channels: ['call'], windowSeconds: 20 });
  const { body } = await eva.call('POST', '/v1/tasks', startingNow('Swim'), { 'x-correlation-id': 'made-2' });
  await eva.expectCall('ringing');
  // It rings before the worker has written down that it does; an answer that comes in between takes another way.
  await said.worker.until(ends('call', 'made-2'));
  await eva.call('POST', `/v1/tasks/${body.id}/completion`, undefined, { 'x-correlation-id': 'settled' });
  await said.worker.until(ends('hangUp', 'settled'));
  expect(activitiesOf('settled')).toEqual(['hangUp']);
});

test('what the worker measured is at its own port', async () => {
  const text = await (await fetch(`${worker.metricsUrl}/metrics`)).text();
  expect(text).toMatch(/^flux_activities_seconds_count\{activity="draftPlan",outcome="completed"\} 3$/m);
  expect(text).toMatch(/^flux_model_calls_total\{agent="planner",outcome="answered"\} 3$/m);
  expect((await fetch(`${worker.metricsUrl}/openapi.json`)).status).toBe(404);
});

test('no line holds what she wrote', () => {
  const all = JSON.stringify([said.api.lines, said.worker.lines]);
  expect(all).not.toMatch(/10 km|Mondays|Stretch|Swim|example\.com|\+1/);
});
