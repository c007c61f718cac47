// How a call of a model can end, and in which chain it was made: as the database, the wire and the port name it.
import type { Agent } from '../llm/agent.ts';
import type { Call } from '../llm/meter.ts';

const ENDS = { answered: true, unusable: true, failed: true, cancelled: true } satisfies Record<
  Call['outcome'],
  true
>;
const CHAINS = { fast: true, strong: true } satisfies Record<Agent['tier'], true>;

/** Of a call that is settled. */
export const OUTCOMES = Object.keys(ENDS) as Call['outcome'][];
export const TIERS = Object.keys(CHAINS) as Agent['tier'][];

/** Of any: 'open' is under way; 'lost': whoever made it died, and nobody knows what became of it. */
export const STATES = [...OUTCOMES, 'open', 'lost'] as const;
export type State = (typeof STATES)[number];
