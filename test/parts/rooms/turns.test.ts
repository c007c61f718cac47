// A session of a room, step by step, with a model that does as it is told: caps, failures, interruptions, and workers that die.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDatabase } from '../../../src/db.ts';
import { asPerson, type Actor, type Ctx } from '../../../src/kernel/context.ts';
import { FluxError } from '../../../src/kernel/errors.ts';
import { newId } from '../../../src/kernel/ids.ts';
import { callAsLogin } from '../../../src/kernel/sql.ts';
import { sameForAll } from '../../../src/llm/chain.ts';
import { noMeter } from '../../../src/llm/meter.ts';
import type { Model } from '../../../src/llm/model.ts';
import { listTurns } from '../../../src/rooms/list-sessions.ts';
import { sessionLimits } from '../../../src/rooms/limits.ts';
import { addAgent } from '../../../src/rooms/manage-agents.ts';
import { createRoom } from '../../../src/rooms/manage-room.ts';
import { openSession } from '../../../src/rooms/open-session.ts';
import { findSession, postInSession, stopSession } from '../../../src/rooms/post-in-session.ts';
import type { RoomTool } from '../../../src/rooms/speak.ts';
import { RoomTurn } from '../../../src/rooms/session.entity.ts';
import { takeTurn, type TakeTurnPorts } from '../../../src/rooms/take-turn.ts';
import { freshDatabase } from '../../harness/database.ts';

let database: Awaited<ReturnType<typeof freshDatabase>>;
let orm: Awaited<ReturnType<typeof openDatabase>>;
let owner: Actor;
beforeAll(async () => {
  database = await freshDatabase();
  orm = await openDatabase(database.workerUrl);
  const api = await openDatabase(database.apiUrl);
  owner = { orgId: newId(), userId: newId(), via: 'system' };
  const account = [owner.userId, owner.orgId, 'ana@example.com', 'hash', 'Ana', 'UTC', null];
  await callAsLogin(api, 'register_person', ...account);
  await api.close();
});
afterAll(async () => {
  await orm.close();
  await database.drop();
});

type Answers = Record<string, (input: never) => unknown>;

/** Each agent of the product as `answers` has it. */
const playing = (answers: Answers): Model => ({
  name: 'played',
  provider: 'builtin',
  async answer({ agent: { name }, input }) {
    const output = await (answers[name] as (input: unknown) => unknown)(input);
    return { output, text: '', ending: 'whole', usage: null, requestId: null, servedBy: 'played' };
  },
});

let said = 0;
const CHATTY: Answers = {
  room_host: ({ agents: [first] }: { agents: { agent_key: string }[] }) => ({
    next: 'speak',
    agent_key: first!.agent_key,
    why: 'Always.',
  }),
  room_agent: ({ you }: { you: { agent_key: string } }) => ({
    say: `${you.agent_key} says ${(said += 1)}`,
    tool: null,
    arguments: null,
  }),
  room_summariser: () => ({ summary: 'In short.' }),
};

const portsOf = (answers: Answers, tools: RoomTool[] = []): TakeTurnPorts => ({
  orm,
  perform: async () => {},
  models: sameForAll(playing(answers)),
  meter: noMeter,
  roomTools: new Map(tools.map((tool) => [tool.name, tool])),
});

const as = <T>(work: (ctx: Ctx) => Promise<T>): Promise<T> =>
  asPerson({ orm, perform: async () => {} }, owner, work);

async function begin(limits: object = {}, opening: string | null = 'Begin'): Promise<string> {
  return as(async (ctx) => {
    const room = await createRoom(ctx, { name: 'Room', topic: null, limits: sessionLimits.parse(limits) });
    for (const agentKey of ['a', 'b'])
      await addAgent(ctx, room.id, {
        agentKey,
        name: agentKey,
        persona: 'Brief.',
        tier: 'fast',
        tools: ['look'],
      });
    const sessionId = randomUUID();
    await openSession(ctx, { sessionId, roomId: room.id, agentKey: null, opening, limits: null });
    return sessionId;
  });
}

const read = (sessionId: string) => as((ctx) => findSession(ctx, sessionId));
const texts = async (sessionId: string) =>
  (await as((ctx) => listTurns(ctx, { sessionId, limit: 100, after: null }))).turns.map(({ text }) => text);
const post = (sessionId: string, text: string, to: string | null = null) =>
  as((ctx) => postInSession(ctx, { sessionId, postId: randomUUID(), text, to }));

async function untilItRests(ports: TakeTurnPorts, sessionId: string): Promise<number> {
  for (let steps = 1; ; steps += 1)
    if ((await takeTurn(ports, owner, { sessionId })).kind !== 'said') return steps;
}

test('two agents that always reply stop at the cap, with a summary, and never twice in a row', async () => {
  const sessionId = await begin({ turns: 7 });
  await untilItRests(portsOf(CHATTY), sessionId);
  expect(await read(sessionId)).toMatchObject({ reason: 'turns', turns: 7, summary: 'In short.' });
  const speakers = (await texts(sessionId)).slice(1).map((text) => text![0]);
  expect(speakers).toEqual(['a', 'b', 'a', 'b', 'a', 'b', 'a']);
});

test('what is shown to an agent stays bounded, however long they talk', async () => {
  let most = 0;
  const watched: Answers = {
    ...CHATTY,
    room_agent: (input: { turns: unknown[]; you: { agent_key: string } }) => {
      most = Math.max(most, input.turns.length);
      return CHATTY['room_agent']!(input as never);
    },
  };
  const sessionId = await begin({ turns: 120 });
  await untilItRests(portsOf(watched), sessionId);
  expect(await read(sessionId)).toMatchObject({ reason: 'turns', turns: 120 });
  expect(most).toBeLessThan(40);
});

