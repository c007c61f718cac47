// Which request a line of the log belongs to, through every await, workflow and activity. For the log alone: nothing
// else may ask.
import { AsyncLocalStorage } from 'node:async_hooks';

/** Named as the log names them. */
export interface Trail {
  correlation_id: string;
  user_id?: string;
  org_id?: string;
  workflow_id?: string;
  activity?: string;
  /** From 1. */
  attempt?: number;
}

/**
 * Runs `work`; every line that is logged meanwhile carries `trail`, and every workflow that is told something its id.
 */
export const onTrail = <T>(trail: Trail, work: () => T): T => trails.run(trail, work);

/** Every later line carries it as well. Outside of any request or activity nobody hears it. */
export function noteOnTrail(more: Partial<Trail>): void {
  Object.assign(trails.getStore() ?? {}, more);
}

/** Undefined outside of any request or activity. */
export const currentTrail = (): Trail | undefined => trails.getStore();

const trails = new AsyncLocalStorage<Trail>();
