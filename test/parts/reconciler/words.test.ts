// What people wished for and nobody works at: negotiations that are gone come back. Turns: test/stories/forgotten-words.test.ts.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { haltedNegotiations } from '../../../src/reconciler/halted-negotiations.ts';
import { unansweredMessages } from '../../../src/reconciler/unanswered-messages.ts';
import { openScene, type Member, type Scene } from './scene.ts';
import { PATIENCE } from '../../harness/patience.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
});
afterAll(() => scene.close());

const HOUR = 3600;
const ago = (seconds: number) => new Date(Date.now() - seconds * 1000);

async function conversationOf({ orgId, userId }: Member): Promise<string> {
  const id = randomUUID();
  await scene.admin.query('insert into conversations (id, org_id, user_id) values ($1, $2, $3)', [
    id,
    orgId,
    userId,
  ]);
  return id;
}

async function goalOf(
  person: Member,
  change: { id?: string; status?: string; planning?: string; ageSeconds?: number } = {},
) {
  const { id = randomUUID(), status = 'negotiating', planning = 'drafted', ageSeconds = 3600 } = change;
  const conversationId = await conversationOf(person);
  await scene.admin.query(
    `insert into goals (id, org_id, user_id, conversation_id, wish, title, status, planning, created_at, updated_at)
     values ($1, $2, $3, $4, 'Run', 'Run', $5, $6, $7, $7)`,
    [id, person.orgId, person.userId, conversationId, status, planning, ago(ageSeconds)],
  );
  return { id, conversationId };
}

async function messageOf(
  person: Member,
  change: { awaits: string | null; conversationId?: string; goalId?: string; ageSeconds?: number },
): Promise<{ id: string; conversationId: string }> {
  const id = randomUUID();
  const conversationId = change.conversationId ?? (await conversationOf(person));
  await scene.admin.query(
    `insert into messages (id, org_id, user_id, conversation_id, role, text, goal_id, awaits, created_at)
     values ($1, $2, $3, $4, 'user', 'hello', $5, $6, $7)`,
    [
      id,
      person.orgId,
      person.userId,
      conversationId,
      change.goalId ?? null,
      change.awaits,
      ago(change.ageSeconds ?? 60),
    ],
  );
  return { id, conversationId };
}

/** "RUNNING", ..., or null where Temporal knows nothing of it. */
const statusOf = (workflowId: string): Promise<string | null> =>
  scene.world.temporal.client.workflow
    .getHandle(workflowId)
    .describe()
    .then(
      ({ status }) => status.name,
      () => null,
    );

describe('a message that awaits something', () => {
  test('a draft: its negotiation is brought back, and only while it is one', async () => {
    const ana = await scene.member();
    const [open, closed] = [await goalOf(ana), await goalOf(ana, { status: 'active' })];
    for (const goal of [open, closed])
      await messageOf(ana, { awaits: 'draft', conversationId: goal.conversationId, goalId: goal.id });
    await scene.look(unansweredMessages);
    expect(await statusOf(`goal/${open.id}`)).toBe('RUNNING');
    expect(await statusOf(`goal/${closed.id}`)).toBeNull();
  });

  test('nothing, or said just now, or by who has left: nobody is asked', async () => {
    const [ana, ben] = [await scene.member(), await scene.member()];
    const messages = [
      await messageOf(ana, { awaits: null }),
      await messageOf(ana, { awaits: 'reply', ageSeconds: 5 }),
      await messageOf(ben, { awaits: 'reply' }),
    ];
    await scene.admin.query('delete from members where user_id = $1', [ben.userId]);
    await scene.look(unansweredMessages);
    for (const { conversationId } of messages) expect(await statusOf(`chat/${conversationId}`)).toBeNull();
  });
});

describe('a goal that is negotiated', () => {
  test('without a run: it comes back, at once where a draft is owed, within the hour where none is', async () => {
    const ana = await scene.member();
    const owing = await goalOf(ana, { planning: 'working' });
    // One of every minute.
    const goals: string[] = [];
    for (let minute = 0; minute < 60; minute += 1) {
      const id = `${randomUUID().slice(0, -6)}${minute.toString(16).padStart(6, '0')}`;
      goals.push((await goalOf(ana, { id, planning: minute % 2 === 0 ? 'drafted' : 'failed' })).id);
    }
    await scene.look(haltedNegotiations);
    expect(await statusOf(`goal/${owing.id}`)).toBe('RUNNING');
    const statuses = await Promise.all(goals.map((id) => statusOf(`goal/${id}`)));
    expect(statuses.filter((status) => status === 'RUNNING')).toHaveLength(1);
    await scene.admin.query('delete from goals where id = any ($1)', [goals]);
  });

  test('with a run: left alone, unless it owes a draft for a minute, two, four', async () => {
    const ana = await scene.member();
    await goalOf(ana, { planning: 'working', ageSeconds: 30 * HOUR });
    const [drafted, owing, notYet] = [
      await goalOf(ana),
      await goalOf(ana, { planning: 'working', ageSeconds: 4 * 60 + 20 }),
      await goalOf(ana, { planning: 'working', ageSeconds: 3 * 60 + 20 }),
    ];
    const events = async ({ id }: { id: string }) =>
      (await scene.world.temporal.client.workflow.getHandle(`goal/${id}`).describe()).historyLength;
    await scene.ports.negotiations.revive(ana, drafted.id);
    await scene.look(haltedNegotiations);
    const before = [await events(drafted), await events(owing), await events(notYet)];
    // Temporal's list, which is asked first, lags a little behind what happened.
    await vi.waitUntil(async () => {
      const { rows } = await scene.admin.query(`select id from goals where status = 'negotiating'`);
      const all = rows.map(({ id }) => ({ goalId: id as string }));
      return (await scene.ports.runs.negotiations(all)).length === 0;
    }, PATIENCE);
    const seen = await scene.look(haltedNegotiations);
    // Whoever is not asked waits all the same, for a day and longer.
    const { rows: owed } = await scene.admin.query(
      `select count(*)::int, min(updated_at) as oldest from goals where status = 'negotiating' and planning = 'working'
         and updated_at < now() - interval '30 seconds'`,
    );
    expect(seen).toMatchObject({ waiting: owed[0].count, oldestAt: owed[0].oldest });
    expect([await events(drafted), await events(owing), await events(notYet)]).toEqual([
      before[0],
      before[1]! + 1,
      before[2],
    ]);
  });

  test('decided, or opened just now: nobody is asked', async () => {
    const ana = await scene.member();
    const goals = [
      await goalOf(ana, { status: 'active' }),
      await goalOf(ana, { status: 'abandoned' }),
      await goalOf(ana, { planning: 'working', ageSeconds: 5 }),
    ];
    await scene.look(haltedNegotiations);
    for (const { id } of goals) expect(await statusOf(`goal/${id}`)).toBeNull();
  });
});
