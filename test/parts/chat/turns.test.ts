// A turn happens once: two live attempts of it, a resend long after, and one that was taken back, on a real database.
import { randomUUID } from 'node:crypto';
import type { MikroORM } from '@mikro-orm/postgresql';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { waveOffOnboarding } from '../../../src/account/wave-off-onboarding.ts';
import { answerMessage } from '../../../src/chat/answer-message.ts';
import { apologise } from '../../../src/chat/apologise.ts';
import { negotiate } from '../../../src/chat/negotiate.ts';
import { readReply } from '../../../src/chat/read-reply.sql.ts';
import type { NextMove, TurnRef } from '../../../src/chat/turn.ts';
import { builtinModel } from '../../../src/coach/builtin-model.ts';
import { listMessages } from '../../../src/conversations/read-conversation.ts';
import { receiveMessage } from '../../../src/conversations/receive-message.ts';
import { withdrawMessage } from '../../../src/conversations/withdraw-message.ts';
import { openDatabase } from '../../../src/db.ts';
import { abandonGoal } from '../../../src/goals/abandon-goal.ts';
import { draftPlan } from '../../../src/goals/draft-plan.ts';
import type { Negotiations } from '../../../src/goals/negotiations.ts';
import { listGoals } from '../../../src/goals/read-goal.ts';
import { asPerson, type Actor, type Ctx, type Told } from '../../../src/kernel/context.ts';
import { derivedId, newId } from '../../../src/kernel/ids.ts';
import { callAsLogin } from '../../../src/kernel/sql.ts';
import type { TurnPorts } from '../../../src/chat/answer-message.ts';
import { sameForAll } from '../../../src/llm/chain.ts';
import { noMeter } from '../../../src/llm/meter.ts';
import type { Model } from '../../../src/llm/model.ts';
import { listTasks } from '../../../src/tasks/read-task.ts';
import { connectTemporal, type Temporal } from '../../../temporal/connect.ts';
import { negotiations } from '../../../temporal/flows/goals.ts';
import { askedModel, meeting } from '../../harness/asked-model.ts';
import { scriptedModel } from '../../harness/scripted-model.ts';
import { freshDatabase, type TestDatabase } from '../../harness/database.ts';
import { newcomers } from '../../harness/newcomers.ts';

let database: TestDatabase;
let orm: MikroORM;
let api: MikroORM;
let admin: pg.Pool;
let temporal: Temporal;
let flows: Negotiations;
const told: Told[] = [];

beforeAll(async () => {
  database = await freshDatabase();
  orm = await openDatabase(database.workerUrl);
  api = await openDatabase(database.apiUrl);
  admin = new pg.Pool({ connectionString: database.adminUrl, max: 1 });
  const { temporalAddress: TEMPORAL_ADDRESS } = inject('ground');
  temporal = connectTemporal({ TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE: 'default' });
  flows = negotiations({ client: temporal.client, taskQueue: 'nobody', patienceMs: 1000 });
});
afterAll(async () => {
  await Promise.all([orm.close(), api.close(), admin.end(), temporal.close()]);
  await database.drop();
});

async function somebody(): Promise<Actor> {
  const person: Actor = { orgId: newId(), userId: newId(), via: 'chat' };
  const account = [person.userId, person.orgId, `${person.userId}@example.com`, 'hash', 'Ana', 'UTC', null];
  await callAsLogin(api, 'register_person', ...account);
  await asPerson(portsWith(builtinModel), person, waveOffOnboarding);
  return person;
}

const portsWith = (model: Model = builtinModel): TurnPorts => ({
  ...newcomers,
  orm,
  perform: async (facts) => void told.push(...facts),
  models: sameForAll(model),
  meter: noMeter,
});

const as = <T>(person: Actor, work: (ctx: Ctx) => Promise<T>): Promise<T> =>
  asPerson(portsWith(), person, work);

const said = (person: Actor, text: string, conversationId: string | null = null): Promise<TurnRef> =>
  as(person, (ctx) => receiveMessage(ctx, { conversationId, messageId: randomUUID(), text }));

/** What is said within one millisecond has no order, and a test speaks faster than people do. */
async function minutesAgo({ messageId }: TurnRef, minutes: number, role = 'user'): Promise<void> {
  const moved = await admin.query(
    `update messages set created_at = created_at - make_interval(mins => $1)
     where $2 in (id, reply_to) and role = $3`,
    [minutes, messageId, role],
  );
  expect(moved.rowCount).toBe(1);
}

const tasksOf = async (person: Actor) => (await as(person, (ctx) => listTasks(ctx, { limit: 50 }))).tasks;

const repliesTo = async (person: Actor, { conversationId, messageId }: TurnRef) => {
  const { messages } = await as(person, (ctx) => listMessages(ctx, { conversationId, limit: 100 }));
  return messages.filter(({ replyTo }) => replyTo === messageId);
};

const both = (person: Actor, turn: TurnRef): Promise<NextMove[]> => {
  const ports = portsWith(askedModel(meeting(2)));
  return Promise.all([answerMessage(ports, person, turn), answerMessage(ports, person, turn)]);
};

