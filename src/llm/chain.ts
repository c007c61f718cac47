// Who is asked, and in which order.
import type { Agent } from './agent.ts';
import type { Model } from './model.ts';

/** In the order in which they are asked: the next one, where one fails or gives no answer that can be used. */
export type Chain = readonly [Model, ...Model[]];

/** A chain for each kind of job. The builtin coach stands at the end of both, where there is one. */
export type Chains = Readonly<Record<Agent['tier'], Chain>>;

/** The same models for every job. */
export const sameForAll = (...chain: Chain): Chains => ({ strong: chain, fast: chain });
