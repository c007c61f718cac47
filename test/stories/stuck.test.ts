// The promise: nobody waits behind the stuck. While a planner hangs or fails, one can ask something else, let go, and is told.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, inject, test, type ExpectStatic } from 'vitest';
import { chatSessions } from '../../temporal/flows/chat.ts';
import type { Answer, Person } from '../harness/person.ts';
import { openWorld, type World } from '../harness/world.ts';
import { startFailingWorker, type Failures } from '../replay/failing-worker.ts';

const WISH = 'I want to run 10 km in six weeks, three mornings a week before work';

interface Stuck {
  world: World;
  failures: Failures;
  close: () => Promise<void>;
}

/** A Flux of its own, since what is stuck is stuck for everybody. */
async function openStuck(): Promise<Stuck> {
  const world = await openWorld({ worker: 'none' });
  const failures: Failures = { agents: new Set(), beforePlan: async () => {}, takesCalls: false };
  const worker = await startFailingWorker(world.env, inject('ground').bundlePath, failures);
  return {
    world,
    failures,
    close: async () => {
      await worker.stop();
      await world.close();
    },
  };
}

/** The planner thinks until it is released; `asked` resolves when it is asked. */
function hang(failures: Failures): { asked: Promise<void>; release: () => void } {
  const asked = Promise.withResolvers<void>();
  const released = Promise.withResolvers<void>();
  failures.beforePlan = () => {
    asked.resolve();
    return released.promise;
  };
  return { asked: asked.promise, release: () => released.resolve() };
}

const say = (person: Person, message: string, more: object = {}): Promise<Answer> =>
  person.call('POST', '/v1/chat/messages', { message, ...more });

/** Asks again where it takes longer than a request waits, or nobody took it in time: a slow machine is no outage. */
async function untilHeard(ask: () => Promise<Answer>, still: readonly number[] = [202]): Promise<Answer> {
  for (;;) {
    const answer = await ask();
    const isRefused = answer.status === 503 && answer.body.code === 'UNAVAILABLE';
    if (!isRefused && !still.includes(answer.status)) return answer;
  }
}

/** As `say`, under one id. */
const keepSaying = (
  person: Person,
  message: string,
  { still, ...more }: { still?: readonly number[]; conversation_id?: string } = {},
): Promise<Answer> => {
  const message_id = randomUUID();
  return untilHeard(() => say(person, message, { message_id, ...more }), still);
};

/** The goal that the person has, once they have one. */
async function goalOf(person: Person, expect: ExpectStatic): Promise<Answer['body']> {
  const goals = async (): Promise<Answer['body'][]> => (await person.expect(200, 'GET', '/v1/goals')).goals;
  await expect.poll(goals).toHaveLength(1);
  return (await goals())[0];
}

const ends = (world: World, goalId: string): Promise<unknown> =>
  world.temporal.client.workflow.getHandle(`goal/${goalId}`).result();

