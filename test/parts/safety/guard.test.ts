// The crisis guard in a turn of chat: before every model, in every organisation of the person, until it is lifted.
import type { MikroORM } from '@mikro-orm/postgresql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { answerMessage } from '../../../src/chat/answer-message.ts';
import type { OnboardPorts } from '../../../src/chat/onboard.ts';
import { readSituation } from '../../../src/chat/read-situation.sql.ts';
import type { TurnRef } from '../../../src/chat/turn.ts';
import { Message } from '../../../src/conversations/conversation.entity.ts';
import { receiveMessage } from '../../../src/conversations/receive-message.ts';
import { readUncondensed } from '../../../src/conversations/read-uncondensed.sql.ts';
import { openDatabase } from '../../../src/db.ts';
import { asPerson, asSystem, type Actor } from '../../../src/kernel/context.ts';
import { newId } from '../../../src/kernel/ids.ts';
import { callAsLogin, inOneStatement } from '../../../src/kernel/sql.ts';
import { sameForAll } from '../../../src/llm/chain.ts';
import { noMeter } from '../../../src/llm/meter.ts';
import { SafetyEvent } from '../../../src/safety/hold.entity.ts';
import { liftHold, readHold } from '../../../src/safety/keep-hold.ts';
import { freshDatabase, type TestDatabase } from '../../harness/database.ts';
import { scriptedModel } from '../../harness/scripted-model.ts';

let database: TestDatabase;
let orm: MikroORM;
let api: MikroORM;
beforeAll(async () => {
  database = await freshDatabase();
  orm = await openDatabase(database.workerUrl);
  api = await openDatabase(database.apiUrl);
});
afterAll(async () => {
  await Promise.all([orm.close(), api.close()]);
  await database.drop();
});

async function somebody(zone = 'Europe/Berlin'): Promise<Actor> {
  const person: Actor = { orgId: newId(), userId: newId(), via: 'chat' };
  const account = [person.userId, person.orgId, `${person.userId}@example.com`, 'hash', 'Ana', zone, null];
  await callAsLogin(api, 'register_person', ...account);
  return person;
}

const asked = scriptedModel(() => ({
  intent: 'CLARIFY',
  clarification_question: 'What would you like?',
  goal_id: null,
  task_id: null,
  task: null,
  move: null,
}));
const ports = (): OnboardPorts => ({
  prove: async () => null,
  minEscalationWindowMs: 50,
  orm,
  perform: async () => undefined,
  models: sameForAll(asked),
  meter: noMeter,
});

/** One conversation of theirs: what they say, and what is answered. */
function conversation(person: Actor) {
  let conversationId: string | null = null;
  const receive = async (text: string): Promise<TurnRef> => {
    const turn = await asPerson(ports(), person, (ctx) =>
      receiveMessage(ctx, { conversationId, messageId: newId(), text }),
    );
    ({ conversationId } = turn);
    return turn;
  };
  const replyTo = ({ messageId }: TurnRef) =>
    asPerson(ports(), person, async ({ em }) =>
      (await em.find(Message, { replyTo: messageId })).map(({ text }) => text),
    );
  const say = async (text: string): Promise<string> => {
    const turn = await receive(text);
    await answerMessage(ports(), person, turn).catch(() => undefined);
    return (await replyTo(turn))[0] ?? '';
  };
  return { receive, say, replyTo };
}

const stateOf = async (person: Actor) => (await asPerson(ports(), person, readHold)).state;
const eventsOf = (person: Actor) =>
  asSystem(orm, async (em) =>
    (await em.find(SafetyEvent, { userId: person.userId }, { orderBy: { createdAt: 'asc' } })).map(
      ({ kind }) => kind,
    ),
  );

test('an alarm is answered with the help lines of the country, and no model hears of it', async () => {
  const ana = await somebody();
  const { say } = conversation(ana);
  const before = asked.asked;
  expect(await say('I want to die')).toMatch(/116 123.*Are you safe right now/s);
  expect(await stateOf(ana)).toBe('held');
  expect(await say('no')).toMatch(/^Please call 112 now/);
  expect(await say('plan my week')).toMatch(/Are you safe right now/);
  expect(await say("I'm safe now")).toMatch(/start again/);
  expect(await stateOf(ana)).toBe('steady');
  expect(await say('plan my week')).toMatch(/still rest/);
  expect(await say('start again')).toMatch(/Good to have you back/);
  expect(await stateOf(ana)).toBe('clear');
  expect(asked.asked).toBe(before);
  expect(await eventsOf(ana)).toEqual(['raised', 'confirmed', 'steadied', 'lifted']);
});

test('nothing of it stands in what a later turn or a summary is given', async () => {
  const ben = await somebody('America/New_York');
  const { say, receive } = conversation(ben);
  expect(await say('Voy a matarme esta noche')).toMatch(/988/);
  await asPerson(ports(), ben, liftHold);
  const turn = await receive('plan my week');
  const seen = await inOneStatement(ports(), ben, (ctx) => readSituation(ctx, turn));
  expect(seen).toMatchObject({ asked: { history: [] }, safety: { state: 'clear' } });
  const read = await inOneStatement(ports(), ben, (ctx) => readUncondensed(ctx, { ...turn, most: 50 }));
  expect(read.messages.map(({ text }) => text)).toEqual(['plan my week']);
});

test('what is unclear is asked about: no is an alarm, and so is what is no answer', async () => {
  for (const answer of ['no', 'whatever']) {
    const cleo = await somebody();
    const { say } = conversation(cleo);
    expect(await say("I can't do this anymore")).toMatch(/not sure how you mean that/);
    expect(await stateOf(cleo)).toBe('asked');
    await say(answer);
    expect(await stateOf(cleo)).toBe('held');
  }
});

test('who was asked and goes on with something of every day is neither held nor asked again', async () => {
  for (const next of ['what is on tomorrow?', 'every day at 9 take my medication', 'I took my pills']) {
    const gil = await somebody();
    const { say } = conversation(gil);
    await say("I can't do this anymore");
    const before = asked.asked;
    await say(next);
    expect(asked.asked).toBeGreaterThan(before);
    expect(await stateOf(gil)).toBe('clear');
    expect(await eventsOf(gil)).toEqual(['asked', 'cleared']);
  }
});

test('where it was meant otherwise, what was asked about is handled, also by a repeat', async () => {
  const dan = await somebody();
  const { say, receive } = conversation(dan);
  await say("I can't do this anymore");
  const before = asked.asked;
  const turn = await receive('No, I meant the deadline');
  await answerMessage(ports(), dan, turn).catch(() => undefined);
  await answerMessage(ports(), dan, turn).catch(() => undefined);
  expect(asked.asked).toBeGreaterThan(before);
  expect(await stateOf(dan)).toBe('clear');
  expect(await eventsOf(dan)).toEqual(['asked', 'cleared']);
});

test('a repeat and two at once are one alarm with one answer', async () => {
  const eva = await somebody();
  const { receive, replyTo } = conversation(eva);
  const turn = await receive('Ich will mich umbringen');
  await Promise.all([answerMessage(ports(), eva, turn), answerMessage(ports(), eva, turn)]);
  await answerMessage(ports(), eva, turn);
  expect(await replyTo(turn)).toHaveLength(1);
  expect(await eventsOf(eva)).toEqual(['raised']);
});

test('who worries about somebody else gets advice, and keeps their reminders', async () => {
  const fay = await somebody('Europe/London');
  const { say } = conversation(fay);
  expect(await say('my friend wants to kill herself')).toMatch(/116 123/);
  expect(await stateOf(fay)).toBe('clear');
});
