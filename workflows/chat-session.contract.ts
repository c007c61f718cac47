// What a chat session is given and asked: one per conversation; turns are decided one after the other.
import { defineSignal, defineUpdate } from '@temporalio/workflow';
import type { NegotiationMove } from '../src/chat/turn.ts';
import type { Person } from '../src/kernel/context.ts';

export interface ChatInput extends Person {
  conversationId: string;
  /** Turns that wait for a plan, from the run before. */
  open?: OpenTurn[];
  /** From runs of before, which remembered what they had answered. */
  answered?: string[];
}

export interface Turn {
  messageId: string;
}

export interface OpenTurn extends Turn {
  next: NegotiationMove;
}

/**
 * Resolves once the answer is stored; the answer itself is read from the database. 'working': it is decided, and waits
 * beside too many others to be waited for.
 */
export const sendMessage = defineUpdate<'working' | undefined, [Turn]>('sendMessage');

/** The turn has its answer by a stop: whoever works at it leaves it. */
export const stopTurn = defineSignal<[Turn]>('stopTurn');

/** The message awaits its answer, and nobody waits for that: harmless where somebody works at it. */
export const takeUp = defineSignal<[Turn]>('takeUp');
