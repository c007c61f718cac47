// What nobody works at: exports are started anew, counted once, and given up with all that was written of them; mails
// whose delivery was lost are delivered, and sessions of rooms go on.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { haltedExports } from '../../../src/reconciler/halted-exports.ts';
import { quietRooms } from '../../../src/reconciler/quiet-rooms.ts';
import { unsentEmails } from '../../../src/reconciler/unsent-emails.ts';
import { emailDeliveryId } from '../../../temporal/flows/emails.ts';
import { roomSessionWorkflowId } from '../../../temporal/flows/rooms.ts';
import { PATIENCE } from '../../harness/patience.ts';
import { openScene, type Member, type Scene } from './scene.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
});
afterAll(() => scene.close());

async function halted({ orgId, userId }: Member, age: string): Promise<string> {
  const id = randomUUID();
  await scene.admin.query(
    `insert into account_exports (id, org_id, user_id, running_for, created_at)
     values ($1, $2, $3, $3, now() - $4::interval)`,
    [id, orgId, userId, age],
  );
  await scene.admin.query(
    `insert into account_export_parts (org_id, user_id, export_id, number, content) values ($1, $2, $3, 0, 'zip')`,
    [orgId, userId, id],
  );
  return id;
}

const partsOf = async (id: string) =>
  (await scene.admin.query('select from account_export_parts where export_id = $1', [id])).rowCount;

test('one that is given up leaves nothing of its file, whether it took too long or its person left', async () => {
  const [slow, gone] = [await scene.member(), await scene.member()];
  const ids = [await halted(slow, '25 hours'), await halted(gone, '1 minute')];
  await scene.admin.query('delete from members where user_id = $1', [gone.userId]);
  expect(await scene.look(haltedExports)).toMatchObject({ waiting: 0, revived: 0 });
  for (const id of ids) {
    const { rows } = await scene.admin.query('select state from account_exports where id = $1', [id]);
    expect([rows, await partsOf(id)]).toEqual([[{ state: 'failed' }], 0]);
  }
});

test('one that runs again is not revived with every look', async () => {
  const id = await halted(await scene.member(), '1 minute');
  expect(await scene.look(haltedExports)).toMatchObject({ waiting: 1, revived: 1 });
  // The list that is asked lags behind.
  await vi.waitFor(
    async () => expect(await scene.look(haltedExports)).toMatchObject({ waiting: 0, revived: 0 }),
    PATIENCE,
  );
  expect(await partsOf(id)).toBe(1);
});

async function mail(state: string, age = '1 minute'): Promise<string> {
  const id = randomUUID();
  await scene.admin.query(
    `insert into emails (id, kind, state, address_hashes, valid_until, created_at)
     values ($1, 'reset', $2, '{}', now() + interval '1 hour', now() - $3::interval)`,
    [id, state, age],
  );
  return id;
}

const deliveryOf = (id: string) => scene.world.temporal.client.workflow.getHandle(emailDeliveryId(id));

test('a mail that nobody delivers is taken up, also where its delivery was lost; what ended or is new is left alone', async () => {
  const open = [await mail('planned'), await mail('sending', '3 hours')];
  const ended = ['sent', 'failed', 'bounced', 'suppressed'];
  const rest = await Promise.all([...ended.map((state) => mail(state)), mail('planned', '1 second')]);
  expect(await scene.look(unsentEmails)).toMatchObject({ waiting: 2, revived: 2, failed: 0, isDone: true });
  const first = await Promise.all(open.map(async (id) => (await deliveryOf(id).describe()).runId));
  for (const id of rest) await expect(deliveryOf(id).describe()).rejects.toThrow(/not found/i);
  // The list that is asked lags behind; who is told to begin what runs begins nothing.
  await vi.waitFor(
    async () => expect(await scene.look(unsentEmails)).toMatchObject({ waiting: 0, revived: 0 }),
    PATIENCE,
  );

  await deliveryOf(open[0]!).terminate('lost');
  await vi.waitFor(
    async () => expect(await scene.look(unsentEmails)).toMatchObject({ revived: 1, failed: 0 }),
    PATIENCE,
  );
  const [again, other] = await Promise.all(open.map((id) => deliveryOf(id).describe()));
  expect([again!.status.name, again!.runId === first[0]]).toEqual(['RUNNING', false]);
  expect(other!.runId).toBe(first[1]);
});

/** One that has begun a minute ago. `post`: something that no agent has heard, so old. */
async function session(
  { orgId, userId }: Member,
  { waits, post, age = '1 minute' }: { waits: boolean; post?: string; age?: string },
): Promise<string> {
  const [roomId, id] = [randomUUID(), randomUUID()];
  await scene.admin.query(
    `insert into rooms (id, org_id, user_id, name, limits) values ($1, $2, $3, 'Room', '{}')`,
    [roomId, orgId, userId],
  );
  await scene.admin.query(
    `insert into room_sessions (id, org_id, user_id, room_id, kind, limits, waits_for_people, created_at)
     values ($1, $2, $3, $4, 'room', '{"idle_minutes": 30, "minutes": 120}', $5, now() - $6::interval)`,
    [id, orgId, userId, roomId, waits, age],
  );
  if (post !== undefined)
    await scene.admin.query(
      `insert into room_turns (id, org_id, user_id, room_id, session_id, kind, state, said_by, text, said_at)
       values ($1, $2, $3, $4, $5, 'post', 'open', $3, 'Hello', now() - $6::interval)`,
      [randomUUID(), orgId, userId, roomId, id, post],
    );
  return id;
}

test('a session of a room goes on where nobody runs it, and where a person was not heard; one that waits is left alone', async () => {
  const ana = await scene.member();
  const talking = await session(ana, { waits: false });
  const unheard = await session(ana, { waits: true, post: '1 minute' });
  const over = await session(ana, { waits: true, age: '3 hours' });
  const rest = [
    await session(ana, { waits: true }),
    await session(ana, { waits: true, post: '1 second' }),
    await session(ana, { waits: false, age: '1 second' }),
  ];
  expect(await scene.look(quietRooms)).toMatchObject({ waiting: 3, revived: 3, failed: 0, isDone: true });
  const runOf = (id: string) => scene.world.temporal.client.workflow.getHandle(roomSessionWorkflowId(id));
  for (const id of rest) await expect(runOf(id).describe()).rejects.toThrow(/not found/i);
  const runs = [talking, unheard, over].map(runOf);
  const first = await Promise.all(runs.map(async (run) => (await run.describe()).runId));
  // Whoever runs it and was not told is told with every look; the others are let be.
  await vi.waitFor(
    async () => expect(await scene.look(quietRooms)).toMatchObject({ waiting: 1, revived: 1 }),
    PATIENCE,
  );
  expect(await Promise.all(runs.map(async (run) => (await run.describe()).runId))).toEqual(first);
});
