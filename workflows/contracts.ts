// What workflows are given, told and asked: inputs, signals, updates. Ids and decisions only; never a word that a person wrote.
import { defineSignal, defineUpdate } from '@temporalio/workflow';

/** Who a workflow acts for. */
export interface Person {
  orgId: string;
  userId: string;
}

/** Task queues beside the main one, named after it so that two deployments on one server never mix. */
export const queueOf = (main: string, room: 'turns' | 'whatsapp' | 'call'): string => `${main}-${room}`;

/** In the headers of starts, signals, updates and activities: the id of the request that caused them, and nothing else. */
export const CORRELATION_HEADER = 'flux-correlation-id';

// --- Reminder escalation: one per occurrence and generation, started with a delay until its first rung is due. ---

export const LADDER = ['push', 'whatsapp', 'call'] as const;
export type Step = (typeof LADDER)[number];

export interface ReminderInput extends Person {
  taskId: string;
  /** Grows when the task moves; a reminder of an older generation stops at its next rung. */
  generation: number;
}

/** What became of one rung. */
export type Rung =
  | { kind: 'sent'; waitMs: number }
  /** A gate was closed, or the provider refused: the next rung starts at once. */
  | { kind: 'skipped'; reason: string }
  /** Not now (the person sleeps, or it is too early to call it missed): ask again then. */
  | { kind: 'later'; waitMs: number }
  /** Settled, moved or cancelled: nothing more is sent. */
  | { kind: 'over' }
  /** The ladder's end: nobody answered, the task is missed. */
  | { kind: 'missed' };

export type ReminderResult = 'answered' | 'over' | 'missed';

/** The task was settled, moved or cancelled: this reminder has nothing left to do. */
export const taskSettled = defineSignal('taskSettled');

// --- Goal negotiation: one per goal, from the first draft to the person's decision. ---

export interface DraftRef {
  number: number;
  /** SHA-256 of the content. */
  hash: string;
}

export interface NegotiationInput extends Person {
  goalId: string;
}

export interface RevisionRequest {
  /** The message with the person's words. */
  messageId: string;
}

export interface Approval {
  draft: DraftRef;
  tasks: number;
}

export type NegotiationResult = 'approved' | 'abandoned' | 'lapsed';

/** Waits for the first draft. */
export const propose = defineUpdate<DraftRef>('propose');
/** Asks for a new draft; resolves to it. */
export const revise = defineUpdate<DraftRef, [RevisionRequest]>('revise');
/** Refused with PLAN_STALE for anything but the latest draft. */
export const approve = defineUpdate<Approval, [DraftRef]>('approve');
export const abandon = defineUpdate<'abandoned'>('abandon');

// --- Chat session: one per conversation; turns run one after the other. ---

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

/** What a turn decided that another workflow has to do. */
export type NextMove =
  | { kind: 'none' }
  | { kind: 'propose' | 'revise' | 'abandon'; goalId: string }
  | { kind: 'approve'; goalId: string; draft: DraftRef };

/** Codes of the failures by which a workflow refuses; they are FluxError codes. */
export const PLAN_STALE = 'PLAN_STALE';
export const GOAL_CLOSED = 'GOAL_CLOSED';
/** A session that is about to end takes no new turn: send it again and a fresh run takes it. */
export const SESSION_DRAINING = 'SESSION_DRAINING';
