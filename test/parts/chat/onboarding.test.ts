// A step of the first questions happens once: tried twice at once, broken off behind its code, or overtaken by another
// conversation and by whoever waves the questions off.
import { randomUUID } from 'node:crypto';
import type { MikroORM } from '@mikro-orm/postgresql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { answerMessage, type TurnPorts } from '../../../src/chat/answer-message.ts';
import type { TurnRef } from '../../../src/chat/turn.ts';
import { waveOffOnboarding } from '../../../src/account/wave-off-onboarding.ts';
import { builtinModel } from '../../../src/coach/builtin-model.ts';
import { Message } from '../../../src/conversations/conversation.entity.ts';
import { receiveMessage } from '../../../src/conversations/receive-message.ts';
import { openDatabase } from '../../../src/db.ts';
import { Goal } from '../../../src/goals/goal.entity.ts';
import { asPerson, type Actor, type Ctx } from '../../../src/kernel/context.ts';
import { newId } from '../../../src/kernel/ids.ts';
import { callAsLogin } from '../../../src/kernel/sql.ts';
import { sameForAll } from '../../../src/llm/chain.ts';
import { noMeter } from '../../../src/llm/meter.ts';
import { readOnboarding } from '../../../src/onboarding/finish.ts';
import { TaskRule } from '../../../src/tasks/task.entity.ts';
import { freshDatabase, type TestDatabase } from '../../harness/database.ts';
import { newcomers } from '../../harness/newcomers.ts';

let database: TestDatabase;
let orm: MikroORM;
let api: MikroORM;
beforeAll(async () => {
  database = await freshDatabase();
  [orm, api] = [await openDatabase(database.workerUrl), await openDatabase(database.apiUrl)];
});
afterAll(async () => {
  await Promise.all([orm.close(), api.close()]);
  await database.drop();
});

const portsWith = (prove: TurnPorts['prove'] = newcomers.prove): TurnPorts => ({
  ...newcomers,
  prove,
  orm,
  perform: async () => undefined,
  models: sameForAll(builtinModel),
  meter: noMeter,
});
const as = <T>(person: Actor, work: (ctx: Ctx) => Promise<T>): Promise<T> =>
  asPerson(portsWith(), person, work);

async function newcomer(): Promise<Actor> {
  const person: Actor = { orgId: newId(), userId: newId(), via: 'chat' };
  const account = [person.userId, person.orgId, `${person.userId}@example.com`, 'hash', 'Ana', 'UTC', null];
  await callAsLogin(api, 'register_person', ...account);
  return person;
}

const receive = (person: Actor, text: string, conversationId: string | null = null): Promise<TurnRef> =>
  as(person, (ctx) => receiveMessage(ctx, { conversationId, messageId: randomUUID(), text }));

/** One conversation, answered by this worker. */
async function say(person: Actor, ...texts: string[]): Promise<void> {
  let conversationId: string | null = null;
  for (const text of texts) {
    const turn = await receive(person, text, conversationId);
    ({ conversationId } = turn);
    await answerMessage(portsWith(), person, turn);
  }
}

const countOf = (person: Actor) =>
  as(person, async ({ em }) => ({
    rules: await em.count(TaskRule),
    goals: await em.count(Goal),
  }));
const repliesTo = (person: Actor, { messageId }: TurnRef) =>
  as(person, ({ em }) => em.find(Message, { replyTo: messageId }));

const ALL_BUT_THE_LAST = [
  'I want to read 12 books',
  'Berlin, neither a morning nor an evening person, I sleep from 11 to 7, work Monday to Friday 9 to 5',
  'choir on Tuesdays 19:00 to 21:00',
  '30 minutes',
  'gentle',
  '10 minutes before',
];

test('its end, tried three times at once: one set of commitments, one goal for the first wish', async () => {
  const ana = await newcomer();
  await say(ana, ...ALL_BUT_THE_LAST);
  expect(await countOf(ana)).toEqual({ rules: 0, goals: 0 });
  const last = await receive(ana, 'skip');
  const tries = [1, 2, 3].map(() => answerMessage(portsWith(), ana, last));
  const moves = await Promise.all(tries);
  expect(moves.filter(({ kind }) => kind === 'propose').length).toBeGreaterThanOrEqual(1);
  expect(await countOf(ana)).toEqual({ rules: 1, goals: 1 });
  expect(await as(ana, readOnboarding)).toBeNull();
  // And once more, as after a worker that died behind the commit: the plan is still owed, and nothing is made again.
  expect(await answerMessage(portsWith(), ana, last)).toMatchObject({ kind: 'propose' });
  expect(await countOf(ana)).toEqual({ rules: 1, goals: 1 });
});

test('a worker that dies between the code and the answer leaves the question open, and the next attempt answers it', async () => {
  const ana = await newcomer();
  const turn = await receive(ana, 'Lisbon');
  let dies = true;
  const proving: TurnPorts['prove'] = () => {
    if (!dies) return Promise.resolve({ kind: 'sent', ending: '99' });
    dies = false;
    return Promise.reject(new Error('the worker is gone'));
  };
  await expect(answerMessage(portsWith(proving), ana, turn)).rejects.toThrow('the worker is gone');
  expect(await repliesTo(ana, turn)).toEqual([]);
  await answerMessage(portsWith(proving), ana, turn);
  expect(await repliesTo(ana, turn)).toMatchObject([{ text: expect.stringContaining('ends in 99') }]);
  expect(await as(ana, readOnboarding)).toMatchObject({ asked: 'code', answered: ['name', 'zone'] });
});

test('who waves the questions off while one is answered is asked no other', async () => {
  const ana = await newcomer();
  const turn = await receive(ana, 'hello');
  const wavesOff: TurnPorts['prove'] = async () => {
    await as(ana, waveOffOnboarding);
    return null;
  };
  await answerMessage(portsWith(wavesOff), ana, turn);
  expect(await as(ana, readOnboarding)).toBeNull();
});

test('two conversations of somebody new: what was answered in one is not asked in the other, and nothing is lost', async () => {
  const ana = await newcomer();
  const one = await receive(ana, 'Lisbon');
  const meanwhile: TurnPorts['prove'] = async () => {
    await say(ana, 'be direct');
    return null;
  };
  await answerMessage(portsWith(meanwhile), ana, one);
  expect(await as(ana, readOnboarding)).toMatchObject({ answered: ['name', 'tone', 'zone'] });
});

test('a state that this code cannot read keeps nobody from talking', async () => {
  const ana = await newcomer();
  await as(ana, ({ em }) =>
    em.execute(`update profiles set onboarding = '{"asked": "shoe_size"}' where user_id = ?`, [ana.userId]),
  );
  const turn = await receive(ana, 'How am I doing?');
  expect(await answerMessage(portsWith(), ana, turn)).toEqual({ kind: 'none' });
  expect(await repliesTo(ana, turn)).toMatchObject([{ agent: 'orchestrator' }]);
});
