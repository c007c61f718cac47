// What every intent is given, and how it answers.
import type { TakenMessage } from '../../conversations/take-message.sql.ts';
import type { Ctx } from '../../kernel/context.ts';
import type { Lately } from '../describe-progress.ts';
import type { OrchestratorOutput } from '../orchestrator.agent.ts';
import type { TurnAnswer } from '../store-answer.ts';
import type { NegotiationMove, TurnRef } from '../turn.ts';

/** A message, and what the orchestrator made of it. */
export interface Understood {
  turn: TurnRef;
  said: OrchestratorOutput;
  /** The words that the turn is about. */
  text: string;
  /** IANA name. */
  zone: string;
  /** What was done, missed and planned when the message was read. */
  lately: Lately;
}

/** Answered with words at once, or once the negotiation has moved. */
export type Reaction = TurnAnswer | { next: NegotiationMove };

/** In the transaction that took the message, and answers it; what it makes takes its id from there. */
export type Intent = (ctx: Ctx, understood: Understood & { message: TakenMessage }) => Promise<Reaction>;
