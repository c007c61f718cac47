// What its reminder gave up may still be told of until the next day is over, in chat as by any other door.
import { randomUUID } from 'node:crypto';
import type { MikroORM } from '@mikro-orm/postgresql';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { waveOffOnboarding } from '../../../src/account/wave-off-onboarding.ts';
import { answerMessage, type TurnPorts } from '../../../src/chat/answer-message.ts';
import { readReply } from '../../../src/chat/read-reply.sql.ts';
import type { TurnRef } from '../../../src/chat/turn.ts';
import { builtinModel } from '../../../src/coach/builtin-model.ts';
import { receiveMessage } from '../../../src/conversations/receive-message.ts';
import { openDatabase } from '../../../src/db.ts';
import { asPerson, type Actor } from '../../../src/kernel/context.ts';
import { newId } from '../../../src/kernel/ids.ts';
import { callAsLogin } from '../../../src/kernel/sql.ts';
import { sameForAll } from '../../../src/llm/chain.ts';
import { noMeter } from '../../../src/llm/meter.ts';
import { settleTask } from '../../../src/tasks/answer-task.ts';
import { createTask } from '../../../src/tasks/create-task.ts';
import { readTask } from '../../../src/tasks/read-task.ts';
import { freshDatabase, type TestDatabase } from '../../harness/database.ts';
import { newcomers } from '../../harness/newcomers.ts';

let database: TestDatabase;
let orm: MikroORM;
let api: MikroORM;
let admin: pg.Pool;
let ports: TurnPorts;
beforeAll(async () => {
  database = await freshDatabase();
  orm = await openDatabase(database.workerUrl, { poolSize: 2 });
  api = await openDatabase(database.apiUrl, { poolSize: 2 });
  admin = new pg.Pool({ connectionString: database.adminUrl, max: 2 });
  const models = sameForAll(builtinModel);
  ports = { ...newcomers, orm, perform: async () => {}, models, meter: noMeter };
});
afterAll(async () => {
  await Promise.all([orm.close(), api.close(), admin.end()]);
  await database.drop();
});
beforeEach(() => vi.useFakeTimers({ toFake: ['Date'] }));
afterEach(() => vi.useRealTimers());

const at = (local: string): void => void vi.setSystemTime(new Date(`${local}+01:00`));

/** Somebody in Berlin with a run on the evening of the fourth, whose reminder gave it up at 23:30. */
async function withMissed(via: Actor['via'] = 'ladder'): Promise<{ ana: Actor; missed: string }> {
  const ana: Actor = { orgId: newId(), userId: newId(), via: 'chat' };
  const account = [ana.userId, ana.orgId, `${ana.userId}@example.com`, 'hash', 'Ana', 'Europe/Berlin', null];
  await callAsLogin(api, 'register_person', ...account);
  await asPerson(ports, ana, waveOffOnboarding);
  at('2027-01-04T09:00:00');
  const missed = await plan(ana, '2027-01-04T22:00:00');
  at('2027-01-04T23:30:00');
  await asPerson(ports, { ...ana, via }, (ctx) => settleTask(ctx, { taskId: missed, status: 'missed' }));
  return { ana, missed };
}

const plan = async (person: Actor, local: string): Promise<string> => {
  const fields = { title: 'Run 5 km', description: '', durationMinutes: 30, force: true };
  const startsAt = new Date(`${local}+01:00`);
  return (await asPerson(ports, person, (ctx) => createTask(ctx, { ...fields, startsAt }))).id;
};

const statusOf = async (person: Actor, taskId: string): Promise<string> =>
  (await asPerson(ports, person, (ctx) => readTask(ctx, { taskId }))).status;

async function say(person: Actor, text: string): Promise<string> {
  const turn: TurnRef = await asPerson(ports, person, (ctx) =>
    receiveMessage(ctx, { conversationId: null, messageId: randomUUID(), text }),
  );
  await admin.query('update messages set created_at = $1 where id = $2', [new Date(), turn.messageId]);
  await answerMessage(ports, person, turn);
  return (await asPerson(ports, person, (ctx) => readReply(ctx, turn)))?.text ?? '';
}

test.each(['did it', 'I did the run', 'I did my run yesterday', 'done'])(
  '“%s”, the next evening: it is done, and its day is said',
  async (words) => {
    const { ana, missed } = await withMissed();
    at('2027-01-05T23:50:00');
    expect(await say(ana, words)).toBe('Done: Run 5 km, Monday 4 January at 22:00. Well done.');
    expect(await statusOf(ana, missed)).toBe('done');
  },
);

test('a day later it stays missed', async () => {
  const { ana, missed } = await withMissed();
  at('2027-01-06T00:10:00');
  expect(await say(ana, 'did it')).not.toContain('Done');
  expect(await statusOf(ana, missed)).toBe('missed');
});

test.each([
  ['has begun is the one that is meant', '2027-01-05T22:05:00', ['missed', 'done']],
  ['is still to come is not', '2027-01-05T09:00:00', ['done', 'pending']],
])('today’s, which %s', async (_what, now, statuses) => {
  const { ana, missed } = await withMissed();
  at('2027-01-05T08:00:00');
  const today = await plan(ana, '2027-01-05T22:00:00');
  at(now);
  expect(await say(ana, 'I did the run')).toContain('Done');
  expect([await statusOf(ana, missed), await statusOf(ana, today)]).toEqual(statuses);
});

test('what is moved or skipped is today’s, and what the person called missed stays so', async () => {
  const { ana, missed } = await withMissed();
  at('2027-01-05T08:00:00');
  const today = await plan(ana, '2027-01-05T18:00:00');
  expect(await say(ana, 'Move my run to 8 pm')).toContain('Moved');
  expect([await statusOf(ana, missed), await statusOf(ana, today)]).toEqual(['missed', 'rescheduled']);

  const ben = await withMissed('chat');
  at('2027-01-05T08:00:00');
  expect(await say(ben.ana, 'did it')).not.toContain('Done');
  expect(await statusOf(ben.ana, ben.missed)).toBe('missed');
});
