// A conversation that grows too long is condensed: once, beside its turns, and whatever happens to whoever does it.
import { randomUUID } from 'node:crypto';
import type { MikroORM } from '@mikro-orm/postgresql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { waveOffOnboarding } from '../../../src/account/wave-off-onboarding.ts';
import { answerMessage } from '../../../src/chat/answer-message.ts';
import { condenseConversation, endCondensing } from '../../../src/chat/condense-conversation.ts';
import { MOST } from '../../../src/chat/context-window.ts';
import { summaryContent } from '../../../src/chat/summary-content.ts';
import { readSituation } from '../../../src/chat/read-situation.sql.ts';
import type { TurnRef } from '../../../src/chat/turn.ts';
import { builtinModel } from '../../../src/coach/builtin-model.ts';
import { Message } from '../../../src/conversations/conversation.entity.ts';
import { readUncondensed } from '../../../src/conversations/read-uncondensed.sql.ts';
import { receiveMessage } from '../../../src/conversations/receive-message.ts';
import { storeSummary } from '../../../src/conversations/store-summary.sql.ts';
import { openDatabase } from '../../../src/db.ts';
import { asPerson, type Actor } from '../../../src/kernel/context.ts';
import { newId } from '../../../src/kernel/ids.ts';
import { callAsLogin, inOneStatement } from '../../../src/kernel/sql.ts';
import type { TurnPorts } from '../../../src/chat/answer-message.ts';
import { sameForAll } from '../../../src/llm/chain.ts';
import { noMeter } from '../../../src/llm/meter.ts';
import type { Model } from '../../../src/llm/model.ts';
import { freshDatabase, type TestDatabase } from '../../harness/database.ts';
import { newcomers } from '../../harness/newcomers.ts';
import { openCountedLine, type CountedLine } from '../../harness/counted-line.ts';
import { countingMeter } from '../../harness/counting-meter.ts';
import { scriptedModel } from '../../harness/scripted-model.ts';

let database: TestDatabase;
let line: CountedLine;
let orm: MikroORM;
let api: MikroORM;

beforeAll(async () => {
  database = await freshDatabase();
  line = await openCountedLine(database.workerUrl);
  orm = await openDatabase(line.url);
  api = await openDatabase(database.apiUrl);
});
afterAll(async () => {
  await Promise.all([orm.close(), api.close()]);
  await line.stop();
  await database.drop();
});

const portsWith = (model: Model = builtinModel): TurnPorts => ({
  ...newcomers,
  orm,
  perform: async () => undefined,
  models: sameForAll(model),
  meter: noMeter,
});

async function somebody(): Promise<Actor> {
  const person: Actor = { orgId: newId(), userId: newId(), via: 'chat' };
  const account = [person.userId, person.orgId, `${person.userId}@example.com`, 'hash', 'Ana', 'UTC', null];
  await callAsLogin(api, 'register_person', ...account);
  await asPerson(portsWith(builtinModel), person, waveOffOnboarding);
  return person;
}

/** Says something in a conversation in which `texts` were said before, in turns, a minute apart. */
async function talk(person: Actor, texts: readonly string[], text = 'How am I doing?'): Promise<TurnRef> {
  return asPerson(portsWith(), person, async (ctx) => {
    const turn = await receiveMessage(ctx, { conversationId: null, messageId: randomUUID(), text });
    await add(ctx, turn.conversationId, texts);
    return turn;
  });
}

async function add(
  ctx: Parameters<typeof receiveMessage>[0],
  conversationId: string,
  texts: readonly string[],
) {
  const { orgId, userId } = ctx;
  const known = await ctx.em.count(Message, { conversationId });
  const firstMs = Date.UTC(2025, 10, 1) + known * 60_000;
  const rows = texts.map((said, index) => ({
    id: newId(),
    orgId,
    userId,
    conversationId,
    text: said,
    role: index % 2 === 0 ? ('user' as const) : ('assistant' as const),
    createdAt: new Date(firstMs + index * 60_000),
  }));
  await ctx.em.insertMany(Message, rows);
}

const TEXTS = [
  'No runs on Sundays, please.',
  ...Array.from({ length: 23 }, (_, index) => `Word ${index} of it`),
];

const seen = async (person: Actor, turn: TurnRef) => {
  const situation = await inOneStatement(portsWith(), person, (ctx) => readSituation(ctx, turn));
  if (situation === 'answered' || 'opened' in situation) throw new Error('nothing is asked');
  return situation;
};

