// The one way to a model. Who asks and what for is known here: chain, validation and metering have their place, and
// no caller goes past it.
import type { Person, Store } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { modelCalls, modelCallSeconds } from '../kernel/metrics.ts';
import { within } from '../kernel/within.ts';
import type { Agent, InputOf, OutputOf } from './agent.ts';
import type { Model, Usage } from './model.ts';

/** Who has something to think about, and who can do it. */
export interface Thinking {
  /** On whose behalf, and on whose account. */
  person: Person;
  /** In the order in which they are asked: the next one, where one fails or gives an answer that cannot be used. */
  models: readonly [Model, ...Model[]];
  /** Ends the call under way; no other model is asked then. */
  signal?: AbortSignal;
}

/** What a verb that thinks between two transactions is given. */
export interface ThinkingPorts extends Store, Omit<Thinking, 'person'> {}

/** What the question is about, by ids: the meter's rows lead back to it. */
export interface About {
  conversationId?: string;
  messageId?: string;
  goalId?: string;
}

/** One call of one model, as the meter sees it: also the failed and the cancelled ones. */
interface Call {
  person: Person;
  about: About;
  agent: Agent;
  model: string;
  outcome: 'answered' | 'unusable' | 'failed' | 'cancelled';
  usage: Usage | null;
  latencyMs: number;
}

/** Nobody waits for a model for longer than this. */
const CALL_MS = 30_000;

/**
 * The agent's answer in the shape that it promises, whoever gave it; unknown keys are dropped. Throws what the last
 * model of the chain threw, MODEL_FAILED where it says nothing for 30 seconds or its answer has another shape, and at
 * once where `signal` ended it.
 */
export async function ask<A extends Agent>(
  thinking: Thinking,
  agent: A,
  input: InputOf<A>,
  about: About,
): Promise<OutputOf<A>> {
  const [first, ...others] = thinking.models;
  let answer = askOne(thinking, first, agent, input, about);
  for (const model of others)
    answer = answer.catch((error: unknown) => {
      if (thinking.signal?.aborted) throw error;
      return askOne(thinking, model, agent, input, about);
    });
  return answer;
}

async function askOne<A extends Agent>(
  { person, signal }: Thinking,
  model: Model,
  agent: A,
  input: InputOf<A>,
  about: About,
): Promise<OutputOf<A>> {
  const startedMs = performance.now();
  const end = (outcome: Call['outcome'], usage: Usage | null) => {
    const latencyMs = performance.now() - startedMs;
    meter({ person, about, agent, model: model.name, outcome, usage, latencyMs });
  };
  const late = AbortSignal.timeout(CALL_MS);
  const asked = model.answer(agent, input, { signal: signal ? AbortSignal.any([signal, late]) : late });
  const { output, usage } = await within(CALL_MS, asked).catch((error: unknown) => {
    end(signal?.aborted ? 'cancelled' : 'failed', null);
    const isLate = performance.now() - startedMs >= CALL_MS && !signal?.aborted;
    throw isLate
      ? new FluxError('MODEL_FAILED', { detail: `${model.name} said nothing`, cause: error })
      : error;
  });
  const parsed = agent.output.safeParse(output);
  end(parsed.success ? 'answered' : 'unusable', usage);
  if (parsed.success) return parsed.data as OutputOf<A>;
  throw new FluxError('MODEL_FAILED', {
    detail: `${model.name} gave an unusable answer for ${agent.name}`,
    cause: parsed.error,
  });
}

function meter({ agent, outcome, latencyMs }: Call): void {
  modelCalls.inc({ agent: agent.name, outcome });
  modelCallSeconds.observe({ agent: agent.name, outcome }, latencyMs / 1000);
}
