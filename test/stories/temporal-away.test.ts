// The promise: what is answered as accepted is done. While nobody can take it, it is refused, and nothing half is left of it.
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { API_NEEDS, readConfig } from '../../src/config.ts';
import { freePort } from '../../src/dev/port.ts';
import { startApi, type RunningApi } from '../../src/server.ts';
import { PATIENCE } from '../harness/patience.ts';
import type { Answer, Person } from '../harness/person.ts';
import { openWorld, type World } from '../harness/world.ts';

const WISH = 'I want to run 10 km in six weeks, three mornings a week before work';

const say = (person: Person, body: object) => person.call('POST', '/v1/chat/messages', body);

const refused = (answer: Answer) => ({
  status: answer.status,
  code: answer.body.code,
  mayTryAgain: Number(answer.headers.get('retry-after')) > 0,
});
const UNAVAILABLE = { status: 503, code: 'UNAVAILABLE', mayTryAgain: true };

/** How many rows there are of what a person says and wants. */
async function rowsOf(world: World): Promise<Record<string, number>> {
  const admin = new pg.Client({ connectionString: world.database.adminUrl });
  await admin.connect();
  const tables = ['conversations', 'messages', 'goals', 'plan_drafts'];
  const counts = tables.map((table) => `(select count(*)::int from ${table}) as ${table}`);
  const { rows } = await admin.query<Record<string, number>>(`select ${counts.join(', ')}`);
  await admin.end();
  return rows[0]!;
}

