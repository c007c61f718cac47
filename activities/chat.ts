// A turn of chat: thinking about it, waiting for the negotiation that it moves, and an apology where neither works.
import { cancellationSignal } from '@temporalio/activity';
import { answerMessage } from '../src/chat/answer-message.ts';
import { apologise } from '../src/chat/apologise.ts';
import { negotiate } from '../src/chat/negotiate.ts';
import type { NegotiationMove, TurnRef } from '../src/chat/turn.ts';
import type { NegotiationPorts } from '../src/goals/negotiations.ts';
import { asPerson, type Person } from '../src/kernel/context.ts';
import type { ThinkingPorts } from '../src/llm/ask.ts';
import { withinAttempts } from './attempts.ts';
import { actorOf, quick, slow } from './bind.ts';
import { thinkingNow } from './think.ts';

export type ChatPorts = Omit<ThinkingPorts, 'signal'> & NegotiationPorts;

type OfTurn = Person & TurnRef;

/** A defect is not mended by trying for ever: after so many attempts the person hears that it did not work. */
const HOPELESS_AFTER = 6;

export const chatActivities = (ports: ChatPorts) => {
  const cancellable = () => ({ ...ports, signal: cancellationSignal() });
  return {
    ...slow({
      answerMessage: (turn: OfTurn) =>
        withinAttempts(HOPELESS_AFTER, () => answerMessage(thinkingNow(ports), actorOf(turn, 'chat'), turn)),
      negotiate: (turn: OfTurn & { next: NegotiationMove }) =>
        withinAttempts(HOPELESS_AFTER, () => negotiate(cancellable(), actorOf(turn, 'chat'), turn)),
    }),
    ...quick({
      apologise: (turn: OfTurn) => asPerson(ports, actorOf(turn, 'chat'), (ctx) => apologise(ctx, turn)),
    }),
  };
};
