// One case from its words to a verdict: the model is asked by `ask`, as the product does, and pays by the same prices.
import { setTimeout as delay } from 'node:timers/promises';
import { AGENTS, type AgentInput, type AgentName, type AgentOutput } from '../../src/agents.ts';
import { FluxError } from '../../src/kernel/errors.ts';
import { ask } from '../../src/llm/ask.ts';
import { sameForAll } from '../../src/llm/chain.ts';
import type { Call, Meter } from '../../src/llm/meter.ts';
import { ModelFailure } from '../../src/llm/model-failure.ts';
import type { Model } from '../../src/llm/model.ts';
import type { PriceBook } from '../../src/usage/price-book.ts';
import { priceCall } from '../../src/usage/price-call.ts';
import { NOBODY } from '../harness/ask-builtin.ts';
import { composeFrom, planWith, type Asks } from '../harness/plan-with.ts';
import { messageAsked, planAsked, topicAsked, wishesAsked } from './asks.ts';
import type { Case, Kind } from './case.ts';
import { judgeMessage } from './judge-message.ts';
import { judgePlan } from './judge-plan.ts';
import { judgeTopic } from './judge-topic.ts';
import { judgeWishes } from './judge-wishes.ts';
import type { Verdict } from './verdict.ts';

export interface Outcome extends Verdict {
  kind: Kind;
  id: string;
  /** From the questions to their answers, whatever was asked again on the way; not what was waited to be let in. */
  latencyMs: number;
  /** Of the provider. The builtin coach makes none. */
  calls: number;
  /** Billionths of a dollar; null where the price of a call is not known. */
  costNanos: number | null;
}

/** Never throws: what the model throws is an outcome, too. */
export async function playCase(one: Case, model: Model, prices: PriceBook): Promise<Outcome> {
  const spent: Spent = { calls: [], ms: 0 };
  const verdict = await judge(one, asksOf(model, spent)).catch(failure);
  const { id } = one.asked;
  const { calls } = spent;
  const latencyMs = Math.round(spent.ms * 10) / 10;
  return {
    kind: one.kind,
    id,
    ...verdict,
    latencyMs,
    calls: calls.length,
    costNanos: priceOf(calls, prices),
  };
}

async function judge({ kind, asked }: Case, asks: Asks): Promise<Verdict> {
  switch (kind) {
    case 'orchestrator':
      return judgeMessage(asked, await asks(kind, messageAsked(asked)));
    case 'classifier':
      return judgeTopic(asked, await asks(kind, topicAsked(asked)));
    case 'scheduler':
      return judgeWishes(asked, await asks(kind, wishesAsked(asked)));
    case 'planner': {
      const wished = planAsked(asked);
      return judgePlan(asked, composeFrom(await planWith(asks, wished), wished));
    }
  }
}

interface Spent {
  calls: Call[];
  ms: number;
}

/** The model alone: nobody answers in its place. */
function asksOf(model: Model, spent: Spent): Asks {
  const meter: Meter = {
    reserve: async () => ({ kind: 'granted', reservationId: '' }),
    settle: async (call) => void spent.calls.push(call),
  };
  const thinking = { person: NOBODY, models: sameForAll(model), meter };
  return <A extends AgentName>(agent: A, input: AgentInput<A>): Promise<AgentOutput<A>> =>
    patiently(async () => {
      const startedMs = performance.now();
      const answer = await ask(thinking, AGENTS[agent], input, {});
      spent.ms += performance.now() - startedMs;
      return answer;
    });
}

/** A limit of calls a minute says nothing about how well a model reads: it is waited for, as long as it says. */
async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (let waits = 0; ; waits++) {
    const ended = await work().then((answer) => ({ answer }), waitOf);
    if ('answer' in ended) return ended.answer;
    if (ended.ms === null || waits === MOST_WAITS) throw ended.error;
    await delay(ended.ms);
  }
}

const MOST_WAITS = 3;
const LONGEST_WAIT_MS = 60_000;

/** Null where nobody says how long, or for too long. */
function waitOf(error: unknown): { error: unknown; ms: number | null } {
  const ms = error instanceof ModelFailure && error.fault === 'provider' ? error.retryAfterMs : null;
  return { error, ms: ms !== null && ms <= LONGEST_WAIT_MS ? ms : null };
}

const failure = (error: unknown): Verdict => ({
  grade: 'failed',
  got: error instanceof FluxError ? `${error.code}: ${error.message}` : String(error),
  faults: ['no answer that can be used'],
});

function priceOf(calls: readonly Call[], prices: PriceBook): number | null {
  const costs = calls.map((call) =>
    call.model.provider === 'builtin' ? 0 : priceCall(call, prices, new Date()).costNanos,
  );
  return costs.includes(null) ? null : costs.reduce<number>((sum, cost) => sum + (cost ?? 0), 0);
}
