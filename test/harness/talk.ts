// Somebody in a conversation with the builtin coach, on a real database: for tests of what chat does.
import { randomUUID } from 'node:crypto';
import { waveOffOnboarding } from '../../src/account/wave-off-onboarding.ts';
import { answerMessage, type TurnPorts } from '../../src/chat/answer-message.ts';
import { builtinModel } from '../../src/coach/builtin-model.ts';
import { listMessages } from '../../src/conversations/read-conversation.ts';
import { receiveMessage } from '../../src/conversations/receive-message.ts';
import { openDatabase } from '../../src/db.ts';
import { asPerson, type Actor, type Ctx } from '../../src/kernel/context.ts';
import { newId } from '../../src/kernel/ids.ts';
import { callAsLogin } from '../../src/kernel/sql.ts';
import { sameForAll } from '../../src/llm/chain.ts';
import { noMeter } from '../../src/llm/meter.ts';
import { freshDatabase } from './database.ts';
import { newcomers } from './newcomers.ts';

export interface Talk {
  /** In a transaction as that person. */
  as: <T>(work: (ctx: Ctx) => Promise<T>) => Promise<T>;
  /** What they are answered. */
  say: (text: string) => Promise<string>;
}

/** A database of its own; `talk`: another person in UTC, in a conversation. */
export async function openTalks(): Promise<{ talk: () => Promise<Talk>; close: () => Promise<void> }> {
  const database = await freshDatabase();
  const orm = await openDatabase(database.workerUrl);
  const models = sameForAll(builtinModel);
  const ports: TurnPorts = { ...newcomers, orm, perform: async () => {}, models, meter: noMeter };

  async function talk(): Promise<Talk> {
    const api = await openDatabase(database.apiUrl);
    const person: Actor = { orgId: newId(), userId: newId(), via: 'chat' };
    const account = [person.userId, person.orgId, `${person.userId}@example.com`, 'hash', 'Ana', 'UTC', null];
    await callAsLogin(api, 'register_person', ...account);
    await api.close();
    await asPerson(ports, person, waveOffOnboarding);
    const as: Talk['as'] = (work) => asPerson(ports, person, work);
    let conversationId: string | null = null;
    const say = async (text: string): Promise<string> => {
      const turn = await as((ctx) => receiveMessage(ctx, { conversationId, messageId: randomUUID(), text }));
      ({ conversationId } = turn);
      await answerMessage(ports, person, turn);
      const page = { conversationId: turn.conversationId, limit: 100 };
      const { messages } = await as((ctx) => listMessages(ctx, page));
      return messages.find(({ replyTo }) => replyTo === turn.messageId)!.text;
    };
    return { as, say };
  }

  const close = async (): Promise<void> => {
    await orm.close();
    await database.drop();
  };
  return { talk, close };
}
