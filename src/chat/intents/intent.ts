// What every intent is given, and how it answers.
import type { TakenMessage } from '../../conversations/take-message.sql.ts';
import type { Ctx } from '../../kernel/context.ts';
import type { Lately } from '../describe-progress.ts';
import type { Act, Dialogue, OrchestratorInput, OrchestratorOutput } from '../orchestrator.agent.ts';
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
  /** What the coach asked and did last. */
  dialogue: Dialogue | null;
  /** The open tasks that the orchestrator was shown. */
  upcoming: OrchestratorInput['upcoming_tasks'];
}

/** Answered with words at once, or once the negotiation has moved. */
export type Reaction = TurnAnswer | { next: NegotiationMove };

/** One request of the message. */
export interface Asked extends Omit<Understood, 'said'> {
  said: Act & { clarification_question: string | null };
  message: TakenMessage;
  /** Which one it is: 0 for the first. Ids are derived from it. */
  nth: number;
}

/** In the transaction that took the message, and answers it; what it makes takes its id from there. */
export type Intent = (ctx: Ctx, asked: Asked) => Promise<Reaction>;