describe('two live attempts of one turn, both of which have thought', () => {
  test('make one task, under an id that follows from the message, and one reply', async () => {
    const ana = await somebody();
    const turn = await said(ana, 'Remind me to water the plants tomorrow at 18:00');
    await both(ana, turn);
    expect(await tasksOf(ana)).toMatchObject([{ id: derivedId(turn.messageId, 'task') }]);
    expect(await repliesTo(ana, turn)).toMatchObject([{ id: derivedId(turn.messageId, 'reply') }]);
  });

  test('move a task once', async () => {
    const ana = await somebody();
    await answerMessage(portsWith(), ana, await said(ana, 'Remind me to water the plants tomorrow at 18:00'));
    const turn = await said(ana, 'Move water the plants to tomorrow at 20:00');
    await both(ana, turn);
    expect(await tasksOf(ana)).toMatchObject([{ generation: 2 }]);
    expect(await repliesTo(ana, turn)).toHaveLength(1);
  });

  test('open one goal, and wait for its plan both of them', async () => {
    const ana = await somebody();
    const turn = await said(ana, 'I want to run 10 km in six weeks, three mornings a week');
    const goalId = derivedId(turn.messageId, 'goal');
    expect(await both(ana, turn)).toEqual([
      { kind: 'propose', goalId },
      { kind: 'propose', goalId },
    ]);
    const { goals } = await as(ana, (ctx) => listGoals(ctx, { limit: 10 }));
    expect(goals).toMatchObject([{ id: goalId, planning: 'working' }]);
  });

  test('one after the other: the second goes on as the first began, and does not think of the goal as another', async () => {
    const ana = await somebody();
    const turn = await said(ana, 'Meditate every morning for ten minutes');
    const first = await answerMessage(portsWith(), ana, turn);
    expect(await answerMessage(portsWith(), ana, turn)).toEqual(first);
    expect(first).toEqual({ kind: 'propose', goalId: derivedId(turn.messageId, 'goal') });
  });

  test('end their waiting with one answer', async () => {
    const ana = await somebody();
    const turn = await said(ana, 'I want to run 10 km in six weeks, three mornings a week');
    const next = await answerMessage(portsWith(), ana, turn);
    if (next.kind === 'none') throw new Error('nothing to wait for');
    await as(ana, (ctx) => abandonGoal(ctx, next));
    const waited = () => negotiate({ ...portsWith(), negotiations: flows }, ana, { ...turn, next });
    await Promise.all([waited(), waited()]);
    expect(await repliesTo(ana, turn)).toMatchObject([{ goalId: next.goalId, draftNumber: null }]);
  });
});

test('a message sent again long after, when twenty others have followed, asks nobody and changes nothing', async () => {
  const ana = await somebody();
  const turn = await said(ana, 'Remind me to water the plants tomorrow at 18:00');
  await answerMessage(portsWith(), ana, turn);
  for (let count = 0; count < 22; count += 1)
    await answerMessage(portsWith(), ana, await said(ana, 'How am I doing?', turn.conversationId));
  const nobody = askedModel(() => {
    throw new Error('the model was asked');
  });
  const text = 'Remind me to water the plants tomorrow at 18:00';
  const again = await as(ana, (ctx) => receiveMessage(ctx, { ...turn, text }));
  expect(again.isNew).toBe(false);
  expect(await answerMessage(portsWith(nobody), ana, turn)).toEqual({ kind: 'none' });
  expect(await tasksOf(ana)).toHaveLength(1);
});

describe('a message that is answered late', () => {
  test('is understood by what stood there when it was said', async () => {
    const ana = await somebody();
    const first = await said(ana, 'How am I doing?');
    await minutesAgo(first, 3);
    await answerMessage(portsWith(), ana, first);
    await minutesAgo(first, 2, 'assistant');
    const turn = await said(ana, 'Remind me to water the plants tomorrow at 18:00', first.conversationId);
    await minutesAgo(turn, 1);
    await said(ana, 'Never mind', first.conversationId);
    const histories: unknown[] = [];
    const model: Model = {
      ...builtinModel,
      answer: (question, options) => {
        histories.push((question.input as { history?: unknown }).history);
        return builtinModel.answer(question, options);
      },
    };
    await answerMessage(portsWith(model), ana, turn);
    expect(histories).toEqual([
      [
        { role: 'user', text: 'How am I doing?', said_local: expect.any(String) },
        { role: 'assistant', text: expect.any(String), said_local: expect.any(String) },
      ],
    ]);
  });

  test('with a yes, agrees to the plan that was shown then, and to none that nobody had seen', async () => {
    const ana = await somebody();
    const wish = await said(ana, 'I want to run 10 km in six weeks, three mornings a week');
    const next = await answerMessage(portsWith(), ana, wish);
    if (next.kind === 'none') throw new Error('nothing to wait for');
    const { goalId } = next;
    const early = await said(ana, 'Yes, let us do it', wish.conversationId);
    await draftPlan(portsWith(), ana, { goalId, draftNumber: 1, requestedBy: null, missing: [] });
    await answerMessage(portsWith(), ana, early);
    const reply = await as(ana, (ctx) => readReply(ctx, early));
    expect(reply?.text).toContain('you will see it here');
    expect((await as(ana, (ctx) => listGoals(ctx, { limit: 10 }))).goals).toMatchObject([
      { id: goalId, status: 'negotiating' },
    ]);
  });
});

