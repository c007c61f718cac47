// Rungs that an attempt left behind are looked for where nobody else will: of tasks that are settled, by no ladder that
// runs.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { unclearRungs } from '../../../src/reconciler/unclear-rungs.ts';
import { openScene, type Member, type Scene } from './scene.ts';

let scene: Scene;
let ana: Member;
beforeAll(async () => {
  scene = await openScene();
  ana = await scene.member();
});
afterAll(() => scene.close());

interface Left {
  status?: string;
  generation?: number;
  state?: string;
  reason?: string;
  secondsAgo?: number;
}

/** A task, and a call of its first generation as an attempt left it. */
async function left({
  status = 'done',
  generation = 1,
  state = 'sending',
  reason,
  secondsAgo = 65,
}: Left): Promise<string> {
  const task = await scene.task(ana, -100, { status, generation });
  await scene.admin.query(
    `insert into dispatch_log (id, org_id, user_id, task_id, generation, step, state, reason, first_sent_at, last_sent_at)
     select $1, org_id, user_id, id, 1, 'call', $3, $4, t.at, t.at
     from tasks, (select now() - $5 * interval '1 second' as at) t where id = $2`,
    [randomUUID(), task, state, reason ?? null, secondsAgo],
  );
  return task;
}

const ladder = (task: string) => scene.world.temporal.client.workflow.getHandle(`reminder/${task}/1`);
const begin = (task: string) =>
  scene.world.temporal.client.workflow.start('reminderEscalation', {
    workflowId: `reminder/${task}/1`,
    taskQueue: scene.world.taskQueue,
    args: [{ ...ana, taskId: task, generation: 1 }],
  });

async function givenTo(task: string): Promise<unknown> {
  const { events } = await ladder(task).fetchHistory();
  const { input } = events![0]!.workflowExecutionStartedEventAttributes!;
  return JSON.parse(Buffer.from(input!.payloads![0]!.data!).toString());
}

test.each<[what: string, Left]>([
  ['settled', {}],
  ['settled, and looked for in vain', { state: 'unknown', reason: 'unconfirmed' }],
  ['moved', { status: 'rescheduled', generation: 2 }],
  ['settled eight minutes ago', { secondsAgo: 485 }],
])('%s: it is cleared up, that rung alone', async (_what, given) => {
  const task = await left(given);
  expect(await scene.look(unclearRungs)).toMatchObject({ revived: 1, failed: 0 });
  expect(await givenTo(task)).toEqual({ ...ana, taskId: task, generation: 1, unclear: 'call' });
  // Until it is done.
  expect(await scene.look(unclearRungs)).toMatchObject({ revived: 0, failed: 0 });
  await scene.admin.query('delete from dispatch_log where task_id = $1', [task]);
});

test.each<[what: string, Left]>([
  ['open', { status: 'pending' }],
  ['accepted', { state: 'accepted' }],
  ['never confirmed', { state: 'unknown', reason: 'never_confirmed' }],
  ['begun just now', { secondsAgo: 30 }],
  ['asked for already, and not to be asked for yet again', { secondsAgo: 200 }],
  ['long ago', { secondsAgo: 90_000 }],
])('%s: it is left alone', async (_what, given) => {
  const task = await left(given);
  expect(await scene.look(unclearRungs)).toMatchObject({ revived: 0, failed: 0 });
  await expect(ladder(task).describe()).rejects.toThrow('not found');
  await scene.admin.query('delete from dispatch_log where task_id = $1', [task]);
});

test('a ladder that runs sees to it itself, and nobody is asked for who has left', async () => {
  const task = await left({});
  await begin(task);
  expect(await scene.look(unclearRungs)).toMatchObject({ revived: 0, failed: 0 });
  const other = await left({});
  await scene.admin.query('delete from members where user_id = $1', [ana.userId]);
  expect(await scene.look(unclearRungs)).toMatchObject({ waiting: 0 });
  await expect(ladder(other).describe()).rejects.toThrow('not found');
});
