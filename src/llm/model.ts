// The port to whoever thinks: a vendor's model or the builtin coach.
import type { Agent, InputOf } from './agent.ts';

/** Tokens of one call as the provider counted them. */
export interface Usage {
  inputTokens: number;
  /** Null where the provider does not say: to be counted as not cached. */
  cachedInputTokens: number | null;
  outputTokens: number;
}

export interface Model {
  /** "builtin"; a vendor's model as its prices name it. */
  readonly name: string;
  /**
   * One structured answer to one question of an agent, not yet checked: go through `ask`. `usage` is null where
   * nothing was metered. Throws a FluxError for what a vendor refuses or cannot do, retryable or not by its code.
   */
  answer<A extends Agent>(
    agent: A,
    input: InputOf<A>,
    options: { signal?: AbortSignal },
  ): Promise<{ output: unknown; usage: Usage | null }>;
}
