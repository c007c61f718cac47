// What is said to the erasure of an account. Ids of the erasure alone: its history outlives the person.
import { defineSignal } from '@temporalio/workflow';

export interface ErasureInput {
  erasureId: string;
}

/** It was taken back, or is to begin at once: look again. */
export const erasureChanged = defineSignal('erasureChanged');
