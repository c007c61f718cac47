// Words are read by the clock of whoever said them, also where a turn is answered after midnight, after the clocks
// changed, or days later.
import { randomUUID } from 'node:crypto';
import type { MikroORM } from '@mikro-orm/postgresql';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { waveOffOnboarding } from '../../../src/account/wave-off-onboarding.ts';
import { answerMessage } from '../../../src/chat/answer-message.ts';
import { readReply } from '../../../src/chat/read-reply.sql.ts';
import type { TurnRef } from '../../../src/chat/turn.ts';
import { builtinModel } from '../../../src/coach/builtin-model.ts';
import { receiveMessage } from '../../../src/conversations/receive-message.ts';
import { openDatabase } from '../../../src/db.ts';
import { schedule } from '../../../src/goals/consult-specialist.ts';
import { draftPlan } from '../../../src/goals/draft-plan.ts';
import { listGoals } from '../../../src/goals/read-goal.ts';
import { requestRevision } from '../../../src/goals/request-revision.ts';
import { asPerson, type Actor, type Ctx } from '../../../src/kernel/context.ts';
import { derivedId, newId } from '../../../src/kernel/ids.ts';
import { callAsLogin } from '../../../src/kernel/sql.ts';
import type { TurnPorts } from '../../../src/chat/answer-message.ts';
import { sameForAll } from '../../../src/llm/chain.ts';
import { noMeter } from '../../../src/llm/meter.ts';
import type { Model } from '../../../src/llm/model.ts';
import { listTasks } from '../../../src/tasks/read-task.ts';
import { freshDatabase, type TestDatabase } from '../../harness/database.ts';
import { newcomers } from '../../harness/newcomers.ts';

let database: TestDatabase;
let orm: MikroORM;
let api: MikroORM;
let admin: pg.Pool;
beforeAll(async () => {
  database = await freshDatabase();
  orm = await openDatabase(database.workerUrl, { poolSize: 2 });
  api = await openDatabase(database.apiUrl, { poolSize: 2 });
  admin = new pg.Pool({ connectionString: database.adminUrl, max: 2 });
});
afterAll(async () => {
  await Promise.all([orm.close(), api.close(), admin.end()]);
  await database.drop();
});
beforeEach(() => vi.useFakeTimers({ toFake: ['Date'] }));
afterEach(() => vi.useRealTimers());

const BERLIN = 'Europe/Berlin';

async function somebody(): Promise<Actor> {
  const person: Actor = { orgId: newId(), userId: newId(), via: 'chat' };
  const account = [person.userId, person.orgId, `${person.userId}@example.com`, 'hash', 'Ana', BERLIN, null];
  await callAsLogin(api, 'register_person', ...account);
  await asPerson(portsWith(builtinModel), person, waveOffOnboarding);
  return person;
}

const portsWith = (model: Model = builtinModel): TurnPorts => ({
  ...newcomers,
  orm,
  perform: async () => {},
  models: sameForAll(model),
  meter: noMeter,
});

const as = <T>(person: Actor, work: (ctx: Ctx) => Promise<T>): Promise<T> =>
  asPerson(portsWith(), person, work);

interface Late {
  /** ISO 8601. */
  saidAt: string;
  answeredAt: string;
  conversationId?: string;
}

/** Says it, and has it answered later; resolves to the turn and what was answered. */
async function say(person: Actor, text: string, { saidAt, answeredAt, conversationId }: Late) {
  const turn: TurnRef = await as(person, (ctx) =>
    receiveMessage(ctx, { conversationId: conversationId ?? null, messageId: randomUUID(), text }),
  );
  await admin.query('update messages set created_at = $1 where id = $2', [saidAt, turn.messageId]);
  vi.setSystemTime(new Date(answeredAt));
  const next = await answerMessage(portsWith(), person, turn);
  // What was answered was answered then, as far as whoever speaks on can see.
  await admin.query('update messages set created_at = $1 where reply_to = $2', [answeredAt, turn.messageId]);
  const reply = await as(person, (ctx) => readReply(ctx, turn));
  return { ...turn, next, text: reply?.text ?? '' };
}

const startsOf = async (person: Actor): Promise<string[]> =>
  (await as(person, (ctx) => listTasks(ctx, { limit: 50 }))).tasks.map(({ startsAt }) =>
    startsAt.toISOString(),
  );

const goalsOf = async (person: Actor) => (await as(person, (ctx) => listGoals(ctx, { limit: 10 }))).goals;

// A Monday, two minutes before midnight in Berlin, and a Tuesday, five minutes later.
const LATE_EVENING = { saidAt: '2027-01-04T22:58:00Z', answeredAt: '2027-01-04T23:03:00Z' };

