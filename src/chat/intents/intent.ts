// What every intent is given, and how it answers.
import type { Ctx } from '../../kernel/context.ts';
import type { OrchestratorOutput } from '../orchestrator.agent.ts';
import type { NegotiationMove, TurnRef } from '../turn.ts';

/** A message, and what the orchestrator made of it. */
export interface Understood {
  turn: TurnRef;
  said: OrchestratorOutput;
  /** IANA name. */
  zone: string;
}

/** Answered with words at once, or once the negotiation has moved. */
export type Reaction = { say: string; goalId?: string | null } | { next: NegotiationMove };

/** In the transaction of the answer. */
export type Intent = (ctx: Ctx, understood: Understood) => Promise<Reaction>;
