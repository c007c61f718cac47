// What cannot be done as it is said is answered with the reason, and with what can be done.
import { randomUUID } from 'node:crypto';
import type { MikroORM } from '@mikro-orm/postgresql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { waveOffOnboarding } from '../../../src/account/wave-off-onboarding.ts';
import { answerMessage, type TurnPorts } from '../../../src/chat/answer-message.ts';
import { builtinModel } from '../../../src/coach/builtin-model.ts';
import { listMessages } from '../../../src/conversations/read-conversation.ts';
import { receiveMessage } from '../../../src/conversations/receive-message.ts';
import { openDatabase } from '../../../src/db.ts';
import { asPerson, type Actor, type Ctx } from '../../../src/kernel/context.ts';
import { newId } from '../../../src/kernel/ids.ts';
import { callAsLogin } from '../../../src/kernel/sql.ts';
import { addDays, localDayOf } from '../../../src/kernel/time.ts';
import { sameForAll } from '../../../src/llm/chain.ts';
import { noMeter } from '../../../src/llm/meter.ts';
import { createRuleTool, listPausesTool, startPauseTool } from '../../../src/rules/tools.ts';
import { listTasks } from '../../../src/tasks/read-task.ts';
import { freshDatabase, type TestDatabase } from '../../harness/database.ts';
import { newcomers } from '../../harness/newcomers.ts';

let database: TestDatabase;
let orm: MikroORM;
let ports: TurnPorts;

beforeAll(async () => {
  database = await freshDatabase();
  orm = await openDatabase(database.workerUrl);
  ports = {
    ...newcomers,
    orm,
    perform: async () => {},
    models: sameForAll(builtinModel),
    meter: noMeter,
  };
});
afterAll(async () => {
  await orm.close();
  await database.drop();
});

/** Somebody in a conversation: what they say is answered. */
async function talk() {
  const api = await openDatabase(database.apiUrl);
  const person: Actor = { orgId: newId(), userId: newId(), via: 'chat' };
  const account = [person.userId, person.orgId, `${person.userId}@example.com`, 'hash', 'Ana', 'UTC', null];
  await callAsLogin(api, 'register_person', ...account);
  await api.close();
  await asPerson(ports, person, waveOffOnboarding);
  const as = <T>(work: (ctx: Ctx) => Promise<T>): Promise<T> => asPerson(ports, person, work);
  let conversationId: string | null = null;
  const say = async (text: string): Promise<string> => {
    const turn = await as((ctx) => receiveMessage(ctx, { conversationId, messageId: randomUUID(), text }));
    ({ conversationId } = turn);
    await answerMessage(ports, person, turn);
    const { messages } = await as((ctx) =>
      listMessages(ctx, { conversationId: turn.conversationId, limit: 100 }),
    );
    return messages.find(({ replyTo }) => replyTo === turn.messageId)!.text;
  };
  return { as, say };
}

const tomorrow = addDays(localDayOf(new Date(), 'UTC'), 1);

test('a time that is taken: by what, and when there is room', async () => {
  const { as, say } = await talk();
  await say('remind me to call mum tomorrow at 15:00');
  const refused = await say('remind me to call dad tomorrow at 15:00');
  expect(refused).toMatch(/“Call mum” stands there already. The next free time is /);
  expect(refused).toContain('So “Call dad” is not noted yet');
  await say('at 17:00');
  const moved = await say('move call dad to tomorrow at 15:10');
  expect(moved).toMatch(/“Call mum” stands there already. The next free time is /);
  expect(moved).toContain('So “Call dad” stays as it is');
  expect(await say('every day at 15:00 water the plants')).toContain('“Call mum” stands there already, ');
  const { tasks } = await as((ctx) => listTasks(ctx, { limit: 50 }));
  expect(tasks.map(({ title, startsAt }) => [title, startsAt.toISOString().slice(11, 16)])).toEqual([
    ['Call mum', '15:00'],
    ['Call dad', '17:00'],
  ]);
});

test('said twice a pause is one, and “I am back” leaves alone what rests by itself', async () => {
  const { as, say } = await talk();
  const daily = (title: string, time: string) =>
    as((ctx) =>
      createRuleTool.within(ctx, {
        title,
        time,
        rrule: 'FREQ=DAILY',
        start_date: tomorrow,
        duration_minutes: 15,
      }),
    );
  const { id: rule_id } = await daily('Stretch', '15:00');
  await daily('Read', '17:00');
  const open = async () => {
    const { tasks } = await as((ctx) => listTasks(ctx, { limit: 50 }));
    return [...new Set(tasks.filter(({ status }) => status === 'pending').map(({ title }) => title))];
  };
  const alone = await as((ctx) => startPauseTool.within(ctx, { rule_id }));
  expect(await say('I am back')).toContain('leave it so');
  const until = `pause everything until ${addDays(tomorrow, 60)}`;
  expect(await say(until)).toContain('Paused');
  expect(await say(until)).toContain('Paused');
  expect(await open()).toEqual([]);
  const { pauses } = await as((ctx) => listPausesTool.within(ctx, {}));
  expect(pauses).toHaveLength(2);
  expect(await say('I am back')).toContain('Welcome back');
  expect(await open()).toEqual(['Read']);
  const after = await as((ctx) => listPausesTool.within(ctx, {}));
  expect(after.pauses.find(({ id }) => id === alone.id)).toMatchObject({ ended_at: null });
});
