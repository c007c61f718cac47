// What is written down of a call that was made: its tokens, its cost and its credits, as columns hold them.
import type { Call } from '../llm/meter.ts';
import type { Usage } from '../llm/model.ts';
import { creditsOf, type CreditFormula } from './allowance.ts';
import { OUTCOMES } from './outcomes.ts';
import type { PriceBook } from './price-book.ts';
import { isReported, priceCall, soundUsage } from './price-call.ts';
import type { Settlement } from './settle-call.sql.ts';

export interface Rates {
  prices: PriceBook;
  credits: CreditFormula;
}

/** Throws where something in it is not of its type: then `bareSettlement` says what is left to say. */
export function settlementOf({ prices, credits }: Rates, call: Call): Settlement {
  const usage = soundUsage(call.usage);
  const servedBy = wordOf(call.servedBy);
  const { costNanos, countedNanos } = priceCall({ model: call.model, usage, servedBy }, prices, new Date());
  return {
    ...bareSettlement(call),
    ...tokensOf(usage),
    served_by: servedBy,
    request_id: wordOf(call.requestId),
    latency_ms: whole(call.latencyMs),
    is_estimated: call.isEstimated,
    cost_nanos: costNanos,
    // What nobody believes is for the database to say: it knows what was reserved.
    counted_nanos: call.isDisbelieved && !isReported(usage.reportedMicros) ? null : countedNanos,
    credit_thousandths: creditsOf(countedNanos, call.outcome === 'answered', credits),
  };
}

/** That it was made, and how it ended; nobody knows what it cost. */
export const bareSettlement = ({ reservationId, outcome }: Call): Settlement => ({
  id: reservationId,
  outcome: OUTCOMES.includes(outcome) ? outcome : 'failed',
  ...NO_TOKENS,
  served_by: null,
  request_id: null,
  latency_ms: null,
  is_estimated: true,
  cost_nanos: null,
  counted_nanos: null,
  credit_thousandths: 0,
});

/**
 * The same where nobody knows, or nobody believes, what it cost: it counts as the most that was expected of it, and is
 * marked. Tokens that it would follow from are no better than it.
 */
export const asReserved = (
  said: Settlement,
  { usage, outcome }: Call,
  { reservedNanos, credits }: { reservedNanos: number; credits: CreditFormula },
): Settlement => ({
  ...said,
  ...(isReported(usage?.reportedMicros) ? {} : NO_TOKENS),
  is_estimated: true,
  cost_nanos: said.cost_nanos === null ? null : reservedNanos,
  counted_nanos: reservedNanos,
  credit_thousandths: creditsOf(reservedNanos, outcome === 'answered', credits),
});

const tokensOf = (usage: Usage) => ({
  input_tokens: usage.inputTokens,
  cached_input_tokens: usage.cachedInputTokens,
  cache_write_short_tokens: usage.cacheWriteTokens.short,
  cache_write_long_tokens: usage.cacheWriteTokens.long,
  output_tokens: usage.outputTokens,
  reasoning_tokens: usage.reasoningTokens,
});

const NO_TOKENS = tokensOf({
  inputTokens: 0,
  cachedInputTokens: null,
  cacheWriteTokens: { short: 0, long: 0 },
  outputTokens: 0,
  reasoningTokens: null,
  reportedMicros: null,
});

/** As a column holds it, and a log: what a gateway calls itself may be anything. */
const wordOf = (said: unknown): string | null =>
  typeof said === 'string' ? said.replaceAll(/[^!-~]/g, '').slice(0, 200) || null : null;

const MOST_MS = 86_400_000;
const whole = (ms: number): number | null => (ms >= 0 ? Math.round(Math.min(ms, MOST_MS)) : null);

/** For the log, where what is named "…tokens" is cut as a secret. */
export const figuresOf = (one: Settlement) => ({
  call_id: one.id,
  outcome: one.outcome,
  request_id: one.request_id,
  tokens_in: one.input_tokens,
  tokens_in_cached: one.cached_input_tokens,
  tokens_out: one.output_tokens,
  cost_nanos: one.cost_nanos,
  counted_nanos: one.counted_nanos,
});
