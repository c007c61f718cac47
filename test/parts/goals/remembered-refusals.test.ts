// What a negotiation remembers of a request that was taken back: the same request, said again, is another one.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, test } from 'vitest';
import type { Negotiations } from '../../../src/goals/negotiations.ts';
import type { Actor } from '../../../src/kernel/context.ts';
import { negotiations } from '../../../temporal/flows/goals.ts';
import type { Person } from '../../harness/person.ts';
import { openWorld, type World } from '../../harness/world.ts';

const WISH = 'I want to run 10 km in six weeks, three mornings a week before work';

let world: World;
let asked: Negotiations;
beforeAll(async () => {
  world = await openWorld();
  asked = negotiations({ client: world.temporal.client, taskQueue: world.taskQueue, patienceMs: 25_000 });
});
afterAll(() => world.close());

async function somebody(name: string): Promise<{ person: Person; actor: Actor }> {
  const person = await world.person(name, { channels: [] });
  const { user } = await person.expect(200, 'GET', '/v1/auth/me');
  return { person, actor: { orgId: user.org_id, userId: user.id, via: 'rest' } };
}

describe.concurrent('said again at once', () => {
  test('a wish has its draft', async ({ expect }) => {
    const { person, actor } = await somebody('Ana');
    const goalId = randomUUID();
    // The goal is gone by the time that somebody drafts.
    const first = asked.propose(actor, { goalId, latest: null, failures: 0 });
    await expect(first).rejects.toMatchObject({ code: 'GOAL_CLOSED' });
    const goal = await person.call('POST', '/v1/goals', { wish: WISH, goal_id: goalId });
    expect(goal).toMatchObject({ status: 201, body: { id: goalId, latest_draft: { draft: 1 } } });
  });

  test('a change of a plan has its draft, also where its negotiation is just ending', async ({ expect }) => {
    const { person, actor } = await somebody('Ben');
    const goal = await person.expect(201, 'POST', '/v1/goals', { wish: WISH });
    const { draft: number, hash } = goal.latest_draft;
    const messageId = randomUUID();
    const first = asked.revise(actor, { goalId: goal.id, messageId, latest: { number, hash }, failures: 0 });
    await expect(first).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const change = { message: 'Only on weekends, please', message_id: messageId };
    const revised = await person.call('POST', `/v1/goals/${goal.id}/revisions`, change);
    expect(revised).toMatchObject({ status: 201, body: { draft: 2 } });

    const handle = world.temporal.client.workflow.getHandle(`goal/${goal.id}`);
    await handle.signal('decided', { decision: 'abandoned' });
    const more = await person.call('POST', `/v1/goals/${goal.id}/revisions`, {
      message: 'Only in the mornings',
    });
    expect(more).toMatchObject({ status: 201, body: { draft: 3 } });
  });
});