const summariesOf = (person: Actor, { conversationId }: TurnRef) =>
  asPerson(portsWith(), person, ({ em }) =>
    em.find(Message, { conversationId, role: 'summary' }, { orderBy: { createdAt: 'asc' } }),
  );

test('the older half becomes one message of role summary, and the next turn sees it in its place', async () => {
  const ana = await somebody();
  const turn = await talk(ana, TEXTS);
  expect((await seen(ana, turn)).isFull).toBe(true);
  expect(await condenseConversation(portsWith(), ana, turn)).toBe('stored');
  const { asked, isFull } = await seen(ana, turn);
  expect(isFull).toBe(false);
  expect(asked.history[0]).toMatchObject({ role: 'summary', text: expect.stringContaining(TEXTS[0]!) });
  expect(asked.history[0]!.said_local).toBe('2025-11-01T00:14');
  expect(asked.history.slice(1).map(({ text }) => text)).toEqual(TEXTS.slice(14));
  // Nothing is left to do.
  expect(await condenseConversation(portsWith(), ana, turn)).toBe('needless');
  expect(await summariesOf(ana, turn)).toHaveLength(1);
});

test('what was decided is there after summary upon summary of a model that forgets', async () => {
  const ana = await somebody();
  const turn = await talk(ana, TEXTS);
  const forgetful = scriptedModel(() => ({
    decisions: [],
    constraints: [],
    open_questions: [],
    summary: 'They talked.',
  }));
  for (let round = 0; round < 3; round += 1) {
    expect(await condenseConversation(portsWith(forgetful), ana, turn)).toBe('stored');
    await asPerson(portsWith(), ana, (ctx) => add(ctx, turn.conversationId, TEXTS.slice(1)));
  }
  const summaries = await summariesOf(ana, turn);
  expect(summaries).toHaveLength(3);
  expect(summaryContent.parse(summaries.at(-1)!.content).constraints).toEqual([
    { text: 'No runs on Sundays, please.', said_on: '2025-11-01' },
  ]);
  expect((await seen(ana, turn)).asked.history.filter(({ role }) => role === 'summary')).toHaveLength(1);
});

test('two at once, each in a process of its own, leave one summary', async () => {
  const ana = await somebody();
  const turn = await talk(ana, TEXTS);
  const read = await inOneStatement(portsWith(), ana, (ctx) =>
    readUncondensed(ctx, { conversationId: turn.conversationId, most: 100 }),
  );
  const made = (index: number) => ({
    conversationId: turn.conversationId,
    follows: null,
    coversTo: read.messages[index]!.id,
    text: `made by ${index}`,
    content: {},
    agent: 'summariser',
  });
  const stored = await Promise.all(
    [9, 11].map((index) => inOneStatement(portsWith(), ana, (ctx) => storeSummary(ctx, made(index)))),
  );
  expect(stored.filter(Boolean)).toHaveLength(1);
  expect(await summariesOf(ana, turn)).toHaveLength(1);
});

test('two at once in one process ask once', async () => {
  const ana = await somebody();
  const turn = await talk(ana, TEXTS);
  const model = scriptedModel(() => ({
    decisions: [],
    constraints: [],
    open_questions: [],
    summary: 'Words.',
  }));
  const outcomes = await Promise.all([1, 2, 3].map(() => condenseConversation(portsWith(model), ana, turn)));
  expect(outcomes).toEqual(['stored', 'stored', 'stored']);
  expect(model.asked).toBe(1);
  expect(await summariesOf(ana, turn)).toHaveLength(1);
});

test('a summariser that fails, or says what is none, delays and fails no turn: the window is cut off by length', async () => {
  const ana = await somebody();
  const turn = await talk(ana, [...TEXTS, ...TEXTS]);
  const asked: string[] = [];
  const failing: Model = {
    ...builtinModel,
    answer: async (question, options) => {
      asked.push(question.agent.name);
      if (question.agent.name === 'summariser') throw new Error('out of reach');
      return builtinModel.answer(question, options);
    },
  };
  expect(await answerMessage(portsWith(failing), ana, turn)).toEqual({ kind: 'none' });
  // It joins the one that is under way, or finds the same again.
  expect(await condenseConversation(portsWith(failing), ana, turn)).toBe('failed');
  expect(asked).toContain('summariser');
  expect(await summariesOf(ana, turn)).toEqual([]);
  const empty = scriptedModel(() => ({ decisions: [], constraints: [], open_questions: [], summary: ' ' }));
  expect(await condenseConversation(portsWith(empty), ana, turn)).toBe('failed');
  const next = await asPerson(portsWith(), ana, (ctx) =>
    receiveMessage(ctx, { conversationId: turn.conversationId, messageId: randomUUID(), text: 'And now?' }),
  );
  const { asked: question, isFull } = await seen(ana, next);
  expect([question.history.length, isFull]).toEqual([MOST.messages, true]);
});

