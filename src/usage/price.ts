// What a price is, and what a call costs by it: integers all the way, rounded once.
import type { Usage } from '../llm/model.ts';

/** US dollars for a million tokens, with at most six decimals. */
export interface Rates {
  input: number;
  /** Read from a cache; without it as any other input. */
  cacheRead?: number | undefined;
  /** Written into one, for minutes; without it as any other input. */
  cacheWrite?: number | undefined;
  /** Written into one, for hours; without it as for minutes. */
  cacheWriteLong?: number | undefined;
  /** What was thought included. */
  output: number;
}

/** Of one model, from a day on. */
export interface Price extends Rates {
  /** As the vendor writes it, without a date. */
  model: string;
  /** First day in UTC, "2026-10-07". */
  effectiveFrom: string;
  /** What the whole call costs where more than so many tokens go in; the highest that fits counts. */
  bands?: readonly Band[] | undefined;
}

export interface Band extends Rates {
  above: number;
}

/**
 * Billionths of a dollar. A rate is a whole number of picodollars for a token, so that the only rounding is the last
 * one: half up, to the nanodollar, once for each call. What a provider says of its parts never adds up to more input
 * than there was.
 */
export function costOf(usage: Usage, price: Price): number {
  const rates = ratesFor(price, usage.inputTokens);
  const cached = Math.min(usage.cachedInputTokens ?? 0, usage.inputTokens);
  const short = Math.min(usage.cacheWriteTokens.short, usage.inputTokens - cached);
  const long = Math.min(usage.cacheWriteTokens.long, usage.inputTokens - cached - short);
  const picos =
    of(usage.inputTokens - cached - short - long, rates.input) +
    of(cached, rates.cacheRead ?? rates.input) +
    of(short, rates.cacheWrite ?? rates.input) +
    of(long, rates.cacheWriteLong ?? rates.cacheWrite ?? rates.input) +
    of(usage.outputTokens, rates.output);
  return Number((picos + 500n) / 1000n);
}

/** The most that a call can cost, in billionths of a dollar: as if all of its input were of the dearest kind. */
export function mostOf(tokens: { input: number; output: number }, price: Price): number {
  const { output, ...inputs } = dearestOf(ratesFor(price, tokens.input));
  const dearest = Math.max(...Object.values(inputs));
  return Number((of(tokens.input, dearest) + of(tokens.output, output) + 999n) / 1000n);
}

export function ratesFor(price: Price, inputTokens: number): Rates {
  const reached = (price.bands ?? []).filter(({ above }) => inputTokens > above);
  return reached.toSorted((a, b) => b.above - a.above)[0] ?? price;
}

/** All rates named, the dearest of each: nothing that is bought by them costs more. */
export function dearestOf(...all: Rates[]): Record<keyof Rates, number> {
  const most = (rate: (rates: Rates) => number) => Math.max(...all.map(rate));
  const writing = ({ cacheWrite, input }: Rates) => cacheWrite ?? input;
  return {
    input: most(({ input }) => input),
    cacheRead: most(({ cacheRead, input }) => cacheRead ?? input),
    cacheWrite: most(writing),
    cacheWriteLong: most((rates) => rates.cacheWriteLong ?? writing(rates)),
    output: most(({ output }) => output),
  };
}

const of = (tokens: number, dollarsPerMillion: number): bigint =>
  BigInt(tokens) * BigInt(Math.round(dollarsPerMillion * 1_000_000));
