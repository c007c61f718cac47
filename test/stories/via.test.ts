// The promise: a task's history says truly by which door each thing happened.
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openWorld, type World } from '../harness/world.ts';

let world: World;
let admin: pg.Pool;
beforeAll(async () => {
  world = await openWorld();
  admin = new pg.Pool({ connectionString: world.database.adminUrl, max: 2 });
});
afterAll(async () => {
  await admin.end();
  await world.close();
});

/** "created rest", "done whatsapp", ... in their order. */
async function historyOf(taskId: string): Promise<string[]> {
  const { rows } = await admin.query<{ line: string }>(
    `select kind || ' ' || via as line from task_events where task_id = $1 order by id`,
    [taskId],
  );
  return rows.map(({ line }) => line);
}

/** Of a goal's tasks all together: each kind of line, and how the tasks were settled. */
async function historyOfGoal(goalId: string): Promise<{ lines: string[]; settled: string[] }> {
  const { rows } = await admin.query<{ line: string; settled: string | null }>(
    `select distinct e.kind || ' ' || e.via as line, t.settled_via as settled
     from task_events e join tasks t on t.id = e.task_id where t.goal_id = $1 order by 1`,
    [goalId],
  );
  const settled = rows.flatMap((row) => row.settled ?? []);
  return { lines: rows.map(({ line }) => line), settled: [...new Set(settled)] };
}

// Nobody here knows of another, and most of the time is spent waiting for a clock: side by side.
describe.concurrent('a history names the door of', () => {
  test('REST: created, moved, cancelled', async () => {
    const ana = await world.person('Ana', { channels: [] });
    const task = await ana.plan('Read', 3600);
    await ana.expect(200, 'POST', `/v1/tasks/${task}/reschedule`);
    await ana.expect(200, 'DELETE', `/v1/tasks/${task}`);
    expect(await historyOf(task)).toEqual(['created rest', 'rescheduled rest', 'cancelled rest']);
  });

  test('push', async () => {
    const ben = await world.person('Ben', { channels: ['push'], windowSeconds: 20 });
    const pushed = await ben.plan('Water the plants');
    await ben.press(await ben.expectPush('Water the plants'), 'reschedule');
    await ben.expectTask(pushed, 'rescheduled');
    expect(await historyOf(pushed)).toEqual(['created rest', 'rescheduled push']);
  });

  test('WhatsApp', async () => {
    const eva = await world.person('Eva', { channels: ['whatsapp'], windowSeconds: 20 });
    const written = await eva.plan('Read 20 pages');
    await eva.reply('done', await eva.expectWhatsApp('Read 20 pages'));
    await eva.expectTask(written, 'done');
    expect(await historyOf(written)).toEqual(['created rest', 'done whatsapp']);
  });

  test('a call', async () => {
    const dan = await world.person('Dan', { channels: ['call'], windowSeconds: 20 });
    const called = await dan.plan('Call the dentist');
    await dan.answerCall('3');
    await dan.expectTask(called, 'missed');
    expect(await historyOf(called)).toEqual(['created rest', 'missed call']);
  });

  test('nobody answers', async () => {
    const fay = await world.person('Fay', { channels: ['push'] });
    const silent = await fay.plan('Stretch');
    await fay.expectTask(silent, 'missed');
    expect(await historyOf(silent)).toEqual(['created rest', 'missed ladder']);
  });

  test('chat: a task, a plan agreed to, and a goal let go', async () => {
    const gil = await world.person('Gil', { channels: [] });
    await gil.say('Remind me to buy flowers tomorrow at 10:00');
    const { tasks } = await gil.expect(200, 'GET', '/v1/tasks');
    expect(await historyOf(tasks[0].id)).toEqual(['created chat']);

    const { goal_id, conversation_id } = await gil.say('I want to meditate every morning for ten minutes');
    await gil.say('Yes, let us do it', conversation_id);
    await gil.say('Drop the goal', conversation_id);
    await gil.say('Yes', conversation_id);
    expect(await historyOfGoal(goal_id)).toEqual({
      lines: ['cancelled chat', 'created chat'],
      settled: ['chat'],
    });
  });

  test('the same by REST', async () => {
    const hal = await world.person('Hal', { channels: [] });
    const { id } = await hal.expect(201, 'POST', '/v1/goals', { wish: 'Read half an hour before bed' });
    const draft = await hal.expect(200, 'GET', `/v1/goals/${id}/drafts/latest`);
    await hal.expect(200, 'POST', `/v1/goals/${id}/approval`, { draft: draft.draft, hash: draft.hash });
    await hal.expect(200, 'POST', `/v1/goals/${id}/abandonment`);
    expect(await historyOfGoal(id)).toEqual({ lines: ['cancelled rest', 'created rest'], settled: ['rest'] });
  });
});
