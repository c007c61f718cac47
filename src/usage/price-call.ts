// What one call cost, and what it counts where nobody knows: never nothing.
import type { Call } from '../llm/meter.ts';
import type { Usage } from '../llm/model.ts';
import type { PriceBook } from './price-book.ts';
import { costOf } from './price.ts';

export interface Priced {
  /** Billionths of a dollar. Null: unpriced. */
  costNanos: number | null;
  /** The cost; of what is unpriced, what the dearest model would have taken. */
  countedNanos: number;
}

/**
 * What the provider itself says wins; then what the deployment has said of what it asks for, by which it was reserved.
 * Else the price of what answered, where that is known, or of what was asked. An
 * unknown model is counted at the dearest price and not refused: a new name of a model must not take the coach away,
 * and a hard limit still holds, earlier than it would have to.
 */
export function priceCall(
  { usage, servedBy, model }: Pick<Call, 'usage' | 'servedBy' | 'model'>,
  book: PriceBook,
  at: Date,
): Priced {
  const { reportedMicros } = usage;
  if (isReported(reportedMicros)) return known(Math.round(reportedMicros * 1000));
  const price =
    book.findTold(model.name, at) ??
    (servedBy === null ? null : book.find(servedBy, at)) ??
    book.find(model.name, at);
  if (price) return known(costOf(usage, price));
  return { costNanos: null, countedNanos: costOf(usage, book.dearest(at, usage.inputTokens)) };
}

const known = (costNanos: number): Priced => ({ costNanos, countedNanos: costNanos });

/** More than a column holds is no cost. */
const MOST_MICROS = 1e12;
export const isReported = (micros: unknown): micros is number =>
  typeof micros === 'number' && micros >= 0 && micros <= MOST_MICROS;

/** As counted, in whole numbers that a column holds: what a gateway says of itself may be anything. */
export function soundUsage(usage: Usage): Usage {
  const { cachedInputTokens, reasoningTokens, cacheWriteTokens } = usage;
  return {
    inputTokens: sound(usage.inputTokens),
    cachedInputTokens: cachedInputTokens === null ? null : sound(cachedInputTokens),
    cacheWriteTokens: { short: sound(cacheWriteTokens.short), long: sound(cacheWriteTokens.long) },
    outputTokens: sound(usage.outputTokens),
    reasoningTokens: reasoningTokens === null ? null : sound(reasoningTokens),
    reportedMicros: usage.reportedMicros,
  };
}

const MOST_TOKENS = 2_000_000_000;
const sound = (tokens: unknown): number =>
  typeof tokens === 'number' && tokens > 0 ? Math.min(Math.ceil(tokens), MOST_TOKENS) : 0;
