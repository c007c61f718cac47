// A turn of chat: thinking about it, waiting for the negotiation that it moves, and an apology where neither works.
import { activityInfo, cancellationSignal } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import { answerMessage } from '../src/chat/answer-message.ts';
import { apologise } from '../src/chat/apologise.ts';
import { negotiate } from '../src/chat/negotiate.ts';
import type { NegotiationMove, TurnRef } from '../src/chat/turn.ts';
import type { NegotiationPorts } from '../src/goals/negotiations.ts';
import { asPerson, type Person } from '../src/kernel/context.ts';
import { isDatabaseOutage } from '../src/kernel/database-outage.ts';
import { FluxError } from '../src/kernel/errors.ts';
import type { ThinkingPorts } from '../src/llm/ask.ts';
import { actorOf, quick, slow } from './bind.ts';

export type ChatPorts = Omit<ThinkingPorts, 'signal'> & NegotiationPorts;

type OfTurn = Person & TurnRef;

export const chatActivities = (ports: ChatPorts) => {
  const cancellable = () => ({ ...ports, signal: cancellationSignal() });
  return {
    ...slow({
      answerMessage: (turn: OfTurn) =>
        untilHopeless(answerMessage(cancellable(), actorOf(turn, 'chat'), turn)),
      negotiate: (turn: OfTurn & { next: NegotiationMove }) =>
        untilHopeless(negotiate(cancellable(), actorOf(turn, 'chat'), turn)),
    }),
    ...quick({
      apologise: (turn: OfTurn) => asPerson(ports, actorOf(turn, 'chat'), (ctx) => apologise(ctx, turn)),
    }),
  };
};

/** A defect is not mended by trying for ever: after so many attempts the person hears that it did not work. */
const HOPELESS_AFTER = 6;

/** Outages are waited out. A model that gives no usable answer to this message may never give one. */
async function untilHopeless<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const isPassing =
      error instanceof FluxError
        ? error.row.retryable && error.code !== 'MODEL_FAILED'
        : isDatabaseOutage(error);
    if (isPassing || cancellationSignal().aborted || activityInfo().attempt < HOPELESS_AFTER) throw error;
    throw ApplicationFailure.nonRetryable('gave up after several attempts', 'GAVE_UP');
  }
}