describe.concurrent('a planner', () => {
  describe.concurrent('that hangs', () => {
    let stuck: Stuck;
    let planner: ReturnType<typeof hang>;
    beforeAll(async () => {
      stuck = await openStuck();
      planner = hang(stuck.failures);
    });
    afterAll(async () => {
      planner.release();
      await stuck.close();
    });

    test('holds up no other turn of the conversation, and the goal can be let go in it', async ({
      expect,
    }) => {
      const ana = await stuck.world.person('Ana', { channels: [] });
      const { body: first } = await say(ana, 'hm');
      const wish = say(ana, WISH, { conversation_id: first.conversation_id });
      await planner.asked;
      const goal = await goalOf(ana, expect);
      expect(goal).toMatchObject({ status: 'negotiating', planning: 'working' });

      const asked = await say(ana, 'How am I doing?', { conversation_id: first.conversation_id });
      expect(asked).toMatchObject({ status: 200, body: { agent_node: 'orchestrator' } });
      await say(ana, 'Forget it', { conversation_id: first.conversation_id });
      const dropped = await say(ana, 'Yes', { conversation_id: first.conversation_id });
      expect(dropped.body.message).toContain('Let go');
      expect(await ana.expect(200, 'GET', `/v1/goals/${goal.id}`)).toMatchObject({
        status: 'abandoned',
        planning: null,
        latest_draft: null,
      });
      expect(await wish).toMatchObject({
        status: 200,
        body: { message: 'This goal is no longer being negotiated.' },
      });
      expect(await ends(stuck.world, goal.id)).toBe('abandoned');
    });

    test('takes no room from the next words, however often what waits for it is asked for', async ({
      expect,
    }) => {
      const { world } = stuck;
      const dan = await world.person('Dan', { channels: [] });
      const { user } = await dan.expect(200, 'GET', '/v1/auth/me');
      const { body: first } = await say(dan, 'hm');
      const conversation = { conversation_id: first.conversation_id };
      const messageId = randomUUID();
      const wish = say(dan, WISH, { ...conversation, message_id: messageId });
      const goal = await goalOf(dan, expect);

      const line = { client: world.temporal.client, taskQueue: world.taskQueue, patienceMs: 10_000 };
      const turn = { conversationId: first.conversation_id, messageId };
      const person = { orgId: user.org_id, userId: user.id };
      // As the reconciler does it in a quarter of an hour; the server holds ten requests of a workflow open.
      for (let minute = 0; minute < 15; minute += 1) await chatSessions(line).revive(person, turn);
      expect(await say(dan, 'How am I doing?', conversation)).toMatchObject({ status: 200 });
      expect((await say(dan, 'Forget it', conversation)).body.message).toContain('Shall I let go');
      expect((await say(dan, 'Yes', conversation)).body.message).toContain('Let go');
      expect(await wish).toMatchObject({ status: 200 });
      expect(await ends(world, goal.id)).toBe('abandoned');
    });

    test('holds up no letting go by REST', async ({ expect }) => {
      const ben = await stuck.world.person('Ben', { channels: [] });
      const opening = ben.call('POST', '/v1/goals', { wish: WISH });
      const goal = await goalOf(ben, expect);
      const gone = await ben.expect(200, 'POST', `/v1/goals/${goal.id}/abandonment`);
      expect(gone).toMatchObject({ status: 'abandoned' });
      expect(await opening).toMatchObject({ status: 409, body: { code: 'GOAL_CLOSED' } });
      expect(await ends(stuck.world, goal.id)).toBe('abandoned');
    });

    test('and many wishes that wait for it hold up no answer either', async () => {
      const eva = await stuck.world.person('Eva', { channels: [] });
      const { body: first } = await say(eva, 'hm');
      const conversation = { conversation_id: first.conversation_id };
      const over = { all: false };
      const wishes = Promise.all(
        Array.from({ length: 9 }, () => keepSaying(eva, WISH, { ...conversation, still: [] })),
      );
      const ended = wishes.finally(() => (over.all = true));
      const asked = await keepSaying(eva, 'How am I doing?', conversation);
      expect(asked).toMatchObject({ status: 200, body: { agent_node: 'orchestrator' } });
      const waiting = '/v1/goals?limit=50&status=negotiating';
      while (!over.all)
        for (const { id } of (await eva.expect(200, 'GET', waiting)).goals)
          await eva.expect(200, 'POST', `/v1/goals/${id}/abandonment`);
      for (const { status } of await ended) expect([200, 202]).toContain(status);
    });
  });

  describe.concurrent('that fails', () => {
    let stuck: Stuck;
    beforeAll(async () => {
      stuck = await openStuck();
      stuck.failures.agents.add('planner');
    });
    afterAll(() => stuck.close());

    test('is said so after some attempts, by REST and in chat; asked again it is tried anew', async () => {
      const ana = await stuck.world.person('Ana', { channels: [] });
      const ben = await stuck.world.person('Ben', { channels: [] });
      const wish = { wish: WISH, goal_id: randomUUID() };
      const [opened, said] = await Promise.all([
        untilHeard(() => ana.call('POST', '/v1/goals', wish)),
        keepSaying(ben, WISH),
      ]);
      expect(opened).toMatchObject({ status: 503, body: { code: 'PLANNING_FAILED', goal_id: wish.goal_id } });
      expect(Number(opened.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(said).toMatchObject({ status: 200, body: { message: expect.stringContaining('wish is kept') } });
      for (const [person, id] of [
        [ana, wish.goal_id],
        [ben, said.body.goal_id],
      ] as const)
        expect(await person.expect(200, 'GET', `/v1/goals/${id}`)).toMatchObject({
          status: 'negotiating',
          planning: 'failed',
        });

      stuck.failures.agents.clear();
      expect(await ana.expect(201, 'POST', '/v1/goals', wish)).toMatchObject({
        planning: 'drafted',
        latest_draft: { draft: 1 },
      });
      const again = { message: 'Only twice a week, please' };
      const path = `/v1/goals/${said.body.goal_id}`;
      expect(await ben.expect(201, 'POST', `${path}/revisions`, again)).toMatchObject({ draft: 1 });
      const { draft, hash } = await ben.expect(200, 'GET', `${path}/drafts/latest`);
      await ben.expect(200, 'POST', `${path}/approval`, { draft, hash });
      expect(await ends(stuck.world, said.body.goal_id)).toBe('approved');
    }, 40_000);
  });
});
