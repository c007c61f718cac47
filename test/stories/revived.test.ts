// The promise: what PostgreSQL knows and nobody works at comes to life when it is asked to, and what is well stays as it is.
import { randomUUID } from 'node:crypto';
import type { MikroORM } from '@mikro-orm/postgresql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { receiveMessage } from '../../src/conversations/receive-message.ts';
import { openDatabase } from '../../src/db.ts';
import { abandonGoal } from '../../src/goals/abandon-goal.ts';
import { beginDraft } from '../../src/goals/begin-draft.ts';
import { openGoal } from '../../src/goals/open-goal.ts';
import { requestRevision } from '../../src/goals/request-revision.ts';
import { asPerson, type Actor, type Ctx } from '../../src/kernel/context.ts';
import { createLog } from '../../src/kernel/log.ts';
import { openFlows, type FlowPorts } from '../../temporal/open-flows.ts';
import type { Person } from '../harness/person.ts';
import { openWorld, type World } from '../harness/world.ts';

const WISH = 'I want to run 10 km in six weeks, three mornings a week before work';

let world: World;
let orm: MikroORM;
let flows: FlowPorts;
beforeAll(async () => {
  world = await openWorld();
  orm = await openDatabase(world.database.apiUrl);
  const line = { client: world.temporal.client, taskQueue: world.taskQueue, patienceMs: 25_000 };
  flows = openFlows(orm, line, createLog({ level: 'silent', process: 'test' }));
});
afterAll(async () => {
  await orm.close();
  await world.close();
});

interface Known {
  person: Person;
  actor: Actor;
  /** As a process that dies right after its commit: nobody hears of what was told. */
  as: <T>(work: (ctx: Ctx) => Promise<T>) => Promise<T>;
}

async function somebody(name: string): Promise<Known> {
  const person = await world.person(name, { channels: [] });
  const { user } = await person.expect(200, 'GET', '/v1/auth/me');
  const actor: Actor = { orgId: user.org_id, userId: user.id, via: 'rest' };
  return { person, actor, as: (work) => asPerson({ orm, perform: async () => {} }, actor, work) };
}

const negotiation = (goalId: string) => world.temporal.client.workflow.getHandle(`goal/${goalId}`);

describe.concurrent('brought to life', () => {
  test('a message that nobody answers; twice is no more than once', async ({ expect }) => {
    const { person, actor, as } = await somebody('Ana');
    const said = {
      conversationId: null,
      messageId: randomUUID(),
      text: 'Remind me to read tomorrow at 18:00',
    };
    const turn = await as((ctx) => receiveMessage(ctx, said));
    await Promise.all([flows.chatSessions.revive(actor, turn), flows.chatSessions.revive(actor, turn)]);
    const path = `/v1/chat/messages/${turn.messageId}/reply`;
    const reply = async () => (await person.call('GET', path)).body;
    await expect.poll(reply).toMatchObject({ message: expect.stringContaining('Noted') });
    await flows.chatSessions.revive(actor, turn);
    expect((await person.expect(200, 'GET', '/v1/tasks')).tasks).toHaveLength(1);
  });

  test('a goal that nobody drafts for, also after an operator ended its negotiation', async ({ expect }) => {
    const { person, actor, as } = await somebody('Ben');
    const { goalId } = await as((ctx) => openGoal(ctx, { wish: WISH, conversationId: null }));
    const read = () => person.expect(200, 'GET', `/v1/goals/${goalId}`);
    await flows.negotiations.revive(actor, goalId);
    await expect.poll(read).toMatchObject({ planning: 'drafted', latest_draft: { draft: 1 } });

    await negotiation(goalId).terminate('by an operator');
    const messageId = randomUUID();
    await as((ctx) => requestRevision(ctx, { goalId, messageId, text: 'Only on weekends, please' }));
    await flows.negotiations.revive(actor, goalId);
    await flows.negotiations.revive(actor, goalId);
    await expect.poll(read).toMatchObject({ planning: 'drafted', latest_draft: { draft: 2 } });

    // Its door does the same by itself, and approving needs none.
    await negotiation(goalId).terminate('by an operator');
    const path = `/v1/goals/${goalId}`;
    const third = await person.expect(201, 'POST', `${path}/revisions`, { message: 'Later in the day' });
    expect(third.draft).toBe(3);
    await negotiation(goalId).terminate('by an operator');
    await person.expect(200, 'POST', `${path}/approval`, { draft: 3, hash: third.hash });
    await person.expect(200, 'POST', `${path}/abandonment`);
  });

  test('a draft that is owed in the place of one that no longer holds', async ({ expect }) => {
    const { person, actor, as } = await somebody('Fay');
    const goal = await person.expect(201, 'POST', '/v1/goals', { wish: WISH });
    const path = `/v1/goals/${goal.id}`;
    await negotiation(goal.id).terminate('by an operator');
    await as((ctx) => beginDraft(ctx, { goalId: goal.id, outdated: 1 }));
    expect(await person.expect(200, 'GET', path)).toMatchObject({ planning: 'working' });
    await Promise.all([flows.negotiations.revive(actor, goal.id), flows.negotiations.revive(actor, goal.id)]);
    const read = () => person.expect(200, 'GET', path);
    await expect.poll(read).toMatchObject({ planning: 'drafted', latest_draft: { draft: 2 } });
    await flows.negotiations.revive(actor, goal.id);
    const { draft, hash } = (await read()).latest_draft;
    await person.expect(200, 'POST', `${path}/approval`, { draft, hash });
    expect(await negotiation(goal.id).result()).toBe('approved');
    expect(await read()).toMatchObject({ latest_draft: { draft: 2 } });
  });

  test('the end of a negotiation that has not heard of the decision', async () => {
    const { person, actor, as } = await somebody('Eva');
    const { id: goalId } = await person.expect(201, 'POST', '/v1/goals', { wish: WISH });
    await as((ctx) => abandonGoal(ctx, { goalId }));
    await flows.negotiations.revive(actor, goalId);
    expect(await negotiation(goalId).result()).toBe('abandoned');
  });

  test('a negotiation of a goal that was decided ends at once, and touches nothing', async () => {
    const { person, actor } = await somebody('Dan');
    const said = { wish: WISH, goal_id: randomUUID() };
    const goal = await person.expect(201, 'POST', '/v1/goals', said);
    const { draft, hash } = goal.latest_draft;
    await person.expect(200, 'POST', `/v1/goals/${goal.id}/approval`, { draft, hash });
    expect(await negotiation(goal.id).result()).toBe('approved');
    const before = await person.expect(200, 'GET', `/v1/goals/${goal.id}`);
    const asked = { goalId: goal.id, latest: null, failures: 7 };
    await expect(flows.negotiations.propose(actor, asked)).rejects.toMatchObject({ code: 'GOAL_CLOSED' });
    expect(await negotiation(goal.id).result()).toBe('approved');
    expect(await person.expect(201, 'POST', '/v1/goals', said)).toEqual(before);
  });
});
