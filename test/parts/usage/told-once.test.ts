// Whoever has used up their month is told so by the coach's next answer, once, and by nobody else.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { answerMessage } from '../../../src/chat/answer-message.ts';
import type { TurnRef } from '../../../src/chat/turn.ts';
import { builtinModel } from '../../../src/coach/builtin-model.ts';
import { receiveMessage } from '../../../src/conversations/receive-message.ts';
import { asPerson, type Actor, type Person } from '../../../src/kernel/context.ts';
import { newcomers } from '../../harness/newcomers.ts';
import type { TurnPorts } from '../../../src/chat/answer-message.ts';
import { sameForAll } from '../../../src/llm/chain.ts';
import { noMeter, type Meter } from '../../../src/llm/meter.ts';
import { ended, intended, limits, openScene, usageOf, type Scene } from './scene.ts';

const stack = new AsyncDisposableStack();
let scene: Scene;
let ports: TurnPorts;
let meter: Meter;
beforeAll(async () => {
  scene = await openScene(stack);
  ports = { ...newcomers, ...scene.store, models: sameForAll(builtinModel), meter: noMeter };
  meter = await scene.meter(limits({ organisation: [null, 5000], person: [null, 1000] }));
});
afterAll(() => stack.disposeAsync());

const acting = (person: Person): Actor => ({ ...person, via: 'chat' });

async function hear(person: Person, text: string): Promise<TurnRef> {
  return asPerson(scene.store, acting(person), (ctx) =>
    receiveMessage(ctx, { conversationId: null, messageId: randomUUID(), text }),
  );
}

/** What the coach answers. */
async function say(person: Person, text: string): Promise<string> {
  const turn = await hear(person, text);
  await answerMessage(ports, acting(person), turn);
  return replyTo(turn);
}

async function replyTo({ messageId }: TurnRef): Promise<string> {
  const [reply] = await scene.rows<{ text: string }>(
    'select text from messages where reply_to = $1',
    messageId,
  );
  return reply!.text;
}

async function useUp(person: Person, micros: number): Promise<void> {
  const what = intended(person, micros);
  const permit = await meter.reserve(what);
  if (permit.kind === 'granted') await meter.settle(ended(what, permit, usageOf(micros)));
}

const TOLD = 'By the way: your allowance for my longer thinking is used up for this month.';

test('who has some left is told nothing', async () => {
  const ana = await scene.person();
  await useUp(ana, 900);
  expect(await say(ana, 'How am I doing?')).not.toContain('By the way');
});

test.each([
  ['words alone', 'How am I doing?'],
  ['a deed', 'Remind me to water the plants tomorrow at 18:00'],
])('behind %s it is said once, in plain words', async (_what, text) => {
  const ana = await scene.person();
  await useUp(ana, 1000);
  expect(await say(ana, 'How am I doing?')).not.toContain('By the way');
  // The first call that is left to the builtin coach makes it true.
  await useUp(ana, 1);
  const told = await say(ana, text);
  expect(told).toContain(TOLD);
  expect(told).not.toMatch(/token|model|LLM|budget|dollar|\$/i);
  await useUp(ana, 1);
  expect(await say(ana, text)).not.toContain('By the way');
});

test('two turns at once, and an attempt that is made twice, tell it once', async () => {
  const ana = await scene.person();
  await useUp(ana, 1000);
  await useUp(ana, 1);
  const turns = [await hear(ana, 'How am I doing?'), await hear(ana, 'How am I doing?')];
  await Promise.all([...turns, ...turns].map((turn) => answerMessage(ports, acting(ana), turn)));
  const replies = await Promise.all(turns.map(replyTo));
  expect(replies.filter((reply) => reply.includes('By the way'))).toHaveLength(1);
});

test('where a limit was raised meanwhile, nothing is said that is not true', async () => {
  const ana = await scene.person();
  await useUp(ana, 1000);
  await useUp(ana, 1);
  const generous = await scene.meter(limits({ person: [null, 9000] }));
  expect((await generous.reserve(intended(ana, 1))).kind).toBe('granted');
  expect(await say(ana, 'How am I doing?')).not.toContain('By the way');
});

test('what is free takes nothing back that is not said yet', async () => {
  const ana = await scene.person();
  const what = intended(ana, 1000);
  await meter.settle(ended(what, await meter.reserve(what), usageOf(1000)));
  expect((await meter.reserve(intended(ana, 10))).kind).toBe('builtin');
  const free = intended(ana, 5, { model: { name: 'ours', provider: 'openai' } });
  await meter.settle(ended(free, await meter.reserve(free), usageOf(0)));
  const [row] = await scene.rows<{ reached: string }>(
    'select reached_budget as reached from llm_spendings where user_id = $1 and reached_budget is not null',
    ana.userId,
  );
  expect(row).toEqual({ reached: 'person' });
});

test('of a month that is over nothing is said', async () => {
  const ana = await scene.person();
  await useUp(ana, 1000);
  await useUp(ana, 1);
  await scene.rows(`update llm_spendings set month = '2026-01' where user_id = $1`, ana.userId);
  expect(await say(ana, 'How am I doing?')).not.toContain('By the way');
});

test('each member is told of the organisation’s when it stops them, and it is named', async () => {
  const ana = await scene.person();
  const ben = await scene.joining(ana.orgId);
  await scene.rows(
    'update llm_spendings set spent_nanos = 5000000 where org_id = $1 and user_id is null',
    ana.orgId,
  );
  await useUp(ana, 10);
  await scene.rows(
    'update llm_spendings set spent_nanos = 5000000 where org_id = $1 and user_id is null',
    ana.orgId,
  );
  await useUp(ana, 10);
  expect(await say(ben, 'How am I doing?')).not.toContain('By the way');
  await useUp(ben, 10);
  for (const person of [ana, ben])
    expect(await say(person, 'How am I doing?')).toContain('By the way: your organisation’s allowance');
});

test.each<[string, [soft: number | null, hard: number], string[]]>([
  ['a soft limit', [500, 5000], []],
  ['a hard limit that no call fits under', [null, 900], ['person 80', 'person 100']],
])(
  'without a fast model %s leaves people to the builtin coach: they are told, once',
  async (_what, limit, told) => {
    const alone = await scene.meter(limits({ person: limit }), { hasFastModels: false });
    const ana = await scene.person();
    const strong = intended(ana, 500, { tier: 'strong' });
    await alone.settle(ended(strong, await alone.reserve(strong), usageOf(500)));
    expect(await say(ana, 'How am I doing?')).not.toContain('By the way');
    scene.told.length = 0;
    expect((await alone.reserve(strong)).kind).toBe('builtin');
    expect(scene.told.map(({ fact }) => 'budget' in fact && `${fact.budget} ${fact.level}`)).toEqual(told);
    expect(await say(ana, 'How am I doing?')).toContain(TOLD);
    expect((await alone.reserve(strong)).kind).toBe('builtin');
    expect(await say(ana, 'How am I doing?')).not.toContain('By the way');
  },
);
