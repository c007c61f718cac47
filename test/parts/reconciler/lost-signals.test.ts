// Who waits and has not heard of what changed hears of it with the next look; who has heard is left alone.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { changedSettings } from '../../../src/reconciler/changed-settings.ts';
import { decidedGoals } from '../../../src/reconciler/decided-goals.ts';
import { NIL_ID } from '../../../src/reconciler/in-pages.ts';
import { reconcile } from '../../../src/reconciler/reconcile.ts';
import { openScene, type Member, type Scene } from './scene.ts';
import { PATIENCE } from '../../harness/patience.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
});
afterAll(() => scene.close());

const MINUTES_MS = 60_000;
const handleOf = (id: string) => scene.world.temporal.client.workflow.getHandle(id);

const start = (workflow: string, id: string, input: object) =>
  scene.world.temporal.client.workflow.start(workflow, {
    workflowId: id,
    taskQueue: scene.world.taskQueue,
    args: [input],
  });

/** How often a workflow was told something. */
async function signalsOf(id: string): Promise<number> {
  const { events } = await handleOf(id).fetchHistory();
  return (events ?? []).filter((event) => event.workflowExecutionSignaledEventAttributes).length;
}

/** As if it had been changed then: the database itself would say now. */
async function changedAgo(table: 'profiles' | 'goals', column: string, value: string, agoMs: number) {
  const client = await scene.admin.connect();
  try {
    await client.query('begin');
    await client.query('set local session_replication_role = replica');
    await client.query(`update ${table} set updated_at = $1 where ${column} = $2`, [
      new Date(Date.now() - agoMs),
      value,
    ]);
    await client.query('commit');
  } finally {
    client.release();
  }
}

const from = (agoMs: number) => `${new Date(Date.now() - agoMs).toISOString()} ${NIL_ID}`;

test('a change of settings wakes what waits for its person, once, and nobody else', async () => {
  const [ana, ben] = [await scene.member(), await scene.member()];
  const waiting = async ({ orgId, userId }: Member) => {
    const taskId = await scene.task({ orgId, userId }, 300, { reminded_generation: 1 });
    await start('reminderEscalation', `reminder/${taskId}/1`, { orgId, userId, taskId, generation: 1 });
    return `reminder/${taskId}/1`;
  };
  const [hers, his] = [await waiting(ana), await waiting(ben)];
  await changedAgo('profiles', 'user_id', ana.userId, 5 * MINUTES_MS);
  await changedAgo('profiles', 'user_id', ben.userId, 60 * MINUTES_MS);
  const first = await scene.look(changedSettings, { from: from(30 * MINUTES_MS) });
  expect(first).toMatchObject({ revived: 1, failed: 0, isDone: true });
  expect([await signalsOf(hers), await signalsOf(his)]).toEqual([1, 0]);
  expect(await scene.look(changedSettings, { from: first.next })).toMatchObject({ revived: 0 });
});

test('a look that had to stop leaves no id of anybody in a history, and the next one goes on behind it', async () => {
  const people = await Promise.all(Array.from({ length: 30 }, () => scene.member()));
  for (const { userId } of people) await changedAgo('profiles', 'user_id', userId, 90 * MINUTES_MS);
  const kind = 'changed-settings';
  const stopped = await reconcile(scene.ports, { kind, from: from(91 * MINUTES_MS) }, AbortSignal.abort());
  expect(stopped).toMatchObject({ revived: 25, isDone: false });
  const others = await reconcile(scene.ports, { kind, from: stopped.next }, new AbortController().signal);
  // Whoever stood in the tests before has changed since.
  expect(others.revived).toBeGreaterThanOrEqual(5);
  for (const { next } of [stopped, others])
    for (const { userId } of people) expect(next).not.toContain(userId);
});

test('where Temporal cannot be told, the next look tells it again', async () => {
  const ana = await scene.member();
  await scene.task(ana, 300, { reminded_generation: 1 });
  // Later than whatever changed in the test before.
  const ago = 3 * MINUTES_MS;
  await changedAgo('profiles', 'user_id', ana.userId, ago);
  const wake = vi.spyOn(scene.ports.reminders, 'wake').mockRejectedValueOnce(new Error('away'));
  const first = await scene.look(changedSettings, { from: from(ago + MINUTES_MS) });
  wake.mockRestore();
  expect(first).toMatchObject({ failed: 1 });
  expect(await scene.look(changedSettings, { from: first.next })).toMatchObject({ revived: 1, failed: 0 });
});

test('a negotiation that has not heard of the decision is asked to look; one that has ended is not', async () => {
  const { orgId, userId } = await scene.member();
  const decided = async () => {
    const [goalId, conversation] = [randomUUID(), randomUUID()];
    await scene.admin.query('insert into conversations (id, org_id, user_id) values ($1, $2, $3)', [
      conversation,
      orgId,
      userId,
    ]);
    await scene.admin.query(
      `insert into goals (id, org_id, user_id, conversation_id, wish, title, status)
       values ($1, $2, $3, $4, 'Run', 'Run', 'abandoned')`,
      [goalId, orgId, userId, conversation],
    );
    await changedAgo('goals', 'id', goalId, 5 * MINUTES_MS);
    return goalId;
  };
  const [open, ended] = [await decided(), await decided()];
  await start('goalNegotiation', `goal/${open}`, { orgId, userId, goalId: open });
  // Temporal's list lags a little behind what happened.
  await vi.waitUntil(
    async () => (await scene.look(decidedGoals, { from: from(6 * MINUTES_MS) })).revived === 1,
    PATIENCE,
  );
  expect(await signalsOf(`goal/${open}`)).toBeGreaterThan(0);
  await expect(handleOf(`goal/${ended}`).describe()).rejects.toThrow('not found');
  // Also where the list still has it, a second negotiation is not begun.
  const list = vi.spyOn(scene.ports.runs, 'negotiations').mockResolvedValueOnce([]);
  const seen = await scene.look(decidedGoals, { from: from(6 * MINUTES_MS) });
  list.mockRestore();
  expect(seen).toMatchObject({ revived: 1, failed: 0 });
  await expect(handleOf(`goal/${ended}`).describe()).rejects.toThrow('not found');
});
