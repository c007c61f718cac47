// A turn of chat: thinking about it, and waiting for the negotiation that it moves.
import { cancellationSignal } from '@temporalio/activity';
import { answerMessage } from '../src/chat/answer-message.ts';
import { negotiate } from '../src/chat/negotiate.ts';
import type { NegotiationMove, TurnRef } from '../src/chat/turn.ts';
import type { NegotiationPorts } from '../src/goals/negotiations.ts';
import type { Person } from '../src/kernel/context.ts';
import type { ThinkingPorts } from '../src/llm/ask.ts';
import { actorOf, slow } from './bind.ts';

export type ChatPorts = Omit<ThinkingPorts, 'signal'> & NegotiationPorts;

export const chatActivities = (ports: ChatPorts) =>
  slow({
    answerMessage: (turn: Person & TurnRef) =>
      answerMessage({ ...ports, signal: cancellationSignal() }, actorOf(turn, 'chat'), turn),
    negotiate: (turn: Person & TurnRef & { next: NegotiationMove }) =>
      negotiate(ports, actorOf(turn, 'chat'), turn),
  });
