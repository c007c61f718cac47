// What an import makes of what is long past, or waits for a place, has no reminder: no look of the reconciler begins one.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { applyImport } from '../../../src/imports/apply-import.ts';
import { bringFile } from '../../../src/imports/bring-file.ts';
import { asPerson } from '../../../src/kernel/context.ts';
import { deadReminders } from '../../../src/reconciler/dead-reminders.ts';
import { dueReminders } from '../../../src/reconciler/due-reminders.ts';
import { openScene, type Scene } from './scene.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
});
afterAll(() => scene.close());

const stamp = (days: number) =>
  new Date(Date.now() + days * 86_400_000).toISOString().replaceAll(/[-:]|\.\d+/g, '');
const event = (title: string, days: number) =>
  `BEGIN:VEVENT\r\nUID:${title}\r\nSUMMARY:${title}\r\nDTSTART:${stamp(days)}\r\nDURATION:PT30M\r\nEND:VEVENT\r\n`;

test('tasks that are long past, and one at a place, stay open and begin no ladder', async () => {
  const person = await scene.member();
  const actor = { ...person, via: 'rest' as const };
  const store = { orm: scene.orm, perform: () => Promise.resolve() };
  const text = `BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Test//EN\r\n${event('Place', 0.001)}${event('Last year', -365)}${event('Three days ago', -3)}END:VCALENDAR\r\n`;
  const { id } = await bringFile(store, actor, {
    id: randomUUID(),
    source: 'ics',
    bytes: Buffer.from(text),
    allDayAt: null,
  });
  // Only an export of ours knows of places.
  await scene.admin.query(
    `update account_imports set found = jsonb_set(found, '{tasks,0,triggerType}', '"location"') where id = $1`,
    [id],
  );
  await asPerson(store, actor, (ctx) => applyImport(ctx, id));

  expect(await scene.look(dueReminders)).toMatchObject({ waiting: 0, revived: 0 });
  expect(await scene.look(deadReminders)).toMatchObject({ waiting: 0, revived: 0 });
  const { rows } = await scene.admin.query<{ id: string }>(
    `select id, title, status, trigger_type, reminded_generation, recorded_generation from tasks where user_id = $1
     order by title`,
    [person.userId],
  );
  const open = { status: 'pending', reminded_generation: 1, recorded_generation: 1 };
  expect(rows).toEqual([
    expect.objectContaining({ ...open, title: 'Last year' }),
    expect.objectContaining({ ...open, title: 'Place', trigger_type: 'location' }),
    expect.objectContaining({ ...open, title: 'Three days ago' }),
  ]);
  for (const task of rows) {
    const ladder = scene.world.temporal.client.workflow.getHandle(`reminder/${task.id}/1`);
    await expect(ladder.describe()).rejects.toThrow(/not found/i);
  }
});
