// What a goal's negotiation is given and asked: one per goal, from the first draft to the person's decision.
import { defineSignal, defineUpdate } from '@temporalio/workflow';
import type { DraftRef } from '../src/goals/negotiations.ts';
import type { Person } from '../src/kernel/context.ts';
import type { Via } from '../src/kernel/via.ts';

export interface NegotiationInput extends Person {
  goalId: string;
  /** A draft that is there already: only what is asked for is drafted. */
  latest?: DraftRef;
  /** It asks PostgreSQL what is owed, and drafts nothing else. */
  isRevived?: boolean;
}

export interface RevisionRequest {
  /** The message with the person's words. */
  messageId: string;
}

export interface RedraftRequest {
  /** The number of the draft that no longer holds. */
  outdated: number;
}

/** By which door; requests that older clients sent do not say. */
interface ByDoor {
  via?: Via;
}

export type ApprovalRequest = DraftRef & ByDoor;
export type AbandonRequest = ByDoor;

export interface Approval {
  draft: DraftRef;
  tasks: number;
}

export type NegotiationResult = 'approved' | 'abandoned' | 'lapsed';

/** Waits for the first draft; where it came to nothing before, it is tried anew. The argument says nothing. */
export const propose = defineUpdate<DraftRef, [object]>('propose');
/** Asks for a new draft; resolves to it. */
export const revise = defineUpdate<DraftRef, [RevisionRequest]>('revise');
/** Resolves to a later draft than the one that no longer holds. */
export const redraft = defineUpdate<DraftRef, [RedraftRequest]>('redraft');

/** It was decided, by whichever door: nothing is to be drafted any more. */
export const decided = defineSignal<[{ decision: 'approved' | 'abandoned' }]>('decided');
/** Nobody wants the draft any more that this message asked for; null: the one in the place of an outdated one. */
export const stopDraft = defineSignal<[{ requestedBy: string | null }]>('stopDraft');

/** PostgreSQL may know more than the negotiation has heard. */
export const lookAgain = defineSignal('lookAgain');

// What doors of before asked for, and what histories of that time hold; today's doors decide in PostgreSQL.
/** Refused with PLAN_STALE for anything but the latest draft. */
export const approve = defineUpdate<Approval, [ApprovalRequest]>('approve');
export const abandon = defineUpdate<'abandoned', [AbandonRequest]>('abandon');

/** Codes of the failures by which it refuses; they are FluxError codes. */
export const PLAN_STALE = 'PLAN_STALE';
export const GOAL_CLOSED = 'GOAL_CLOSED';
export const PLANNING_FAILED = 'PLANNING_FAILED';
export const NOT_FOUND = 'NOT_FOUND';
