// A turn of chat: one message of a person and its one answer.
import type { Actor, Person } from '../kernel/context.ts';
import type { DraftRef } from '../goals/negotiations.ts';

export interface TurnRef {
  conversationId: string;
  messageId: string;
}

/** What a turn decided that a goal's negotiation has to do before there is an answer. */
export type NegotiationMove =
  | { kind: 'propose' | 'revise'; goalId: string }
  /** The draft that was agreed to no longer holds. */
  | { kind: 'redraft'; goalId: string; draft: DraftRef }
  /** Only turns that were decided before decisions became part of their own transaction. */
  | { kind: 'abandon'; goalId: string }
  | { kind: 'approve'; goalId: string; draft: DraftRef };

/** none: it is answered. */
export type NextMove = { kind: 'none' } | NegotiationMove;

/** Where conversations are held; Temporal stands behind it: `temporal/flows/chat.ts`. */
export interface ChatSessions {
  /**
   * Resolves once the answer is stored. Throws UNAVAILABLE where nobody took the turn, and STILL_WORKING where it was
   * taken and takes longer than a request may.
   */
  answer(actor: Actor, turn: TurnRef): Promise<void>;
  /**
   * For a message that awaits a reply and that nobody may be working at. Resolves once the server has taken it;
   * harmless where it is being answered, or was. Throws UNAVAILABLE.
   */
  revive(person: Person, turn: TurnRef): Promise<void>;
}
