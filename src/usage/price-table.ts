// What vendors charge, as they publish it: read on 2026-11-20, compared with a table of others by `npm run prices`.
// LLM_PRICES changes and adds.
import type { Band, Price } from './price.ts';

/** As far back as Flux meters. */
const FIRST = '2026-01-01';

/** US dollars for a million tokens; null: the vendor has no such price. */
type Row = [
  model: string,
  effectiveFrom: string,
  input: number,
  cacheRead: number | null,
  cacheWrite: number | null,
  cacheWriteLong: number | null,
  output: number,
];

/** A change of price is another row with its first day; a row that has counted stays. */
const ROWS: readonly Row[] = [
  ['gpt-6.1-terra', FIRST, 1, 0.05, 1.25, 2.5, 5],
  ['gpt-6.1-sol', FIRST, 2, 0.1, 2.5, 5, 10],
  ['gpt-6-astra', FIRST, 10, 1, 12.5, 25, 50],
  ['gpt-6-sol', FIRST, 2, 0.2, 2.5, 5, 10],
  ['gpt-6-luna', FIRST, 0.1, 0.01, 0.125, 0.25, 0.5],
  ['gpt-5.6-luna', FIRST, 0.2, 0.02, 0.25, 0.5, 1.2],
  ['gpt-5.4-mini', FIRST, 0.75, 0.075, null, null, 4.5],
  ['gpt-5.4-nano', FIRST, 0.2, 0.02, null, null, 1.25],
  ['gpt-5-mini', FIRST, 0.25, 0.025, null, null, 2],
  ['gpt-4.1-mini', FIRST, 0.4, 0.1, null, null, 1.6],
  ['gpt-4o-mini', FIRST, 0.15, 0.075, null, null, 0.6],
  ['claude-haiku-5-5', FIRST, 0.1, 0.01, 0.125, 0.2, 0.5],
  ['claude-sonnet-5-5', FIRST, 2, 0.2, 2.5, 4, 10],
  ['claude-sonnet-5-5', '2026-10-07', 2, 0.1, 2.5, 4, 10],
  ['claude-opus-5-5', FIRST, 4, 0.2, 5, 8, 20],
  ['claude-fable-5-1', FIRST, 10, 0.25, 12.5, 20, 50],
  ['claude-haiku-4-5', FIRST, 1, 0.1, 1.25, 2, 5],
  ['claude-sonnet-4-6', FIRST, 3, 0.3, 3.75, 6, 15],
  ['text-embedding-3-small', FIRST, 0.02, null, null, null, 0],
  ['text-embedding-3-large', FIRST, 0.13, null, null, null, 0],
  ['text-embedding-ada-002', FIRST, 0.1, null, null, null, 0],
];

interface LongPrompt {
  /** A call with more tokens going in costs this many times as much, all of it. */
  above: number;
  input: number;
  output: number;
}

const OF_OPENAI: LongPrompt = { above: 272_000, input: 2, output: 1.5 };

/** By model, whatever its price is. */
const LONG_PROMPTS = new Map<string, LongPrompt>([
  ['gpt-6.1-terra', OF_OPENAI],
  ['gpt-6.1-sol', OF_OPENAI],
  ['gpt-6-astra', OF_OPENAI],
  ['gpt-6-sol', OF_OPENAI],
  ['gpt-6-luna', OF_OPENAI],
  ['gpt-5.6-luna', OF_OPENAI],
  ['claude-haiku-5-5', { above: 100_000, input: 5, output: 5 }],
]);

export const PRICES: readonly Price[] = ROWS.map((row) => {
  const [model, effectiveFrom, input, cacheRead, cacheWrite, cacheWriteLong, output] = row;
  const price = {
    model,
    effectiveFrom,
    input,
    cacheRead: cacheRead ?? undefined,
    cacheWrite: cacheWrite ?? undefined,
    cacheWriteLong: cacheWriteLong ?? undefined,
    output,
  };
  const long = LONG_PROMPTS.get(model);
  return { ...price, ...(long && { bands: [bandOf(price, long)] }) };
});

function bandOf(price: Price, { above, input, output }: LongPrompt): Band {
  const times = (rate: number | undefined) => (rate === undefined ? undefined : rounded(rate * input));
  return {
    above,
    input: rounded(price.input * input),
    cacheRead: times(price.cacheRead),
    cacheWrite: times(price.cacheWrite),
    cacheWriteLong: times(price.cacheWriteLong),
    output: rounded(price.output * output),
  };
}

/** To the six decimals that a rate may have. */
function rounded(rate: number): number {
  return Math.round(rate * 1e6) / 1e6;
}
