// A turn of chat: one message of a person and its one answer.
import type { Actor } from '../kernel/context.ts';
import type { DraftRef } from '../goals/negotiations.ts';

export interface TurnRef {
  conversationId: string;
  messageId: string;
}

/** What a turn decided that a goal's negotiation has to do before there is an answer. */
export type NegotiationMove =
  | { kind: 'propose' | 'revise' | 'abandon'; goalId: string }
  | { kind: 'approve'; goalId: string; draft: DraftRef };

/** none: it is answered. */
export type NextMove = { kind: 'none' } | NegotiationMove;

/** Where conversations are held; Temporal stands behind it: `temporal/flows/chat.ts`. */
export interface ChatSessions {
  /** Resolves once the answer is stored. Throws STILL_WORKING when that takes longer than a request may. */
  answer(actor: Actor, turn: TurnRef): Promise<void>;
}
