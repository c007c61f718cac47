// What a goal's negotiation is given and asked: one per goal, from the first draft to the person's decision.
import { defineUpdate } from '@temporalio/workflow';
import type { DraftRef } from '../src/goals/negotiations.ts';
import type { Person } from '../src/kernel/context.ts';
import type { Via } from '../src/kernel/via.ts';

export interface NegotiationInput extends Person {
  goalId: string;
}

export interface RevisionRequest {
  /** The message with the person's words. */
  messageId: string;
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

/** Waits for the first draft. */
export const propose = defineUpdate<DraftRef>('propose');
/** Asks for a new draft; resolves to it. */
export const revise = defineUpdate<DraftRef, [RevisionRequest]>('revise');
/** Refused with PLAN_STALE for anything but the latest draft. */
export const approve = defineUpdate<Approval, [ApprovalRequest]>('approve');
export const abandon = defineUpdate<'abandoned', [AbandonRequest]>('abandon');

/** Codes of the failures by which it refuses; they are FluxError codes. */
export const PLAN_STALE = 'PLAN_STALE';
export const GOAL_CLOSED = 'GOAL_CLOSED';