describe.concurrent('nobody takes it', () => {
  describe.concurrent('since the server is away', () => {
    let world: World;
    let cutOff: RunningApi;
    let cutOffUrl: string;
    beforeAll(async () => {
      world = await openWorld();
      const [port, nobody] = [await freePort(), await freePort()];
      cutOffUrl = `http://127.0.0.1:${port}`;
      const env = { ...world.env, PORT: String(port), TEMPORAL_ADDRESS: `127.0.0.1:${nobody}` };
      cutOff = await startApi(readConfig(API_NEEDS, env));
    });
    afterAll(async () => {
      await cutOff.stop();
      await world.close();
    });

    /** As the same person, at the API that does not reach Temporal. */
    async function cutOffFor(person: Person): Promise<(path: string, body?: object) => Promise<Answer>> {
      const { body } = await person.call('POST', '/v1/account/api-keys', {
        name: 'away',
        scopes: ['chat:write', 'goals:write', 'goals:read'],
      });
      return async (path, content = {}) => {
        const response = await fetch(`${cutOffUrl}${path}`, {
          method: 'POST',
          headers: { authorization: `Bearer ${body.key}`, 'content-type': 'application/json' },
          body: JSON.stringify(content),
        });
        const text = await response.text();
        return { status: response.status, headers: response.headers, body: JSON.parse(text) };
      };
    }

    test('words, wishes and changes are refused and leave nothing; decisions are made', async () => {
      const ana = await world.person('Ana', { channels: [] });
      const goal = await ana.expect(201, 'POST', '/v1/goals', { wish: WISH });
      const post = await cutOffFor(ana);
      const before = await rowsOf(world);
      const words = { message: 'Remind me to water the plants tomorrow at 18:00', message_id: randomUUID() };
      const wish = { wish: WISH, goal_id: randomUUID() };
      const change = { message: 'Only on weekends, please', message_id: randomUUID() };
      const answers = await Promise.all([
        post('/v1/chat/messages', words),
        post('/v1/goals', wish),
        post(`/v1/goals/${goal.id}/revisions`, change),
      ]);
      expect(answers.map(refused)).toEqual([UNAVAILABLE, UNAVAILABLE, UNAVAILABLE]);
      expect(await rowsOf(world)).toEqual(before);
      expect(await ana.expect(200, 'GET', `/v1/goals/${goal.id}`)).toMatchObject({ planning: 'drafted' });

      // Said again when it is back, each is done once.
      expect((await say(ana, words)).body.message).toContain('Noted');
      expect((await say(ana, words)).body.message).toContain('Noted');
      expect((await ana.expect(200, 'GET', '/v1/tasks')).tasks).toHaveLength(1);
      const { draft, hash } = await ana.expect(201, 'POST', `/v1/goals/${goal.id}/revisions`, change);
      expect(draft).toBe(2);

      const approved = await post(`/v1/goals/${goal.id}/approval`, { draft, hash });
      expect(approved).toMatchObject({ status: 200, body: { draft: 2 } });
      const let_go = await post(`/v1/goals/${goal.id}/abandonment`);
      expect(let_go).toMatchObject({ status: 200, body: { status: 'abandoned' } });
      const again = await post(`/v1/goals/${goal.id}/approval`, { draft, hash });
      expect(again).toMatchObject({ status: 409, body: { code: 'GOAL_CLOSED' } });
    }, 40_000);
  });

  describe.concurrent('since no worker is there', () => {
    let world: World;
    beforeAll(async () => {
      world = await openWorld({ worker: 'none' });
    });
    afterAll(() => world.close());

    test('nobody claims that it is being worked at; once one is there, it is done once', async () => {
      const ben = await world.person('Ben', { channels: [] });
      const words = { message: 'Remind me to water the plants tomorrow at 18:00', message_id: randomUUID() };
      expect(refused(await say(ben, words))).toEqual(UNAVAILABLE);
      expect(await rowsOf(world)).toMatchObject({ messages: 0, conversations: 0 });

      await world.startWorker();
      const answered = await say(ben, words);
      expect(answered).toMatchObject({ status: 200, body: { message: expect.stringContaining('Noted') } });
      expect((await ben.expect(200, 'GET', '/v1/tasks')).tasks).toHaveLength(1);
      expect(await rowsOf(world)).toMatchObject({ messages: 2, conversations: 1 });
    }, 40_000);
  });

  describe.concurrent('since the workers are away for a while', () => {
    let world: World;
    beforeAll(async () => {
      world = await openWorld({ worker: 'none' });
    });
    afterAll(() => world.close());

    /** Waits until the workflow is done with a request that nobody waits for any more. */
    const doneWith = (workflowId: string, requests: number) =>
      vi.waitFor(async () => {
        const { events } = await world.temporal.client.workflow.getHandle(workflowId).fetchHistory();
        const done = events?.filter((event) => event.workflowExecutionUpdateCompletedEventAttributes);
        expect(done?.length).toBeGreaterThanOrEqual(requests);
      }, PATIENCE);

    test('what was taken back and is said again much later is answered, though its workflow had done with it', async ({
      expect,
    }) => {
      const eva = await world.person('Eva', { channels: [] });
      const worker = await world.startWorker();
      const { body: first } = await say(eva, { message: 'hm' });
      const goal = await eva.expect(201, 'POST', '/v1/goals', { wish: WISH });
      await worker.stop();

      const words = {
        message: 'Remind me to water the plants tomorrow at 18:00',
        message_id: randomUUID(),
        conversation_id: first.conversation_id,
      };
      const change = { message: 'Only on weekends, please', message_id: randomUUID() };
      const revisions = `/v1/goals/${goal.id}/revisions`;
      const wish = { wish: WISH, goal_id: randomUUID() };
      const answers = await Promise.all([
        say(eva, words),
        eva.call('POST', revisions, change),
        eva.call('POST', '/v1/goals', wish),
      ]);
      expect(answers.map(refused)).toEqual([UNAVAILABLE, UNAVAILABLE, UNAVAILABLE]);

      await world.startWorker();
      await Promise.all([
        doneWith(`chat/${first.conversation_id}`, 2),
        doneWith(`goal/${goal.id}`, 2),
        doneWith(`goal/${wish.goal_id}`, 1),
      ]);
      expect([201, 202]).toContain((await eva.call('POST', '/v1/goals', wish)).status);
      const wished = async () => (await eva.call('POST', '/v1/goals', wish)).body.latest_draft;
      await expect.poll(wished).toMatchObject({ draft: 1 });
      expect([200, 202]).toContain((await say(eva, words)).status);
      const reply = async () => (await eva.call('GET', `/v1/chat/messages/${words.message_id}/reply`)).body;
      await expect.poll(reply).toMatchObject({ message: expect.stringContaining('Noted') });
      expect([201, 202]).toContain((await eva.call('POST', revisions, change)).status);
      const latest = async () => (await eva.call('GET', `/v1/goals/${goal.id}`)).body.latest_draft;
      await expect.poll(latest).toMatchObject({ draft: 2 });
    }, 60_000);
  });
});
