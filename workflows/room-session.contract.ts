// What a session of a room is given and told: one workflow for each.
import { defineSignal } from '@temporalio/workflow';
import type { Person } from '../src/kernel/context.ts';

/** As its room's owner. */
export interface RoomSessionInput extends Person {
  sessionId: string;
}

/** A person spoke, or said stop: whoever is speaking is interrupted. */
export const heard = defineSignal('heard');

/** Look again: harmless where somebody is speaking. */
export const lookAgain = defineSignal('lookAgain');
