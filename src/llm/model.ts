// The port to whoever thinks: a vendor's model or the builtin coach. What goes in and comes out is fixed by src/agents.ts.
import { z } from 'zod';
import { AGENTS } from '../agents.ts';
import { FluxError } from '../kernel/errors.ts';
import { modelCalls, modelCallSeconds } from '../kernel/metrics.ts';
import type { AgentInput, AgentName, AgentOutput } from '../agents.ts';

/** Tokens of one call as the provider counted them. */
export interface Usage {
  inputTokens: number;
  /** Null where the provider does not say: to be counted as not cached. */
  cachedInputTokens: number | null;
  outputTokens: number;
}

export interface Model {
  readonly name: string;
  /**
   * One structured answer of one agent. It is not yet checked: go through `runAgent`.
   * `usage` is null where nothing was metered.
   */
  run<A extends AgentName>(
    agent: A,
    input: AgentInput<A>,
    options?: { signal?: AbortSignal },
  ): Promise<{ output: AgentOutput<A>; usage: Usage | null }>;
}

/** MODEL_FAILED: the answer does not have the agent's shape. `usage` is kept: the call was paid for. */
export class InvalidModelOutput extends FluxError {
  readonly usage: Usage | null;

  constructor(model: string, agent: AgentName, error: z.ZodError, usage: Usage | null) {
    super('MODEL_FAILED', { detail: `${model} gave an unusable answer for ${agent}`, cause: error });
    this.usage = usage;
  }
}

/**
 * Asks `model` and validates what comes back by the agent's schema, whoever answered; unknown keys are dropped.
 * @throws {InvalidModelOutput} when the answer does not fit; whatever the model throws passes through.
 */
export async function runAgent<A extends AgentName>(
  model: Model,
  agent: A,
  input: AgentInput<A>,
  options: { signal?: AbortSignal } = {},
): Promise<{ output: AgentOutput<A>; usage: Usage | null }> {
  const startedMs = performance.now();
  const count = (outcome: 'answered' | 'unusable' | 'failed' | 'cancelled') => {
    modelCalls.inc({ agent, outcome });
    modelCallSeconds.observe({ agent, outcome }, (performance.now() - startedMs) / 1000);
  };
  const { output, usage } = await model.run(agent, input, options).catch((error: unknown) => {
    count(options.signal?.aborted ? 'cancelled' : 'failed');
    throw error;
  });
  const parsed = AGENTS[agent].output.safeParse(output);
  count(parsed.success ? 'answered' : 'unusable');
  if (!parsed.success) throw new InvalidModelOutput(model.name, agent, parsed.error, usage);
  return { output: parsed.data as AgentOutput<A>, usage };
}