describe('a message that nobody could take', () => {
  test('is taken back with the conversation that it opened, and said again it is answered once', async () => {
    const ana = await somebody();
    const text = 'Remind me to water the plants tomorrow at 18:00';
    const turn = await said(ana, text);
    expect(await as(ana, (ctx) => withdrawMessage(ctx, { ...turn, opened: true }))).toBe(true);
    expect(await answerMessage(portsWith(), ana, turn)).toEqual({ kind: 'none' });
    expect(await tasksOf(ana)).toEqual([]);
    await expect(said(ana, 'Hello', turn.conversationId)).rejects.toMatchObject({ code: 'NOT_FOUND' });

    const { messageId } = turn;
    const again = await as(ana, (ctx) => receiveMessage(ctx, { conversationId: null, messageId, text }));
    expect(again.isNew).toBe(true);
    await answerMessage(portsWith(), ana, again);
    expect(await tasksOf(ana)).toHaveLength(1);
  });

  test('stays where it is answered after all, or a goal of it is begun', async () => {
    const ana = await somebody();
    const answered = await said(ana, 'How am I doing?');
    await answerMessage(portsWith(), ana, answered);
    const begun = await said(ana, 'I want to run 10 km in six weeks, three mornings a week');
    await answerMessage(portsWith(), ana, begun);
    for (const turn of [answered, begun])
      expect(await as(ana, (ctx) => withdrawMessage(ctx, { ...turn, opened: true }))).toBe(false);
  });

  test('while an attempt thinks about it: that attempt does nothing', async () => {
    const ana = await somebody();
    const turn = await said(ana, 'Remind me to water the plants tomorrow at 18:00');
    const model = askedModel(async () => {
      await as(ana, (ctx) => withdrawMessage(ctx, { ...turn, opened: true }));
    });
    expect(await answerMessage(portsWith(model), ana, turn)).toEqual({ kind: 'none' });
    expect(await tasksOf(ana)).toEqual([]);
  });
});

describe('a turn that fails', () => {
  test('for what the person can mend says so, and has done nothing else', async () => {
    const ana = await somebody();
    await answerMessage(portsWith(), ana, await said(ana, 'Remind me to water the plants tomorrow at 18:00'));
    const turn = await said(ana, 'Remind me to call mum tomorrow at 18:10');
    await answerMessage(portsWith(), ana, turn);
    const reply = await as(ana, (ctx) => readReply(ctx, turn));
    expect(reply?.text).toContain('“Water the plants” stands there already');
    expect(await tasksOf(ana)).toHaveLength(1);
  });

  test('for good has an honest answer, and only one', async () => {
    const ana = await somebody();
    const turn = await said(ana, 'Hello');
    await as(ana, (ctx) => apologise(ctx, turn));
    await as(ana, (ctx) => apologise(ctx, turn));
    expect(await repliesTo(ana, turn)).toMatchObject([{ text: expect.stringContaining('say it again') }]);
    expect(await answerMessage(portsWith(), ana, turn)).toEqual({ kind: 'none' });
  });

  test('for good where a goal is begun does not ask for the wish again', async () => {
    const ana = await somebody();
    const turn = await said(ana, 'I want to run 10 km in six weeks, three mornings a week');
    const goalId = derivedId(turn.messageId, 'goal');
    await answerMessage(portsWith(), ana, turn);
    await as(ana, (ctx) => apologise(ctx, turn));
    const [reply] = await repliesTo(ana, turn);
    expect(reply).toMatchObject({ goalId, text: expect.stringContaining('Your goal is kept') });
    expect(reply?.text).not.toContain('say it again');
  });

  test('for a model that names what is no goal of theirs asks which', async () => {
    const ana = await somebody();
    const turn = await said(ana, 'Change my plan');
    const answer = {
      payload: { decision: null, task_title: null, task_starts_local: null, duration_minutes: null },
    };
    const model = scriptedModel(() => ({
      ...answer,
      intent: 'MODIFY_GOAL',
      clarification_question: null,
      task_id: null,
      goal_id: 'x',
    }));
    expect(await answerMessage(portsWith(model), ana, turn)).toEqual({ kind: 'none' });
    expect(await repliesTo(ana, turn)).toMatchObject([{ goalId: null }]);
  });
});

test('an id that was said for something else is refused', async () => {
  const ana = await somebody();
  const turn = await said(ana, 'How am I doing?');
  await answerMessage(portsWith(), ana, turn);
  const reply = await as(ana, (ctx) => readReply(ctx, turn));
  const repeat = { conversationId: null, messageId: reply!.messageId, text: reply!.text };
  await expect(as(ana, (ctx) => receiveMessage(ctx, repeat))).rejects.toMatchObject({
    code: 'MESSAGE_ID_REUSED',
  });
});
