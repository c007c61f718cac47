// The one way to a model. Who asks and what for is known here: chain, validation and metering have their place, and
// no caller goes past it.
import type { Person, Store } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import type { Agent, InputOf, OutputOf } from './agent.ts';
import { askModel, type Tried } from './ask-model.ts';
import type { Chains } from './chain.ts';
import type { Meter } from './meter.ts';
import { ModelFailure } from './model-failure.ts';
import type { Model } from './model.ts';
import { CALL_MS } from './within-call.ts';

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
  /** Told of what the person will read, piece by piece, while it is still being said. It must not throw. */
  onWords?: (words: string) => void;
  /** Told that what was said so far does not count: what comes next begins anew. */
  onTakenBack?: () => void;
}

/** What a verb that thinks between two transactions is given. */
export interface ThinkingPorts extends Store, Omit<Thinking, 'person'> {}

/** What the question is about, by ids: the meter's rows lead back to it. */
export interface About {
  conversationId?: string;
  messageId?: string;
  goalId?: string;
  /** In a room: which session of it, and which of its agents; none for its host. */
  room?: { roomId: string; sessionId: string; agentId: string | null };
}

/** In less than this no vendor answers. */
const LEAST_CALL_MS = 1000;
/** Of the time that is left, where another vendor could be asked after this one. */
const SHARE = 2 / 3;

/**
 * The agent's answer in the shape that it promises, whoever gave it; unknown keys are dropped. The chain of the agent's
 * tier is asked, from its beginning to the builtin coach at its end. Throws what the last one threw, MODEL_FAILED where
 * its answer has another shape or does not come in time, and at once where `signal` ended it.
 */
export async function ask<A extends Agent>(
  thinking: Thinking,
  agent: A,
  input: InputOf<A>,
  about: About,
): Promise<OutputOf<A>> {
  let tier: Agent['tier'] = agent.tier;
  let queue: readonly Model[] = thinking.models[tier];
  let failed: unknown = new FluxError('MODEL_FAILED', { detail: `nobody is there to ask for ${agent.name}` });
  for (;;) {
    const [model, ...others] = queue;
    if (!model) throw failed;
    const limitMs = limitsOf(thinking, model, others);
    const tried = await askModel({ thinking, agent, input, about }, model, tier, limitMs);
    if (tried.kind === 'answer') return tried.output;
    if (tried.kind === 'failed') failed = tried.error;
    const isCheaper = tried.kind === 'fast' && tier !== 'fast';
    queue = isCheaper ? thinking.models.fast : leftAfter(tried, model, others);
    if (isCheaper) tier = 'fast';
  }
}

/**
 * For each call of it, in turn: its share of the time is for all of them, asking again too. Null where there is no time
 * for it.
 */
function limitsOf({ vendorsUntilMs }: Thinking, model: Model, others: Model[]): () => number | null {
  if (isBuiltin(model) || vendorsUntilMs === undefined) return () => CALL_MS;
  const begunMs = Date.now();
  const shareMs = (vendorsUntilMs - begunMs) * (others.every(isBuiltin) ? 1 : SHARE);
  return () => {
    const leftMs = begunMs + shareMs - Date.now();
    return leftMs < LEAST_CALL_MS ? null : Math.min(leftMs, CALL_MS);
  };
}

const isBuiltin = ({ provider }: Model): boolean => provider === 'builtin';

/** Another model of a provider that does not let us in is not let in, either. */
function leftAfter(tried: Tried<Agent>, { provider }: Model, others: Model[]): Model[] {
  if (tried.kind === 'failed') {
    const isLockedOut = tried.error instanceof ModelFailure && tried.error.fault === 'setup';
    return isLockedOut ? others.filter((other) => other.provider !== provider) : others;
  }
  return tried.kind === 'resting'
    ? others.filter((other) => other.provider !== provider)
    : others.filter(isBuiltin);
}
