// What a chat session is given and asked: one per conversation; turns run one after the other.
import { defineUpdate } from '@temporalio/workflow';
import type { Person } from '../src/kernel/context.ts';

export interface ChatInput extends Person {
  conversationId: string;
  /** Turns answered lately, so that a retry across continue-as-new asks no model again. */
  answered: string[];
}

export interface Turn {
  messageId: string;
}

/** Resolves once the answer is stored; the answer itself is read from the database. */
export const sendMessage = defineUpdate<void, [Turn]>('sendMessage');

/** A session that is about to end takes no new turn: sent again, a fresh run takes it. A FluxError code. */
export const SESSION_DRAINING = 'SESSION_DRAINING';
