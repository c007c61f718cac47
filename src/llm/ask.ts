// The one way to a model. Who asks and what for is known here: chain, validation and metering have their place, and
// no caller goes past it.
import type { Person, Store } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { modelCalls, modelCallSeconds } from '../kernel/metrics.ts';
import { within } from '../kernel/within.ts';
import type { Agent, InputOf, OutputOf } from './agent.ts';
import type { Chains } from './chain.ts';
import type { Meter } from './meter.ts';
import type { Model, Usage } from './model.ts';

/** Who has something to think about, and who can do it. */
export interface Thinking {
  /** On whose behalf, and on whose account. */
  person: Person;
  models: Chains;
  meter: Meter;
  /** Ends the call under way; no other model is asked then. */
  signal?: AbortSignal;
  /** In milliseconds of the clock: what costs money is asked until then, so that time is left for the builtin coach. */
  vendorsUntilMs?: number;
  /** Told of what the person will read, piece by piece, while it is still being said. */
  onWords?: (words: string) => void;
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

/** A plan of six weeks with what was thought about it, and a reading of one message. */
const MOST_OUTPUT_TOKENS = { strong: 16_000, fast: 4000 };

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
  const [first, ...others] = thinking.models[agent.tier];
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
    count({ person, about, agent, model: model.name, outcome, usage, latencyMs });
  };
  const late = AbortSignal.timeout(CALL_MS);
  const asked = model.answer(
    { agent, input, corrections: [], mostOutputTokens: MOST_OUTPUT_TOKENS[agent.tier] },
    { signal: signal ? AbortSignal.any([signal, late]) : late },
  );
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

function count({ agent, outcome, latencyMs }: Call): void {
  modelCalls.inc({ agent: agent.name, outcome });
  modelCallSeconds.observe({ agent: agent.name, outcome }, latencyMs / 1000);
}
