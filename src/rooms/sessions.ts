// What Temporal does for sessions of rooms; `temporal/flows/rooms.ts` stands behind it.
import type { Person } from '../kernel/context.ts';

export interface SessionRef {
  sessionId: string;
}

export interface RoomSessions {
  /**
   * Somebody spoke, or said stop: who is speaking is interrupted, and the session goes on, or begins anew where its run
   * was lost. Harmless when repeated. `owner`: of the room. Throws UNAVAILABLE.
   */
  hear(owner: Person, ref: SessionRef): Promise<void>;
  /** The same, and nobody is interrupted. */
  revive(owner: Person, ref: SessionRef): Promise<void>;
}

/** What became of a step. waits: until a person speaks, or until then (epoch milliseconds) at the latest. */
export type Step = { kind: 'said' } | { kind: 'waits'; untilMs: number } | { kind: 'ended' };
