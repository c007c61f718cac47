// A turn that is told to stop, just before, while and after somebody works at it: nothing follows from it, and it has one answer.
import { randomUUID } from 'node:crypto';
import type { MikroORM } from '@mikro-orm/postgresql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { waveOffOnboarding } from '../../../src/account/wave-off-onboarding.ts';
import { answerMessage, type TurnPorts } from '../../../src/chat/answer-message.ts';
import { negotiate } from '../../../src/chat/negotiate.ts';
import { readReply } from '../../../src/chat/read-reply.sql.ts';
import { stopTurn } from '../../../src/chat/stop-turn.ts';
import type { NegotiationMove, TurnRef } from '../../../src/chat/turn.ts';
import { builtinModel } from '../../../src/coach/builtin-model.ts';
import { receiveMessage } from '../../../src/conversations/receive-message.ts';
import { openDatabase } from '../../../src/db.ts';
import { draftPlan } from '../../../src/goals/draft-plan.ts';
import type { Negotiations } from '../../../src/goals/negotiations.ts';
import { listGoals } from '../../../src/goals/read-goal.ts';
import { readStanding } from '../../../src/goals/read-standing.ts';
import { asPerson, type Actor, type Ctx, type Told } from '../../../src/kernel/context.ts';
import { newId } from '../../../src/kernel/ids.ts';
import { callAsLogin } from '../../../src/kernel/sql.ts';
import { sameForAll } from '../../../src/llm/chain.ts';
import { noMeter } from '../../../src/llm/meter.ts';
import type { Model } from '../../../src/llm/model.ts';
import { listTasks } from '../../../src/tasks/read-task.ts';
import { askedModel } from '../../harness/asked-model.ts';
import { freshDatabase, type TestDatabase } from '../../harness/database.ts';
import { newcomers } from '../../harness/newcomers.ts';

const ERRAND = 'Remind me to water the plants tomorrow at 18:00';
const WISH = 'I want to run 10 km in six weeks, three mornings a week before work';

let database: TestDatabase;
let orm: MikroORM;
let api: MikroORM;
const told: Told[] = [];

beforeAll(async () => {
  database = await freshDatabase();
  [orm, api] = [await openDatabase(database.workerUrl), await openDatabase(database.apiUrl)];
});
afterAll(async () => {
  await Promise.all([orm.close(), api.close()]);
  await database.drop();
});

const portsWith = (model: Model = builtinModel): TurnPorts => ({
  ...newcomers,
  orm,
  perform: async (facts) => void told.push(...facts),
  models: sameForAll(model),
  meter: noMeter,
});

const as = <T>(person: Actor, work: (ctx: Ctx) => Promise<T>): Promise<T> =>
  asPerson(portsWith(), person, work);

async function somebody(): Promise<Actor> {
  const person: Actor = { orgId: newId(), userId: newId(), via: 'chat' };
  const account = [person.userId, person.orgId, `${person.userId}@example.com`, 'hash', 'Ana', 'UTC', null];
  await callAsLogin(api, 'register_person', ...account);
  await as(person, waveOffOnboarding);
  return person;
}

const said = (person: Actor, text: string, conversationId: string | null = null): Promise<TurnRef> =>
  as(person, (ctx) => receiveMessage(ctx, { conversationId, messageId: randomUUID(), text }));
const stop = (person: Actor, turn: TurnRef) => as(person, (ctx) => stopTurn(ctx, turn));
const tasksOf = async (person: Actor) => (await as(person, (ctx) => listTasks(ctx, { limit: 50 }))).tasks;
const goalsOf = async (person: Actor) => (await as(person, (ctx) => listGoals(ctx, { limit: 50 }))).goals;
const toldOf = (kind: string) => told.filter(({ fact }) => fact.kind === kind);

async function begun(person: Actor, text: string, conversationId: string | null = null) {
  const turn = await said(person, text, conversationId);
  const next = await answerMessage(portsWith(), person, turn);
  if (next.kind === 'none') throw new Error(`nothing to wait for: ${text}`);
  return { turn, next, goalId: next.goalId };
}

const draft = (person: Actor, goalId: string, draftNumber: number, requestedBy: string | null = null) =>
  draftPlan(portsWith(), person, { goalId, draftNumber, requestedBy, missing: [] });

/** For a turn whose draft is there: nobody has to be asked. */
const showDraft = (person: Actor, turn: TurnRef, next: NegotiationMove) =>
  negotiate({ ...portsWith(), negotiations: {} as Negotiations }, person, { ...turn, next });