/** `a` is broken. */
const failing = (broken: () => unknown): Answers => ({
  ...CHATTY,
  room_agent: (input: { you: { agent_key: string } }) =>
    input.you.agent_key === 'a' ? broken() : CHATTY['room_agent']!(input as never),
});

describe('does not stop the room', () => {
  test.each([
    [
      'an agent that fails',
      () => {
        throw new FluxError('MODEL_FAILED');
      },
    ],
    ['one that talks nonsense', () => ({ shout: 'nonsense' })],
    ['one that says nothing', () => ({ say: '\u200B', tool: null, arguments: null })],
    ['one that only looks things up', () => ({ say: null, tool: 'look', arguments: '{}' })],
  ])('%s', async (_, broken) => {
    const sessionId = await begin({ turns: 5 });
    await untilItRests(portsOf(failing(broken)), sessionId);
    const { reason, turns } = await read(sessionId);
    // It failed, the other one spoke, it failed again: then nobody is left who may speak.
    expect(reason ?? 'waits').toBe('waits');
    expect(turns).toBe(3);
    await post(sessionId, 'You then', 'b');
    await takeTurn(portsOf(failing(broken)), owner, { sessionId });
    expect((await texts(sessionId)).at(-1)).toMatch(/^b says/);
  });

  test.each([
    ['a host that names nobody', { room_host: () => ({ next: 'speak', agent_key: 'admin', why: '' }) }],
    ['a host that talks nonsense', { room_host: () => ({ next: 'dance' }) }],
    ['a summariser that says nothing', { room_summariser: () => ({}) }],
  ])('%s', async (_, broken) => {
    const sessionId = await begin({ turns: 2 });
    const lost: Answers = { ...CHATTY, ...broken };
    await untilItRests(portsOf(lost), sessionId);
    expect(await read(sessionId)).toMatchObject({ reason: 'turns', turns: 2 });
  });
});

test('a person who speaks while an agent does is heard first, and nothing of that turn is said', async () => {
  const sessionId = await begin();
  const interrupted: Answers = {
    ...CHATTY,
    room_agent: async (input: never) => {
      await post(sessionId, 'Wait', 'b');
      return CHATTY['room_agent']!(input);
    },
  };
  await takeTurn(portsOf(interrupted), owner, { sessionId });
  expect(await texts(sessionId)).toEqual(['Begin', 'Wait']);
  await takeTurn(portsOf(CHATTY), owner, { sessionId });
  expect((await texts(sessionId)).at(-1)).toMatch(/^b says/);
});

test('a turn whose worker died is taken up, once, and the host is not asked again', async () => {
  const sessionId = await begin();
  let asked = 0;
  const counting: Answers = {
    ...CHATTY,
    room_host: (input: never) => ((asked += 1), CHATTY['room_host']!(input)),
  };
  const dying: Answers = {
    ...counting,
    room_agent: () => {
      throw new Error('killed');
    },
  };
  await expect(takeTurn(portsOf(dying), owner, { sessionId })).rejects.toThrow('killed');
  await Promise.all([1, 2, 3].map(() => takeTurn(portsOf(counting), owner, { sessionId })));
  const turns = (await texts(sessionId)).slice(1);
  expect(new Set(turns).size).toBe(turns.length);
  expect(await as(({ em }) => em.count(RoomTurn, { sessionId, state: 'claimed' }))).toBe(0);
  expect(asked).toBeLessThanOrEqual(turns.length + 1);
});

test('a stop ends it, also while an agent speaks; the first end counts', async () => {
  const sessionId = await begin();
  const stopped: Answers = {
    ...CHATTY,
    room_agent: async (input: never) => {
      await as((ctx) => stopSession(ctx, { sessionId }));
      return CHATTY['room_agent']!(input);
    },
  };
  await takeTurn(portsOf(stopped), owner, { sessionId });
  expect(await takeTurn(portsOf(CHATTY), owner, { sessionId })).toEqual({ kind: 'ended' });
  expect(await read(sessionId)).toMatchObject({ reason: 'stopped', summary: 'In short.' });
  expect(await texts(sessionId)).toEqual(['Begin']);
  await expect(post(sessionId, 'More')).rejects.toMatchObject({ code: 'ROOM_SESSION_ENDED' });
});

test('an agent looks things up before it speaks, and what is wrong with that is told to it', async () => {
  const seen: string[] = [];
  const look: RoomTool = {
    name: 'look',
    description: 'Looks.',
    inputSchema: '{}',
    run: async (actor) => {
      expect(actor).toMatchObject({ orgId: owner.orgId, userId: owner.userId });
      return { found: 'a pear' };
    },
  };
  const wishes = ['no json', '{}'];
  const curious: Answers = {
    ...CHATTY,
    room_agent: ({ results }: { results: { result: string }[] }) => {
      seen.push(...results.slice(-1).map(({ result }) => result));
      const given = wishes.shift();
      return given === undefined
        ? { say: 'A pear.', tool: null, arguments: null }
        : { say: null, tool: 'look', arguments: given };
    },
  };
  const sessionId = await begin();
  await takeTurn(portsOf(curious, [look]), owner, { sessionId });
  expect(seen).toEqual(['The arguments are no JSON.', '{"found":"a pear"}']);
  expect((await texts(sessionId)).at(-1)).toBe('A pear.');
});