describe('a time that was named', () => {
  test.each([
    ['Remind me to water the plants tomorrow at 7 am', LATE_EVENING, '2027-01-05T06:00:00.000Z'],
    // The night in which the clocks go forward: seven is an hour sooner.
    [
      'Remind me to water the plants tomorrow at 7 am',
      { saidAt: '2027-03-27T22:58:00Z', answeredAt: '2027-03-28T01:03:00Z' },
      '2027-03-28T05:00:00.000Z',
    ],
    // Ten to two, in twenty minutes: ten past three.
    [
      'Remind me to water the plants in 20 minutes',
      { saidAt: '2027-03-28T00:50:30Z', answeredAt: '2027-03-28T00:59:00Z' },
      '2027-03-28T01:10:00.000Z',
    ],
    // Ten to three in summer time, in twenty minutes: ten past two in winter time.
    [
      'Remind me to water the plants in 20 minutes',
      { saidAt: '2027-10-31T00:50:00Z', answeredAt: '2027-10-31T01:01:00Z' },
      '2027-10-31T01:10:00.000Z',
    ],
    // Ten past two for the second time: twenty to three comes once more.
    [
      'Remind me to water the plants today at 2:40 am',
      { saidAt: '2027-10-31T01:10:00Z', answeredAt: '2027-10-31T01:12:00Z' },
      '2027-10-31T01:40:00.000Z',
    ],
  ])('%s, said and answered %j', async (text, late, starts) => {
    const ana = await somebody();
    expect((await say(ana, text, late)).text).toContain('Noted');
    expect(await startsOf(ana)).toEqual([starts]);
  });

  test('for a move', async () => {
    const ana = await somebody();
    await say(ana, 'Remind me to water the plants tomorrow at 7 am', LATE_EVENING);
    const moved = await say(ana, 'Move water the plants to tomorrow at 8 pm', LATE_EVENING);
    expect(moved.text).toContain('Moved');
    expect(await startsOf(ana)).toEqual(['2027-01-05T19:00:00.000Z']);
  });

  test('that has passed by the time of the answer is asked for again, and the answer is taken', async () => {
    const ana = await somebody();
    const [saidAt, answeredAt] = ['2027-01-04T22:50:00Z', '2027-01-04T23:15:00Z'];
    const asked = await say(ana, 'Remind me to water the plants in 20 minutes', { saidAt, answeredAt });
    expect(asked.text).toMatch(/^When should I remind you\?.*Tuesday 5 January at 00:10 has passed/);
    expect(await startsOf(ana)).toEqual([]);

    const { conversationId } = asked;
    const then = { saidAt: '2027-01-04T23:20:00Z', answeredAt: '2027-01-04T23:21:00Z', conversationId };
    expect((await say(ana, 'at 9 am', then)).text).toContain('Noted: Water the plants');
    expect(await startsOf(ana)).toEqual(['2027-01-05T08:00:00.000Z']);
  });

  test('that has passed moves nothing', async () => {
    const ana = await somebody();
    await say(ana, 'Remind me to water the plants tomorrow at 7 am', LATE_EVENING);
    const late = { saidAt: '2027-01-05T05:00:00Z', answeredAt: '2027-01-05T05:45:00Z' };
    expect((await say(ana, 'Move water the plants to 6:30 am', late)).text).toContain('has passed');
    expect(await startsOf(ana)).toEqual(['2027-01-05T06:00:00.000Z']);
  });
});

describe('what was said more than a day ago', () => {
  const LONG_AGO = { saidAt: '2027-01-04T10:00:00Z', answeredAt: '2027-01-06T10:00:00Z' };

  test.each([
    'Remind me to water the plants on Friday at 7 pm',
    'I want to run 10 km in six weeks, three mornings a week',
  ])('is named instead of done: %s', async (text) => {
    const ana = await somebody();
    const { text: answer, next } = await say(ana, text, LONG_AGO);
    expect(answer).toContain('You said this on Monday 4 January at 11:00');
    expect(next).toEqual({ kind: 'none' });
    expect(await startsOf(ana)).toEqual([]);
    expect(await goalsOf(ana)).toEqual([]);
  });

  test('is answered where it is a question', async () => {
    const ana = await somebody();
    expect((await say(ana, 'How am I doing?', LONG_AGO)).text).toContain('Nothing has been due');
  });
});

