// The port to the meter: asked before each call that costs money, told of each call after it.
import type { Person } from '../kernel/context.ts';
import type { Agent } from './agent.ts';
import type { About } from './ask.ts';
import type { Model, Usage } from './model.ts';

/** What a call is going to cost at most. */
export interface Intended {
  person: Person;
  about: About;
  model: Pick<Model, 'name' | 'provider'>;
  agent: string;
  promptVersion: number;
  tier: Agent['tier'];
  /** Estimated: nobody has counted yet. */
  inputTokens: number;
  /** What the provider was told not to exceed. */
  mostOutputTokens: number;
}

/**
 * 'granted': settle it. 'fast': the soft limit is reached, so only the fast tier may be asked. 'builtin': nothing that
 * costs may be asked.
 */
export type Permit = { kind: 'granted'; reservationId: string } | { kind: 'fast' } | { kind: 'builtin' };

/** One call of one provider: also the failed, the cancelled and the aborted ones. */
export interface Call extends Omit<Intended, 'inputTokens' | 'mostOutputTokens'> {
  /** Of `reserve`. */
  reservationId: string;
  /** What answered, as the provider names it; null where nothing did. */
  servedBy: string | null;
  outcome: 'answered' | 'unusable' | 'failed' | 'cancelled';
  /** Estimated where the provider said nothing: then `isEstimated`. */
  usage: Usage;
  isEstimated: boolean;
  /** The provider's count cannot be: `usage` holds the tokens that were reserved for, and its word for the cost. */
  isDisbelieved?: true;
  requestId: string | null;
  latencyMs: number;
}

/** Counts nothing and grants everything: for whoever asks no model that costs money. */
export const noMeter: Meter = {
  reserve: async () => ({ kind: 'granted', reservationId: '' }),
  settle: async () => {},
};

export interface Meter {
  /**
   * Before the call, in one round trip. Takes what it may cost out of every budget that it counts for. Never throws:
   * where nothing can be reserved, since the database is away, the permit is 'builtin'.
   */
  reserve(intended: Intended): Promise<Permit>;
  /**
   * After the call, in one round trip: writes its row and puts the reservation right. Never throws; what it cannot
   * write is logged, and the reservation's lease returns it.
   */
  settle(call: Call): Promise<void>;
}
