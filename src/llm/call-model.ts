// One call of one model, counted: what it may cost is reserved before, and what it did cost is settled after, however
// it ended.
import { modelCalls, modelCallSeconds } from '../kernel/metrics.ts';
import type { Agent } from './agent.ts';
import type { About, Thinking } from './ask.ts';
import type { Ending } from './breaker.ts';
import { estimateUsage, type Heard } from './estimate-usage.ts';
import type { Call, Permit } from './meter.ts';
import { vendorCalls } from './metrics.ts';
import { ModelFailure } from './model-failure.ts';
import type { Answered, CallOptions, Model, Question } from './model.ts';
import { readAnswer, type Read } from './read-answer.ts';
import { withinCall } from './within-call.ts';
import { tokensOf } from './write-prompt.ts';

export interface Calling<A extends Agent> {
  thinking: Thinking;
  about: About;
  model: Model;
  /** Of the chain that is being asked, which may be a cheaper one than the agent's. */
  tier: Agent['tier'];
  question: Question<A>;
  limitMs: number;
  onWords?: ((words: string) => void) | undefined;
}

/** It ended by itself: with an answer, which may be of no use, or with a failure. */
export type Ended<A extends Agent> =
  { kind: 'read'; read: Read<A>; text: string } | { kind: 'failed'; error: unknown };

/** `resting`: its provider is left alone for a while. 'fast' and 'builtin': there is no money for it. */
export type Called<A extends Agent> = Ended<A> | { kind: 'resting' } | Exclude<Permit, { kind: 'granted' }>;

/** Throws only what `thinking.signal` ended it with. */
export async function callModel<A extends Agent>(calling: Calling<A>): Promise<Called<A>> {
  const { model, thinking } = calling;
  const leave = model.breaker ? model.breaker.enter() : () => undefined;
  if (leave === null) return skip(model);
  let ending: [Ending, (number | null)?] = ['unknown'];
  try {
    const called =
      model.provider === 'builtin' ? (await endOf(calling, {})).ended : await callVendor(calling);
    if (thinking.signal?.aborted && called.kind === 'failed') throw called.error;
    ending = endingOf(called);
    return called;
  } finally {
    leave(...ending);
  }
}

function skip({ name: model, provider }: Model): { kind: 'resting' } {
  vendorCalls.inc({ provider, model, outcome: 'skipped' });
  return { kind: 'resting' };
}

/** Refusals of ours say nothing against the provider. */
function endingOf(called: Called<Agent>): [Ending, (number | null)?] {
  if (called.kind === 'read') return ['up'];
  if (called.kind !== 'failed' || !(called.error instanceof ModelFailure)) return ['unknown'];
  return called.error.fault === 'provider' ? ['down', called.error.retryAfterMs] : ['up'];
}

async function callVendor<A extends Agent>(calling: Calling<A>): Promise<Called<A>> {
  const { thinking, about, model, tier, question } = calling;
  const { name, provider } = model;
  const { agent, mostOutputTokens } = question;
  const inputTokens = tokensOf(question);
  const meant = {
    person: thinking.person,
    about,
    model: { name, provider },
    agent: agent.name,
    promptVersion: agent.prompt.version,
    tier,
  };
  const permit = await thinking.meter.reserve({ ...meant, inputTokens, mostOutputTokens });
  if (permit.kind !== 'granted') return permit;
  const heard: Heard = { inputTokens, outputBytes: 0, usage: null };
  const { ended, answered, outcome, latencyMs } = await endOf(calling, {
    onReceived: (bytes) => void (heard.outputBytes += bytes),
    onUsage: (usage) => void (heard.usage = usage),
  });
  vendorCalls.inc({ provider, model: name, outcome });
  const { reservationId } = permit;
  await thinking.meter.settle({
    ...meant,
    reservationId,
    outcome,
    latencyMs,
    ...billOf(ended, answered, heard),
  });
  return ended;
}

type Bill = Pick<Call, 'servedBy' | 'requestId' | 'usage' | 'isEstimated'>;

function billOf(ended: Ended<Agent>, answered: Answered | null, heard: Heard): Bill {
  if (answered) {
    const { servedBy, requestId, usage, text } = answered;
    if (usage) return { servedBy, requestId, usage, isEstimated: false };
    const outputBytes = Buffer.byteLength(text);
    return { servedBy, requestId, usage: estimateUsage({ ...heard, outputBytes }), isEstimated: true };
  }
  const failure = ended.kind === 'failed' && ended.error instanceof ModelFailure ? ended.error : null;
  const isEstimated = !failure?.isFree;
  const usage = estimateUsage(isEstimated ? heard : NOTHING);
  return { servedBy: null, requestId: failure?.requestId ?? null, usage, isEstimated };
}

const NOTHING: Heard = { inputTokens: 0, outputBytes: 0, usage: null };

interface Told<A extends Agent> {
  ended: Ended<A>;
  /** Null where it failed. */
  answered: Answered | null;
  outcome: Call['outcome'];
  latencyMs: number;
}

/**
 * The answer is read here, before anything of it is settled, because the row says whether it could be used; reading
 * waits for nothing and never throws, so what was paid for is counted whatever came.
 */
async function endOf<A extends Agent>(
  { thinking, model, question, limitMs, onWords }: Calling<A>,
  hearing: Pick<CallOptions, 'onReceived' | 'onUsage'>,
): Promise<Told<A>> {
  const { signal } = thinking;
  const startedMs = performance.now();
  const told = await withinCall(limitMs, signal, (stop) =>
    model.answer(question, { ...hearing, signal: stop, onWords }),
  ).then(
    (answered) => {
      const read = readAnswer(question.agent, answered);
      const outcome = read.kind === 'usable' ? ('answered' as const) : ('unusable' as const);
      return { ended: { kind: 'read' as const, read, text: answered.text }, answered, outcome };
    },
    (error: unknown) => {
      const outcome = signal?.aborted ? ('cancelled' as const) : ('failed' as const);
      return { ended: { kind: 'failed' as const, error }, answered: null, outcome };
    },
  );
  const latencyMs = performance.now() - startedMs;
  const labels = { agent: question.agent.name, outcome: told.outcome };
  modelCalls.inc(labels);
  modelCallSeconds.observe(labels, latencyMs / 1000);
  return { ...told, latencyMs };
}