describe('the words of a goal', () => {
  /** What the agents were given. */
  const heard: Record<string, unknown>[] = [];
  const listening: Model = {
    ...builtinModel,
    answer: (question, options) => {
      const { agent, input } = question;
      if (agent.name === 'scheduler' || agent.name === 'planner')
        heard.push(input as Record<string, unknown>);
      return builtinModel.answer(question, options);
    },
  };

  test('go to those who plan with the days on which they were said', async () => {
    const ana = await somebody();
    const wish = await say(ana, 'I want to read every day for 20 minutes, starting tomorrow', LATE_EVENING);
    const goalId = derivedId(wish.messageId, 'goal');
    const messageId = randomUUID();
    await as(ana, (ctx) => requestRevision(ctx, { goalId, messageId, text: 'Start tomorrow, please' }));
    await admin.query('update messages set created_at = $1 where id = $2', [
      '2027-01-07T22:59:00Z',
      messageId,
    ]);

    vi.setSystemTime(new Date('2027-01-07T23:05:00Z'));
    const request = { goalId, draftNumber: 1, requestedBy: messageId, missing: [] };
    await schedule(portsWith(listening), ana, request);
    const draft = await draftPlan(portsWith(listening), ana, request);
    const words = {
      goal_said_on: '2027-01-04',
      revisions: [{ text: 'Start tomorrow, please', said_on: '2027-01-07' }],
      today: '2027-01-08',
    };
    expect(heard).toMatchObject([words, words]);
    const { rows } = await admin.query('select content from plan_drafts where goal_id = $1', [goalId]);
    const days = rows[0].content.tasks.flatMap((task: { occurrences: { local_date: string }[] }) =>
      task.occurrences.map(({ local_date }) => local_date),
    );
    expect(draft).toMatchObject({ number: 1 });
    // Tomorrow, as of the seventh.
    expect(days.toSorted()[0]).toBe('2027-01-08');
  });
});

describe('among more goals than anybody can be shown', () => {
  test('a yes is to the plan that was shown last, whatever is newer', async () => {
    const ana = await somebody();
    const now = { saidAt: '2027-01-04T10:00:00Z', answeredAt: '2027-01-04T10:00:01Z' };
    const wish = await say(ana, 'I want to run 10 km in six weeks, three mornings a week', now);
    const goalId = derivedId(wish.messageId, 'goal');
    await draftPlan(portsWith(), ana, { goalId, draftNumber: 1, requestedBy: null, missing: [] });
    await admin.query(`update plan_drafts set created_at = '2027-01-04T10:01:00Z' where goal_id = $1`, [
      goalId,
    ]);
    await admin.query(`update goals set created_at = '2026-12-01' where id = $1`, [goalId]);
    for (let count = 0; count < 25; count += 1)
      await admin.query(
        `insert into goals (id, org_id, user_id, conversation_id, wish, title, status)
         values ($1, $2, $3, $4, 'Sing', 'Sing in a choir', 'active')`,
        [randomUUID(), ana.orgId, ana.userId, wish.conversationId],
      );
    const yes = await say(ana, 'Yes, let us do it', {
      saidAt: '2027-01-04T10:05:00Z',
      answeredAt: '2027-01-04T10:05:01Z',
      conversationId: wish.conversationId,
    });
    expect(yes.text).toContain('Agreed');
  });

  test('it is seen even where twenty others are negotiated since', async () => {
    const ana = await somebody();
    const now = { saidAt: '2027-01-04T10:00:00Z', answeredAt: '2027-01-04T10:00:01Z' };
    const wish = await say(ana, 'I want to run 10 km in six weeks, three mornings a week', now);
    const goalId = derivedId(wish.messageId, 'goal');
    await admin.query(
      `insert into messages (id, org_id, user_id, conversation_id, role, text, goal_id, draft_number, created_at)
       values ($1, $2, $3, $4, 'assistant', 'A plan', $5, 1, '2027-01-04T10:01:00Z')`,
      [randomUUID(), ana.orgId, ana.userId, wish.conversationId, goalId],
    );
    await admin.query(`update goals set created_at = '2026-12-01' where id = $1`, [goalId]);
    for (let count = 0; count < 25; count += 1)
      await admin.query(
        `insert into goals (id, org_id, user_id, conversation_id, wish, title)
         values ($1, $2, $3, $4, 'Sing', 'Sing in a choir')`,
        [randomUUID(), ana.orgId, ana.userId, wish.conversationId],
      );
    const seen: unknown[] = [];
    const model: Model = {
      ...builtinModel,
      answer: (question, options) => {
        seen.push(...(question.input as { open_goals: { id: string }[] }).open_goals);
        return builtinModel.answer(question, options);
      },
    };
    const turn = await as(ana, (ctx) =>
      receiveMessage(ctx, {
        conversationId: wish.conversationId,
        messageId: randomUUID(),
        text: 'Hello',
      }),
    );
    await admin.query(`update messages set created_at = '2027-01-04T10:05:00Z' where id = $1`, [
      turn.messageId,
    ]);
    await answerMessage(portsWith(model), ana, turn);
    expect(seen).toHaveLength(20);
    expect(seen[0]).toMatchObject({ id: goalId });
  });
});
