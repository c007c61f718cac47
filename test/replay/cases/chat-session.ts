// Conversations: one message, several, and the end of one in which nothing more is said.
import { randomUUID } from 'node:crypto';
import { complete, fireTimer } from '../by-hand.ts';
import { CANARIES } from '../canaries.ts';
import type { Case } from '../cases.ts';
import type { RecordedHistory } from '../histories.ts';
import type { Stage } from '../stage.ts';

export const chatSession = {
  clarified: async (stage) => {
    const ana = await stage.person({ channels: [] });
    return quietAfter(stage, await ana.say('hm'));
  },

  'goal-agreed': async (stage) => {
    const ana = await stage.person({ channels: [] });
    const shown = await ana.say(CANARIES.wish);
    await ana.say(CANARIES.revision, shown.conversation_id);
    return quietAfter(stage, await ana.say('Yes, let us do it', shown.conversation_id));
  },

  'goal-let-go': async (stage) => {
    const ana = await stage.person({ channels: [] });
    const shown = await ana.say(CANARIES.wish);
    return quietAfter(stage, await ana.say('No, forget it', shown.conversation_id));
  },

  'many-things': async (stage) => {
    const ana = await stage.person({ channels: [] });
    const first = await ana.say(CANARIES.chat);
    await ana.say('How am I doing?', first.conversation_id);
    return quietAfter(stage, await ana.say('hm', first.conversation_id));
  },

  // The second is accepted while the first one waits for its plan.
  'two-at-once': async (stage) => {
    const { failing, failures } = stage;
    const ana = await stage.person({ channels: [] }, failing);
    const opened = await ana.say('hm');
    const thinking = Promise.withResolvers<void>();
    const secondIsIn = Promise.withResolvers<void>();
    failures.beforePlan = () => {
      thinking.resolve();
      return secondIsIn.promise;
    };
    const first = ana.say(CANARIES.wish, opened.conversation_id);
    await thinking.promise;
    const second = ana.say('How am I doing?', opened.conversation_id);
    await stage.takesUpdates(idOf(opened), 3);
    secondIsIn.resolve();
    await first;
    return quietAfter(stage, await second);
  },

  // Decisions are made in their turn, and what waits for a plan waits beside, since 28 November 2026; 'goal-agreed',
  // 'goal-let-go' and 'two-at-once' are from before.
  'agreed-in-its-turn': async (stage) => {
    const ana = await stage.person({ channels: [] });
    const shown = await ana.say(CANARIES.wish);
    return quietAfter(stage, await ana.say('Yes, let us do it', shown.conversation_id));
  },

  'waits-beside': async (stage) => {
    const { failing, failures } = stage;
    const ana = await stage.person({ channels: [] }, failing);
    const opened = await ana.say('hm');
    const [thinking, isAnswered] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    failures.beforePlan = () => {
      thinking.resolve();
      return isAnswered.promise;
    };
    const first = ana.say(CANARIES.wish, opened.conversation_id);
    await thinking.promise;
    await ana.say('How am I doing?', opened.conversation_id);
    isAnswered.resolve();
    return quietAfter(stage, await first);
  },

  // A stop ends what works at a turn, whoever thinks about it just now.
  stopped: async (stage) => {
    const { failing, failures } = stage;
    const ana = await stage.person({ channels: [] }, failing);
    const opened = await ana.say('hm');
    const [thinking, isStopped] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    failures.beforePlan = () => {
      thinking.resolve();
      return isStopped.promise;
    };
    const message_id = randomUUID();
    const said = { message: CANARIES.wish, conversation_id: opened.conversation_id, message_id };
    const waiting = ana.call('POST', '/v1/chat/messages', said);
    await thinking.promise;
    await ana.expect(200, 'POST', `/v1/chat/messages/${message_id}/stop`);
    await waiting;
    isStopped.resolve();
    failures.beforePlan = async () => {};
    return quietAfter(stage, opened);
  },

  // Nobody records for half an hour: the end is written by hand.
  'ended-idle': async (stage) => {
    const ana = await stage.person({ channels: [] });
    return complete(fireTimer(await quietAfter(stage, await ana.say('hm'))));
  },
} satisfies Record<string, Case>;

interface Answer {
  conversation_id: string;
}

const idOf = (answer: Answer): string => `chat/${answer.conversation_id}`;

async function quietAfter({ waitsFor, historyOf }: Stage, answer: Answer): Promise<RecordedHistory> {
  await waitsFor(idOf(answer), 'next message');
  return historyOf(idOf(answer));
}
