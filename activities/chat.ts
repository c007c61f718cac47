// A turn of chat: thinking about it, waiting for the negotiation that it moves, and an apology where neither works.
import { cancellationSignal } from '@temporalio/activity';
import { answerMessage } from '../src/chat/answer-message.ts';
import { apologise } from '../src/chat/apologise.ts';
import { negotiate } from '../src/chat/negotiate.ts';
import type { NegotiationMove, TurnRef } from '../src/chat/turn.ts';
import type { NegotiationPorts } from '../src/goals/negotiations.ts';
import { asPerson, type Person } from '../src/kernel/context.ts';
import type { PhoneNumber } from '../src/account/phone-number.ts';
import { takeCode, takeCodeTry } from '../src/account/take-code.ts';
import { tooManyRequests, type Limiter } from '../src/kernel/rate-limit.ts';
import type { ThinkingPorts } from '../src/llm/ask.ts';
import { proveNumber, type ProofPorts, type ProveNumber } from '../src/onboarding/prove-number.ts';
import type { AnswerLimits } from '../src/onboarding/take-answers.ts';
import { withinAttempts } from './attempts.ts';
import { actorOf, quick, slow } from './bind.ts';
import { thinkingNow } from './think.ts';

export interface ChatPorts
  extends
    Omit<ThinkingPorts, 'signal'>,
    NegotiationPorts,
    Pick<ProofPorts, 'verify' | 'phoneCountries'>,
    AnswerLimits {
  limiter: Limiter;
}

type OfTurn = Person & TurnRef;

/** A defect is not mended by trying for ever: after so many attempts the person hears that it did not work. */
const HOPELESS_AFTER = 6;

export const chatActivities = (ports: ChatPorts) => {
  const cancellable = () => ({ ...ports, signal: cancellationSignal() });
  return {
    ...slow({
      answerMessage: (turn: OfTurn) =>
        withinAttempts(HOPELESS_AFTER, () =>
          answerMessage({ ...thinkingNow(ports), prove: proving(ports) }, actorOf(turn, 'chat'), turn),
        ),
      negotiate: (turn: OfTurn & { next: NegotiationMove }) =>
        withinAttempts(HOPELESS_AFTER, () => negotiate(cancellable(), actorOf(turn, 'chat'), turn)),
    }),
    ...quick({
      apologise: (turn: OfTurn) => asPerson(ports, actorOf(turn, 'chat'), (ctx) => apologise(ctx, turn)),
    }),
  };
};

/** Counted as at the other door; a chat has no address, so what is counted by that is counted by person. */
const proving =
  (ports: ChatPorts): ProveNumber =>
  (actor, state, message) => {
    const caller = actor.userId;
    const limited = {
      ...ports,
      takeCode: async (number: PhoneNumber, isNewcomer: boolean) => {
        const verdict = await ports.limiter.take('code', caller);
        if (!verdict.allowed) throw tooManyRequests(verdict);
        return takeCode(ports.limiter, { caller, isNewcomer, address: `chat ${caller}`, number });
      },
      takeTry: (phone: string) => takeCodeTry(ports.limiter, { caller, phone }),
    };
    return proveNumber(limited, actor, state, message);
  };
