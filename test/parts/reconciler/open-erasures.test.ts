// Erasures that nobody works at: one whose workflow was lost is started again, one whose time has come begins, and neither
// costs one that runs an event.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { openErasures } from '../../../src/reconciler/open-erasures.ts';
import { erasureWorkflowId } from '../../../temporal/flows/erasures.ts';
import { PATIENCE } from '../../harness/patience.ts';
import { openScene, type Scene } from './scene.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await openScene({ worker: 'here' });
});
afterAll(() => scene.close());

async function asked(beginsIn: string): Promise<string> {
  const id = randomUUID();
  const { userId } = await scene.member();
  await scene.admin.query(
    `insert into erasures (id, user_id, begins_at, receipt_hash, created_at)
     values ($1::uuid, $2, now() + $3::interval, $1::uuid::text, now() - interval '1 hour')`,
    [id, userId, beginsIn],
  );
  return id;
}

const workflowOf = (id: string) => scene.world.temporal.client.workflow.getHandle(erasureWorkflowId(id));

const eventsOf = async (id: string) => (await workflowOf(id).fetchHistory()).events!;

/** Resolves once it thinks it over. */
const untilItWaits = (id: string) =>
  vi.waitFor(async () => {
    const waits = (await eventsOf(id)).filter((event) => event.timerStartedEventAttributes);
    expect(Number(waits.at(-1)?.timerStartedEventAttributes?.startToFireTimeout?.seconds)).toBeGreaterThan(
      60,
    );
  }, PATIENCE);

test('one whose workflow was never started, or was lost, is started; one that waits is left alone', async () => {
  const id = await asked('7 days');
  expect(await scene.look(openErasures)).toMatchObject({ waiting: 1, failed: 0, isDone: true });
  await untilItWaits(id);
  const events = (await eventsOf(id)).length;
  expect(await scene.look(openErasures)).toMatchObject({ waiting: 1, failed: 0 });
  expect((await eventsOf(id)).length).toBe(events);

  await workflowOf(id).terminate('lost');
  await scene.look(openErasures);
  await untilItWaits(id);

  // Its timer still runs for seven days: nobody told it.
  await scene.admin.query(`update erasures set begins_at = now() - interval '1 minute' where id = $1`, [id]);
  expect(await scene.look(openErasures)).toMatchObject({ waiting: 1, failed: 0 });
  expect(await workflowOf(id).result()).toBe('erased');
  const { rows } = await scene.admin.query('select state, user_id from erasures where id = $1', [id]);
  expect(rows).toEqual([{ state: 'done', user_id: null }]);
  expect(await scene.look(openErasures)).toMatchObject({ waiting: 0, oldestAt: null });
});

test('one that was lost in the middle goes on', async () => {
  const id = await asked('-1 hour');
  await scene.admin.query(`update erasures set state = 'erasing', begun_at = now() where id = $1`, [id]);
  await scene.look(openErasures);
  expect(await workflowOf(id).result()).toBe('erased');
});