describe('a turn that only thinks', () => {
  test('stopped before anybody has begun: nobody is asked', async () => {
    const ana = await somebody();
    const turn = await said(ana, ERRAND);
    expect(await stop(ana, turn)).toMatchObject({
      isStopped: true,
      reply: { text: 'Stopped. Nothing in your plans and tasks has changed.' },
    });
    const nobody = askedModel(() => {
      throw new Error('the model was asked');
    });
    expect(await answerMessage(portsWith(nobody), ana, turn)).toEqual({ kind: 'none' });
    expect(await tasksOf(ana)).toEqual([]);
  });

  test('stopped while a model thinks: what it says is for nobody', async () => {
    const ana = await somebody();
    const turn = await said(ana, ERRAND);
    const model = askedModel(async () => void (await stop(ana, turn)));
    expect(await answerMessage(portsWith(model), ana, turn)).toEqual({ kind: 'none' });
    expect(await tasksOf(ana)).toEqual([]);
    expect((await as(ana, (ctx) => readReply(ctx, turn)))?.text).toMatch(/^Stopped/);
    expect(toldOf('turn_stopped').at(-1)?.fact).toMatchObject({ messageId: turn.messageId });
  });

  test('stopped when it is answered: the answer stands, and what was done', async () => {
    const ana = await somebody();
    const turn = await said(ana, ERRAND);
    await answerMessage(portsWith(), ana, turn);
    const { isStopped, reply } = await stop(ana, turn);
    expect([isStopped, reply?.text]).toEqual([false, expect.not.stringContaining('Stopped')]);
    expect(await tasksOf(ana)).toHaveLength(1);
  });

  test('stopped at the very moment in which it is answered: one of the two, whole', async () => {
    const ana = await somebody();
    const outcomes = new Set<boolean>();
    for (let round = 0; round < 12; round += 1) {
      const before = await tasksOf(ana);
      const turn = await said(ana, `Remind me to water the fern tomorrow at ${8 + round}:00`);
      const answering = answerMessage(portsWith(), ana, turn);
      const [stopped] = await Promise.all([stop(ana, turn), stop(ana, turn), answering]);
      outcomes.add(stopped.isStopped);
      const made = (await tasksOf(ana)).length - before.length;
      const reply = await as(ana, (ctx) => readReply(ctx, turn));
      expect([made, reply!.text.startsWith('Stopped')]).toEqual(stopped.isStopped ? [0, true] : [1, false]);
    }
    expect(outcomes.size).toBeGreaterThan(0);
  });

  test('stopped twice: the same answer', async () => {
    const ana = await somebody();
    const turn = await said(ana, ERRAND);
    const first = await stop(ana, turn);
    expect(await stop(ana, turn)).toEqual(first);
  });
});

describe('a turn that waits for a plan', () => {
  test('stopped before there is one: the goal that it opened is let go, and nobody drafts for it', async () => {
    const ana = await somebody();
    const { turn, goalId } = await begun(ana, WISH);
    const { isStopped, reply } = await stop(ana, turn);
    expect([isStopped, reply?.goalId]).toEqual([true, goalId]);
    expect(reply?.text).toMatch(/^Stopped. I have let go of “.+” again/);
    expect(await draft(ana, goalId, 1)).toEqual({ closed: 'abandoned' });
    expect(await goalsOf(ana)).toMatchObject([{ id: goalId, status: 'abandoned' }]);
    expect(toldOf('goal_decided').at(-1)?.fact).toMatchObject({ goalId, decision: 'abandoned' });
  });

  test('stopped when the plan is made: it is shown', async () => {
    const ana = await somebody();
    const { turn, next, goalId } = await begun(ana, WISH);
    await draft(ana, goalId, 1);
    expect(await stop(ana, turn)).toEqual({ isStopped: false, reply: null });
    await showDraft(ana, turn, next);
    expect(await as(ana, (ctx) => readReply(ctx, turn))).toMatchObject({ draft: { number: 1 } });
    expect((await stop(ana, turn)).isStopped).toBe(false);
  });

  test('stopped while it is changed: the plan stays as it was, also where a planner is just ready', async () => {
    const ana = await somebody();
    const first = await begun(ana, WISH);
    const { goalId } = first;
    await draft(ana, goalId, 1);
    await showDraft(ana, first.turn, first.next);
    const { turn, next } = await begun(ana, 'Only twice a week, please', first.turn.conversationId);
    const { messageId } = turn;
    const request = { goalId, draftNumber: 2, requestedBy: messageId, missing: [] };
    const model = askedModel(async () => void (await stop(ana, turn)));
    expect(await draftPlan(portsWith(model), ana, request)).toEqual({ withdrawn: true });
    expect((await as(ana, (ctx) => readReply(ctx, turn)))?.text).toMatch(/^Stopped. “.+” stays as it was/);
    expect(toldOf('draft_stopped').at(-1)?.fact).toMatchObject({ goalId, requestedBy: messageId });
    // Whoever had begun to wait finds that nobody asks any more.
    await showDraft(ana, turn, next);
    const standing = await as(ana, (ctx) => readStanding(ctx, { goalId }));
    expect(standing).toMatchObject({ decided: null, latest: { number: 1 }, waiting: [], outdated: null });
    expect(await goalsOf(ana)).toMatchObject([{ status: 'negotiating', planning: 'drafted' }]);
    // It can be changed as ever.
    const again = await begun(ana, 'Only twice a week, please', first.turn.conversationId);
    expect(await draft(ana, goalId, 2, again.turn.messageId)).toMatchObject({ number: 2 });
  });
});

test('what may be a cry for help is answered all the same', async () => {
  const ana = await somebody();
  const turn = await said(ana, 'I want to kill myself');
  expect(await stop(ana, turn)).toEqual({ isStopped: false, reply: null });
  await answerMessage(portsWith(), ana, turn);
  expect(await as(ana, (ctx) => readReply(ctx, turn))).toMatchObject({ agent: 'safety' });
});

test('what is somebody else’s, an answer, or nothing at all cannot be stopped', async () => {
  const [ana, ben] = [await somebody(), await somebody()];
  const turn = await said(ana, ERRAND);
  await expect(stop(ben, turn)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await answerMessage(portsWith(), ana, turn);
  const { messageId } = (await as(ana, (ctx) => readReply(ctx, turn)))!;
  for (const id of [messageId, randomUUID()])
    await expect(stop(ana, { ...turn, messageId: id })).rejects.toMatchObject({ code: 'NOT_FOUND' });
});