test('whoever dies while they condense leaves nothing, and the next turn begins again', async () => {
  const ana = await somebody();
  const turn = await talk(ana, TEXTS);
  const never = Promise.withResolvers<never>();
  const begun = Promise.withResolvers<void>();
  const dying: Model = {
    ...builtinModel,
    answer: () => {
      begun.resolve();
      return never.promise;
    },
  };
  const lost = condenseConversation(portsWith(dying), ana, turn);
  await begun.promise;
  expect(await summariesOf(ana, turn)).toEqual([]);
  never.reject(new Error('the process is gone'));
  expect(await lost).toBe('failed');
  await answerMessage(portsWith(), ana, turn);
  await condenseConversation(portsWith(), ana, turn);
  expect(await summariesOf(ana, turn)).toHaveLength(1);
});

const vendor = (answer: Model['answer']): Model => ({ name: 'm', provider: 'openai', answer });

/** A summary under way, whose model has been asked. */
async function begin(own: MikroORM, answer: Model['answer']) {
  const ana = await somebody();
  const turn = await talk(ana, TEXTS);
  const asked = Promise.withResolvers<void>();
  const model = vendor((question, options) => {
    asked.resolve();
    return answer(question, options);
  });
  const meter = countingMeter();
  const condensed = condenseConversation({ ...portsWith(model), orm: own, meter }, ana, turn);
  await asked.promise;
  return { ana, turn, meter, condensed };
}

/** Another worker of this process goes on. */
async function openOwn() {
  const own = await openDatabase(database.workerUrl);
  return { orm: own, [Symbol.asyncDispose]: () => own.close() };
}

describe('a worker that ends in order', () => {
  test('ends the call of a summary that takes too long, and settles it as cancelled', async () => {
    await using own = new AsyncDisposableStack();
    const mine = own.use(await openOwn());
    const { meter, condensed } = await begin(mine.orm, () => new Promise(() => {}));
    await endCondensing(mine, 20);
    expect(meter.settled).toMatchObject([{ outcome: 'cancelled', reservationId: '1' }]);
    expect(await condensed).toBe('failed');
  });

  test('waits for one that is nearly done', async () => {
    await using own = new AsyncDisposableStack();
    const mine = own.use(await openOwn());
    const answer = Promise.withResolvers<void>();
    const content = { decisions: [], constraints: [], open_questions: [], summary: 'Words.' };
    const text = JSON.stringify(content);
    const whole = {
      output: content,
      text,
      ending: 'whole',
      usage: null,
      requestId: null,
      servedBy: 'm',
    } as const;
    const { ana, turn, meter } = await begin(mine.orm, () => answer.promise.then(() => whole));
    const ended = endCondensing(mine, 10_000);
    answer.resolve();
    await ended;
    expect(meter.settled).toMatchObject([{ outcome: 'answered' }]);
    expect(await summariesOf(ana, turn)).toHaveLength(1);
  });
});

test('what still waits for its answer is not condensed, and nothing behind it', async () => {
  const ana = await somebody();
  const turn = await talk(ana, TEXTS);
  await asPerson(portsWith(), ana, async ({ em }) => {
    const fifth = await em.findOneOrFail(Message, { conversationId: turn.conversationId, text: TEXTS[4]! });
    await em.nativeUpdate(Message, { id: fifth.id }, { awaits: 'draft' });
  });
  expect(await condenseConversation(portsWith(), ana, turn)).toBe('needless');
  expect(await summariesOf(ana, turn)).toEqual([]);
});

test('it is their conversation alone: nobody else makes a summary of it, or sees one', async () => {
  const [ana, ben] = [await somebody(), await somebody()];
  const turn = await talk(ana, TEXTS);
  expect(await condenseConversation(portsWith(), ben, turn)).toBe('needless');
  await condenseConversation(portsWith(), ana, turn);
  expect(await summariesOf(ben, turn)).toEqual([]);
});

test('a turn whose window is not full asks the database for nothing more', async () => {
  const ana = await somebody();
  const turn = await talk(ana, TEXTS.slice(0, 12));
  const before = line.roundTrips.length;
  await answerMessage(portsWith(), ana, turn);
  const trips = line.roundTrips.slice(before).map(({ sent }) => sent.join(' · '));
  expect(trips).toEqual(['act_as · read_turn', 'act_as · reply_at_once']);
});
